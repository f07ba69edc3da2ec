"""The one decision: `decide(claim, facts, policy)`, pure, over versioned tables. Nothing else can say yes to money."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from .calendar import CALENDAR, Calendar
from .change import Change, what_would_change
from .deadlines import (
    Arrival,
    adjudication_due_at,
    appeal_due_at,
    arrival_window,
    dispute_evidence_due_at,
    due_at,
    escalated_due_at,
    express_due_at,
    merchant_due_at,
    paused_due_at,
    resubmit_until_at,
    review_due_at,
    supplement_due_at,
)
from .eligibility import ClaimVerdict, Eligibility, ExpressVerdict, eligibility
from .moment import iso
from .publication import policy_from
from .record import canonical, digest
from .rows import Rejection, Row
from .rulebook import Policy, PolicyBook, PolicyError
from .situation import Claim, Facts, merchant_at_fault, topup
from .verdict import Verdict, judge

__all__ = [
    "Arrival", "Change", "Claim", "ClaimVerdict", "Decision", "Eligibility", "ExpressVerdict", "Facts", "Policy",
    "PolicyBook", "PolicyError", "Rejection", "adjudication_due_at", "appeal_due_at", "arrival_window", "decide",
    "dispute_evidence_due_at", "due_at", "eligibility", "escalated_due_at", "express_due_at", "merchant_at_fault",
    "merchant_due_at",
    "paused_due_at", "policy_from", "resubmit_until_at", "review_due_at", "supplement_due_at", "topup",
]  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """What the policy says to a claim. Stored whole, and replayable byte for byte from `input_json` (I24).

    `outcome` is ineligible, incomplete, express, manual or standard; `path` the last three, else None. `code` is why
    not, `rows` the table rows that fired, `type` whether a code must be revoked first (S17), `until_at` the claim's
    last moment, `what_would_change` what of the buyer's or an agent's doing would end otherwise.
    """

    outcome: str
    path: str | None
    type: str
    code: str | None
    blocked_by: tuple[str, ...]
    rule_ids: tuple[str, ...]
    rows: tuple[str, ...]
    policy_version: str
    amount_fen: int
    until_at: datetime | None
    missing_evidence: tuple[tuple[str, ...], ...]
    manual_causes: tuple[str, ...]
    curable: bool | None
    next_steps: tuple[str, ...]
    text: str
    what_would_change: tuple[Change, ...]
    input_hash: str
    input_json: str

    def as_json(self) -> dict[str, Any]:
        """Everything but the input itself."""
        shape = {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name != "input_json"}
        return shape | {"until_at": iso(self.until_at)}


def decide(claim: Claim, facts: Facts, policy: Policy, calendar: Calendar = CALENDAR) -> Decision:
    """What the policy says to this claim. An override lifts what a person may lift, and always goes manual (A2)."""
    policy = policy.at(facts.now)
    found = judge(claim, facts, policy, calendar)
    kind = policy.tables.types.hit(found.situation.inputs)
    fired, blocked, code, curable, steps = _told(found, policy)
    told = fired[0]
    written = canonical(claim, facts, policy.version, calendar.version)
    return Decision(
        outcome=found.outcome,
        path=found.outcome if found.outcome in {"express", "manual", "standard"} else None,
        type=kind.type,
        code=code,
        blocked_by=blocked,
        rule_ids=tuple(dict.fromkeys(rule for row in (*_ground(found), *fired) for rule in row.rules)),
        rows=tuple(dict.fromkeys(row.id for row in (*_ground(found), *fired, kind))),
        policy_version=policy.version,
        amount_fen=found.situation.amount_fen,
        until_at=found.situation.until_at,
        missing_evidence=found.missing if found.outcome == "incomplete" else (),
        manual_causes=found.causes if found.outcome == "manual" else (),
        curable=curable,
        next_steps=steps,
        text=told.text,
        what_would_change=what_would_change(claim, facts, policy, calendar, found),
        input_hash=digest(written),
        input_json=written,
    )


def _ground(found: Verdict) -> tuple[Row, ...]:
    """The claim's own row, unless blocks make it moot."""
    return () if found.blocks else (found.claim,)


def _told(
    found: Verdict, policy: Policy
) -> tuple[tuple[Row, ...], tuple[str, ...], str | None, bool | None, tuple[str, ...]]:
    """The rows that fired (the first is told), blocked_by, code, curable, next steps."""
    if found.outcome == "ineligible":
        if found.blocks:
            codes = tuple(block.code for block in found.blocks if block.code)
            steps = tuple(dict.fromkeys(step for block in found.blocks for step in block.next_steps))
            return found.blocks, codes, codes[0], False, steps
        why = found.claim.why or ""
        return (found.claim,), (why,), why, policy.rejections[why].curable, found.claim.next_steps
    if found.outcome == "incomplete":
        return (found.needs,), (), "evidence_incomplete", True, ("supply_evidence",)
    rows = found.legs if found.outcome == "express" else found.triage
    return (*rows, found.needs), (), None, None, ("check_refund_progress",)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.as_json() if isinstance(value, Change) else value
