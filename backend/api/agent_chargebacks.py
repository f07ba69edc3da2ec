"""Chargebacks (拒付): the host reports one, finance sees and ends it (A26)."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.chargeback import CHARGEBACK, Chargeback
from ..domain.errors import NotFound
from ..domain.moment import iso
from ..service import chargebacks
from ..service.desk import Desk
from ..service.ports import Tx
from . import agent_lists, guards, shapes
from .commands import Answer, parse, run

RULINGS = ("lift", "lose")


class PutChargeback(shapes.Shape):
    """One payment of the order, and how much of it the bank takes back."""

    transaction_id: shapes.Id
    amount_fen: shapes.Fen


def add(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/chargebacks")
    async def _chargebacks(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        wanted = agent_lists.states(request, CHARGEBACK)
        async with desk.store.reading() as tx:
            found = await agent_lists.page(tx.chargebacks, "-reported_at", wanted)
        return json({"items": [chargeback_json(c) for c in found], "next": None})

    @bp.get("/chargebacks/<chargeback_no:str>")
    async def _chargeback(request: Request, chargeback_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            found = await tx.chargebacks.get(chargeback_no)
            if found is None:
                raise NotFound("没有找到这笔拒付。")
            refunds = await tx.refunds.find(order_no=found.order_no, order="-created_at", limit=20)
        shown = [{"refund_no": r.refund_no, "state": r.state, "amount_fen": r.amount_fen} for r in refunds]
        acts = agent_lists.acts(CHARGEBACK, found.state, actor, RULINGS)
        return json(chargeback_json(found) | {"refunds": shown} | acts)

    @bp.post("/chargebacks/<chargeback_no:str>/events")
    async def _chargeback_event(request: Request, chargeback_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)

        async def act(tx: Tx) -> Answer:
            found = await chargebacks.fire_staff_event(desk, tx, actor, chargeback_no, body.event, body.note)
            return Answer(200, chargeback_json(found))

        return await run(desk, request, actor, act)


def chargeback_json(found: Chargeback) -> dict[str, Any]:
    """As staff and the host see it."""
    return {
        "chargeback_no": found.chargeback_no,
        "order_no": found.order_no,
        "customer_id": found.customer_id,
        "transaction_id": found.transaction_id,
        "amount_fen": found.amount_fen,
        "state": found.state,
        "reported_at": iso(found.reported_at),
        "note": found.note,
        "ended_at": iso(found.ended_at),
        "ended_by": found.ended_by,
    }
