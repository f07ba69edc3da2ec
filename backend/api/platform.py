"""The platform's door: the host mirrors its facts in, reads ours, and in the sandbox moves the clock."""

from collections.abc import Callable
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.errors import Invalid, NotFound
from ..domain.moment import iso
from ..domain.people import Merchant
from ..service import chargebacks, customers
from ..service.channel_notices import Sandbox
from ..service.desk import Desk
from ..service.ports import Tx
from ..settings import Settings
from . import guards, platform_shapes, policy
from .agent_chargebacks import PutChargeback, chargeback_json
from .commands import Answer, parse, run
from .stream import number


def door(desk: Desk, settings: Settings, move_clock: Callable[..., Any], sandbox: Sandbox | None) -> Blueprint:
    """Every route of the door. `sandbox` is None in production."""
    bp = Blueprint("platform", url_prefix="/v1/platform")

    def who(request: Request) -> Actor:
        return guards.key(request, settings.platform_api_key, "platform")

    @bp.put("/customers/<customer_id:str>")
    async def _customer(request: Request, customer_id: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, platform_shapes.PutCustomer)

        async def act(tx: Tx) -> Answer:
            found = await customers.put_customer(tx, customer_id, body.name, body.standing)
            return Answer(200, {"customer_id": customer_id, "name": found.name, "standing": found.standing})

        return await run(desk, request, actor, act)

    @bp.put("/merchants/<merchant_id:str>")
    async def _merchant(request: Request, merchant_id: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, platform_shapes.PutMerchant)

        async def act(tx: Tx) -> Answer:
            found: Merchant = await customers.put_merchant(
                tx, merchant_id, body.name, body.deposit_fen, body.webhook_url, body.webhook_secret
            )
            return Answer(200, {"merchant_id": merchant_id, "name": found.name, "deposit_fen": found.deposit_fen})

        return await run(desk, request, actor, act)

    @bp.put("/orders/<order_no:str>")
    async def _order(request: Request, order_no: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, platform_shapes.PutOrder)
        if len(order_no) > 64:
            raise Invalid(errors=[{"field": "order_no", "code": "too_long"}])

        async def act(tx: Tx) -> Answer:
            row = await customers.put_order(desk, tx, order_no, body.stored())
            return Answer(200, {"order_no": row.order_no})

        return await run(desk, request, actor, act)

    @bp.put("/orders/<order_no:str>/chargebacks/<chargeback_no:str>")
    async def _chargeback(request: Request, order_no: str, chargeback_no: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, PutChargeback)
        if len(chargeback_no) > 64:
            raise Invalid(errors=[{"field": "chargeback_no", "code": "too_long"}])

        async def act(tx: Tx) -> Answer:
            found = await chargebacks.report(
                desk, tx, actor, order_no, chargeback_no, body.transaction_id, body.amount_fen
            )
            return Answer(200, chargeback_json(found))

        return await run(desk, request, actor, act)

    @bp.get("/events")
    async def _events(request: Request) -> HTTPResponse:
        who(request)
        after, limit = number(request, "after_seq", 0), number(request, "limit", 100, 1000)
        async with desk.store.reading() as tx:
            found = await tx.events.after(after, max(1, limit))
        items = [
            {
                "seq": e.seq, "event": e.event, "at": iso(e.at), "refund_no": e.refund_no, "order_no": e.order_no,
                "customer_id": e.customer_id, "data": e.data,
            }
            for e in found
        ]  # fmt: skip
        return json({"items": items, "next": items[-1]["seq"] if len(items) == max(1, limit) else None})

    policy.add_routes(bp, desk, who)

    @bp.post("/clock")
    async def _clock(request: Request) -> HTTPResponse:
        who(request)
        if not settings.sandbox:
            raise NotFound()
        body = parse(request, platform_shapes.MoveClock)
        if (body.now is None) == (body.advance_seconds is None):
            raise Invalid(errors=[{"field": "now", "code": "one_of"}])
        await move_clock(body.target(desk.now()))
        return json({"now": iso(desk.now())})

    @bp.post("/sandbox/channel")
    async def _channel(request: Request) -> HTTPResponse:
        who(request)
        if not settings.sandbox:
            raise NotFound()
        assert sandbox is not None
        body = parse(request, platform_shapes.SetChannel)
        undone = False
        if body.behaviour == "reverse" and body.order_no:
            # What has been paid on the order already is taken back; else the next refund will be.
            async with desk.store.reading() as tx:
                paid = await tx.payouts.find(order_no=body.order_no, channel=body.channel, state="succeeded")
            undone = any([await sandbox.reverse(body.channel, payout.out_refund_no) for payout in paid])
        if not undone:
            await sandbox.behave(body.channel, body.behaviour, body.order_no)
        return json({"channel": body.channel, "behaviour": body.behaviour})

    return bp
