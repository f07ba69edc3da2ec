"""Any order, any facts, any claim that the doors let in; sized so that the limits are often met."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from backend.domain.dimensions import EVIDENCE_KINDS, REASONS
from backend.domain.order import Account, Order, Payment, Product
from backend.domain.policy import Claim, Facts

from .cases import NOW

fen = st.integers(1, 20000) | st.sampled_from([49999, 50000, 50001, 999999, 1000000]) | st.integers(50000, 3000000)
ago = st.integers(0, 400 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
recently = st.integers(0, 40 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
accounts = st.builds(
    Account,
    account=st.none() | st.sampled_from(["13800000001", "13800000002"]),
    amount_fen=st.none() | st.sampled_from([5000, 10000]),
)


@st.composite
def any_order(draw: st.DrawFn) -> Order:
    shipped: datetime | None = draw(st.none() | recently)
    received = draw(st.none() | st.integers(0, 3000).map(lambda m: shipped + timedelta(minutes=m))) if shipped else None
    paid = shipped or draw(recently)
    return Order(
        order_no="OD1",
        customer_id="u1",
        merchant_id="m1",
        product=Product("点卡", "game_card", *draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))),
        paid_at=paid - draw(st.sampled_from([timedelta(0), timedelta(hours=1), timedelta(days=340)])),
        shipped_at=shipped,
        delivered_at=received,
        confirmed_at=draw(st.sampled_from([None, None, None, NOW])),
        supplier_record=draw(st.sampled_from(["used", "unused", "partly_used", "none"])),
        expires_at=draw(st.none() | recently | st.just(NOW + timedelta(days=9))),
        advertised_valid_until=draw(st.none() | st.just(NOW + timedelta(days=20))),
        requested=draw(accounts),
        delivered=draw(accounts),
        payments=tuple(
            Payment("alipay", "wallet_balance", amount, f"T{n}")
            for n, amount in enumerate(draw(st.lists(fen, min_size=1, max_size=3)))
        ),
    )


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    of = draw(any_order())
    return Facts(
        now=NOW,
        order=of,
        standing=draw(st.sampled_from(["good", "good", "restricted"])),
        refundable_fen=draw(st.just(of.paid_fen) | st.integers(0, of.paid_fen)),
        active_refund_no=draw(st.sampled_from([None, None, None, "R1"])),
        express_enabled=draw(st.booleans()),
        express_on_order_fen=draw(st.sampled_from([0, 0, 10000, 49999])),
        express_count_30d=draw(st.sampled_from([0, 2, 3])),
        abnormal_180d=draw(st.sampled_from([False, False, True])),
        revocation_failed=draw(st.sampled_from([False, False, True])),
    )


any_claim = st.builds(
    Claim,
    reason=st.sampled_from(REASONS),
    amount_fen=st.none() | fen,
    fault_discovered_at=st.none() | recently | ago,
    evidence_kinds=st.frozensets(st.sampled_from(EVIDENCE_KINDS)),
    override=st.sampled_from([None, None, None, "goodwill"]),
)
