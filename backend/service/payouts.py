"""Money out: one obligation per approval, one payout per leg and attempt, numbers fixed before the first send,
the truth asked of the channel and never assumed (POLICY section 2 C, I1–I5)."""

from typing import Any

from ..domain.actor import CHANNEL, PAYOUT, SYSTEM, Actor
from ..domain.errors import NotAllowed
from ..domain.machine import START
from ..domain.moment import iso, moment
from ..domain.money import Leg, split_legs
from ..domain.order import Order
from ..domain.payout import PAYOUT as MACHINE
from ..domain.payout import UNPAID, Obligation, Payout
from ..domain.policy import arrival_window
from ..domain.refund import Refund
from . import ledger
from .desk import Desk
from .engine import fire
from .events import send_later
from .facts import order_for, order_of, refundable_fen, refuse_frozen
from .ports import ChannelAnswer, Tx
from .refund_moves import move
from .threads import hold

# (state, the channel's word) → the events to take, in order. A word that is not here changes nothing (I4).
_EVENTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("sent", "processing"): ("ack_processing",),
    ("sent", "success"): ("ack_success",),
    ("sent", "refused"): ("refused",),
    ("sent", "abnormal"): ("ack_processing", "abnormal"),
    ("sent", "closed"): ("ack_processing", "closed"),
    ("unknown", "processing"): ("query_processing",),
    ("unknown", "success"): ("query_success",),
    ("unknown", "refused"): ("query_failed",),
    ("unknown", "not_found"): ("query_not_found",),
    ("unknown", "abnormal"): ("query_processing", "abnormal"),
    ("unknown", "closed"): ("query_processing", "closed"),
    ("processing", "success"): ("success",),
    ("processing", "abnormal"): ("abnormal",),
    ("processing", "closed"): ("closed",),
    ("processing", "not_found"): ("query_not_found",),
    ("succeeded", "reversed"): ("reversed",),
}
# What a refund does when the bank has sent the money back.
_UNDONE = {
    "refunded": ("payout_reversed", PAYOUT),
    "closed": ("payout_reversed", PAYOUT),
    "payout_pending": ("payout_exception", PAYOUT),
    "arrival_inquiry": ("trace_failed", CHANNEL),
}
# Why a payout that never went out has failed: the bank has paid the buyer instead (A26).
CHARGED_BACK = "charged_back"


async def create_obligation(desk: Desk, tx: Tx, refund: Refund) -> None:
    """Owe what was approved and create its payouts, in the approval's own transaction (R36, I3).

    The caller holds the order's row lock. Raises `NotAllowed` when the order has less left than was approved (I1).
    """
    row = await tx.orders.get(refund.order_no, lock=True)
    assert row is not None
    assert refund.amount_fen is not None
    order = order_of(row)
    if refund.amount_fen > await refundable_fen(tx, order):
        raise NotAllowed("可退金额不足，不能退这么多。", rule_ids=["R42"])
    obligation = Obligation(desk.number("B"), refund.refund_no, refund.order_no, refund.amount_fen, desk.now())
    tx.obligations.add(obligation)
    journal = {"merchant_due": refund.amount_fen, "refunds_due": -refund.amount_fen}
    await ledger.post(desk, tx, f"owe:{obligation.obligation_no}", journal, refund.refund_no, "approval")
    await move(desk, tx, refund, "create_obligation", SYSTEM)
    for part in split_legs(refund.amount_fen, await _legs(tx, order)):
        await _create(desk, tx, refund, obligation, row.body["payments"][part.index], part.index, part.amount_fen, 1)


async def _legs(tx: Tx, order: Order) -> list[Leg]:
    """The order's payments, each with what refunds and the bank have taken of it."""
    paid = [p for p in await tx.payouts.find(order_no=order.order_no) if p.state not in UNPAID]
    charged = await tx.chargebacks.find(order_no=order.order_no, state="lost")
    legs = []
    for i, payment in enumerate(order.payments):
        taken = sum(p.amount_fen for p in paid if p.leg == i)
        taken += sum(c.amount_fen for c in charged if c.transaction_id == payment.transaction_id)
        legs.append(Leg(i, payment.amount_fen, min(taken, payment.amount_fen)))
    return legs


