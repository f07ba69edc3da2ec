"""Stored decisions made again: the same bytes under their own version, or what a proposed version would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .calendar import CALENDARS, Calendar
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


def replay(written: str, book: PolicyBook, calendars: Mapping[str, Calendar] = CALENDARS) -> Decision:
    """The decision again, under the versions that it was made under (I24). Raises LookupError if one is gone."""
    claim, facts, version, days = recall(written)
    policy, calendar = book.get(version), calendars.get(days)
    if policy is None or calendar is None:
        raise LookupError(f"no policy {version}" if policy is None else f"no calendar {days}")
    return decide(claim, facts, policy, calendar)


def simulate(written: str, book: PolicyBook, proposed: Policy) -> Difference:
    """The recorded case under its own version and under the proposed one."""
    claim, facts, _, days = recall(written)
    return Difference(replay(written, book), decide(claim, facts, proposed, CALENDARS[days]))
