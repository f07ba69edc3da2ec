"""The action server's own door. It reads for a conversation's customer, fills in drafts, and asks for a person; what
it wants written beyond that, the backend itself does, once, after the customer's yes (I28)."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.conversation import Conversation
from ..service import callbacks, confirm, handoffs
from ..service.desk import Desk
from ..service.drafts import Amendment, amend, open_draft
from ..service.evidence import evidence_for, evidence_json
from ..service.facts import order_for
from ..service.orders import order_json, orders_of
from ..service.ports import Tx
from ..service.refunds import refund_for
from ..service.threads import conversation_of, proxy
from ..service.views import callback_json, order_card, refund_card, refund_json, refund_summary
from ..settings import Settings
from . import guards, shapes
from .commands import Answer, day_of, parse, run


class KeepIneligible(shapes.Shape):
    """A refund that the policy refuses, as the buyer asked for it."""

    order_no: shapes.Id
    reason: shapes.Reason
    description: shapes.Text | None = None


def door(desk: Desk, settings: Settings) -> Blueprint:
    """Every route of the door, each below one conversation: the customer is the conversation's, never an argument."""
    bp = Blueprint("actions", url_prefix="/v1/actions/conversations/<conversation_id:str>")

    def who(request: Request) -> Actor:
        return guards.key(request, settings.actions_api_key, "bot")

    async def of(tx: Tx, conversation_id: str, lock: bool = False) -> Conversation:
        return await conversation_of(tx, conversation_id, None, lock=lock)

    @bp.get("/orders")
    async def _orders(request: Request, conversation_id: str) -> HTTPResponse:
        who(request)
        async with desk.store.reading() as tx:
            conversation = await of(tx, conversation_id)
            return json({"items": await orders_of(desk, tx, conversation.customer_id, 12)})

    @bp.get("/orders/<order_no:str>")
    async def _order(request: Request, conversation_id: str, order_no: str) -> HTTPResponse:
        who(request)
        async with desk.store.reading() as tx:
            conversation = await of(tx, conversation_id)
            return json(await order_json(desk, tx, await order_for(tx, order_no, conversation.customer_id)))

    @bp.get("/refunds/<refund_no:str>")
    async def _refund(request: Request, conversation_id: str, refund_no: str) -> HTTPResponse:
        who(request)
        async with desk.store.reading() as tx:
            conversation = await of(tx, conversation_id)
            refund = await refund_for(tx, refund_no, conversation.customer_id)
            return json(await refund_json(tx, refund) | {"card": await refund_card(tx, refund)})

    @bp.get("/evidence")
    async def _evidence(request: Request, conversation_id: str) -> HTTPResponse:
        who(request)
        async with desk.store.reading() as tx:
            await of(tx, conversation_id)
            found = await tx.evidence.find(conversation_id=conversation_id, order="-uploaded_at", limit=20)
            return json({"items": [evidence_json(item) for item in found]})

    @bp.get("/evidence/<evidence_id:str>")
    async def _one_evidence(request: Request, conversation_id: str, evidence_id: str) -> HTTPResponse:
        who(request)
        async with desk.store.reading() as tx:
            conversation = await of(tx, conversation_id)
            return json(evidence_json(await evidence_for(tx, evidence_id, conversation.customer_id)))

    @bp.put("/draft")
    async def _draft(request: Request, conversation_id: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, shapes.AmendDraft)

        async def act(tx: Tx) -> Answer:
            conversation = await of(tx, conversation_id)
            mine = proxy(conversation.customer_id)
            draft = await open_draft(desk, tx, mine, conversation.customer_id, body.order_no)
            change = Amendment(
                body.reason, body.amount_fen, body.fault_discovered_at, body.description, tuple(body.evidence_ids)
            )
            await amend(desk, tx, draft, change)
            row = await order_for(tx, draft.order_no, conversation.customer_id)
            order = await order_json(desk, tx, row)
            card = await order_card(tx, row, bool(order["eligibility"]["express"]["eligible"]))
            evidence = await tx.evidence.find(refund_no=draft.refund_no, state=["accepted", "pending"])
            return Answer(
                200,
                refund_summary(draft)
                | {
                    "preview": draft.decision,
                    "order": order,
                    "order_card": card,
                    "evidence": [{"evidence_id": e.evidence_id, "kinds": e.kinds} for e in evidence],
                },
            )

        return await run(desk, request, actor, act)

    @bp.post("/ineligible")
    async def _ineligible(request: Request, conversation_id: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, KeepIneligible)

        async def act(tx: Tx) -> Answer:
            conversation = await of(tx, conversation_id)
            mine, claim = proxy(conversation.customer_id), Amendment(body.reason, description=body.description)
            refund = await confirm.keep_ineligible(desk, tx, mine, conversation.customer_id, body.order_no, claim)
            return Answer(200, await refund_json(tx, refund) | {"card": await refund_card(tx, refund)})

        return await run(desk, request, actor, act)

    @bp.post("/handoff")
    async def _handoff(request: Request, conversation_id: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, shapes.AskPerson)

        async def act(tx: Tx) -> Answer:
            conversation = await of(tx, conversation_id, lock=True)
            mine = proxy(conversation.customer_id)
            _, told = await handoffs.request(
                desk, tx, mine, conversation, body.reason_code, body.wait_for_opening, body.message
            )
            return Answer(200, told)

        key = f"handoff:{conversation_id}:{body.turn_seq}" if body.turn_seq else None
        return await run(desk, request, actor, act, command_id=key)

    @bp.post("/confirm")
    async def _confirm(request: Request, conversation_id: str) -> HTTPResponse:
        actor = who(request)
        body = parse(request, shapes.Confirm)

        async def act(tx: Tx) -> Answer:
            return Answer(200, await confirm.confirmed(desk, tx, conversation_id, body.turn_seq))

        return await run(desk, request, actor, act, command_id=f"confirm:{conversation_id}:{body.turn_seq}")

    @bp.get("/callbacks")
    async def _callbacks(request: Request, conversation_id: str) -> HTTPResponse:
        who(request)
        day = day_of(request)
        async with desk.store.reading() as tx:
            conversation = await of(tx, conversation_id)
            found = await tx.callbacks.find(customer_id=conversation.customer_id, state=["scheduled", "in_call"])
            free = callbacks.slots(desk, day) or callbacks.slots(desk)
            return json({"items": [callback_json(c) for c in found], "slots": free})

    @bp.get("/policy")
    async def _policy(request: Request, conversation_id: str) -> HTTPResponse:
        who(request)
        policy = desk.policy
        rejections: dict[str, Any] = {
            code: {"text": r.text, "rule_ids": list(r.rule_ids), "curable": r.curable}
            for code, r in policy.rejections.items()
        }
        evidence = {r: [list(k) for k in policy.evidence[r].needs] for r in policy.reasons}
        return json(
            {
                "version": policy.version,
                "params": policy.params,
                "rejections": rejections,
                "evidence": evidence,
                "express": [
                    {"code": leg.code, "text": leg.text, "rule_ids": list(leg.rules)} for leg in policy.express
                ],
            }
        )

    return bp
