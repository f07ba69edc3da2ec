"""The staff's door: sign-in, queue, conversations."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.conversation import Conversation, Entry
from ..domain.errors import Invalid, NotFound, Unauthenticated
from ..domain.moment import iso
from ..service import handoff_clock, handoffs, queue, staff
from ..service.desk import Desk
from ..service.ports import Tx
from ..service.threads import conversation_of
from ..service.views import conversation_state
from ..settings import Settings
from . import agent_stream, guards, shapes
from .commands import Answer, parse, run
from .limits import Buckets
from .stream import number, resume_from, says_typing, send_events, typing_of, wait_for_entries

STEPS = ("hold", "resume", "transfer", "return", "resolve")
OWNERS = ("bot", "queue", "agent", "none")


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
        async with desk.store.transaction() as tx:
            await staff.sign_out(tx, guards.token_hash(guards.bearer(request)))
        return json({})

    @bp.post("/presence")
    async def _presence(request: Request) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.Presence)

        async def act(tx: Tx) -> Answer:
            member = await tx.staff.get(actor.id, lock=True)
            assert member is not None
            member.presence, member.seen_at, member.missed_offers = body.state, desk.now(), 0
            if body.state == "online":
                await queue.assign(desk, tx)
                if desk.calendar.is_open(desk.now()):
                    await handoff_clock.somebody_came(desk, tx)
            else:
                await handoffs.went_offline(desk, tx, actor.id)
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
            me = await tx.staff.get(actor.id)
        presence = me.presence if me else "offline"
        return json({"items": waiting, "mine": held, "presence": presence, "now": iso(desk.now()), "next": None})

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

    @bp.post("/conversations/<conversation_id:str>/accept")
    async def _accept(request: Request, conversation_id: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        guards.need(actor, *queue.SERVES)

        async def act(tx: Tx) -> Answer:
            conversation = await conversation_of(tx, conversation_id, None, lock=True)
            found = await handoffs.accept(desk, tx, actor, conversation)
            return Answer(200, {"handoff_id": found.handoff_id, "state": found.state, "packet": found.packet})

        return await run(desk, request, actor, act)

    @bp.post("/conversations/<conversation_id:str>/<event:str>")
    async def _step(request: Request, conversation_id: str, event: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        if event == "messages":
            return await _say(request, actor, conversation_id)
        if event == "typing":
            says_typing(desk, conversation_id, "agent")
            return json({}, status=202)
        if event not in STEPS:
            raise NotFound("没有这个地址。")
        guards.need(actor, *queue.SERVES)
        body = parse(request, shapes.HandoffStep) if request.body else shapes.HandoffStep()

        async def act(tx: Tx) -> Answer:
            conversation = await conversation_of(tx, conversation_id, None, lock=True)
            found = await handoffs.step(
                desk, tx, actor, conversation, event,
                reason=body.reason or body.note, until_at=body.until_at, outcome=body.outcome, to=body.to,
            )  # fmt: skip
            return Answer(200, {"handoff_id": found.handoff_id, "state": found.state})

        return await run(desk, request, actor, act, body=body.model_dump(mode="json"))

    async def _say(request: Request, actor: Actor, conversation_id: str) -> HTTPResponse:
        body = parse(request, shapes.AgentSay)
        if body.visibility == "public":
            guards.need(actor, *queue.SERVES)

        async def act(tx: Tx) -> Answer:
            conversation = await conversation_of(tx, conversation_id, None, lock=True)
            seq = await handoffs.agent_says(
                desk, tx, actor, conversation, body.client_msg_id, body.text, body.visibility
            )
            return Answer(202, {"seq": seq})

        return await run(desk, request, actor, act, command_id=body.client_msg_id)

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

    agent_stream.add(bp, desk)
    return bp


async def _conversation_json(tx: Tx, conversation: Conversation) -> dict[str, Any]:
    customer = await tx.customers.get(conversation.customer_id)
    last = await tx.entries.find(
        conversation_id=conversation.conversation_id, kind="customer.said", order="-seq", limit=1
    )
    holder = await tx.staff.get(conversation.owner_id) if conversation.owner_id else None
    return conversation_state(conversation) | {
        "customer_id": conversation.customer_id,
        "customer_name": customer.name if customer else "",
        "owner_id": conversation.owner_id,
        "owner_name": holder.name if holder else None,
        "updated_at": iso(conversation.updated_at),
        "last_text": last[0].text if last else None,
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
        "agent_id": handoff.agent_id,
        "requested_by": handoff.requested_by,
        "position": place,
        "packet": handoff.packet,
    }
