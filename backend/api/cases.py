"""The staff's door to cases: refunds, disputes, payouts, callbacks, expedites, each with what this person may do."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.callback import CALLBACK
from ..domain.dispute import DISPUTE
from ..domain.errors import Invalid, NotFound
from ..domain.expedite import EXPEDITE
from ..domain.machine import Machine
from ..domain.payout import PAYOUT
from ..domain.refund import REFUND
from ..service import callbacks, disputes, expedites, payouts, reviews
from ..service.desk import Desk
from ..service.evidence import evidence_for
from ..service.facts import order_for
from ..service.orders import order_json
from ..service.ports import Tx
from ..service.refund_moves import say
from ..service.refunds import refund_for
from ..service.views import callback_json, dispute_brief, expedite_json, payout_json, refund_json, refund_summary
from . import guards, shapes
from .commands import Answer, parse, run
from .customer import picture

CALL_TAKERS = ("agent", "supervisor")


def door(desk: Desk) -> Blueprint:
    """Every case route below /v1/agent."""
    bp = Blueprint("cases", url_prefix="/v1/agent")

    @bp.get("/refunds")
    async def _refunds(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        states = _states(request, REFUND)
        async with desk.store.reading() as tx:
            where: dict[str, Any] = {"state": states} if states else {}
            found = await tx.refunds.find(order="-created_at", limit=200, **where)
            if not states:
                found = [r for r in found if r.state not in {"draft", "abandoned"}]
            return json({"items": [await _row(tx, r) for r in found], "next": None})

    @bp.post("/refunds")
    async def _file(request: Request) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.FileForBuyer)

        async def act(tx: Tx) -> Answer:
            refund = await reviews.file_for_buyer(
                desk, tx, actor, body.order_no, body.reason, body.reason_code, body.note
            )
            return Answer(201, await refund_json(tx, refund))

        return await run(desk, request, actor, act)

    @bp.get("/refunds/<refund_no:str>")
    async def _refund(request: Request, refund_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            refund = await refund_for(tx, refund_no, None)
            row = await order_for(tx, refund.order_no, None)
            customer = await tx.customers.get(refund.customer_id)
            evidence = await tx.evidence.find(refund_no=refund_no, order="uploaded_at")
            open_one = await tx.conversations.find(customer_id=refund.customer_id, status="open", limit=1)
            shape = await refund_json(tx, refund)
            shape |= {
                "order": await order_json(desk, tx, row),
                "customer": {
                    "customer_id": refund.customer_id,
                    "name": customer.name if customer else "",
                    "standing": customer.standing if customer else None,
                },
                "evidence": [
                    {
                        "evidence_id": e.evidence_id, "kinds": e.kinds, "state": e.state, "check": e.check,
                        "sha256": e.sha256, "picture": f"/v1/agent/evidence/{e.evidence_id}/picture",
                    }
                    for e in evidence
                ],
                "conversation_id": open_one[0].conversation_id if open_one else None,
                "decision_trace": refund.decision,
                "appeal_statement": refund.appeal_statement,
                "rejected_by": refund.rejected_by,
                "allowed_events": _allowed(REFUND, refund.state, actor, reviews.STAFF_EVENTS),
            }  # fmt: skip
        return json(shape)

    @bp.post("/refunds/<refund_no:str>/events")
    async def _event(request: Request, refund_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)
        items = tuple(item.model_dump(exclude_none=True) for item in body.items)
        ruling = reviews.Ruling(body.reason_code, body.note, items, body.amount_fen, body.due_at)

        async def act(tx: Tx) -> Answer:
            refund = await reviews.fire_staff_event(desk, tx, actor, refund_no, body.event, ruling)
            return Answer(200, await refund_json(tx, refund))

        return await run(desk, request, actor, act)

    @bp.post("/orders/<order_no:str>/express")
    async def _express(request: Request, order_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        guards.need(actor, "agent", "supervisor")

        async def act(tx: Tx) -> Answer:
            row = await order_for(tx, order_no, None, lock=True)
            row.express_enabled = True
            return Answer(200, await order_json(desk, tx, row))

        return await run(desk, request, actor, act, body={})

    @bp.get("/evidence/<evidence_id:str>/picture")
    async def _picture(request: Request, evidence_id: str) -> HTTPResponse:
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            item = await evidence_for(tx, evidence_id, None)
        return await picture(desk, request, item.thumbnail if request.args.get("size") == "small" else item.file)

    @bp.get("/payouts")
    async def _payouts(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        states = _states(request, PAYOUT)
        async with desk.store.reading() as tx:
            found = await tx.payouts.find(order="-created_at", limit=200, **({"state": states} if states else {}))
            return json({"items": [payout_json(p) for p in found], "next": None})

    @bp.post("/payouts/<payout_no:str>/events")
    async def _payout_event(request: Request, payout_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)
        guards.need(actor, "finance")

        async def act(tx: Tx) -> Answer:
            if await tx.payouts.get(payout_no) is None:
                raise NotFound("没有找到这笔退款单。")
            if body.event != "redirect":
                raise Invalid(errors=[{"field": "event", "code": "unknown"}])
            return Answer(200, payout_json(await payouts.redirect(desk, tx, payout_no, actor, body.note)))

        return await run(desk, request, actor, act)

    @bp.get("/disputes")
    async def _disputes(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        states = _states(request, DISPUTE)
        async with desk.store.reading() as tx:
            found = await tx.disputes.find(order="-opened_at", limit=200, **({"state": states} if states else {}))
            return json({"items": [dispute_brief(d) for d in found], "next": None})

    @bp.get("/disputes/<dispute_no:str>")
    async def _dispute(request: Request, dispute_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            found = await tx.disputes.get(dispute_no)
            if found is None:
                raise NotFound("没有找到这个纠纷。")
            allowed = _allowed(DISPUTE, found.state, actor, tuple(DISPUTE.events))
            more = {"merchant_answer": found.merchant_answer, "logs": found.logs, "allowed_events": allowed}
            return json(dispute_brief(found) | more)

    @bp.post("/disputes/<dispute_no:str>/events")
    async def _dispute_event(request: Request, dispute_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)

        async def act(tx: Tx) -> Answer:
            found = await tx.disputes.get(dispute_no, lock=True)
            if found is None:
                raise NotFound("没有找到这个纠纷。")
            await disputes.fire_staff_event(desk, tx, actor, found, body.event, body.note, body.amount_fen)
            return Answer(200, dispute_brief(found))

        return await run(desk, request, actor, act)

    @bp.get("/callbacks")
    async def _callbacks(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        states = _states(request, CALLBACK)
        async with desk.store.reading() as tx:
            found = await tx.callbacks.find(order="slot_start_at", limit=200, **({"state": states} if states else {}))
            return json({"items": [callback_json(c, masked=False) for c in found], "next": None})

    @bp.post("/callbacks/<callback_no:str>/events")
    async def _callback_event(request: Request, callback_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)

        async def act(tx: Tx) -> Answer:
            found = await tx.callbacks.get(callback_no, lock=True)
            if found is None:
                raise NotFound("没有找到这个回电。")
            await callbacks.fire_staff_event(desk, tx, actor, found, body.event, body.reason_code, body.note)
            return Answer(200, callback_json(found, masked=False))

        return await run(desk, request, actor, act)

    @bp.get("/expedites")
    async def _expedites(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        states = _states(request, EXPEDITE)
        async with desk.store.reading() as tx:
            found = await tx.expedites.find(order="opened_at", limit=200, **({"state": states} if states else {}))
            return json({"items": [expedite_json(e) for e in found], "next": None})

    @bp.post("/expedites/<expedite_no:str>/events")
    async def _expedite_event(request: Request, expedite_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)

        async def act(tx: Tx) -> Answer:
            found = await tx.expedites.get(expedite_no, lock=True)
            if found is None:
                raise NotFound("没有找到这张加急工单。")
            EXPEDITE.step(found.state, body.event, actor)
            await expedites.assign(desk, tx, actor, found, None)
            refund = await refund_for(tx, found.refund_no, None, lock=True)
            await say(desk, tx, refund, "expedite.assigned", body.event)
            return Answer(200, expedite_json(found))

        return await run(desk, request, actor, act)

    return bp


def _states(request: Request, machine: Machine) -> list[str]:
    """The `state` filter, one or several. Raises `Invalid` for a state that does not exist."""
    found = [s for text in request.args.getlist("state") or [] for s in text.split(",") if s]
    if set(found) - machine.states:
        raise Invalid(errors=[{"field": "state", "code": "unknown"}])
    return found


def _allowed(machine: Machine, state: str, actor: Actor, known: tuple[str, ...]) -> list[str]:
    return [event for event in machine.events_for(state, actor) if event in known]


async def _row(tx: Tx, refund: Any) -> dict[str, Any]:
    customer = await tx.customers.get(refund.customer_id)
    order = await tx.orders.get(refund.order_no)
    return refund_summary(refund) | {
        "customer_name": customer.name if customer else "",
        "product_name": order.body["product"]["name"] if order else "",
        "breached": refund.breached_at is not None,
    }
