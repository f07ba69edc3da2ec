"""A person takes over, and gives back (POLICY section 2 G). Every move of an owner goes through here."""

from typing import Any

from ..domain.actor import TIMER, Actor
from ..domain.conversation import Conversation
from ..domain.errors import NotAllowed
from ..domain.handoff import HANDOFF, Handoff
from ..domain.machine import START
from . import queue
from .context import hours
from .desk import Desk
from .engine import fire, rearm
from .events import notify
from .packet import packet
from .ports import Tx
from .privacy import mask
from .queue import queue_place
from .threads import append, give

__all__ = ["queue_place"]

STAYS = ("request_human", "turn_resumed")  # choices that do not leave the queue
IN_QUEUE = [
    {"label": "取消排队", "value": "cancel_handoff"},
    {"label": "改为电话回拨", "value": "request_callback"},
]


async def request(
    desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, reason_code: str, wait_for_opening: bool = False,
    message: bool = False,
) -> tuple[Handoff, dict[str, Any]]:
    """Ask for a person: into the queue in hours with somebody on duty, else deferred with what can be done instead;
    `wait_for_opening` puts into the queue by itself when people are back (R58). A `message` is left instead of waiting:
    it lies on every desk until a person answers (R60). Who was put off keeps the place, and the message."""
    open_one = await open_for(tx, conversation.conversation_id)
    if open_one is not None and open_one.state != "deferred":
        return open_one, await _told(desk, tx, conversation, open_one)
    since, before = (open_one.waiting_since_at, open_one.packet) if open_one is not None else (desk.now(), None)
    if open_one is not None:
        await fire(desk, tx, HANDOFF, open_one, "expire", TIMER, ended_at=desk.now(), end_reason="asked_again")
    now = desk.now()
    left = {"message": True} if message or queue.left_message(before) else {}
    handoff = Handoff(
        desk.number("H"), conversation.conversation_id, conversation.customer_id, START, reason_code,
        actor.role, now, since, packet=await packet(desk, tx, conversation, before) | left,
        wait_for_opening=wait_for_opening,
    )  # fmt: skip
    tx.handoffs.add(handoff)
    staffed = await queue.on_duty(tx)
    full = len(await queue.waiting(tx)) >= desk.policy.number("queue_max")
    if message or not desk.calendar.is_open(now) or not staffed or full:
        await fire(desk, tx, HANDOFF, handoff, "request_off", actor, note=reason_code)
        told = await _told(desk, tx, conversation, handoff)
        kind = "handoff.message_left" if message else "handoff.deferred"
        await append(desk, tx, conversation, kind, "system", "系统", body={"facts": told})
        return handoff, told
    await fire(desk, tx, HANDOFF, handoff, "request", actor, note=reason_code)
    return handoff, await queued(desk, tx, conversation, handoff, stays=open_one is not None)


async def queued(
    desk: Desk, tx: Tx, conversation: Conversation, handoff: Handoff, stays: bool = False
) -> dict[str, Any]:
    """The conversation waits for a person from now on; the thread says which place it has. A wait that is expected to
    pass the limit is told at once with the other ways on, unless the customer has just chosen to stay (R59)."""
    await give(desk, tx, conversation, "queue")
    told = await _told(desk, tx, conversation, handoff)
    card = {"type": "queue", "position": told["position"], "expected_wait_s": told["expected_wait_s"]}
    await append(
        desk, tx, conversation, "handoff.requested", "system", "系统",
        body={"card": card, "facts": told, "choices": IN_QUEUE},
    )  # fmt: skip
    await queue.moved(desk, tx)
    limit = desk.policy.span("wait_limit").total_seconds()
    if handoff.state == "queued" and not stays and told["expected_wait_s"] > limit:
        await rearm(desk, tx, HANDOFF, handoff, at=desk.now())
    return told


async def _told(desk: Desk, tx: Tx, conversation: Conversation, handoff: Handoff) -> dict[str, Any]:
    place = await queue.queue_place(desk, tx, conversation.conversation_id)
    now_open = hours(desk)
    return {
        "handoff_id": handoff.handoff_id,
        "handoff_state": handoff.state,
        "position": place["position"] if place else None,
        "expected_wait_s": place["expected_wait_s"] if place else None,
        "open": now_open["open"],
        "next_open_at": now_open["next_open_at"],
        "epoch": conversation.owner_epoch,
    }


async def open_for(tx: Tx, conversation_id: str) -> Handoff | None:
    """The request that has not ended, locked; the conversation's row is held already."""
    states = [*queue.ACTIVE, "deferred"]
    found = await tx.handoffs.find(conversation_id=conversation_id, state=states, lock=True, limit=1)
    return found[0] if found else None


