"""The staff's door to compensations (赔付): proposed by one, approved by another, advanced by finance (A25)."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.compensation import COMPENSATION, Compensation
from ..domain.errors import NotFound
from ..domain.moment import iso
from ..service import compensations
from ..service.desk import Desk
from ..service.ports import Tx
from . import agent_lists, guards, shapes
from .agent_refunds import evidence_row
from .commands import Answer, parse, run

RULINGS = ("second_approve", "refuse", "deposit_short")


def add(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/compensations")
    async def _compensations(request: Request) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        wanted = agent_lists.states(request, COMPENSATION)
        async with desk.store.reading() as tx:
            found = await agent_lists.page(tx.compensations, "-proposed_at", wanted)
            names = await agent_lists.Names.read(tx)
            items = [compensation_json(c, actor) | await _people(tx, c, names) for c in found]
        return json({"items": items, "next": None})

    @bp.get("/compensations/<compensation_no:str>")
    async def _compensation(request: Request, compensation_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            found = await _for(tx, compensation_no)
            cited = [await tx.evidence.get(evidence_id) for evidence_id in found.evidence_ids]
            names = await agent_lists.Names.read(tx)
            more = await _people(tx, found, names) | {"evidence": [evidence_row(item) for item in cited if item]}
        return json(compensation_json(found, actor) | more)

    @bp.post("/disputes/<dispute_no:str>/compensations")
    async def _propose(request: Request, dispute_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.ProposeCompensation)

        async def act(tx: Tx) -> Answer:
            dispute = await tx.disputes.get(dispute_no, lock=True)
            if dispute is None:
                raise NotFound("没有找到这个纠纷。")
            found = await compensations.propose(
                desk, tx, actor, dispute, body.amount_fen, body.finding, body.evidence_ids, body.note
            )
            return Answer(201, compensation_json(found, actor))

        return await run(desk, request, actor, act)

    @bp.post("/compensations/<compensation_no:str>/events")
    async def _event(request: Request, compensation_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)

        async def act(tx: Tx) -> Answer:
            found = await _for(tx, compensation_no, lock=True)
            await compensations.fire_staff_event(desk, tx, actor, found, body.event, body.note)
            return Answer(200, compensation_json(found, actor))

        return await run(desk, request, actor, act)


async def _for(tx: Tx, compensation_no: str, lock: bool = False) -> Compensation:
    found = await tx.compensations.get(compensation_no, lock=lock)
    if found is None:
        raise NotFound("没有找到这笔赔付。")
    return found


async def _people(tx: Tx, found: Compensation, names: agent_lists.Names) -> dict[str, Any]:
    """Whose deposit it is, how much there is of it, who is to be paid, and who of the staff decided."""
    merchant = await tx.merchants.get(found.merchant_id)
    customer = await tx.customers.get(found.customer_id)
    return {
        "merchant_name": merchant.name if merchant else found.merchant_id,
        "deposit_fen": merchant.deposit_fen if merchant else None,
        "customer_name": customer.name if customer else "",
        "proposed_name": names.of(found.proposed_by),
        "approved_name": names.of(found.approved_by),
    }


def compensation_json(found: Compensation, actor: Actor) -> dict[str, Any]:
    """The compensation and what this member of staff may do with it; the proposer may not approve."""
    own = actor.id == found.proposed_by
    kept = dict.fromkeys(("second_approve", "refuse"), "提出赔付的人不能自己批复。") if own else {}
    return {
        "compensation_no": found.compensation_no,
        "dispute_no": found.dispute_no,
        "refund_no": found.refund_no,
        "merchant_id": found.merchant_id,
        "customer_id": found.customer_id,
        "state": found.state,
        "amount_fen": found.amount_fen,
        "held_fen": found.held_fen,
        "advanced_fen": found.advanced_fen,
        "finding": found.finding,
        "evidence_ids": found.evidence_ids,
        "note": found.note,
        "proposed_by": found.proposed_by,
        "proposed_at": iso(found.proposed_at),
        "approved_by": found.approved_by,
        "out_bill_no": found.out_bill_no,
        "paid_at": iso(found.paid_at),
    } | agent_lists.acts(COMPENSATION, found.state, actor, RULINGS, kept)
