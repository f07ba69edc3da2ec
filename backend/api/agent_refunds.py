"""The staff's door to refunds: the lists, the case with everything a reviewer weighs, and what was decided."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import STAFF_ROLES, Actor
from ..domain.evidence_item import EvidenceItem
from ..domain.moment import iso
from ..domain.refund import REFUND, Refund
from ..domain.wording import EVENTS
from ..service import assignments, reviews, revocations
from ..service.desk import Desk
from ..service.facts import order_for
from ..service.orders import order_json
from ..service.ports import Tx
from ..service.refund_moves import IN_REVIEW
from ..service.refunds import refund_for
from ..service.views import refund_json, refund_summary
from . import agent_lists, desk_shapes, guards, shapes
from .commands import Answer, parse, run

HIDDEN = frozenset({"draft", "abandoned"})


def add(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/refunds")
    async def _refunds(request: Request) -> HTTPResponse:
        """In review only: the one due first comes first; otherwise the newest. Without the appeals against what this
        person rejected: others decide those (R81)."""
        actor = await guards.staff(request, desk)
        wanted = agent_lists.states(request, REFUND)
        order = "review_due_at" if wanted and IN_REVIEW.issuperset(wanted) else "-created_at"
        async with desk.store.reading() as tx:
            found = await agent_lists.page(tx.refunds, order, wanted)
            shown = [r for r in found if (wanted or r.state not in HIDDEN) and not reviews.kept_from(r, actor.id)]
            names = await agent_lists.Names.read(tx)
            return json({"items": [await row(tx, r, names) for r in shown], "next": None})

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

    @bp.post("/refunds/assign")
    async def _assign(request: Request) -> HTTPResponse:
        """A pile of reviews for one colleague; a reviewer may take for themselves alone."""
        actor = await guards.staff(request, desk)
        body = parse(request, desk_shapes.AssignReviews)
        if body.to not in (None, actor.id):
            guards.need(actor, "senior_reviewer", "supervisor")

        async def act(tx: Tx) -> Answer:
            return Answer(200, await assignments.assign(desk, tx, actor, body.refund_nos, body.to))

        return await run(desk, request, actor, act)

    @bp.get("/refunds/<refund_no:str>")
    async def _refund(request: Request, refund_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            return json(await _case(desk, tx, actor, await refund_for(tx, refund_no, None)))

    @bp.post("/refunds/<refund_no:str>/events")
    async def _refund_event(request: Request, refund_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.StaffEvent)
        items = tuple(item.model_dump(exclude_none=True) for item in body.items)
        ruling = reviews.Ruling(body.reason_code, body.note, items, body.amount_fen, body.due_at)
        if body.event in {"approve", "overturn"}:
            await revocations.hurry(desk, refund_no)

        async def act(tx: Tx) -> Answer:
            refund = await reviews.fire_staff_event(desk, tx, actor, refund_no, body.event, ruling)
            return Answer(200, await refund_json(tx, refund))

        return await run(desk, request, actor, act)

    @bp.get("/rejections")
    async def _rejections(request: Request) -> HTTPResponse:
        """Why a refund may be rejected, as the policy in force words it."""
        await guards.staff(request, desk)
        items = [
            {"code": r.code, "curable": r.curable, "rule_ids": list(r.rule_ids), "text": r.text}
            for r in desk.policy.rejections.values()
        ]
        return json({"items": items, "next": None})


async def row(tx: Tx, refund: Refund, names: agent_lists.Names) -> dict[str, Any]:
    """A refund as a list shows it."""
    customer = await tx.customers.get(refund.customer_id)
    order = await tx.orders.get(refund.order_no)
    return refund_summary(refund) | {
        "customer_name": customer.name if customer else "",
        "product_name": order.body["product"]["name"] if order else "",
        "appeal_due_at": iso(refund.appeal_due_at),
        "breached": refund.breached_at is not None,
        "assigned_to": refund.assigned_to,
        "assigned_name": names.of(refund.assigned_to),
    }


async def _case(desk: Desk, tx: Tx, actor: Actor, refund: Refund) -> dict[str, Any]:
    order = await order_for(tx, refund.order_no, None)
    merchant = await tx.merchants.get(order.merchant_id)
    names = await agent_lists.Names.read(tx)
    evidence = await tx.evidence.find(refund_no=refund.refund_no, order="uploaded_at")
    talks = await tx.conversations.find(customer_id=refund.customer_id, order="-updated_at", limit=1)
    eyes = reviews.kept_from(refund, actor.id)
    kept = dict.fromkeys(("overturn", "uphold"), "申诉不能由原来驳回的人复核。") if eyes else {}
    mirrored = ("product", "supplier_record", "expires_at", "advertised_valid_until", "requested", "delivered")
    return await refund_json(tx, refund) | {
        "order": await order_json(desk, tx, order) | {"payments": order.body["payments"]},
        "merchant_name": merchant.name if merchant else order.merchant_id,
        "order_facts": {key: order.body.get(key) for key in mirrored},
        "customer": await _customer(tx, refund),
        "evidence": [evidence_row(item) for item in evidence],
        "conversation_id": talks[0].conversation_id if talks else None,
        "decision_trace": refund.decision,
        "override_code": refund.override_code,
        "appeal_statement": refund.appeal_statement,
        "appeal_due_at": iso(refund.appeal_due_at),
        "supplement_rounds": refund.supplement_rounds,
        "rejected_by": refund.rejected_by,
        "assigned_to": refund.assigned_to,
        "assigned_name": names.of(refund.assigned_to),
        "breached": refund.breached_at is not None,
        "history": await _history(tx, refund, names),
    } | agent_lists.acts(REFUND, refund.state, actor, reviews.STAFF_EVENTS, kept)


def evidence_row(item: EvidenceItem) -> dict[str, Any]:
    """A picture with what the check found, for whoever weighs it."""
    return {
        "evidence_id": item.evidence_id,
        "kinds": item.kinds,
        "state": item.state,
        "check": item.check,
        "flags": item.flags,
        "sha256": item.sha256,
        "uploaded_at": iso(item.uploaded_at),
        "removed_at": iso(item.removed_at),
        "from": "merchant" if item.merchant_id else "customer",
        "picture": f"/v1/agent/evidence/{item.evidence_id}/picture",
    }


async def _customer(tx: Tx, refund: Refund) -> dict[str, Any]:
    """Who asks, and what became of what they asked before."""
    customer = await tx.customers.get(refund.customer_id)
    before = [r for r in await tx.refunds.find(customer_id=refund.customer_id) if r.state not in HIDDEN]
    return {
        "customer_id": refund.customer_id,
        "name": customer.name if customer else "",
        "standing": customer.standing if customer else None,
        "refunds": len(before),
        "refunded": sum(r.refunded_at is not None for r in before),
        "rejected": sum(r.state in {"rejected", "rejected_final"} for r in before),
    }


async def _history(tx: Tx, refund: Refund, names: agent_lists.Names) -> list[dict[str, Any]]:
    """The audit rows of the case: who did what, by which rules, with which note."""
    rows = await tx.audit.find(machine="refund", key=refund.refund_no, allowed=True, order="seq")
    return [
        {
            "at": iso(r.at), "event": r.event, "text": EVENTS.get(r.event, r.event), "target": r.target,
            "actor_role": r.actor_role, "actor_id": r.actor_id, "note": r.note, "rule_ids": r.rule_ids,
            "actor_name": names.of(r.actor_id) if r.actor_role in STAFF_ROLES else None,
        }
        for r in rows
    ]  # fmt: skip