async def accept(desk: Desk, tx: Tx, actor: Actor, conversation: Conversation) -> Handoff:
    """This agent takes the conversation: one who waits, or one of the bot's (a takeover)."""
    handoff = await open_for(tx, conversation.conversation_id)
    if handoff is None or handoff.state == "deferred":
        return await _take_over(desk, tx, actor, conversation, handoff)
    if handoff.state == "offered" and handoff.offered_to != actor.id and actor.role != "supervisor":
        raise NotAllowed("这个会话正在等另一位同事接入。", machine="handoff", state=handoff.state, event="accept")
    event = "accept" if handoff.state == "offered" else "bot_take_in"
    await connect(desk, tx, actor, conversation, handoff, event)
    return handoff


async def _take_over(
    desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, put_off: Handoff | None
) -> Handoff:
    """A person steps in where the bot talks; a request that had been put off is answered by it."""
    if conversation.owner == "agent":
        raise NotAllowed("这个会话已经有同事在接待。", machine="handoff", state="connected", event="accept")
    handoff = await ask_for(desk, tx, actor, conversation, put_off, "takeover")
    await connect(desk, tx, actor, conversation, handoff, "bot_take_in")
    return handoff


async def ask_for(
    desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, put_off: Handoff | None, reason_code: str
) -> Handoff:
    """A request that staff make for a talk that nobody waits in; one that had been put off is answered by it, and its
    waiting counts."""
    now = desk.now()
    since, before = now, None
    if put_off is not None:
        since, before = put_off.waiting_since_at, put_off.packet
        await fire(desk, tx, HANDOFF, put_off, "expire", TIMER, ended_at=now, end_reason="taken_over")
    handoff = Handoff(
        desk.number("H"), conversation.conversation_id, conversation.customer_id, START, reason_code, "agent",
        now, since, packet=await packet(desk, tx, conversation, before),
    )  # fmt: skip
    tx.handoffs.add(handoff)
    # The table's word for staff who ask is "agent", whoever of them it is.
    await fire(desk, tx, HANDOFF, handoff, "request", Actor("agent", actor.id))
    return handoff


async def connect(
    desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, handoff: Handoff, event: str
) -> None:
    """The talk is this agent's from now on, who owes the first word."""
    now = desk.now()
    await fire(
        desk, tx, HANDOFF, handoff, event, actor,
        agent_id=actor.id, accepted_at=now, offered_to=actor.id, owed_since_at=now, quiet_since_at=None, reminders=0,
    )  # fmt: skip
    member = await tx.staff.get(actor.id, lock=True)
    if member is not None:
        member.missed_offers = 0
    await give(desk, tx, conversation, "agent", actor.id)
    if conversation.status == "resolved":
        conversation.status = "open"
    body = {"facts": {"agent": actor.name or actor.id}, "_agent_id": actor.id}
    await append(desk, tx, conversation, "handoff.accepted", "system", "系统", body=body)
    await queue.moved(desk, tx)


async def agent_says(
    desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, client_msg_id: str, text: str, visibility: str
) -> int:
    """An agent's words. A public one to a conversation that is the bot's or waits is itself a takeover."""
    if visibility == "public":
        if conversation.owner != "agent":
            await accept(desk, tx, actor, conversation)
        elif conversation.owner_id != actor.id:
            raise NotAllowed("这个会话由另一位同事接待，可以先转接。", machine="handoff", event="say")
    entry = await append(
        desk, tx, conversation, "agent.said", "agent", actor.name or actor.id,
        text=text, client_msg_id=client_msg_id, visibility=visibility,
    )  # fmt: skip
    if visibility == "public":
        conversation.waiting_on = "customer"
        await notify(desk, tx, conversation.customer_id, f"客服回复您：{mask(text)[:80]}")
        handoff = await open_for(tx, conversation.conversation_id)
        if handoff is not None and handoff.state == "connected":
            handoff.first_human_reply_at = handoff.first_human_reply_at or desk.now()
            handoff.owed_since_at, handoff.quiet_since_at, handoff.reminders = None, desk.now(), 0
            await rearm(desk, tx, HANDOFF, handoff)
    return entry.seq


async def customer_spoke(desk: Desk, tx: Tx, conversation: Conversation, choice: str | None) -> None:
    """What a customer's message means to an open handoff: a choice leaves the queue, words start the agent's clock."""
    handoff = await open_for(tx, conversation.conversation_id)
    if handoff is None:
        return
    if conversation.owner == "queue" and choice is not None and choice not in STAYS:
        customer = Actor("customer", conversation.customer_id)
        await fire(desk, tx, HANDOFF, handoff, "cancel", customer, ended_at=desk.now(), end_reason=choice)
        last = conversation.last_seq
        await give(desk, tx, conversation, "bot")
        await append(desk, tx, conversation, "handoff.cancelled", "system", "系统")
        # The choice itself is answered by the assistant, which owns the conversation again.
        conversation.answered_seq, conversation.owed_seq = last - 1, last
        tx.after_commit(lambda: desk.kick(conversation.conversation_id))
        await queue.moved(desk, tx)
    elif handoff.state == "connected" and handoff.owed_since_at is None:
        # Every further word waits since the first that was not answered.
        handoff.owed_since_at, handoff.quiet_since_at, handoff.reminders = desk.now(), None, 0
        await rearm(desk, tx, HANDOFF, handoff)
