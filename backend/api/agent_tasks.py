"""The staff's door to callbacks (电话回拨) and expedite tickets (加急工单)."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.callback import CALLBACK, Callback
from ..domain.errors import NotFound
from ..domain.expedite import EXPEDITE, Expedite
from ..service import callbacks, expedites
from ..service.desk import Desk
from ..service.ports import Tx
from ..service.queue import SERVES
from ..service.refund_moves import say
from ..service.refunds import refund_for
from ..service.views import callback_json, expedite_json
from . import agent_lists, guards, shapes
from .agent_refunds import row
from .commands import Answer, parse, run

CALL_EVENTS = ("attempt", "done", "no_answer", "gave_up")


def add(bp: Blueprint, desk: Desk) -> None:
    _add_callbacks(bp, desk)
    _add_expedites(bp, desk)


def _add_callbacks(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/callbacks")
    async def _callbacks(request: Request) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        wanted = agent_lists.states(request, CALLBACK)
        async with desk.store.reading() as tx:
            found = await agent_lists.page(tx.callbacks, "slot_start_at", wanted)
            names = await agent_lists.Names.read(tx)
            return json({"items": [await _call(tx, c, actor, names) for c in found], "next": None})

    @bp.get("/callbacks/<callback_no:str>")
    async def _callback(request: Request, callback_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            found = await _callback_for(tx, callback_no)
            why = callbacks.another_dials(found, actor)
            kept = dict.fromkeys(CALL_EVENTS[1:], why) if why else {}
            acts = agent_lists.acts(CALLBACK, found.state, actor, CALL_EVENTS, kept)
            names = await agent_lists.Names.read(tx)
            return json(await _call(tx, found, actor, names) | {"note": found.note} | acts)

    @bp.post("/callbacks/<callback_no:str>/events")
    async def _callback_event(request: Request, callback_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)

        async def act(tx: Tx) -> Answer:
            found = await _callback_for(tx, callback_no, lock=True)
            await callbacks.fire_staff_event(desk, tx, actor, found, body.event, body.reason_code, body.note)
            return Answer(200, callback_json(found, masked=False))

        return await run(desk, request, actor, act)


def _add_expedites(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/expedites")
    async def _expedites(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        wanted = agent_lists.states(request, EXPEDITE)
        async with desk.store.reading() as tx:
            found = await agent_lists.page(tx.expedites, "opened_at", wanted)
            names = await agent_lists.Names.read(tx)
            return json({"items": [await _ticket(tx, e, names) for e in found], "next": None})

    @bp.get("/expedites/<expedite_no:str>")
    async def _expedite(request: Request, expedite_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            found = await _expedite_for(tx, expedite_no)
            acts = agent_lists.acts(EXPEDITE, found.state, actor, ("assign",))
            return json(await _ticket(tx, found, await agent_lists.Names.read(tx)) | acts)

    @bp.post("/expedites/<expedite_no:str>/events")
    async def _expedite_event(request: Request, expedite_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)

        async def act(tx: Tx) -> Answer:
            found = await _expedite_for(tx, expedite_no, lock=True)
            EXPEDITE.step(found.state, body.event, actor)
            await expedites.assign(desk, tx, actor, found, None)
            refund = await refund_for(tx, found.refund_no, None, lock=True)
            await say(desk, tx, refund, "expedite.assigned", body.event)
            return Answer(200, expedite_json(found))

        return await run(desk, request, actor, act)


async def _callback_for(tx: Tx, callback_no: str, lock: bool = False) -> Callback:
    found = await tx.callbacks.get(callback_no, lock=lock)
    if found is None:
        raise NotFound("没有找到这个回电。")
    return found


async def _expedite_for(tx: Tx, expedite_no: str, lock: bool = False) -> Expedite:
    found = await tx.expedites.get(expedite_no, lock=lock)
    if found is None:
        raise NotFound("没有找到这张加急工单。")
    return found


async def _call(tx: Tx, callback: Callback, actor: Actor, names: agent_lists.Names) -> dict[str, Any]:
    """The number is whole for those who may have to dial it, and for nobody else."""
    customer = await tx.customers.get(callback.customer_id)
    return callback_json(callback, masked=not actor.roles & set(SERVES)) | {
        "customer_id": callback.customer_id,
        "customer_name": customer.name if customer else "",
        "conversation_id": callback.conversation_id,
        "missed": callback.missed,
        "agent_id": callback.agent_id,
        "agent_name": names.of(callback.agent_id),
    }


async def _ticket(tx: Tx, ticket: Expedite, names: agent_lists.Names) -> dict[str, Any]:
    refund = await refund_for(tx, ticket.refund_no, None)
    return expedite_json(ticket) | {
        "agent_id": ticket.agent_id,
        "agent_name": names.of(ticket.agent_id),
        "updates": ticket.updates,
        "refund": await row(tx, refund, names),
    }
