"""拒付: the bank takes a payment back on its own. Until finance ends it nothing leaves for that order; what has not
gone out is held back, and what the bank has paid is not paid again (A26)."""

from typing import Any

from ..domain.actor import SYSTEM, TIMER, Actor
from ..domain.chargeback import CHARGEBACK as MACHINE
from ..domain.chargeback import Chargeback
from ..domain.errors import Conflict, Invalid, NotFound
from ..domain.journal import Timer
from ..domain.machine import START
from ..domain.payout import PAYOUT, UNPAID, Payout
from . import ledger, payouts
from .desk import Desk
from .engine import fire
from .events import publish
from .facts import order_for, order_of
from .ports import Tx
from .refund_moves import move
from .threads import hold


async def report(
    desk: Desk, tx: Tx, actor: Actor, order_no: str, chargeback_no: str, transaction_id: str, amount_fen: int
) -> Chargeback:
    """The host tells of a chargeback: the order is frozen, and payouts that have not been sent are held back.

    Told again, it changes nothing. Raises `NotFound`, `Invalid` for a payment that is none of the order's or an amount
    beyond it, `Conflict` for the same number with other contents.
    """
    await hold(tx, (await order_for(tx, order_no, None)).customer_id)
    row = await order_for(tx, order_no, None, lock=True)
    known = await tx.chargebacks.get(chargeback_no, lock=True)
    if known is not None:
        if (known.order_no, known.transaction_id, known.amount_fen) != (order_no, transaction_id, amount_fen):
            raise Conflict()
        return known
    payment = next((p for p in order_of(row).payments if p.transaction_id == transaction_id), None)
    if payment is None:
        raise Invalid(errors=[{"field": "transaction_id", "code": "unknown"}])
    if not 0 < amount_fen <= payment.amount_fen:
        raise Invalid(errors=[{"field": "amount_fen", "code": "out_of_range"}])
    found = Chargeback(chargeback_no, order_no, row.customer_id, transaction_id, amount_fen, START, desk.now())
    tx.chargebacks.add(found)
    await fire(desk, tx, MACHINE, found, "report", actor)
    for payout in await tx.payouts.find(order_no=order_no, state="created"):
        await _withhold(desk, tx, payout.payout_no)
    await _publish(desk, tx, found)
    return found


async def _withhold(desk: Desk, tx: Tx, payout_no: str) -> None:
    """A payout that was never sent is proven unpaid; its case waits with finance."""
    payout, refund = await payouts.locked(tx, payout_no)
    if payout.state != "created":
        return
    await fire(desk, tx, PAYOUT, payout, "withhold", SYSTEM, failure="withheld")
    if refund.state == "payout_pending":
        await move(desk, tx, refund, "payout_exception", Actor("payout", "payout"))


async def fire_staff_event(
    desk: Desk, tx: Tx, actor: Actor, chargeback_no: str, event: str, note: str | None
) -> Chargeback:
    """Finance ends it as the bank did: `lift` (the money stays, refunds may go on) or `lose` (the bank has paid the
    buyer). Raises `NotFound`, `NotAllowed`, `Forbidden`, `Invalid` without a note."""
    known = await tx.chargebacks.get(chargeback_no)
    if known is None:
        raise NotFound("没有找到这笔拒付。")
    await hold(tx, known.customer_id)
    row = await order_for(tx, known.order_no, None, lock=True)
    found = await tx.chargebacks.get(chargeback_no, lock=True)
    assert found is not None
    MACHINE.step(found.state, event, actor)
    if not note:
        raise Invalid("请写明银行的处理结果。", errors=[{"field": "note", "code": "missing"}])
    await fire(desk, tx, MACHINE, found, event, actor, note=note, ended_at=desk.now(), ended_by=actor.id)
    found.note = note
    if event == "lose":
        payment = next(p for p in order_of(row).payments if p.transaction_id == found.transaction_id)
        settled = await _settle(desk, tx, found, payment.amount_fen)
        lines = {"refunds_due": settled, "merchant_due": found.amount_fen - settled,
                 f"channel:{payment.channel}": -found.amount_fen}  # fmt: skip
        lines = {account: fen for account, fen in lines.items() if fen}
        await ledger.post(desk, tx, f"chargeback:{chargeback_no}", lines, found.order_no, "paid back by the bank")
    await _publish(desk, tx, found)
    return found


async def _settle(desk: Desk, tx: Tx, found: Chargeback, paid_fen: int) -> int:
    """What of the payouts that wait the bank has now paid: one that it has paid whole is marked, a case of which
    nothing is left to pay ends. The fen that are settled so."""
    of_payment = [p for p in await tx.payouts.find(order_no=found.order_no) if p.transaction_id == found.transaction_id]
    lost = await tx.chargebacks.find(order_no=found.order_no, transaction_id=found.transaction_id, state="lost")
    left = paid_fen - sum(c.amount_fen for c in lost) - sum(p.amount_fen for p in of_payment if p.state not in UNPAID)
    settled = 0
    for refund in await tx.refunds.find(order_no=found.order_no, state="payout_exception", order="created_at"):
        await tx.refunds.get(refund.refund_no, lock=True)
        legs = await payouts.last_attempts(tx, refund.refund_no, lock=True)
        for leg in legs:
            if _waits(leg, found):
                by_bank = min(max(0, leg.amount_fen - left), found.amount_fen - settled)
                left, settled = left - (leg.amount_fen - by_bank), settled + by_bank
                if by_bank == leg.amount_fen:
                    leg.failure = payouts.CHARGED_BACK
        if all(payouts.done(leg) for leg in legs):
            await move(desk, tx, refund, "charged_back", SYSTEM)
    return settled


def _waits(leg: Payout, found: Chargeback) -> bool:
    return leg.transaction_id == found.transaction_id and leg.state in UNPAID and not payouts.done(leg)


async def on_timer(desk: Desk, tx: Tx, timer: Timer) -> None:
    """Nobody has ended it for a working day: told again."""
    found = await tx.chargebacks.get(timer.key, lock=True)
    assert found is not None
    await fire(desk, tx, MACHINE, found, timer.event, TIMER)
    await _publish(desk, tx, found)


async def _publish(desk: Desk, tx: Tx, found: Chargeback) -> None:
    data: dict[str, Any] = {
        "chargeback_no": found.chargeback_no, "transaction_id": found.transaction_id,
        "amount_fen": found.amount_fen, "state": found.state,
    }  # fmt: skip
    await publish(desk, tx, f"chargeback.{found.state}", found.customer_id, order_no=found.order_no, data=data)
    tx.after_commit(lambda: desk.bell.ring("agents"))
