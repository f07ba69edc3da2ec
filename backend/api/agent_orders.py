"""The staff's door to buyers, their orders, pictures and earlier talks; an order's express flag (S4)."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.errors import NotFound
from ..service import past_talks
from ..service.desk import Desk
from ..service.evidence import evidence_for
from ..service.orders import enable_express, order_json, orders_of
from ..service.ports import Tx
from . import agent_lists, guards
from .agent_refunds import HIDDEN, row
from .commands import Answer, run
from .pictures import picture


def add(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/customers/<customer_id:str>")
    async def _customer(request: Request, customer_id: str) -> HTTPResponse:
        """A buyer with their latest orders, refunds and talks with people."""
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            found = await tx.customers.get(customer_id)
            if found is None:
                raise NotFound("没有找到这位买家。")
            refunds = await tx.refunds.find(customer_id=customer_id, order="-created_at", limit=20)
            names = await agent_lists.Names.read(tx)
            shape = {
                "customer_id": customer_id,
                "name": found.name,
                "standing": found.standing,
                "orders": await orders_of(desk, tx, customer_id, limit=10),
                "refunds": [await row(tx, r, names) for r in refunds if r.state not in HIDDEN],
                "talks": await past_talks.talks_of(tx, customer_id),
            }
        return json(shape)

    @bp.get("/handoffs/<handoff_id:str>")
    async def _past_talk(request: Request, handoff_id: str) -> HTTPResponse:
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            return json(await past_talks.talk(tx, handoff_id))

    @bp.post("/orders/<order_no:str>/express")
    async def _express(request: Request, order_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)

        async def act(tx: Tx) -> Answer:
            found = await enable_express(desk, tx, actor, order_no)
            return Answer(200, await order_json(desk, tx, found))

        return await run(desk, request, actor, act, body={})

    @bp.get("/evidence/<evidence_id:str>/picture")
    async def _picture(request: Request, evidence_id: str) -> HTTPResponse:
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            item = await evidence_for(tx, evidence_id, None)
        return await picture(desk, request, item, own=False)
