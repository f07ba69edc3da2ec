"""What the assistant is told with every turn: the backend is its memory (metadata of the Rasa message)."""

from typing import Any

from ..domain.conversation import Conversation, Entry
from ..domain.moment import iso
from ..domain.people import Customer
from .desk import Desk
from .ports import Tx
from .views import refund_summary


async def context_for(
    desk: Desk, tx: Tx, conversation: Conversation, customer: Customer | None, entry: Entry, before: Entry | None
) -> dict[str, Any]:
    """The turn's metadata: who, what is being done, the draft, the buyer's cases, and whether people are on duty;
    `before` is what the assistant said last."""
    refunds = await tx.refunds.find(customer_id=conversation.customer_id, order="-created_at", limit=20)
    drafts = [r for r in refunds if r.state == "draft"]
    return {
        "turn": {
            "conversation_id": conversation.conversation_id,
            "seq": entry.seq,
            "kind": entry.kind,
            "epoch": conversation.owner_epoch,
            "now": iso(desk.now()),
            "text": entry.text,
            "unsure": conversation.unsure,
            "last_act": before.body.get("act") if before else None,
            "last_text": before.text if before else None,
            "offered": (before.body.get("choices") or []) if before else [],
        },
        "customer": {
            "name": customer.name if customer else "",
            "standing": customer.standing if customer else "good",
        },
        "agenda": conversation.agenda,
        "hint": conversation.hint,
        "draft": refund_summary(drafts[0]) if drafts else None,
        "refunds": [refund_summary(r) for r in refunds if r.state != "draft"],
        "hours": hours(desk),
    }


def hours(desk: Desk) -> dict[str, Any]:
    """Whether human service is open (A18), when it opens next, and its hours on a day like any other."""
    now, usual = desk.now(), desk.calendar.hours
    return {
        "open": desk.calendar.is_open(now),
        "next_open_at": iso(desk.calendar.next_open(now)),
        "text": "-".join(f"{at.hour}:{at.minute:02d}" for at in (usual.opens, usual.closes)),
    }