def _route(desk: Desk, channel: str, account: str) -> str:
    """Which way the money goes back, by the routing table (A13)."""
    return desk.policy.tables.routing.hit({"channel": channel, "account": account}).route


async def _create(
    desk: Desk, tx: Tx, refund: Refund, owed: Obligation, payment: dict[str, Any], leg: int, fen: int, attempt: int
) -> Payout:
    number, route = desk.number("P"), _route(desk, payment["channel"], "usable")
    payout = Payout(
        payout_no=number,
        obligation_no=owed.obligation_no,
        refund_no=refund.refund_no,
        order_no=refund.order_no,
        attempt=attempt,
        leg=leg,
        channel="balance" if route == "balance" else payment["channel"],
        funding=payment["funding"],
        transaction_id=payment["transaction_id"],
        amount_fen=fen,
        paid_fen=payment["amount_fen"],
        out_refund_no=f"RF{number[1:]}",
        state=START,
        created_at=desk.now(),
        route=route,
    )
    tx.payouts.add(payout)
    await fire(desk, tx, MACHINE, payout, "create", SYSTEM)
    send_later(desk, tx, "payout.send", number, {})
    return payout


async def apply(desk: Desk, tx: Tx, payout_no: str, answer: ChannelAnswer) -> None:
    """Take what the channel said, by answer, query or callback: lock first, then compare (I4)."""
    payout, refund = await locked(tx, payout_no)
    payout.expected_at = answer.expected_at or payout.expected_at
    events = _EVENTS.get((payout.state, answer.kind), ())
    if (payout.state, answer.kind) == ("processing", "not_found") and payout.sends >= desk.policy.number("sends_max"):
        # Taken on each time and never carried out: a person asks the channel, who alone may know why.
        events = ("abnormal",)
    for event in events:
        changes: dict[str, Any] = {"channel_refund_id": answer.refund_id or payout.channel_refund_id}
        if event in {"ack_processing", "ack_success", "query_processing", "query_success", "success"}:
            changes["accepted_at"] = payout.accepted_at or desk.now()
        if event in {"ack_success", "query_success", "success"}:
            changes["succeeded_at"] = answer.at or desk.now()
        if event in {"refused", "query_failed", "abnormal", "closed", "reversed"}:
            changes["failure"] = answer.detail or answer.kind
        await fire(desk, tx, MACHINE, payout, event, CHANNEL, **changes)
        if event == "query_not_found":
            send_later(desk, tx, "payout.send", payout_no, {})
        if payout.state == "succeeded":
            moved = {"refunds_due": payout.amount_fen, f"channel:{payout.channel}": -payout.amount_fen}
            await ledger.post(desk, tx, f"pay:{payout_no}", moved, payout.refund_no, "channel success")
        if event == "reversed":
            back = {"refunds_due": -payout.amount_fen, f"channel:{payout.channel}": payout.amount_fen}
            await ledger.post(desk, tx, f"reverse:{payout_no}", back, payout.refund_no, "returned by the bank")
        await _follow(desk, tx, payout, refund, event)


async def _follow(desk: Desk, tx: Tx, payout: Payout, refund: Refund, event: str) -> None:
    """Carry the refund along with its payouts."""
    legs = await last_attempts(tx, refund.refund_no)
    refund.arrival = _arrival(desk, legs) or refund.arrival
    if payout.state == "succeeded":
        _look_again(desk, tx, payout, refund)
    if event == "reversed" and refund.state in _UNDONE:
        word, actor = _UNDONE[refund.state]
        await move(desk, tx, refund, word, actor)
    elif payout.state in {"failed", "abnormal", "closed_unpaid"} and refund.state == "payout_pending":
        await move(desk, tx, refund, "payout_exception", PAYOUT)
    elif all(done(p) for p in legs):
        if refund.state == "payout_exception":
            await move(desk, tx, refund, "payout_redirected", PAYOUT)
        if refund.state == "payout_pending":
            await move(desk, tx, refund, "payout_succeeded", PAYOUT, refunded_at=desk.now())


def done(payout: Payout) -> bool:
    """Whether the buyer has this leg's money, from us or from the bank."""
    return payout.state == "succeeded" or payout.failure == CHARGED_BACK


