"""保证金扣除与赔付: malice found, two people, the merchant's deposit first, an advance for the rest (2 D, A25).

The money is a payment of its own with its own bill number, never a larger refund. It goes to the buyer's platform
balance, which the host credits on `compensation.paid` and which always succeeds at once (CONTRACT, sandbox channel).
"""

from typing import Any

from ..domain.actor import CHANNEL, OUTBOX, SYSTEM, TIMER, Actor
from ..domain.compensation import COMPENSATION as MACHINE
from ..domain.compensation import Compensation
from ..domain.dispute import Dispute
from ..domain.errors import Forbidden, Invalid, NotAllowed
from ..domain.journal import Timer
from ..domain.machine import START
from . import ledger
from .desk import Desk
from .engine import fire
from .events import publish, send_later
from .ports import Tx

WON = ("resolved_user", "resolved_partial")
OPEN = ["proposed", "approved", "deposit_held", "advanced", "paying"]
HOLDING = ["deposit_held", "advanced", "paying"]


async def propose(
    desk: Desk, tx: Tx, actor: Actor, dispute: Dispute, amount_fen: int, finding: str, evidence_ids: list[str],
    note: str,
) -> Compensation:  # fmt: skip
    """An adjudicator's proposal. Raises `NotAllowed` unless the dispute was decided for the buyer; `Invalid` unless the
    finding of malice cites evidence of this very dispute (A25)."""
    if dispute.state not in WON:
        raise NotAllowed("只有裁定支持买家的纠纷可以提议赔付。", rule_ids=["R88", "A25"], machine="compensation")
    if await tx.compensations.count(dispute_no=dispute.dispute_no, state=[*OPEN, "paid"]):
        raise NotAllowed("这个纠纷已经有一笔赔付了。", rule_ids=["R88"], machine="compensation")
    if not finding.strip() or not evidence_ids:
        raise Invalid("请写明恶意行为，并引用证据。", errors=[{"field": "evidence_ids", "code": "missing"}])
    for evidence_id in evidence_ids:
        item = await tx.evidence.get(evidence_id)
        if item is None or not (item.refund_no == dispute.refund_no or item.dispute_no == dispute.dispute_no):
            raise Invalid("引用的证据不属于这个纠纷。", errors=[{"field": "evidence_ids", "code": "unknown"}])
    found = Compensation(
        desk.number("M"), dispute.dispute_no, dispute.refund_no, dispute.merchant_id, dispute.customer_id, START,
        amount_fen, finding, evidence_ids, note, actor.id, desk.now(),
    )  # fmt: skip
    tx.compensations.add(found)
    await fire(desk, tx, MACHINE, found, "propose", actor, note=note, inputs={"evidence_ids": evidence_ids})
    await _publish(desk, tx, found)
    return found


async def fire_staff_event(
    desk: Desk, tx: Tx, actor: Actor, found: Compensation, event: str, note: str | None
) -> None:
    """second_approve and refuse by another person; deposit_short by finance, who thereby advances the shortfall."""
    MACHINE.step(found.state, event, actor)
    if event in {"second_approve", "refuse"} and actor.id == found.proposed_by:
        raise Forbidden("赔付要由另一个人批准。", rule_ids=["R88", "A25"])
    if event == "second_approve":
        await fire(desk, tx, MACHINE, found, event, actor, note=note, approved_by=actor.id)
        await _hold(desk, tx, found)
    elif event == "deposit_short":
        free = await _free_deposit(tx, found.merchant_id)
        if free >= found.amount_fen:
            raise NotAllowed("保证金足够，不需要垫付。", rule_ids=["R88"], machine="compensation", event=event)
        short = found.amount_fen - free
        await fire(desk, tx, MACHINE, found, event, actor, note=note, held_fen=free, advanced_fen=short)
        send_later(desk, tx, "compensation.pay", found.compensation_no, {})
    else:
        await fire(desk, tx, MACHINE, found, event, actor, note=note)
    await _publish(desk, tx, found)


async def _hold(desk: Desk, tx: Tx, found: Compensation) -> None:
    """Hold the deposit under the merchant's row lock; too little leaves the case to finance (I6)."""
    if await _free_deposit(tx, found.merchant_id) < found.amount_fen:
        return
    await fire(desk, tx, MACHINE, found, "hold_deposit", SYSTEM, held_fen=found.amount_fen)
    send_later(desk, tx, "compensation.pay", found.compensation_no, {})


async def _free_deposit(tx: Tx, merchant_id: str) -> int:
    """What of the deposit no other compensation holds, in fen; the row stays locked until commit."""
    merchant = await tx.merchants.get(merchant_id, lock=True)
    others = await tx.compensations.find(merchant_id=merchant_id, state=HOLDING)
    return max(0, (merchant.deposit_fen if merchant else 0) - sum(c.held_fen for c in others))


async def pay(desk: Desk, item: Any) -> None:
    """Outbox `compensation.pay`: deduct and pay, once; the bill's number is fixed before it is paid."""
    async with desk.store.transaction() as tx:
        found = await tx.compensations.get(item.key, lock=True)
        if found is None or found.state not in HOLDING:
            return
        if found.state != "paying":
            event = "pay" if found.state == "advanced" else "deduct_and_pay"
            bill = found.out_bill_no or f"CB{found.compensation_no[1:]}"
            await fire(desk, tx, MACHINE, found, event, OUTBOX, out_bill_no=bill)
        await fire(desk, tx, MACHINE, found, "paid", CHANNEL, paid_at=desk.now())
        merchant = await tx.merchants.get(found.merchant_id, lock=True)
        assert merchant is not None
        merchant.deposit_fen -= found.held_fen
        lines = {
            f"deposit:{found.merchant_id}": found.held_fen,
            f"receivable:{found.merchant_id}": found.advanced_fen,
            "channel:balance": -found.amount_fen,
        }
        lines = {account: fen for account, fen in lines.items() if fen}
        await ledger.post(desk, tx, f"compensate:{found.compensation_no}", lines, found.refund_no, "compensation")
        await _publish(desk, tx, found)


async def on_timer(desk: Desk, tx: Tx, timer: Timer) -> None:
    """Overdue: tried again where the house itself is at work, told where a person is waited for."""
    found = await tx.compensations.get(timer.key, lock=True)
    assert found is not None
    await fire(desk, tx, MACHINE, found, timer.event, TIMER)
    if found.state == "approved":
        await _hold(desk, tx, found)
    elif found.state in HOLDING:
        send_later(desk, tx, "compensation.pay", found.compensation_no, {})
    await _publish(desk, tx, found)


async def _publish(desk: Desk, tx: Tx, found: Compensation) -> None:
    data = {
        "compensation_no": found.compensation_no, "state": found.state, "amount_fen": found.amount_fen,
        "merchant_id": found.merchant_id, "held_fen": found.held_fen, "advanced_fen": found.advanced_fen,
        "out_bill_no": found.out_bill_no,
    }  # fmt: skip
    await publish(
        desk, tx, f"compensation.{found.state}", found.customer_id, refund_no=found.refund_no, data=data
    )
    tx.after_commit(lambda: desk.bell.ring("agents"))
