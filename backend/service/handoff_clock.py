"""When a handoff's clock runs out: an offer lapses, a wait gets long, somebody falls silent (POLICY section 2 G)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from ..domain.actor import TIMER
from ..domain.conversation import Conversation
from ..domain.handoff import HANDOFF, Handoff
from ..domain.journal import Timer
from ..domain.moment import iso
from . import handoff_steps, handoffs, queue
from .desk import Desk
from .engine import fire, rearm
from .events import notify
from .ports import Tx
from .threads import append, give

HOLD_DOUBLES = 6
STILL_WANTED = timedelta(hours=12)
LATER = [
    {"label": "继续排队", "value": "request_human"},
    {"label": "预约电话回拨", "value": "request_callback"},
    {"label": "给客服留言", "value": "request_human:choice=message"},
]
STILL_THERE = "还在吗？您直接回复，我们接着聊。"
COME_BACK = "您好一会儿没有回复，这次接待先到这里。随时在这里留言，就能再找小云或人工客服，聊过的内容都还在。"


async def on_timer(desk: Desk, tx: Tx, timer: Timer) -> None:
    """What happens when a handoff's clock runs out; nothing, if it has moved on meanwhile."""
    known = await tx.handoffs.get(timer.key)
    assert known is not None
    conversation = await tx.conversations.get(known.conversation_id, lock=True)
    handoff = await tx.handoffs.get(timer.key, lock=True)
    assert handoff is not None
    assert conversation is not None
    if HANDOFF.waits.get(handoff.state) == timer.event:
        await _ACTS[timer.event](desk, tx, handoff, conversation)


async def _lapsed(desk: Desk, tx: Tx, handoff: Handoff, conversation: Conversation) -> None:
    """Nobody accepted: back with the place kept; who lets two offers lapse in a row is away."""
    missed = handoff.offered_to
    handoff.packet = handoff.packet | {"missed_by": missed}
    await fire(desk, tx, HANDOFF, handoff, "lease_over", TIMER, offered_to=None, offer_expires_at=None)
    member = await tx.staff.get(missed, lock=True) if missed else None
    if member is not None:
        member.missed_offers += 1
        if member.missed_offers >= desk.policy.number("offer_misses"):
            member.presence, member.missed_offers = "away", 0
            await handoff_steps.withdrawn(desk, tx, member.username)
    await queue.moved(desk, tx)


async def _waited(desk: Desk, tx: Tx, handoff: Handoff, conversation: Conversation) -> None:
    """Three ways on; staying in the line is one of them, with the place kept (R59 R60). 小云 listens meanwhile."""
    await fire(desk, tx, HANDOFF, handoff, "wait_limit", TIMER, wait_for_opening=False)
    await give(desk, tx, conversation, "bot")
    body = {"facts": {"handoff_id": handoff.handoff_id}, "choices": LATER}
    await append(desk, tx, conversation, "handoff.deferred", "system", "系统", body=body)
    await queue.moved(desk, tx)


async def _overheld(desk: Desk, tx: Tx, handoff: Handoff, conversation: Conversation) -> None:
    """Customer and supervisor hear that the promised time has passed, and again ever more rarely (S15)."""
    times = handoff.packet.get("overheld", 0)
    later = desk.now() + desk.policy.span("hold_length") * 2 ** min(times, HOLD_DOUBLES)
    over = handoff.packet | {"overheld": times + 1}
    await fire(desk, tx, HANDOFF, handoff, "hold_overdue", TIMER, hold_until_at=later, packet=over)
    facts = {"until_at": iso(later), "agent": handoff.agent_id}
    await append(desk, tx, conversation, "handoff.hold_overdue", "system", "系统", body={"facts": facts})


async def _expired(desk: Desk, tx: Tx, handoff: Handoff, conversation: Conversation) -> None:
    """Nobody asks any more; but a message stays until a person has answered it."""
    if handoff.wait_for_opening:
        await _opened(desk, tx, handoff, conversation)
    elif queue.left_message(handoff.packet):
        await rearm(desk, tx, HANDOFF, handoff)
    else:
        await fire(desk, tx, HANDOFF, handoff, "expire", TIMER, ended_at=desk.now(), end_reason="expire")


async def _quiet(desk: Desk, tx: Tx, handoff: Handoff, conversation: Conversation) -> None:
    """Whose silence is it? The agent's costs the talk; the customer is reminded twice, then it ends, and says how to
    come back."""
    if handoff.owed_since_at is not None:
        await handoff_steps.lost(desk, tx, conversation, handoff)
    elif handoff.reminders < desk.policy.number("quiet_reminders"):
        handoff.reminders += 1
        await append(desk, tx, conversation, "handoff.reminded", "system", "系统", text=STILL_THERE)
        await rearm(desk, tx, HANDOFF, handoff)
    else:
        await fire(desk, tx, HANDOFF, handoff, "idle", TIMER, ended_at=desk.now(), end_reason="idle")
        await give(desk, tx, conversation, "bot")
        await append(desk, tx, conversation, "handoff.ended", "system", "系统", text=COME_BACK)
        await queue.moved(desk, tx)


async def _opened(desk: Desk, tx: Tx, handoff: Handoff, conversation: Conversation) -> None:
    """People are back: who chose to wait for them is in the queue, as soon as there is somebody (R58)."""
    if not await queue.on_duty(tx):
        late = desk.now() - handoff.requested_at > desk.policy.span("deferred_idle")
        if late and not queue.left_message(handoff.packet):
            await fire(desk, tx, HANDOFF, handoff, "expire", TIMER, ended_at=desk.now(), end_reason="expire")
        else:
            await rearm(desk, tx, HANDOFF, handoff)
        return
    since = handoff.packet | {"in_line_since": iso(desk.now())}
    await fire(desk, tx, HANDOFF, handoff, "open_hours", TIMER, wait_for_opening=False, packet=since)
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
        if queue.left_message(handoff.packet):
            continue  # they chose to be written to
        body = {"facts": {"handoff_id": handoff.handoff_id, "handoff_state": handoff.state}}
        await append(desk, tx, conversation, "handoff.deferred_late", "system", "系统", body=body)


_ACTS: dict[str, Callable[[Desk, Tx, Handoff, Conversation], Awaitable[None]]] = {
    "lease_over": _lapsed,
    "wait_limit": _waited,
    "hold_overdue": _overheld,
    "agent_silent": _quiet,
    "expire": _expired,
}
