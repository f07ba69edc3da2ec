"""The customer's door: the buyer's window, or the app's own pages."""

from collections.abc import Awaitable, Callable
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.callback import Callback
from ..domain.conversation import Entry
from ..domain.errors import NotFound
from ..domain.refund import Refund
from ..service import callbacks, evidence, messages, ratings
from ..service.buyer_events import Wish, fire_buyer_event
from ..service.desk import Desk
from ..service.drafts import Amendment
from ..service.facts import order_for
from ..service.handoffs import queue_place
from ..service.orders import order_json, orders_of
from ..service.ports import Tx
from ..service.refunds import file, ineligible_problem, refund_for
from ..service.threads import conversation_of, open_conversation
from ..service.views import callback_json, refund_json, refund_summary
from ..settings import Settings
from . import customer_marks, guards, shapes
from .commands import Answer, day_of, fields, parse, run
from .limits import Buckets
from .pictures import picture, sent_file
from .stream import number, resume_from, says_typing, send_events, typing_of, wait_for_entries

Handler = Callable[..., Awaitable[HTTPResponse | None]]


def door(desk: Desk, settings: Settings) -> Blueprint:
    """Every route of the door; the guard runs first on each."""
    bp = Blueprint("customer", url_prefix="/v1/customer")
    talk = Buckets(burst=60, per_s=5)
    uploads = Buckets(burst=120, per_s=2)

    def who(request: Request) -> Actor:
        return guards.customer(request, settings)

    @bp.post("/conversations")
    async def _open(request: Request) -> HTTPResponse:
        actor = who(request)
        body = parse(request, shapes.OpenConversation) if request.body else shapes.OpenConversation()
        hint = body.model_dump(exclude_none=True)

        async def act(tx: Tx) -> Answer:
            if body.order_no:
                await order_for(tx, body.order_no, actor.id)
            found = await open_conversation(desk, tx, actor.id, hint or None)
            return Answer(200, {"conversation_id": found.conversation_id, "last_seq": found.last_seq})

        return await run(desk, request, actor, act, body=hint)

    @bp.post("/conversations/<conversation_id:str>/messages")
    async def _say(request: Request, conversation_id: str) -> HTTPResponse:
        actor = who(request)
        talk.take(actor.id)
        body = parse(request, shapes.Say)

        async def act(tx: Tx) -> Answer:
            entry = await messages.say(desk, tx, actor.id, conversation_id, body.client_msg_id, body.text, body.choice)
            return Answer(202, {"seq": entry.seq})

        return await run(desk, request, actor, act, remember=False)  # the thread itself knows the message's id

    @bp.post("/conversations/<conversation_id:str>/typing")
    async def _typing(request: Request, conversation_id: str) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            await conversation_of(tx, conversation_id, actor.id)
        says_typing(desk, conversation_id, "customer")
        return json({}, status=202)

    @bp.get("/conversations/<conversation_id:str>/entries")
    async def _entries(request: Request, conversation_id: str) -> HTTPResponse:
        actor = who(request)
        settled = request.args.get("settled", "false").lower() in {"true", "1"}
        after, wait = number(request, "after_seq", 0), number(request, "wait_ms", 0)
        return json(await wait_for_entries(desk, conversation_id, after, wait, settled, customer_id=actor.id))

    @bp.get("/conversations/<conversation_id:str>/stream")
    async def _stream(request: Request, conversation_id: str) -> None:
        actor = who(request)
        async with desk.store.reading() as tx:
            await conversation_of(tx, conversation_id, actor.id)

        typing = typing_of(desk, conversation_id, "agent")

        async def place(later: list[Entry]) -> dict[str, Any]:
            async with desk.store.reading() as tx:
                return {"queue": await queue_place(desk, tx, conversation_id), "typing": typing(later)}

        await send_events(desk, request, conversation_id, resume_from(request), more=place)

    @bp.post("/conversations/<conversation_id:str>/evidence")
    async def _upload(request: Request, conversation_id: str) -> HTTPResponse:
        actor = who(request)
        uploads.take(actor.id)
        data, form = sent_file(request)
        body = fields(form, shapes.Upload)
        found = await evidence.upload(desk, actor, conversation_id, body.client_msg_id, data, body.order_no, body.kind)
        return json(found, status=201)

    @bp.post("/conversations/<conversation_id:str>/rating")
    async def _rate(request: Request, conversation_id: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, shapes.Rate)

        async def act(tx: Tx) -> Answer:
            entry = await ratings.rate(desk, tx, actor.id, conversation_id, body.score)
            return Answer(200, {"seq": entry.seq, "score": body.score})

        return await run(desk, request, actor, act)

    @bp.get("/evidence/<evidence_id:str>")
    async def _evidence(request: Request, evidence_id: str) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            item = await evidence.evidence_for(tx, evidence_id, actor.id)
            return json(evidence.evidence_json(item))

    @bp.get("/evidence/<evidence_id:str>/picture")
    async def _picture(request: Request, evidence_id: str) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            item = await evidence.evidence_for(tx, evidence_id, actor.id)
        return await picture(desk, request, item, own=True)

    @bp.get("/orders")
    async def _orders(request: Request) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            return json({"items": await orders_of(desk, tx, actor.id), "next": None})

    @bp.get("/orders/<order_no:str>")
    async def _order(request: Request, order_no: str) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            return json(await order_json(desk, tx, await order_for(tx, order_no, actor.id)))

    @bp.get("/refunds")
    async def _refunds(request: Request) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            mine = await tx.refunds.find(customer_id=actor.id, order="-created_at", limit=100)
            shown = [r for r in mine if r.state not in {"draft", "abandoned"}]
            return json({"items": [refund_summary(r) for r in shown], "next": None})

    @bp.get("/refunds/<refund_no:str>")
    async def _refund(request: Request, refund_no: str) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            return json(await refund_json(tx, await refund_for(tx, refund_no, actor.id)))

    @bp.post("/refunds")
    async def _file(request: Request) -> HTTPResponse:
        actor = who(request)
        body = parse(request, shapes.FileRefund)
        claim = Amendment(
            body.reason, body.amount_fen, body.fault_discovered_at, body.description, tuple(body.evidence_ids)
        )

        async def act(tx: Tx) -> Answer:
            return await filed(tx, await file(desk, tx, actor, actor.id, body.order_no, claim))

        return await run(desk, request, actor, act)

    @bp.post("/refunds/<refund_no:str>/events")
    async def _event(request: Request, refund_no: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, shapes.BuyerEvent)
        wish = Wish(body.reason, body.statement, tuple(body.evidence_ids))

        async def act(tx: Tx) -> Answer:
            refund = await fire_buyer_event(desk, tx, actor, actor.id, refund_no, body.event, wish)
            return Answer(200, await refund_json(tx, refund))

        return await run(desk, request, actor, act)

    @bp.get("/callback-slots")
    async def _slots(request: Request) -> HTTPResponse:
        who(request)
        return json({"items": callbacks.slots(desk, day_of(request)), "next": None})

    @bp.get("/callbacks")
    async def _callbacks(request: Request) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            found = await tx.callbacks.find(customer_id=actor.id, order="-created_at", limit=50)
            return json({"items": [callback_json(c) for c in found], "next": None})

    @bp.post("/callbacks")
    async def _call_me(request: Request) -> HTTPResponse:
        actor = who(request)
        body = parse(request, shapes.RequestCallback)

        async def act(tx: Tx) -> Answer:
            found = await callbacks.request(
                desk, tx, actor, actor.id, body.phone, body.slot_start_at, body.message, body.refund_no
            )
            return Answer(201, callback_json(found))

        return await run(desk, request, actor, act)

    @bp.post("/callbacks/<callback_no:str>/events")
    async def _callback_event(request: Request, callback_no: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, shapes.CallbackEvent)

        async def act(tx: Tx) -> Answer:
            found: Callback | None = await tx.callbacks.get(callback_no, lock=True)
            if found is None or found.customer_id != actor.id:
                raise NotFound("没有找到这个回电预约。")
            await callbacks.change(desk, tx, actor, found, body.event, body.slot_start_at)
            return Answer(200, callback_json(found))

        return await run(desk, request, actor, act)

    customer_marks.add(bp, desk, settings)
    return bp


async def filed(tx: Tx, refund: Refund) -> Answer:
    """201 with the refund, or the kept 409 `ineligible`."""
    if refund.state != "ineligible":
        return Answer(201, await refund_json(tx, refund))
    told: dict[str, Any] = refund.outcome or {}
    detail = told.get("text") or "这笔订单暂时不能自助申请退款。"
    return Answer(409, {"code": "ineligible", "detail": detail} | ineligible_problem(refund))
