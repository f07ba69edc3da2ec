"""What would change a decision: the buyer's or an agent's honest options, each tried on the same tables.

Only what can be supplied, lowered or proven by record is tried; another fault is not proposed to a buyer who has none.
"""

from dataclasses import dataclass, replace
from typing import Any

from .calendar import Calendar
from .rulebook import Policy
from .situation import Claim, Facts
from .verdict import OPEN, Verdict, judge


@dataclass(frozen=True)
class Change:
    """`change` supply_evidence, lower_amount, file_undelivered, agent_override or enable_express, with what it needs
    and the outcome it would have."""

    change: str
    outcome: str
    kinds: tuple[tuple[str, ...], ...] = ()
    amount_fen: int | None = None

    def as_json(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"change": self.change, "outcome": self.outcome}
        if self.kinds:
            shape["kinds"] = [list(kinds) for kinds in self.kinds]
        return shape if self.amount_fen is None else shape | {"amount_fen": self.amount_fen}


def what_would_change(
    claim: Claim, facts: Facts, policy: Policy, calendar: Calendar, found: Verdict
) -> tuple[Change, ...]:
    """Each option that leads to another, better outcome."""

    def outcome(other: Claim, those: Facts = facts) -> str:
        return judge(other, those, policy, calendar).outcome

    if found.outcome == "incomplete":
        kinds = claim.evidence_kinds | {choice[0] for choice in found.missing}
        return (Change("supply_evidence", outcome(replace(claim, evidence_kinds=kinds)), found.missing),)
    if found.outcome == "ineligible":
        changes = []
        if any(block.code == "amount_beyond_refundable" for block in found.blocks):
            fits = outcome(replace(claim, amount_fen=None))
            changes.append(Change("lower_amount", fits, amount_fen=facts.refundable_fen))
        if claim.reason != "undelivered":
            changes.append(Change("file_undelivered", outcome(replace(claim, reason="undelivered"))))
        if claim.override is None:
            changes.append(Change("agent_override", outcome(replace(claim, override="goodwill"))))
        return tuple(change for change in changes if change.outcome in {*OPEN, "incomplete"})
    enabled = outcome(claim, replace(facts, express_enabled=True))
    return (Change("enable_express", enabled),) if enabled == "express" != found.outcome else ()
