"""Stored decisions made again: the same bytes under their own version, or what a proposed version would change."""

from dataclasses import dataclass
from typing import Any

from .policy import Decision, decide
from .record import recall
from .rulebook import Policy, PolicyBook

COMPARED = ("outcome", "type", "code", "blocked_by", "rule_ids", "missing_evidence", "manual_causes")


@dataclass(frozen=True)
class Difference:
    """What a proposal would do to one recorded case; `changed` is empty if nothing."""

    before: Decision
    after: Decision

    @property
    def changed(self) -> dict[str, dict[str, Any]]:
        old, new = self.before.as_json(), self.after.as_json()
        return {name: {"before": old[name], "after": new[name]} for name in COMPARED if old[name] != new[name]}


def replay(written: str, book: PolicyBook) -> Decision:
    """The decision again, under the version that it was made under (I24). Raises LookupError if that one is gone."""
    claim, facts, version = recall(written)
    policy = book.get(version)
    if policy is None:
        raise LookupError(f"no policy {version}")
    return decide(claim, facts, policy)


def simulate(written: str, book: PolicyBook, proposed: Policy) -> Difference:
    """The recorded case under its own version and under the proposed one."""
    claim, facts, _ = recall(written)
    return Difference(replay(written, book), decide(claim, facts, proposed))
