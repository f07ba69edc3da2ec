"""The staff's door to disputes (纠纷单): both sides, the logs, and the ruling."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.dispute import DISPUTE, Dispute
from ..domain.errors import NotFound
from ..domain.moment import iso
from ..service import disputes
from ..service.desk import Desk
from ..service.ports import Tx
from ..service.views import dispute_brief
from . import agent_lists, guards, shapes
from .agent_refunds import evidence_row
from .commands import Answer, parse, run

RULINGS = ("ask_user", "ask_merchant", "pull_logs", "decide_user", "decide_partial", "decide_merchant")


def add(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/disputes")
    async def _disputes(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        wanted = agent_lists.states(request, DISPUTE)
        async with desk.store.reading() as tx:
            found = await agent_lists.page(tx.disputes, "-opened_at", wanted)
            return json({"items": [await _row(tx, d) for d in found], "next": None})

    @bp.get("/disputes/<dispute_no:str>")
    async def _dispute(request: Request, dispute_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            return json(await _whole(tx, actor, await _dispute_for(tx, dispute_no)))

    @bp.post("/disputes/<dispute_no:str>/events")
    async def _dispute_event(request: Request, dispute_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)

        async def act(tx: Tx) -> Answer:
            found = await _dispute_for(tx, dispute_no)
            await disputes.fire_staff_event(desk, tx, actor, found, body.event, body.note, body.amount_fen)
            return Answer(200, dispute_brief(found))

        return await run(desk, request, actor, act)


async def _dispute_for(tx: Tx, dispute_no: str) -> Dispute:
    found = await tx.disputes.get(dispute_no)
    if found is None:
        raise NotFound("没有找到这个纠纷。")
    return found


async def _row(tx: Tx, dispute: Dispute) -> dict[str, Any]:
    customer = await tx.customers.get(dispute.customer_id)
    merchant = await tx.merchants.get(dispute.merchant_id)
    order = await tx.orders.get(dispute.order_no)
    refund = await tx.refunds.get(dispute.refund_no)
    return dispute_brief(dispute) | {
        "customer_name": customer.name if customer else "",
        "merchant_name": merchant.name if merchant else "",
        "product_name": order.body["product"]["name"] if order else "",
        "refund_amount_fen": refund.amount_fen if refund else None,
        "adjudication_due_at": iso(dispute.adjudication_due_at),
    }


async def _whole(tx: Tx, actor: Actor, dispute: Dispute) -> dict[str, Any]:
    merchant = await tx.merchants.get(dispute.merchant_id)
    refund = await tx.refunds.get(dispute.refund_no)
    theirs = await tx.evidence.find(dispute_no=dispute.dispute_no, order="uploaded_at")
    buyers = await tx.evidence.find(refund_no=dispute.refund_no, order="uploaded_at")
    paid = await tx.compensations.find(dispute_no=dispute.dispute_no, order="-proposed_at")
    shape = await _row(tx, dispute)
    return shape | {
        "opened_by": dispute.opened_by,
        "notice_at": iso(dispute.notice_at),
        "resolved_at": iso(dispute.resolved_at),
        "merchant": {"merchant_id": dispute.merchant_id, "deposit_fen": merchant.deposit_fen if merchant else None},
        "merchant_answer": dispute.merchant_answer,
        "merchant_evidence": [evidence_row(item) for item in theirs],
        "claim": {
            "reason": refund.reason if refund else None,
            "description": refund.description if refund else None,
            "evidence": [evidence_row(item) for item in buyers if item.dispute_no is None],
        },
        "logs": dispute.logs,
        "compensations": [
            {"compensation_no": c.compensation_no, "state": c.state, "amount_fen": c.amount_fen} for c in paid
        ],
    } | agent_lists.acts(DISPUTE, dispute.state, actor, RULINGS)
