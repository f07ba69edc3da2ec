"""What may be claimed on an order, until when, and whether by express (R5–R11, R18, R22, R23, R64–R67; S4–S10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .calendar import CALENDAR
from .moment import iso
from .order import Order
from .tables import Block, Leg, Policy


@dataclass(frozen=True)
class Facts:
    """All that a decision may know. `refundable_fen` is what no obligation has taken yet."""

    now: datetime
    order: Order
    standing: str
    refundable_fen: int
    active_refund_no: str | None = None
    express_enabled: bool = False
    express_on_order_fen: int = 0
    express_count_30d: int = 0
    abnormal_180d: bool = False


@dataclass(frozen=True)
class Claim:
    """What the buyer says. `amount_fen` None is all that is refundable; `override` an agent's reason code."""

    reason: str
    amount_fen: int | None = None
    fault_discovered_at: datetime | None = None
    evidence_kinds: frozenset[str] = frozenset()
    override: str | None = None


@dataclass(frozen=True)
class ClaimVerdict:
    reason: str
    allowed: bool
    why: str | None
    until_at: datetime | None
    window: str | None
    rule_ids: tuple[str, ...]
    row: str


@dataclass(frozen=True)
class Eligibility:
    """The contract's `eligibility` object."""

    self_service: bool
    blocked_by: tuple[str, ...]
    claims: tuple[ClaimVerdict, ...]
    express_why: Leg | None
    express_rules: tuple[str, ...]
    required_evidence: dict[str, list[list[str]]]
    refundable_fen: int
    policy_version: str
    text: str | None

    def as_json(self) -> dict[str, Any]:
        why = self.express_why
        return {
            "self_service": self.self_service,
            "blocked_by": list(self.blocked_by),
            "claims": [
                {
                    "reason": c.reason,
                    "allowed": c.allowed,
                    "until_at": iso(c.until_at),
                    "window": c.window,
                    "rule_ids": list(c.rule_ids),
                    "why": c.why,
                }
                for c in self.claims
            ],
            "express": {
                "eligible": why is None and self.self_service,
                "rule_ids": list(why.rules if why else self.express_rules),
                "why": why.code if why else (None if self.self_service else self.blocked_by[0]),
                "text": why.text if why else None,
            },
            "required_evidence": self.required_evidence,
            "refundable_fen": self.refundable_fen,
            "policy_version": self.policy_version,
            "text": self.text,
        }


def eligibility(facts: Facts, policy: Policy) -> Eligibility:
    """What this order may be refunded for, now."""
    blocks = blocked_rows(facts, policy)
    codes = [b.code for b in blocks]
    verdicts = [claim_verdict(reason, facts, policy, None) for reason in policy.reasons]
    if not codes and all(v.why == "past_window" for v in verdicts):
        codes.append("past_window")
    if codes:
        verdicts = [
            ClaimVerdict(v.reason, False, codes[0] if v.allowed else v.why, v.until_at, v.window, v.rule_ids, v.row)
            for v in verdicts
        ]
    return Eligibility(
        self_service=not codes and any(v.allowed for v in verdicts),
        blocked_by=tuple(codes),
        claims=tuple(verdicts),
        express_why=express_leg(facts, policy, "undelivered", facts.refundable_fen),
        express_rules=tuple(dict.fromkeys(rule for leg in policy.express for rule in leg.rules)),
        required_evidence={reason: [list(k) for k in policy.evidence[reason].needs] for reason in policy.reasons},
        refundable_fen=facts.refundable_fen,
        policy_version=policy.version,
        text=blocks[0].text if blocks else None,
    )


def blocked_rows(facts: Facts, policy: Policy) -> list[Block]:
    """Every block that holds, in the table's order (R18, S10, A7)."""
    order = facts.order
    holds = {
        "already_refunded": facts.refundable_fen <= 0,
        "active_refund": facts.active_refund_no is not None,
        "too_old": facts.now > order.paid_at + policy.span("hard_cap"),
        "confirmed": order.confirmed_at is not None,
    }
    return [block for block in policy.blocks if holds[block.when]]


def claim_verdict(reason: str, facts: Facts, policy: Policy, discovered: datetime | None) -> ClaimVerdict:
    """The claims table's row for this reason, with the moment until which it may be filed."""
    order = facts.order
    until, window = _until(reason, facts, policy, discovered)
    inputs = {
        "reason": reason,
        "delivery": _delivery(facts, policy),
        "usage": order.supplier_record,
        "topup": topup(order),
        "expiry": _expiry(facts),
        "window": "closed" if until is not None and reason != "undelivered" and facts.now > until else "open",
    }
    row = policy.claim_row(inputs)
    return ClaimVerdict(reason, row.why is None, row.why, until, window, row.rules, row.id)


def express_leg(facts: Facts, policy: Policy, reason: str, amount: int) -> Leg | None:
    """The first leg of the express test that does not hold; None when all do (S4)."""
    limit = policy.number("express_limit")
    holds = {
        "undelivered": facts.order.shipped_at is None,
        "reason": reason == "undelivered",
        "capable": facts.order.product.express_capable or facts.express_enabled,
        "amount": 0 < amount < limit and amount + facts.express_on_order_fen < limit,
        "standing": facts.standing == "good",
        "count": facts.express_count_30d < policy.number("express_cap_30d"),
        "history": not facts.abnormal_180d,
    }
    return next((leg for leg in policy.express if not holds[leg.leg]), None)


def topup(order: Order) -> str:
    """Whether what was delivered is what was asked for: same, different, unknown (A3: by record, not by claim)."""
    asked, given = order.requested, order.delivered
    pairs = [(asked.account, given.account), (asked.amount_fen, given.amount_fen)]
    known = [(a, g) for a, g in pairs if a is not None and g is not None]
    if any(a != g for a, g in known):
        return "different"
    return "same" if given.account is not None and asked.account is not None else "unknown"


def _until(
    reason: str, facts: Facts, policy: Policy, discovered: datetime | None
) -> tuple[datetime | None, str | None]:
    order = facts.order
    if reason == "undelivered":
        return (order.shipped_at + policy.span("grace_after_ship") if order.shipped_at else None), None
    if order.delivered_at is None:
        return None, None
    if discovered is None:
        return None, policy.text("fault_window")
    return CALENDAR.add_natural_days(discovered, policy.span("fault_window").days), policy.text("fault_window")


def _delivery(facts: Facts, policy: Policy) -> str:
    shipped = facts.order.shipped_at
    if shipped is None:
        return "unshipped"
    return "in_grace" if facts.now <= shipped + policy.span("grace_after_ship") else "past_grace"


def _expiry(facts: Facts) -> str:
    order = facts.order
    if order.expires_at is None:
        return "fine"
    if order.delivered_at is not None and order.expires_at <= order.delivered_at:
        return "born_bad"
    if order.advertised_valid_until is not None and order.expires_at < order.advertised_valid_until:
        return "born_bad"
    return "expired_later" if order.expires_at <= facts.now else "fine"
