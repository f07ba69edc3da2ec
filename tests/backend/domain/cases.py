"""Orders, facts and claims as the tests need them: plain ones, changed by name. Everything is fictitious."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.domain.moment import SHANGHAI
from backend.domain.order import Account, Order, Payment, Product
from backend.domain.policy import Claim, Facts
from backend.store.policy_files import policy_book

BOOK = policy_book()
POLICY = BOOK.versions[0]
ALL_KINDS = frozenset({
    "order_screenshot", "payment_statement", "activation_failure", "merchant_statement", "fault_screenshot",
    "test_report", "merchant_chat",
})  # fmt: skip
FAULTS = ("topup_not_received", "product_invalid", "product_abnormal", "wrong_topup", "service_fault", "other")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    """`2026-11-24 15:30` on Shanghai's clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


NOW = at("2026-11-24 15:30")  # a Tuesday


def order(amount_fen: int = 10000, **changes: Any) -> Order:
    """An undelivered order of 100 yuan, express-capable, paid two hours ago."""
    plain = Order(
        order_no="OD20261124001",
        customer_id="u1",
        merchant_id="m1",
        product=Product("Q币 100元", "phone_topup", express_capable=True),
        paid_at=NOW - 2 * HOUR,
        shipped_at=None,
        delivered_at=None,
        confirmed_at=None,
        supplier_record="none",
        expires_at=None,
        advertised_valid_until=None,
        requested=Account("13800000001", amount_fen),
        delivered=Account(),
        payments=(Payment("alipay", "wallet_balance", amount_fen, "4200000001"),),
    )
    product = {name: changes.pop(name) for name in ("express_capable", "revocable", "appraisal") if name in changes}
    return replace(plain, product=replace(plain.product, **product), **changes)


def delivered(days: float = 1, amount_fen: int = 10000, **changes: Any) -> Order:
    """The same, shipped and delivered so many days ago and not used."""
    then = NOW - timedelta(days=days)
    fresh = {"paid_at": then - HOUR, "shipped_at": then, "supplier_record": "unused"} | changes
    return order(amount_fen, **fresh)


def facts(of: Order | None = None, **changes: Any) -> Facts:
    known = of or order()
    plain = Facts(now=NOW, order=known, standing="good", refundable_fen=known.paid_fen)
    return replace(plain, **changes)


def claim(reason: str = "undelivered", **changes: Any) -> Claim:
    """With every kind of evidence at hand, so that a test sees what it asks about."""
    return replace(Claim(reason, evidence_kinds=ALL_KINDS), **changes)
