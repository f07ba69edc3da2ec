"""What staff do with a talk once a person has it: hold, hand on, give back, end; take or give to a colleague."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain.actor import SYSTEM, TIMER, Actor
from ..domain.calendar import local
from ..domain.conversation import Conversation
from ..domain.errors import Invalid, NotAllowed
from ..domain.handoff import HANDOFF, SKILLS, Handoff
from ..domain.moment import iso
from . import handoffs, queue, ratings
from .desk import Desk
from .engine import fire
from .ports import Tx
from .threads import append, give

EVENTS = {"return": "return_to_bot"}
ENTRIES = {
    "hold": "handoff.held",
    "resume": "handoff.resumed",
    "transfer": "handoff.transferred",
    "return": "handoff.returned",
    "resolve": "handoff.resolved",
}


@dataclass(frozen=True)
class Wish:
    """What comes with a step: `to` a colleague or `team` a skill (transfer), a promised time (hold), an outcome."""

    reason: str | None = None
    until_at: datetime | None = None
    outcome: str | None = None
    to: str | None = None
    team: str | None = None


async def step(
    desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, event: str, wish: Wish | None = None
) -> Handoff:
    """decline, hold, resume, transfer, return, resolve: by the agent whose it is, or a supervisor. Raises `Invalid`."""
    wish = wish or Wish()
    handoff = await handoffs.open_for(tx, conversation.conversation_id)
    if handoff is None:
        raise NotAllowed("这个会话不在人工接待中。", machine="handoff", event=event)
    name = EVENTS.get(event, event)
    HANDOFF.step(handoff.state, name, actor)
    whose = handoff.offered_to if handoff.state == "offered" else handoff.agent_id
    if whose != actor.id and actor.role != "supervisor":
        raise NotAllowed("这个会话由另一位同事接待。", machine="handoff", event=event, state=handoff.state)
    changes = _changes(desk, event, wish)
    if event in {"hold", "resume"}:
        changes["packet"] = {name: known for name, known in handoff.packet.items() if name != "overheld"}
    if event == "transfer":
        handoff.skill = wish.team
        if wish.to is not None:
            await queue.check_room(tx, wish.to, handoff)
        elif wish.team is not None and not await queue.on_duty(tx, wish.team):
            raise NotAllowed(f"{SKILLS[wish.team]}现在没有同事在线。", machine="handoff", event=event)
    if event == "decline":
        handoff.packet = handoff.packet | {"missed_by": handoff.offered_to}
    await fire(desk, tx, HANDOFF, handoff, name, actor, note=wish.reason or wish.outcome, **changes)
    await _after(desk, tx, actor, conversation, handoff, event, wish)
    return handoff


def _changes(desk: Desk, event: str, wish: Wish) -> dict[str, Any]:
    """The fields that the step sets. Raises `NotAllowed` without a reason, `Invalid` for what nobody knows."""
    now = desk.now()
    if event == "hold":
        until = wish.until_at or now + desk.policy.span("hold_length")
        if until <= now or (wish.until_at and local(until).date() != local(now).date()):
            wrong = [{"field": "until_at", "code": "out_of_range"}]
            raise Invalid("约定的时间要晚于现在，并且在今天之内。", errors=wrong)
        return {"hold_until_at": until}
    if event == "resume":
        return {"owed_since_at": now, "quiet_since_at": None, "reminders": 0, "hold_until_at": None}
    if event == "transfer":
        if not wish.reason:
            raise NotAllowed("转接请写明原因。", machine="handoff", event=event)
        if wish.team is not None and wish.team not in SKILLS:
            raise Invalid("没有这个组。", errors=[{"field": "team", "code": "unknown"}])
        return {"agent_id": None, "offered_to": None, "owed_since_at": None, "quiet_since_at": None}
    if event == "decline":
        return {"offered_to": None, "offer_expires_at": None}
    return {"ended_at": now, "end_reason": wish.outcome or event}


async def _after(
    desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, handoff: Handoff, event: str, wish: Wish
) -> None:
    body: dict[str, Any] = {"facts": {"until_at": iso(handoff.hold_until_at)} if event == "hold" else {}}
    if event == "transfer":
        await give(desk, tx, conversation, "queue")
    if event in {"return", "resolve"}:
        await give(desk, tx, conversation, "bot")
    if event == "resolve":
        conversation.status = "resolved"
        body["card"] = await ratings.ask(desk, tx, conversation, "handoff", handoff.handoff_id, handoff.agent_id)
    if event in ENTRIES:
        await append(desk, tx, conversation, ENTRIES[event], "system", "系统", body=body)
    if event == "transfer":
        await _say_why(desk, tx, actor, conversation, wish.reason)
    if wish.to is not None and event == "transfer":
        await queue.offer(desk, tx, handoff, wish.to)
    await queue.moved(desk, tx)


async def take(desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, reason: str | None) -> Handoff:
    """The supervisor talks from now on, whoever had the conversation. Raises `NotAllowed` where it is theirs."""
    handoff = await handoffs.open_for(tx, conversation.conversation_id)
    if handoff is not None and handoff.state in {"connected", "on_hold"}:
        if handoff.agent_id == actor.id:
            raise NotAllowed("这个会话已经是您在接待。", machine="handoff", event="take", state=handoff.state)
        await _call_back(desk, tx, actor, conversation, handoff, reason)
        await handoffs.connect(desk, tx, actor, conversation, handoff, "bot_take_in")
        return handoff
    return await handoffs.accept(desk, tx, actor, conversation)


async def reassign(
    desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, to: str, reason: str | None
) -> Handoff:
    """The supervisor offers the conversation to this colleague, whoever has it now: 小云, the queue, another agent."""
    handoff = await handoffs.open_for(tx, conversation.conversation_id)
    if handoff is not None and to in {handoff.agent_id, handoff.offered_to} and handoff.state != "queued":
        raise NotAllowed("这个会话已经在这位同事手上。", machine="handoff", event="reassign", state=handoff.state)
    if handoff is None or handoff.state == "deferred":
        handoff = await handoffs.ask_for(desk, tx, actor, conversation, handoff, "reassigned")
        await give(desk, tx, conversation, "queue")
        await append(desk, tx, conversation, "handoff.requested", "system", "系统")
    elif handoff.state in {"connected", "on_hold"}:
        await _call_back(desk, tx, actor, conversation, handoff, reason)
    elif handoff.state == "offered":
        await fire(desk, tx, HANDOFF, handoff, "decline", actor, note=reason, offered_to=None, offer_expires_at=None)
    handoff.skill = None
    await queue.check_room(tx, to, handoff)
    await queue.offer(desk, tx, handoff, to)
    await queue.moved(desk, tx)
    return handoff


async def _call_back(
    desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, handoff: Handoff, reason: str | None
) -> None:
    """Out of a colleague's hands, with the customer's place kept."""
    if not reason:
        raise NotAllowed("请写明原因。", machine="handoff", event="transfer")
    await fire(
        desk, tx, HANDOFF, handoff, "transfer", actor, note=reason,
        agent_id=None, offered_to=None, owed_since_at=None, quiet_since_at=None,
    )  # fmt: skip
    await give(desk, tx, conversation, "queue")
    await append(desk, tx, conversation, "handoff.transferred", "system", "系统")
    await _say_why(desk, tx, actor, conversation, reason)


async def _say_why(desk: Desk, tx: Tx, actor: Actor, conversation: Conversation, reason: str | None) -> None:
    """The next colleague reads in the thread why the conversation comes; the customer does not."""
    name, text = actor.name or actor.id, f"转接说明：{reason}"
    await append(desk, tx, conversation, "agent.said", "agent", name, text=text, visibility="internal")


async def lost(desk: Desk, tx: Tx, conversation: Conversation, handoff: Handoff) -> None:
    """The agent owes a word for too long, or is gone: back to the queue with the place kept, visible to both."""
    await fire(
        desk, tx, HANDOFF, handoff, "agent_silent", TIMER,
        agent_id=None, offered_to=None, owed_since_at=None, quiet_since_at=None,
        packet=handoff.packet | {"missed_by": handoff.agent_id},
    )  # fmt: skip
    await give(desk, tx, conversation, "queue")
    await append(desk, tx, conversation, "handoff.requeued", "system", "系统")
    await queue.moved(desk, tx)


async def withdrawn(desk: Desk, tx: Tx, username: str) -> None:
    """Offers to an agent who left go back to the queue with their place kept."""
    for known in await tx.handoffs.find(offered_to=username, state="offered"):
        await tx.conversations.get(known.conversation_id, lock=True)
        handoff = await tx.handoffs.get(known.handoff_id, lock=True)
        if handoff is not None and (handoff.state, handoff.offered_to) == ("offered", username):
            await fire(desk, tx, HANDOFF, handoff, "agent_offline", SYSTEM, offered_to=None, offer_expires_at=None)
    await queue.moved(desk, tx)
