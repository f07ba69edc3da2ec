"""What may be claimed on an order, until when, and whether by express (R5–R11, R18, R22, R23, R64–R69; S4–S10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .calendar import CALENDAR, Calendar
from .moment import iso
from .rulebook import Policy
from .situation import Claim, Facts
from .verdict import Verdict, judge


@dataclass(frozen=True)
class ClaimVerdict:
    """One reason: `why` is a rejection code or a code of `blocked_by`; `window` stands in for `until_at` while the
    fault's discovery is not known."""

    reason: str
    allowed: bool
    until_at: datetime | None
    window: str | None
    rule_ids: tuple[str, ...]
    why: str | None
    text: str
    row: str

    def as_json(self) -> dict[str, Any]:
        return {
            "reason": self.reason,
            "allowed": self.allowed,
            "until_at": iso(self.until_at),
            "window": self.window,
            "rule_ids": list(self.rule_ids),
            "why": self.why,
            "text": self.text,
        }


@dataclass(frozen=True)
class ExpressVerdict:
    """`why` is a code of the express table, a cause for people to look, or a code of `blocked_by`."""

    eligible: bool
    rule_ids: tuple[str, ...]
    why: str | None
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"eligible": self.eligible, "rule_ids": list(self.rule_ids), "why": self.why, "text": self.text}


@dataclass(frozen=True)
class Eligibility:
    """The contract's `eligibility` object; `text` says in Chinese why self-service is blocked."""

    self_service: bool
    blocked_by: tuple[str, ...]
    claims: tuple[ClaimVerdict, ...]
    express: ExpressVerdict
    required_evidence: dict[str, list[list[str]]]
    refundable_fen: int
    policy_version: str
    text: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            "self_service": self.self_service,
            "blocked_by": list(self.blocked_by),
            "claims": [claim.as_json() for claim in self.claims],
            "express": self.express.as_json(),
            "required_evidence": self.required_evidence,
            "refundable_fen": self.refundable_fen,
            "policy_version": self.policy_version,
            "text": self.text,
        }


def eligibility(
    facts: Facts, policy: Policy, discovered_at: datetime | None = None, calendar: Calendar = CALENDAR
) -> Eligibility:
    """What this order may be refunded for, now. `discovered_at` is when the fault was noticed, where that is known."""
    policy = policy.at(facts.now)
    found = {reason: judge(Claim(reason, None, discovered_at), facts, policy, calendar) for reason in policy.reasons}
    blocks = found["undelivered"].blocks  # They concern the order as a whole, whatever the reason.
    claims = tuple(_claim(reason, verdict) for reason, verdict in found.items())
    return Eligibility(
        self_service=any(claim.allowed for claim in claims),
        blocked_by=tuple(block.code for block in blocks if block.code),
        claims=claims,
        express=_express(found["undelivered"]),
        required_evidence={reason: [list(kinds) for kinds in v.needs.needs] for reason, v in found.items()},
        refundable_fen=facts.refundable_fen,
        policy_version=policy.version,
        text=blocks[0].text if blocks else None,
    )


def _claim(reason: str, verdict: Verdict) -> ClaimVerdict:
    row, when = verdict.claim, verdict.situation
    block = verdict.blocks[0] if verdict.blocks else None
    told = row if row.why or block is None else block
    why = row.why or (block.code if block else None)
    return ClaimVerdict(reason, why is None, when.until_at, when.window, told.rules, why, told.text, row.id)


def _express(verdict: Verdict) -> ExpressVerdict:
    """Express is for `undelivered` alone, and gives way to every cause for people to look (S3, S4)."""
    if verdict.outcome == "express":
        row = verdict.legs[0]
        return ExpressVerdict(True, row.rules, None, row.text)
    if verdict.blocks:
        block = verdict.blocks[0]
        return ExpressVerdict(False, block.rules, block.code, block.text)
    if verdict.failing:
        leg = verdict.failing[0]
        return ExpressVerdict(False, leg.rules, leg.code, leg.text)
    if verdict.claim.why:
        return ExpressVerdict(False, verdict.claim.rules, verdict.claim.why, verdict.claim.text)
    cause = verdict.triage[0]
    return ExpressVerdict(False, cause.rules, cause.cause, cause.text)
