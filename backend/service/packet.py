"""What an agent needs at a glance of a talk that is handed over (POLICY section 2 G): as things stand when it is asked
for, kept with the request."""

from typing import Any

from ..domain.conversation import Conversation
from ..domain.moment import iso
from ..domain.people import OrderRow
from ..domain.refund import Refund
from .desk import Desk
from .facts import frozen, order_of, refundable_fen
from .ports import Tx
from .views import missing, refund_summary

OVER = frozenset({"closed", "cancelled", "abandoned", "rejected_final"})
# What a person is told of the decision: why, on which rows and rules, and what comes next.
TRACE = ("outcome", "code", "blocked_by", "manual_causes", "rule_ids", "rows", "text", "next_steps")
LAST_WORDS = 5


async def packet(desk: Desk, tx: Tx, conversation: Conversation, before: dict[str, Any] | None) -> dict[str, Any]:
    """Who; which order and case, with the decision's trace and the evidence; what 小云 asked, was told and was doing.
    `before` is the packet of the request that this one follows: while a person is waited for 小云 does nothing, so what
    she had learned by then still holds."""
    customer = await tx.customers.get(conversation.customer_id)
    refunds = await tx.refunds.find(customer_id=conversation.customer_id, order="-created_at", limit=5)
    agenda = conversation.agenda or (before or {}).get("agenda")
    case = await _case(tx, conversation, agenda or {}, refunds)
    order = await _order(tx, conversation, agenda or {}, case)
    return {
        "customer": {
            "customer_id": conversation.customer_id,
            "name": customer.name if customer else "",
            "standing": customer.standing if customer else "good",
        },
        "order": await _order_brief(tx, order) if order else None,
        "case": await _case_brief(tx, case) if case else None,
        "refunds": [refund_summary(r) for r in refunds],
        "agenda": agenda,
        "asked": await _asked(tx, conversation),
        "said": await _said(tx, conversation),
        "at": iso(desk.now()),
    }


async def _case(tx: Tx, conversation: Conversation, agenda: dict[str, Any], refunds: list[Refund]) -> Refund | None:
    """The one they spoke of, else the newest that goes on; of another order than theirs, none."""
    named = await tx.refunds.get(agenda["refund_no"]) if agenda.get("refund_no") else None
    if named is not None and named.customer_id == conversation.customer_id:
        return named
    order_no = agenda.get("order_no")
    going_on = [r for r in refunds if r.state not in OVER and order_no in {None, r.order_no}]
    return going_on[0] if going_on else None


async def _order(tx: Tx, conversation: Conversation, agenda: dict[str, Any], case: Refund | None) -> OrderRow | None:
    """The case's order, or the one they spoke of, or the one from whose page the window was opened."""
    number = case.order_no if case else agenda.get("order_no") or (conversation.hint or {}).get("order_no")
    found = await tx.orders.get(number) if number else None
    return found if found is not None and found.customer_id == conversation.customer_id else None


async def _order_brief(tx: Tx, row: OrderRow) -> dict[str, Any]:
    order = order_of(row)
    return {
        "order_no": row.order_no,
        "product_name": order.product.name,
        "paid_fen": order.paid_fen,
        "refundable_fen": await refundable_fen(tx, order),
        "frozen": await frozen(tx, row.order_no),
        "paid_at": iso(row.paid_at),
        "delivered_at": iso(order.delivered_at),
    }


async def _case_brief(tx: Tx, case: Refund) -> dict[str, Any]:
    evidence = await tx.evidence.find(refund_no=case.refund_no, order="uploaded_at")
    trace = {name: case.decision.get(name) for name in TRACE} if case.decision else None
    return {
        "refund_no": case.refund_no,
        "state": case.state,
        "decision": trace,
        "told": case.outcome,
        "evidence": [{"evidence_id": e.evidence_id, "kinds": e.kinds, "state": e.state} for e in evidence],
        "missing_evidence": missing(case),
    }


async def _asked(tx: Tx, conversation: Conversation) -> list[dict[str, Any]]:
    """小云's last questions, the oldest first."""
    said = await tx.entries.find(
        conversation_id=conversation.conversation_id, kind="bot.said", order="-seq", limit=4 * LAST_WORDS
    )
    asked = [e for e in said if str(e.body.get("act")).startswith("ask_")][:LAST_WORDS]
    return [{"seq": e.seq, "act": e.body["act"], "text": e.text} for e in reversed(asked)]


async def _said(tx: Tx, conversation: Conversation) -> list[dict[str, Any]]:
    """The buyer's last words, the oldest first; what was only tapped has none."""
    said = await tx.entries.find(
        conversation_id=conversation.conversation_id, kind="customer.said", order="-seq", limit=2 * LAST_WORDS
    )
    return [{"seq": e.seq, "text": e.text} for e in reversed([e for e in said if e.text][:LAST_WORDS])]
