"""The staff's door to payouts (退款单): what the channels did, and sending an abnormal one on."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.errors import Invalid, NotFound
from ..domain.moment import iso
from ..domain.payout import PAYOUT, Payout
from ..domain.wording import failure_words
from ..service import payouts
from ..service.desk import Desk
from ..service.ports import Tx
from ..service.views import payout_json
from . import agent_lists, guards, shapes
from .commands import Answer, parse, run


def add(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/payouts")
    async def _payouts(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        wanted = agent_lists.states(request, PAYOUT)
        async with desk.store.reading() as tx:
            found = await agent_lists.page(tx.payouts, "-created_at", wanted)
            return json({"items": [_row(p) for p in found], "next": None})

    @bp.get("/payouts/<payout_no:str>")
    async def _payout(request: Request, payout_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            found = await _payout_for(tx, payout_no)
            acts = agent_lists.acts(PAYOUT, found.state, actor, ("redirect",))
            return json(_row(found) | {"transaction_id": found.transaction_id} | acts)

    @bp.post("/payouts/<payout_no:str>/events")
    async def _payout_event(request: Request, payout_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)

        async def act(tx: Tx) -> Answer:
            await _payout_for(tx, payout_no)
            if body.event != "redirect":
                raise Invalid(errors=[{"field": "event", "code": "unknown"}])
            return Answer(200, payout_json(await payouts.redirect(desk, tx, payout_no, actor, body.note)))

        return await run(desk, request, actor, act)


async def _payout_for(tx: Tx, payout_no: str) -> Payout:
    found = await tx.payouts.get(payout_no)
    if found is None:
        raise NotFound("没有找到这笔退款单。")
    return found


def _row(payout: Payout) -> dict[str, Any]:
    return payout_json(payout) | {
        "order_no": payout.order_no,
        "created_at": iso(payout.created_at),
        "channel_refund_id": payout.channel_refund_id,
        "polls": payout.polls,
        "failure": failure_words(payout.failure) if payout.failure else None,
    }
