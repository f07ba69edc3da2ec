"""When a handoff's clock runs out: an offer lapses, a wait gets long, somebody falls silent (POLICY section 2 G)."""

from datetime import timedelta

from ..domain.actor import TIMER
from ..domain.conversation import Conversation
from ..domain.handoff import HANDOFF, Handoff
from ..domain.journal import Timer
from . import handoffs, queue
from .desk import Desk
from .engine import fire, rearm
from .events import notify
from .ports import Tx
from .threads import append, give

SILENT = timedelta(seconds=120)
IDLE = timedelta(minutes=15)
STILL_WANTED = timedelta(hours=12)
LATER = [
    {"label": "继续排队", "value": "request_human"},
    {"label": "预约电话回拨", "value": "request_callback"},
    {"label": "先和小云聊", "value": "cancel_handoff"},
]


async def on_timer(desk: Desk, tx: Tx, timer: Timer) -> None:
    """What happens when a handoff's clock runs out."""
    handoff = await tx.handoffs.get(timer.key, lock=True)
    assert handoff is not None
    conversation = await tx.conversations.get(handoff.conversation_id, lock=True)
    assert conversation is not None
    if timer.event == "agent_silent":
        await _quiet(desk, tx, handoff, conversation)
    elif timer.event == "lease_over":
        missed = handoff.offered_to
        handoff.packet = handoff.packet | {"missed_by": missed}
        await fire(desk, tx, HANDOFF, handoff, "lease_over", TIMER, offered_to=None, offer_expires_at=None)
        member = await tx.staff.get(missed, lock=True) if missed else None
        if member is not None:
            member.missed_offers += 1
            if member.missed_offers >= 2:
                member.presence, member.missed_offers = "away", 0
        await queue.assign(desk, tx)
    elif timer.event == "wait_limit":
        await fire(desk, tx, HANDOFF, handoff, "wait_limit", TIMER)
        await give(desk, tx, conversation, "bot")
        body = {"facts": {"handoff_id": handoff.handoff_id}, "choices": LATER}
        await append(desk, tx, conversation, "handoff.deferred", "system", "系统", body=body)
    elif timer.event == "hold_overdue":
        later = desk.now() + timedelta(minutes=5)
        await fire(desk, tx, HANDOFF, handoff, "hold_overdue", TIMER, hold_until_at=later)
        await append(desk, tx, conversation, "handoff.hold_overdue", "system", "系统")
    elif timer.event == "expire" and handoff.wait_for_opening:
        await _opened(desk, tx, handoff, conversation)
    else:
        await fire(desk, tx, HANDOFF, handoff, timer.event, TIMER, ended_at=desk.now(), end_reason=timer.event)


async def _opened(desk: Desk, tx: Tx, handoff: Handoff, conversation: Conversation) -> None:
    """People are back: who chose to wait for them is in the queue, as soon as there is somebody (R58)."""
    if not await queue.on_duty(tx):
        await rearm(desk, tx, HANDOFF, handoff)
        return
    await fire(desk, tx, HANDOFF, handoff, "open_hours", TIMER)
    await handoffs.queued(desk, tx, conversation, handoff)
    await notify(desk, tx, conversation.customer_id, "人工客服上班了，正在为您排队。")


async def somebody_came(desk: Desk, tx: Tx) -> None:
    """A person is on duty again: those who were put off for want of one hear of it, once."""
    for known in await tx.handoffs.find(state="deferred", order="requested_at"):
        conversation = await tx.conversations.get(known.conversation_id, lock=True)
        handoff = await tx.handoffs.get(known.handoff_id, lock=True)
        if handoff is None or conversation is None or handoff.state != "deferred" or handoff.packet.get("told_late"):
            continue
        if conversation.owner != "bot" or desk.now() - handoff.requested_at > STILL_WANTED:
            continue
        handoff.packet = handoff.packet | {"told_late": True}
        if handoff.wait_for_opening:
            await _opened(desk, tx, handoff, conversation)
            continue
        body = {"facts": {"handoff_id": handoff.handoff_id, "handoff_state": handoff.state}}
        await append(desk, tx, conversation, "handoff.deferred_late", "system", "系统", body=body)


async def _quiet(desk: Desk, tx: Tx, handoff: Handoff, conversation: Conversation) -> None:
    """Two minutes have passed: whose silence is it?"""
    said = await tx.entries.find(
        conversation_id=conversation.conversation_id, kind=["customer.said", "agent.said"], order="-seq", limit=1
    )
    last = said[0] if said else None
    silence = desk.now() - (last.at if last else handoff.requested_at)
    if last is not None and last.kind == "customer.said" and silence >= SILENT:
        await fire(desk, tx, HANDOFF, handoff, "agent_silent", TIMER, agent_id=None, offered_to=None)
        await give(desk, tx, conversation, "queue")
        await append(desk, tx, conversation, "handoff.requeued", "system", "系统")
        await queue.assign(desk, tx)
    elif silence >= IDLE:
        await fire(desk, tx, HANDOFF, handoff, "idle", TIMER, ended_at=desk.now(), end_reason="idle")
        await give(desk, tx, conversation, "bot")
        await append(desk, tx, conversation, "handoff.ended", "system", "系统")
    else:
        await rearm(desk, tx, HANDOFF, handoff)
