"""The merchant's door: its disputes, its answer, its evidence."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.dispute import Dispute
from ..domain.errors import Invalid, NotFound
from ..domain.evidence_item import EvidenceItem
from ..domain.moment import iso
from ..service import disputes, merchant_evidence
from ..service.desk import Desk
from ..service.ports import Tx
from ..service.views import dispute_brief
from ..settings import Settings
from . import guards, merchant_stream
from .commands import Answer, parse, run
from .pictures import picture, sent_file
from .shapes import Id, Shape


class MerchantEvent(Shape):
    event: Literal["merchant_accepts", "merchant_contests", "supplied_m"]
    reason: Annotated[str, StringConstraints(max_length=2000)] | None = None
    evidence_ids: list[Id] = Field(default_factory=list, max_length=20)


def door(desk: Desk, settings: Settings) -> Blueprint:
    """Every route of the door; another merchant's dispute is not found."""
    bp = Blueprint("merchant", url_prefix="/v1/merchant")

    def who(request: Request) -> Actor:
        return guards.merchant(request, settings)

    async def mine(tx: Tx, actor: Actor, dispute_no: str) -> Dispute:
        found = await tx.disputes.get(dispute_no)
        if found is None or found.merchant_id != actor.id:
            raise NotFound("没有找到这个纠纷。")
        return found

    @bp.get("/disputes")
    async def _list(request: Request) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            found = await tx.disputes.find(merchant_id=actor.id, order="-opened_at", limit=100)
            items = [dispute_brief(d) | await _order(tx, d) for d in found]
            name = await tx.merchants.get(actor.id)
            return json({"items": items, "name": name.name if name else "", "now": iso(desk.now()), "next": None})

    @bp.get("/stream")
    async def _stream(request: Request) -> None:
        """`changed` whenever a dispute of this shop has moved; the page then reads what it shows."""
        await merchant_stream.follow(request, desk, who(request).id)

    @bp.get("/disputes/<dispute_no:str>")
    async def _one(request: Request, dispute_no: str) -> HTTPResponse:
        actor = who(request)
        async with desk.store.transaction() as tx:
            await mine(tx, actor, dispute_no)
            # Opening it is proof of notice (S16).
            await disputes.notice_delivered(desk, tx, dispute_no)
            return json(await _whole(tx, await mine(tx, actor, dispute_no)))

    @bp.post("/disputes/<dispute_no:str>/events")
    async def _event(request: Request, dispute_no: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, MerchantEvent)

        async def act(tx: Tx) -> Answer:
            found = await mine(tx, actor, dispute_no)
            await disputes.merchant_answers(desk, tx, actor, found, body.event, body.reason, body.evidence_ids)
            return Answer(200, dispute_brief(found))

        return await run(desk, request, actor, act)

    @bp.post("/evidence")
    async def _upload(request: Request) -> HTTPResponse:
        actor = who(request)
        data, form = sent_file(request)
        dispute_no = form.get("dispute_no")
        if not dispute_no:
            raise Invalid(errors=[{"field": "dispute_no", "code": "missing"}])
        async with desk.store.reading() as tx:
            dispute = await mine(tx, actor, dispute_no)
        item = await merchant_evidence.supply(desk, actor, dispute, data)
        return json({"evidence_id": item.evidence_id}, status=201)

    @bp.get("/evidence/<evidence_id:str>/picture")
    async def _picture(request: Request, evidence_id: str) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            item = await tx.evidence.get(evidence_id)
            if item is None or not await _concerns(tx, actor, item):
                raise NotFound("没有找到这张图片。")
        return await picture(desk, request, item, own=item.merchant_id == actor.id)

    return bp


async def _concerns(tx: Tx, actor: Actor, item: EvidenceItem) -> bool:
    """The merchant's own pictures, and the buyer's in a case that is disputed with it."""
    if item.merchant_id is not None or item.refund_no is None:
        return item.merchant_id == actor.id
    return bool(await tx.disputes.count(refund_no=item.refund_no, merchant_id=actor.id))


async def _order(tx: Tx, dispute: Dispute) -> dict[str, Any]:
    """What was bought, and what is asked back."""
    order = await tx.orders.get(dispute.order_no)
    refund = await tx.refunds.get(dispute.refund_no)
    body = order.body if order else {}
    return {
        "product_name": body.get("product", {}).get("name", ""),
        "paid_at": body.get("paid_at"),
        "shipped_at": body.get("shipped_at"),
        "paid_fen": sum(payment["amount_fen"] for payment in body.get("payments", [])),
        "refund_amount_fen": refund.amount_fen if refund else None,
    }


async def _whole(tx: Tx, dispute: Dispute) -> dict[str, Any]:
    """The dispute with the buyer's claim and both sides' pictures; who the buyer is stays with the platform."""
    refund = await tx.refunds.get(dispute.refund_no)
    buyers = await tx.evidence.find(refund_no=dispute.refund_no, order="uploaded_at")
    own = await tx.evidence.find(dispute_no=dispute.dispute_no, merchant_id=dispute.merchant_id, order="uploaded_at")
    shape = dispute_brief(dispute) | await _order(tx, dispute)
    return shape | {
        "claim": {
            "reason": refund.reason if refund else None,
            "description": refund.description if refund else None,
            "evidence": [_shown(item) for item in buyers if item.merchant_id is None],
        },
        "answer": dispute.merchant_answer,
        "evidence": [_shown(item) for item in own],
        "resolved_at": iso(dispute.resolved_at),
    }


def _shown(item: EvidenceItem) -> dict[str, Any]:
    return {
        "evidence_id": item.evidence_id,
        "kinds": item.kinds,
        "uploaded_at": iso(item.uploaded_at),
        "picture": f"/v1/merchant/evidence/{item.evidence_id}/picture",
    }
