"""Stored decisions made again: the same bytes under their own version, or what a proposed version would change."""

from collections import Counter
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True)
class Survey:
    """A proposal tried on many recorded cases, by refund number; `lost` are those whose own version is
    gone, or whose record cannot be read."""

    proposed: Policy
    tried: Mapping[str, Difference]
    lost: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Counts, every move from one outcome to another, and the cases that would be decided otherwise."""
        moves = Counter((found.before.outcome, found.after.outcome) for found in self.tried.values())
        changed = {number: found.changed for number, found in self.tried.items() if found.changed}
        return {
            "policy_version": self.proposed.version,
            "cases": len(self.tried),
            "changed": len(changed),
            "lost": list(self.lost),
            "outcomes": [
                {"before": before, "after": after, "cases": n} for (before, after), n in sorted(moves.items())
            ],
            "items": [
                {"refund_no": number, "policy_version": self.tried[number].before.policy_version, "changed": what}
                for number, what in changed.items()
            ],
        }


def replay(written: str, book: PolicyBook, calendars: Mapping[str, Calendar] = CALENDARS) -> Decision:
    """The decision again, under the versions that it was made under (I24). Raises LookupError if one is gone."""
    claim, facts, version, days = recall(written)
    policy, calendar = book.get(version), calendars.get(days)
    if policy is None or calendar is None:
        raise LookupError(f"no policy {version}" if policy is None else f"no calendar {days}")
    return decide(claim, facts, policy, calendar)


def simulate(written: str, book: PolicyBook, proposed: Policy) -> Difference:
    """The recorded case under its own version and under the proposed one. Raises LookupError as `replay` does."""
    before = replay(written, book)
    claim, facts, _, days = recall(written)
    return Difference(before, decide(claim, facts, proposed, CALENDARS[days]))


def survey(cases: Iterable[tuple[str, str]], book: PolicyBook, proposed: Policy) -> Survey:
    """Every case, given as refund number and recorded input, under the proposal."""
    tried: dict[str, Difference] = {}
    lost: list[str] = []
    for number, written in cases:
        try:
            tried[number] = simulate(written, book, proposed)
        except (LookupError, ValueError, TypeError):
            lost.append(number)
    return Survey(proposed, tried, tuple(lost))
