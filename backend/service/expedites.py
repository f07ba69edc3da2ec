"""加急工单: one per overdue case, seen within two service hours, then a word every day until it is decided (2 E)."""

from ..domain.actor import SYSTEM, TIMER, Actor
from ..domain.errors import NotAllowed
from ..domain.expedite import EXPEDITE, Expedite
from ..domain.journal import Timer
from ..domain.machine import START
from ..domain.refund import Refund
from .desk import Desk
from .engine import fire
from .events import publish
from .ports import Tx
from .refund_moves import IN_REVIEW, say
from .refunds import refund_for

OPEN = ["open", "assigned"]


async def request(desk: Desk, tx: Tx, actor: Actor, refund: Refund) -> Expedite:
    """Open a ticket for a review that is overdue (A12). Raises `NotAllowed` before that, or while one is open."""
    if refund.state not in IN_REVIEW:
        raise NotAllowed("这笔申请现在不在审核中，不需要加急。", rule_ids=["R75", "R76"])
    due = refund.appeal_due_at if refund.state == "appeal_review" else refund.review_due_at
    # Our promise has ended at 24:00 itself: from that instant, at which the breach is flagged, it may be expedited.
    if due is None or desk.now() < due:
        raise NotAllowed("还在承诺的审核时间内，先不用加急；超时后可以随时申请。", rule_ids=["R41", "R76", "A12"])
    if await tx.expedites.count(refund_no=refund.refund_no, state=OPEN):
        raise NotAllowed("已经有一张加急工单在处理了。", rule_ids=["R76"])
    ticket = Expedite(desk.number("J"), refund.refund_no, refund.customer_id, START, desk.now())
    tx.expedites.add(ticket)
    await fire(desk, tx, EXPEDITE, ticket, "request", actor)
    data = {"expedite_no": ticket.expedite_no}
    await publish(desk, tx, "expedite.opened", refund.customer_id, refund_no=refund.refund_no, data=data)
    return ticket


async def assign(desk: Desk, tx: Tx, actor: Actor, ticket: Expedite, to: str | None) -> None:
    await fire(desk, tx, EXPEDITE, ticket, "assign", actor, agent_id=to or actor.id)


async def on_timer(desk: Desk, tx: Tx, timer: Timer) -> None:
    """Untouched for two hours: the system assigns it; then one message a day (R77)."""
    known = await tx.expedites.get(timer.key)
    assert known is not None
    refund = await refund_for(tx, known.refund_no, None, lock=True)
    ticket = await tx.expedites.get(timer.key, lock=True)
    assert ticket is not None
    if timer.event == "open_overdue":
        await fire(desk, tx, EXPEDITE, ticket, "open_overdue", TIMER)
        await fire(desk, tx, EXPEDITE, ticket, "assign", SYSTEM, agent_id="supervisor")
        return
    await fire(desk, tx, EXPEDITE, ticket, "daily_update", TIMER, updates=ticket.updates + 1)
    await say(desk, tx, refund, "expedite.updated", "daily_update")
