"""The contract's JSON shapes of a case, an order and a callback, as customers, staff and the assistant read them."""

from typing import Any

from ..domain.callback import Callback
from ..domain.conversation import Conversation
from ..domain.dispute import Dispute
from ..domain.expedite import Expedite
from ..domain.moment import iso
from ..domain.payout import Payout
from ..domain.people import OrderRow
from ..domain.refund import Refund
from ..domain.wording import EVENTS, SILENT
from .facts import order_of, refundable_fen
from .ports import Tx
from .threads import marks

MOMENTS = (
    "submitted_at", "review_due_at", "supplement_due_at", "merchant_due_at", "resubmit_until_at", "appeal_until_at",
    "appeal_due_at",
)  # fmt: skip


_APPLIES = {
    "review_due_at": {"under_review", "manual_review", "appeal_review", "evidence_required"},
    "supplement_due_at": {"evidence_required"},
    "merchant_due_at": {"disputed"},
    "resubmit_until_at": {"rejected"},
    "appeal_until_at": {"rejected"},
    "appeal_due_at": {"appeal_review"},
}


async def refund_json(tx: Tx, refund: Refund) -> dict[str, Any]:
    """The contract's refund, whole."""
    shape = refund_summary(refund)
    payouts = await tx.payouts.find(refund_no=refund.refund_no)
    evidence = await tx.evidence.find(refund_no=refund.refund_no, order="uploaded_at")
    disputes = await tx.disputes.find(refund_no=refund.refund_no, order="-opened_at", limit=1)
    expedites = await tx.expedites.find(refund_no=refund.refund_no, order="-opened_at", limit=1)
    compensations = await tx.compensations.find(refund_no=refund.refund_no, order="-proposed_at", limit=1)
    shape |= {
        "description": refund.description,
        "arrival": refund.arrival,
        "decision": refund.outcome,
        "missing_evidence": missing(refund),
        "requested_items": refund.supplement_items if refund.state == "evidence_required" else [],
        "evidence": [
            {"evidence_id": e.evidence_id, "kinds": e.kinds, "state": e.state, "uploaded_at": iso(e.uploaded_at)}
            for e in evidence
        ],
        "payouts": [payout_json(p) for p in sorted(payouts, key=lambda p: (p.created_at, p.leg))],
        "dispute": dispute_brief(disputes[0]) if disputes else None,
        "expedite": expedite_json(expedites[0]) if expedites else None,
        "compensation": (
            {"compensation_no": c.compensation_no, "state": c.state, "amount_fen": c.amount_fen}
            if (c := compensations[0] if compensations else None)
            else None
        ),
        "attempts": refund.attempts,
        "presumed": refund.presumed,
        "timeline": await timeline(tx, refund),
    }
    return shape


def refund_summary(refund: Refund) -> dict[str, Any]:
    """Enough of a refund for a list or the assistant's context."""
    return {
        "refund_no": refund.refund_no,
        "order_no": refund.order_no,
        "state": refund.state,
        "path": refund.path,
        "type": refund.type,
        "revocation": refund.revocation,
        "reason": refund.reason,
        "amount_fen": refund.amount_fen,
        "curable": _curable(refund),
        "fault_discovered_at": iso(refund.fault_discovered_at),
        "created_at": iso(refund.created_at),
    } | _moments(refund)


def _curable(refund: Refund) -> bool | None:
    """Whether a rejected case may be handed in anew: an appeal that failed leaves no second attempt (R38, R81)."""
    if refund.state != "rejected":
        return None
    return bool((refund.outcome or {}).get("curable")) and not refund.appeal_used


def _moments(refund: Refund) -> dict[str, str | None]:
    """The case's deadlines; what does not apply to its state is null. An appeal is a review with a date of its own."""
    shape = {name: iso(getattr(refund, name)) for name in MOMENTS}
    for name, states in _APPLIES.items():
        if refund.state not in states:
            shape[name] = None
    if refund.state == "appeal_review":
        shape["review_due_at"] = iso(refund.appeal_due_at)
    return shape


def missing(refund: Refund) -> list[list[str]]:
    """What the case lacks, each as the kinds of picture that would do: asked for by a reviewer, or for a draft."""
    if refund.state == "evidence_required":
        return [[item["kind"]] for item in refund.supplement_items]
    found: list[list[str]] = (refund.decision or {}).get("missing_evidence") or []
    return found if refund.state == "draft" else []


