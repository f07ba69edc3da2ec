"""What the policy needs to know of an order, read under its lock."""

from datetime import datetime
from typing import Any

from ..domain.errors import NotAllowed, NotFound
from ..domain.moment import moment
from ..domain.order import Account, Order, Payment, Product
from ..domain.people import OrderRow
from ..domain.policy import Facts
from .desk import Desk
from .ports import Tx

ABNORMAL = {"evidence_mismatch", "user_input_error"}


def order_of(row: OrderRow) -> Order:
    """The domain's order from the platform's JSON."""
    body: dict[str, Any] = row.body
    return Order(
        order_no=row.order_no,
        customer_id=row.customer_id,
        merchant_id=row.merchant_id,
        product=Product(**body["product"]),
        paid_at=row.paid_at,
        shipped_at=moment(body.get("shipped_at")),
        delivered_at=moment(body.get("delivered_at") or body.get("shipped_at")),
        confirmed_at=moment(body.get("confirmed_at")),
        supplier_record=body.get("supplier_record") or "none",
        expires_at=moment(body.get("expires_at")),
        advertised_valid_until=moment(body.get("advertised_valid_until")),
        requested=Account(**(body.get("requested") or {})),
        delivered=Account(**(body.get("delivered") or {})),
        payments=tuple(Payment(**payment) for payment in body["payments"]),
    )


async def order_for(tx: Tx, order_no: str, customer_id: str | None, lock: bool = False) -> OrderRow:
    """The order row, if it is this customer's (or anybody's, for None). Raises `NotFound`."""
    row = await tx.orders.get(order_no, lock=lock)
    if row is None or (customer_id is not None and row.customer_id != customer_id):
        raise NotFound("没有找到这笔订单。")
    return row


async def refundable_fen(tx: Tx, order: Order) -> int:
    """What is paid less what is owed or paid back already, by obligations (an approval reserves at once, I1), and less
    what the bank has taken back (A26); never below 0, though both may have taken the same money."""
    owed = await tx.obligations.find(order_no=order.order_no)
    charged = await tx.chargebacks.find(order_no=order.order_no, state="lost")
    return max(0, order.paid_fen - sum(o.amount_fen for o in owed) - sum(c.amount_fen for c in charged))


async def frozen(tx: Tx, order_no: str) -> bool:
    """Whether a chargeback of the bank is open on the order: until finance ends it no money may leave (A26)."""
    return await tx.chargebacks.count(order_no=order_no, state="open") > 0


async def refuse_frozen(tx: Tx, order_no: str) -> None:
    """Raises `NotAllowed` while the order is frozen. The caller holds the order's row."""
    if await frozen(tx, order_no):
        raise NotAllowed("银行正在处理这笔付款的拒付，有结果之前不能退款。", rule_ids=["A26"])


async def facts_for(desk: Desk, tx: Tx, row: OrderRow, *, but: str | None = None, at: datetime | None = None) -> Facts:
    """The facts of an order now (or at the moment given); `but` is a refund of its own to leave out of "active"."""
    order = order_of(row)
    now = at or desk.now()
    customer = await tx.customers.get(row.customer_id)
    of_order = await tx.refunds.find(order_no=row.order_no)
    active = [r for r in of_order if r.active and r.state != "draft" and r.refund_no != but]
    mine = await tx.refunds.find(customer_id=row.customer_id)
    express = [r for r in mine if r.path == "express" and r.approved_at is not None and r.refund_no != but]
    recently = now - desk.policy.span("abnormal_window")
    counted_from = now - desk.policy.span("express_cap_window")
    lost = await tx.disputes.find(customer_id=row.customer_id, state="resolved_merchant")
    rejected = [
        r
        for r in mine
        if r.state == "rejected_final" and r.rejected_at and r.rejected_at > recently and _code(r.outcome) in ABNORMAL
    ]
    return Facts(
        now=now,
        order=order,
        standing=customer.standing if customer else "good",
        refundable_fen=await refundable_fen(tx, order),
        active_refund_no=active[0].refund_no if active else None,
        charged_back=await frozen(tx, row.order_no),
        express_enabled=row.express_enabled,
        express_on_order_fen=sum(r.amount_fen or 0 for r in express if r.order_no == row.order_no),
        express_count_30d=sum(1 for r in express if r.approved_at and r.approved_at > counted_from),
        abnormal_180d=bool(rejected or any(d.resolved_at and d.resolved_at > recently for d in lost)),
    )


def _code(outcome: dict[str, Any] | None) -> str | None:
    return outcome.get("code") if outcome else None
