"""The staff's door: sign-in, queue, conversations."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.conversation import Conversation, Entry
from ..domain.errors import Invalid, Unauthenticated
from ..domain.moment import iso
from ..service import presence, queue, staff
from ..service.desk import Desk
from ..service.ports import Tx
from ..service.threads import conversation_of
from ..service.views import conversation_state
from ..settings import Settings
from . import agent_stream, agent_talks, guards, shapes
from .commands import Answer, parse, run
from .limits import Buckets
from .stream import number, resume_from, send_events, typing_of, wait_for_entries

OWNERS = ("bot", "queue", "agent", "none")
UNREAD_MOST = 20


def door(desk: Desk, settings: Settings) -> Blueprint:
    """Sign-in and conversations; cases are in `cases.py`."""
    bp = Blueprint("agent", url_prefix="/v1/agent")
    sign_ins = Buckets(burst=30, per_s=1)

    @bp.post("/session")
    async def _sign_in(request: Request) -> HTTPResponse:
        body = parse(request, shapes.SignIn)
        sign_ins.take(request.ip)
        async with desk.store.transaction() as tx:
            found = await staff.sign_in(desk, tx, body.username, body.password, guards.token_hash)
        if found is None:
            raise Unauthenticated(staff.WRONG)
        member, token, expires = found
        return json({"token": token, "role": member.role, "name": member.name, "expires_at": iso(expires)})

    @bp.delete("/session")
    async def _sign_out(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        async with desk.store.transaction() as tx:
            await staff.sign_out(desk, tx, guards.token_hash(guards.bearer(request)))
        return json({})

    @bp.post("/presence")
    async def _presence(request: Request) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.Presence)

        async def act(tx: Tx) -> Answer:
            await presence.say(desk, tx, actor.id, body.state)
            return Answer(200, {"state": body.state})

        return await run(desk, request, actor, act)

    @bp.get("/queue")
    async def _queue(request: Request) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            line = await queue.waiting(tx)
            mine = await tx.handoffs.find(agent_id=actor.id, state=["connected", "on_hold"], order="accepted_at")
            waiting = [await _handoff_json(desk, tx, h, place) for place, h in enumerate(line, 1)]
            held = [await _handoff_json(desk, tx, h, None) for h in mine]
            left = [await _handoff_json(desk, tx, h, None) for h in await queue.messages(tx)]
            me = await tx.staff.get(actor.id)
        state = me.presence if me else "offline"
        shown = {"items": waiting, "mine": held, "messages": left}
        return json(shown | {"presence": state, "now": iso(desk.now()), "next": None})

    @bp.get("/conversations")
    async def _conversations(request: Request) -> HTTPResponse:
        """The latest conversations; `owner=bot` and the like for those of one owner."""
        await guards.staff(request, desk)
        owner = request.args.get("owner")
        if owner is not None and owner not in OWNERS:
            raise Invalid(errors=[{"field": "owner", "code": "unknown"}])
        async with desk.store.reading() as tx:
            owners = [owner] if owner else list(OWNERS)
            found = await tx.conversations.find(order="-updated_at", limit=50, owner=owners)
            return json({"items": [await _conversation_json(tx, c) for c in found], "next": None})

    @bp.get("/conversations/<conversation_id:str>")
    async def _conversation(request: Request, conversation_id: str) -> HTTPResponse:
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            found = await conversation_of(tx, conversation_id, None)
            refunds = await tx.refunds.find(customer_id=found.customer_id, order="-created_at", limit=20)
            last = await tx.handoffs.find(conversation_id=conversation_id, order="-requested_at", limit=1)
            shape = await _conversation_json(tx, found)
            handoff = await _handoff_json(desk, tx, last[0], None) if last else None
        shown = [{"refund_no": r.refund_no, "state": r.state} for r in refunds if r.state not in {"draft", "abandoned"}]
        return json(shape | {"refunds": shown, "handoff": handoff, "packet": last[0].packet if last else None})

    @bp.get("/conversations/<conversation_id:str>/entries")
    async def _entries(request: Request, conversation_id: str) -> HTTPResponse:
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            await conversation_of(tx, conversation_id, None)
        after, wait = number(request, "after_seq", 0), number(request, "wait_ms", 0)
        return json(await wait_for_entries(desk, conversation_id, after, wait, False, sees=lambda entry: True))

    @bp.get("/conversations/<conversation_id:str>/stream")
    async def _thread(request: Request, conversation_id: str) -> None:
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            await conversation_of(tx, conversation_id, None)
        typing = typing_of(desk, conversation_id, "customer")

        async def more(later: list[Entry]) -> dict[str, Any]:
            return {"typing": typing(later)}

        await send_events(desk, request, conversation_id, resume_from(request), sees=lambda entry: True, more=more)

    agent_talks.add(bp, desk)
    agent_stream.add(bp, desk)
    return bp


async def _conversation_json(tx: Tx, conversation: Conversation) -> dict[str, Any]:
    customer = await tx.customers.get(conversation.customer_id)
    said = await tx.entries.find(
        conversation_id=conversation.conversation_id, kind="customer.said", order="-seq", limit=UNREAD_MOST
    )
    holder = await tx.staff.get(conversation.owner_id) if conversation.owner_id else None
    return conversation_state(conversation) | {
        "customer_id": conversation.customer_id,
        "customer_name": customer.name if customer else "",
        "owner_id": conversation.owner_id,
        "owner_name": holder.name if holder else None,
        "updated_at": iso(conversation.updated_at),
        "last_text": said[0].text if said else None,
        "unread": sum(entry.seq > conversation.staff_read_seq for entry in said),
    }


async def _handoff_json(desk: Desk, tx: Tx, handoff: Any, place: int | None) -> dict[str, Any]:
    conversation = await tx.conversations.get(handoff.conversation_id)
    assert conversation is not None
    return await _conversation_json(tx, conversation) | {
        "handoff_id": handoff.handoff_id,
        "handoff_state": handoff.state,
        "reason_code": handoff.reason_code,
        "waiting_since_at": iso(handoff.waiting_since_at),
        "waited_s": int((desk.now() - handoff.waiting_since_at).total_seconds()),
        "offered_to": handoff.offered_to,
        "offer_expires_at": iso(handoff.offer_expires_at),
        "hold_until_at": iso(handoff.hold_until_at),
        "skill": handoff.skill,
        "owed_since_at": iso(handoff.owed_since_at),
        "agent_id": handoff.agent_id,
        "requested_by": handoff.requested_by,
        "position": place,
        "packet": handoff.packet,
    }