def _arrival(desk: Desk, legs: list[Payout]) -> dict[str, Any] | None:
    """When the money should be there: the latest of the legs (S22); None before any channel has accepted."""
    windows = [
        arrival_window(p.channel, p.funding, p.accepted_at, p.succeeded_at, desk.policy, desk.calendar)
        for p in legs
        if p.accepted_at
    ]
    known = [w for w in windows if w is not None]
    if not known:
        return None
    last = max(known, key=lambda w: w.latest_at)
    return {"earliest_at": iso(last.earliest_at), "latest_at": iso(last.latest_at), "basis": last.basis}


def _look_again(desk: Desk, tx: Tx, payout: Payout, refund: Refund) -> None:
    """A bank may send the money back after the channel's success, and no message is certain to come: ask again soon,
    and once more when the money should have arrived."""
    ends = [moment(refund.arrival["latest_at"])] if refund.arrival else []
    for at in (desk.now() + desk.policy.spans("polls")[0], *ends):
        if at is not None and at > desk.now():
            send_later(desk, tx, "payout.query", payout.payout_no, {}, at)


async def last_attempts(tx: Tx, refund_no: str, lock: bool = False) -> list[Payout]:
    """The latest attempt of each leg."""
    attempts = await tx.payouts.find(refund_no=refund_no, order="attempt", lock=lock)
    return list({p.leg: p for p in attempts}.values())


async def retry(desk: Desk, tx: Tx, refund: Refund, actor: Actor, note: str | None) -> None:
    """A new attempt, with a new number, for each leg whose last attempt is proven unpaid (S21, I2, I5)."""
    row = await tx.orders.get(refund.order_no, lock=True)
    assert row is not None
    await refuse_frozen(tx, refund.order_no)
    legs = await last_attempts(tx, refund.refund_no, lock=True)
    unpaid = [p for p in legs if p.state in UNPAID and not done(p)]
    if not unpaid or any(p.state not in UNPAID | {"succeeded"} for p in legs):
        raise NotAllowed("上一次退款还没有确认失败，不能重新发起。", rule_ids=["R47"])
    await move(desk, tx, refund, "retry_payout", actor, note=note)
    obligation = (await tx.obligations.find(refund_no=refund.refund_no))[0]
    order_legs = await _legs(tx, order_of(row))
    for last in unpaid:
        payment, leg = row.body["payments"][last.leg], order_legs[last.leg]
        fen = min(last.amount_fen, leg.paid_fen - leg.taken_fen)  # less where the bank has paid a part (A26)
        await _create(desk, tx, refund, obligation, payment, last.leg, fen, last.attempt + 1)


async def redirect(desk: Desk, tx: Tx, payout_no: str, actor: Actor, note: str | None) -> Payout:
    """Send an abnormal payout on to a verified account (A13); the case waits for it again (S21). Raises `NotAllowed`
    while the order is frozen, or where the routing table knows no such way."""
    payout, refund = await locked(tx, payout_no)
    MACHINE.step(payout.state, "redirect", actor)
    await refuse_frozen(tx, payout.order_no)
    route = _route(desk, payout.channel, "void")
    if route != "verified_account":
        raise NotAllowed("这种付款方式不能改退到别的账户。", rule_ids=["R42", "A13"])
    await fire(desk, tx, MACHINE, payout, "redirect", actor, note=note, route=route)
    send_later(desk, tx, "payout.redirect", payout_no, {})
    stuck = [p for p in await last_attempts(tx, refund.refund_no) if p.state in UNPAID | {"abnormal"}]
    if refund.state == "payout_exception" and not stuck:
        await move(desk, tx, refund, "payout_redirected", PAYOUT)
    return payout


async def locked(tx: Tx, payout_no: str) -> tuple[Payout, Refund]:
    """The payout with its refund, locked in the order in which everybody locks: the case before what hangs on it."""
    known = await tx.payouts.get(payout_no)
    assert known is not None, f"no payout {payout_no}"
    await hold(tx, (await order_for(tx, known.order_no, None)).customer_id)
    refund = await tx.refunds.get(known.refund_no, lock=True)
    payout = await tx.payouts.get(payout_no, lock=True)
    assert refund is not None
    assert payout is not None
    return payout, refund