async def timeline(tx: Tx, refund: Refund) -> list[dict[str, Any]]:
    """What happened to the case, as its audit rows tell it."""
    rows = await tx.audit.find(machine="refund", key=refund.refund_no, allowed=True, order="seq")
    return [
        {"at": iso(r.at), "event": r.event, "actor": _actor(r.actor_role), "text": EVENTS.get(r.event, r.event)}
        for r in rows
        if r.event not in SILENT
    ]


def _actor(role: str) -> str:
    if role in {"customer", "bot"}:
        return "customer"
    return "system" if role in {"system", "timer", "payout", "channel", "dispute"} else "staff"


async def refund_card(tx: Tx, refund: Refund) -> dict[str, Any]:
    """The card of type `refund` for the thread."""
    whole = await refund_json(tx, refund)
    row = await tx.orders.get(refund.order_no)
    keys = (
        "refund_no", "order_no", "state", "path", "reason", "amount_fen", "submitted_at", "review_due_at",
        "supplement_due_at", "resubmit_until_at", "appeal_until_at", "arrival", "payouts", "missing_evidence",
        "requested_items", "decision", "timeline",
    )  # fmt: skip
    name = row.body["product"]["name"] if row else ""
    return {"type": "refund", "product_name": name} | {key: whole[key] for key in keys}


async def order_card(tx: Tx, row: OrderRow, express: bool) -> dict[str, Any]:
    """The card of type `order`."""
    order = order_of(row)
    delivery = "confirmed" if order.confirmed_at else "delivered" if order.shipped_at else "undelivered"
    return {
        "type": "order",
        "order_no": row.order_no,
        "product_name": order.product.name,
        "product_kind": order.product.kind,
        "amount_fen": order.paid_fen,
        "refundable_fen": await refundable_fen(tx, order),
        "paid_at": iso(row.paid_at),
        "delivery": delivery,
        "express": express,
    }


def payout_json(payout: Payout) -> dict[str, Any]:
    return {
        "payout_no": payout.payout_no,
        "refund_no": payout.refund_no,
        "channel": payout.channel,
        "funding": payout.funding,
        "amount_fen": payout.amount_fen,
        "state": payout.state,
        "out_refund_no": payout.out_refund_no,
        "attempt": payout.attempt,
        "accepted_at": iso(payout.accepted_at),
        "succeeded_at": iso(payout.succeeded_at),
        "expected_at": iso(payout.expected_at),
    }


def dispute_brief(dispute: Dispute) -> dict[str, Any]:
    return {
        "dispute_no": dispute.dispute_no,
        "refund_no": dispute.refund_no,
        "order_no": dispute.order_no,
        "state": dispute.state,
        "opened_at": iso(dispute.opened_at),
        "reason": dispute.reason,
        "notice_state": dispute.notice_state,
        "merchant_due_at": iso(dispute.merchant_due_at),
        "evidence_due_at": iso(dispute.evidence_due_at),
        "amount_fen": dispute.amount_fen,
        "finding": dispute.finding,
    }


def expedite_json(ticket: Expedite) -> dict[str, Any]:
    return {
        "expedite_no": ticket.expedite_no,
        "refund_no": ticket.refund_no,
        "state": ticket.state,
        "opened_at": iso(ticket.opened_at),
    }


def callback_json(callback: Callback, masked: bool = True) -> dict[str, Any]:
    return {
        "callback_no": callback.callback_no,
        "state": callback.state,
        "phone": _starred(callback.phone) if masked else callback.phone,
        "slot_start_at": iso(callback.slot_start_at),
        "message": callback.message,
        "refund_no": callback.refund_no,
        "attempts": callback.attempts,
        "outcome": callback.outcome,
        "created_at": iso(callback.created_at),
    }


def _starred(phone: str) -> str:
    """`138****6677`, `021****4567`: as people write it, with the middle left out."""
    own = phone.removeprefix("+86")
    return f"{own[:3] if len(own) == 11 and own[0] == '1' else '0' + own[:-8]}****{own[-4:]}"


def conversation_state(conversation: Conversation) -> dict[str, Any]:
    """What a stream's `state` event carries."""
    owes = conversation.owner == "bot" and conversation.owed_seq > conversation.answered_seq
    return {
        "conversation_id": conversation.conversation_id,
        "status": conversation.status,
        "owner": conversation.owner,
        "last_seq": conversation.last_seq,
        "owed": owes and conversation.noticed_seq < conversation.owed_seq,
        "marks": marks(conversation),
    }
