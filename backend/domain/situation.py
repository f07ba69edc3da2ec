"""A claim on an order as the tables see it: facts and thresholds sorted into the classes of every input."""

from dataclasses import dataclass
from datetime import datetime

from .calendar import Calendar
from .deadlines import due_at
from .order import Order
from .rulebook import Policy


@dataclass(frozen=True)
class Facts:
    """All that a decision may know. `refundable_fen` is what no obligation has taken yet; `express_enabled` an
    agent's flag on the order (S4); `revocation_failed` that its code could not be withdrawn (S17); `charged_back` that
    the bank is taking a payment of the order back (A26)."""

    now: datetime
    order: Order
    standing: str
    refundable_fen: int
    active_refund_no: str | None = None
    express_enabled: bool = False
    express_on_order_fen: int = 0
    express_count_30d: int = 0
    abnormal_180d: bool = False
    revocation_failed: bool = False
    charged_back: bool = False


@dataclass(frozen=True)
class Claim:
    """What the buyer says. `amount_fen` None is all that is refundable; `override` an agent's reason code."""

    reason: str
    amount_fen: int | None = None
    fault_discovered_at: datetime | None = None
    evidence_kinds: frozenset[str] = frozenset()
    override: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """`until_at` is the claim's last moment; None while nothing has begun to run, with `window` its length (S8)."""

    amount_fen: int
    until_at: datetime | None
    window: str | None
    inputs: dict[str, str]


def situation(claim: Claim, facts: Facts, policy: Policy, calendar: Calendar) -> Situation:
    """Sort claim and facts into classes. A day of discovery that was not said is now, and its window is open (S8)."""
    order, now, reason = facts.order, facts.now, claim.reason
    amount = facts.refundable_fen if claim.amount_fen is None else claim.amount_fen
    found = _discovered(claim, facts)
    grace_ends = due_at("undelivered_grace", order.shipped_at, policy, calendar) if order.shipped_at else None
    said = found is not None and claim.fault_discovered_at is not None
    closes = due_at("fault_window", found, policy, calendar) if found and said else None
    window = policy.text("fault_window") if found and not said and reason != "undelivered" else None
    late = found is not None and order.delivered_at is not None and found > order.delivered_at + policy.span("soft_cap")
    limit = policy.number("express_limit")
    return Situation(amount, grace_ends if reason == "undelivered" else closes, window, {
        "delivery": "unshipped" if grace_ends is None else "in_grace" if now <= grace_ends else "past_grace",
        "usage": order.supplier_record,
        "topup": topup(order),
        "expiry": expiry(order, now),
        "goods": "appraisal" if order.product.appraisal else "ordinary",
        "revocable": "revocable" if order.product.revocable else "fixed",
        "receipt": "confirmed" if order.confirmed_at else "open",
        "age": "too_old" if now > order.paid_at + policy.span("hard_cap") else "recent",
        "remaining": "some" if facts.refundable_fen > 0 else "nothing",
        "active": "taken" if facts.active_refund_no else "free",
        "chargeback": "open" if facts.charged_back else "none",
        "reason": reason,
        "window": "closed" if closes and now > closes else "open",
        "discovery": "late" if late else "prompt",
        "asked": "within" if 0 < amount <= facts.refundable_fen or facts.refundable_fen <= 0 else "beyond",
        "size": "large" if amount >= policy.number("large") else "ordinary",
        "value": "considerable" if amount >= policy.number("unknown_usage_limit") else "small",
        "filing": "override" if claim.override else "buyer",
        "revocation": "failed" if facts.revocation_failed else "fine",
        "capable": "capable" if order.product.express_capable or facts.express_enabled else "incapable",
        "quick_amount": "below_limit" if amount > 0 and amount + facts.express_on_order_fen < limit else "at_limit",
        "standing": "good" if facts.standing == "good" else "restricted",
        "count": "below_cap" if facts.express_count_30d < policy.number("express_cap") else "at_cap",
        "history": "abnormal" if facts.abnormal_180d else "clean",
    })  # fmt: skip


def topup(order: Order) -> str:
    """Whether what was delivered is what was asked for: same, different, unknown (A3: by record, not by claim)."""
    asked, given = order.requested, order.delivered
    pairs = [(asked.account, given.account), (asked.amount_fen, given.amount_fen)]
    named = [(wanted, got) for wanted, got in pairs if wanted is not None]
    if any(got is not None and got != wanted for wanted, got in named):
        return "different"
    return "same" if named and all(got is not None for _, got in named) else "unknown"


def expiry(order: Order, now: datetime) -> str:
    """Whether the goods were expired, or shorter-lived than advertised, when they came; or expired since (A4 S7)."""
    if order.expires_at is None:
        return "fine"
    if order.delivered_at is not None and order.expires_at <= order.delivered_at:
        return "born_bad"
    if order.advertised_valid_until is not None and order.expires_at < order.advertised_valid_until:
        return "born_bad"
    return "expired_later" if order.expires_at <= now else "fine"


def merchant_at_fault(reason: str, order: Order, now: datetime) -> bool:
    """Whether the records alone say that it is the merchant's: something else delivered than asked for, or goods that
    were expired, or shorter-lived than advertised, when they came (A3, A4)."""
    if reason == "wrong_topup":
        return topup(order) == "different"
    return reason == "product_invalid" and expiry(order, now) == "born_bad"


def _discovered(claim: Claim, facts: Facts) -> datetime | None:
    """When the fault of a delivered order was noticed, held between delivery and now (A7); None before delivery."""
    delivered = facts.order.delivered_at
    if delivered is None:
        return None
    return min(max(claim.fault_discovered_at or facts.now, delivered), max(facts.now, delivered))
