"""The merchant's door: its disputes, its answer, its evidence."""

import asyncio
from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.dispute import Dispute
from ..domain.errors import Invalid, NotFound
from ..domain.evidence_item import EvidenceItem
from ..service import disputes
from ..service.desk import Desk
from ..service.ports import Tx
from ..service.views import dispute_brief
from ..settings import Settings
from . import guards
from .commands import Answer, parse, run
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

    async def mine(tx: Tx, actor: Actor, dispute_no: str, lock: bool = False) -> Dispute:
        found = await tx.disputes.get(dispute_no, lock=lock)
        if found is None or found.merchant_id != actor.id:
            raise NotFound("没有找到这个纠纷。")
        return found

    @bp.get("/disputes")
    async def _list(request: Request) -> HTTPResponse:
        actor = who(request)
        async with desk.store.reading() as tx:
            found = await tx.disputes.find(merchant_id=actor.id, order="-opened_at", limit=100)
            return json({"items": [dispute_brief(d) for d in found], "next": None})

    @bp.get("/disputes/<dispute_no:str>")
    async def _one(request: Request, dispute_no: str) -> HTTPResponse:
        actor = who(request)
        async with desk.store.transaction() as tx:
            await mine(tx, actor, dispute_no)
            # Opening it is proof of notice (S16).
            await disputes.notice_delivered(desk, tx, dispute_no)
            return json(dispute_brief(await mine(tx, actor, dispute_no)))

    @bp.post("/disputes/<dispute_no:str>/events")
    async def _event(request: Request, dispute_no: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, MerchantEvent)

        async def act(tx: Tx) -> Answer:
            found = await mine(tx, actor, dispute_no, lock=True)
            await disputes.merchant_answers(desk, tx, actor, found, body.event, body.reason, body.evidence_ids)
            return Answer(200, dispute_brief(found))

        return await run(desk, request, actor, act)

    @bp.post("/evidence")
    async def _upload(request: Request) -> HTTPResponse:
        actor = who(request)
        upload = (request.files or {}).get("file")
        dispute_no = (request.form or {}).get("dispute_no")
        if upload is None or not dispute_no:
            raise Invalid("请选择一张图片。", errors=[{"field": "file", "code": "missing"}])
        async with desk.store.reading() as tx:
            dispute = await mine(tx, actor, dispute_no)
        picture = await asyncio.to_thread(desk.admit, upload.body)
        file = await desk.files.save(picture.data, picture.suffix)
        thumbnail = await desk.files.save(picture.thumbnail, ".jpg")
        item = EvidenceItem(
            desk.number("E"), f"merchant:{actor.id}", picture.sha256, file, thumbnail, picture.media_type,
            picture.width, picture.height, len(picture.data), desk.now(), order_no=dispute.order_no,
            dispute_no=dispute_no, merchant_id=actor.id, state="accepted", kinds=["merchant_statement"],
        )  # fmt: skip
        async with desk.store.transaction() as tx:
            tx.evidence.add(item)
        return json({"evidence_id": item.evidence_id}, status=201)

    return bp
