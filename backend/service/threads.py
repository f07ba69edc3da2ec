"""The thread: the one function that appends an entry, and the one that changes who owns a conversation."""

from typing import Any

from ..domain.actor import Actor
from ..domain.conversation import Conversation, Entry
from ..domain.errors import NotFound
from .desk import Desk
from .ports import Tx

# What the assistant reacts to: a customer's words, a picture's verdict, a milestone of the customer's case.
REACTS = frozenset({"customer.said", "evidence.checked", "conversation.opened", "handoff.returned"})
TALKS = {  # milestones that deserve a sentence of their own
    "refund.approved", "refund.rejected", "refund.rejected_final", "refund.evidence_required", "refund.refunded",
    "refund.manual_review",
    "refund.payout_exception", "refund.overdue", "refund.disputed", "refund.cancelled_by_dispute",
    "dispute.merchant_contested", "dispute.evidence_asked", "expedite.updated", "handoff.deferred_late",
}  # fmt: skip


async def open_conversation(desk: Desk, tx: Tx, customer_id: str, hint: dict[str, Any] | None) -> Conversation:
    """The customer's conversation, opened again if it was resolved, made if there is none; `hint` (order_no, topic)
    opens with that at hand."""
    conversation = await hold(tx, customer_id)
    now = desk.now()
    if conversation is not None:
        if hint or conversation.status == "resolved":
            conversation.hint, conversation.status = hint, "open"
            await append(desk, tx, conversation, "conversation.opened", "system", "系统", body={"_hint": hint or {}})
        return conversation
    conversation = Conversation(desk.number("C"), customer_id, opened_at=now, updated_at=now, hint=hint)
    tx.conversations.add(conversation)
    await append(desk, tx, conversation, "conversation.opened", "system", "系统", body={"_hint": hint or {}})
    return conversation


async def hold(tx: Tx, customer_id: str) -> Conversation | None:
    """The customer's conversation that is going on, locked; None when there is none.

    Everybody locks in one order: conversation, order, refund, what hangs on the refund, and the numbers last.
    """
    return await tx.conversations.going_on(customer_id)


async def conversation_of(tx: Tx, conversation_id: str, customer_id: str | None, lock: bool = False) -> Conversation:
    """The conversation, if it is this customer's (or anybody's, for None). Raises `NotFound`."""
    found = await tx.conversations.get(conversation_id, lock=lock)
    if found is None or (customer_id is not None and found.customer_id != customer_id):
        raise NotFound("没有找到这个会话。")
    return found


async def append(
    desk: Desk,
    tx: Tx,
    conversation: Conversation,
    kind: str,
    author_type: str,
    author_name: str,
    *,
    text: str | None = None,
    body: dict[str, Any] | None = None,
    client_msg_id: str | None = None,
    visibility: str = "public",
) -> Entry:
    """Append the next entry of a conversation whose row the caller holds locked."""
    conversation.last_seq += 1
    conversation.updated_at = desk.now()
    entry = Entry(
        conversation.conversation_id,
        conversation.last_seq,
        kind,
        desk.now(),
        author_type,
        author_name,
        text,
        body or {},
        client_msg_id,
        visibility,
    )
    tx.entries.add(entry)
    name = conversation.conversation_id
    if asks(entry):
        if conversation.owner == "bot":
            conversation.owed_seq = entry.seq
            tx.after_commit(lambda: desk.kick(name))
        else:
            conversation.answered_seq = entry.seq
    tx.after_commit(lambda: desk.bell.ring(name))
    tx.after_commit(lambda: desk.bell.ring("agents"))
    return entry


async def tell(
    desk: Desk, tx: Tx, customer_id: str, kind: str, *, card: dict[str, Any] | None = None, **body: Any
) -> Entry | None:
    """Put a milestone into the customer's open conversation; None when the customer has none open."""
    found = await hold(tx, customer_id)
    if found is None:
        return None
    return await append(desk, tx, found, kind, "system", "系统", body={"card": card, **body})


async def give(desk: Desk, tx: Tx, conversation: Conversation, owner: str, owner_id: str | None = None) -> None:
    """Change the owner: the epoch rises, and whatever the assistant still owed is dropped, or owed to it from now."""
    conversation.owner = owner
    conversation.owner_id = owner_id
    conversation.owner_epoch += 1
    conversation.answered_seq = conversation.last_seq
    conversation.waiting_on = "customer" if owner == "bot" else "agent"
    if owner != "bot":
        conversation.agenda = None
    name = conversation.conversation_id
    tx.after_commit(lambda: desk.bell.ring(name))


async def mark(
    desk: Desk, tx: Tx, conversation: Conversation, side: str, delivered: int, read: int, who: str
) -> dict[str, dict[str, int]]:
    """One side (customer or staff) has the thread up to one entry and has seen it up to another; marks only grow. Of
    the staff it is the one who holds the talk: a colleague who looks on has not read it for the customer."""
    if side == "staff" and conversation.owner_id != who:
        return marks(conversation)
    got, seen = f"{side}_delivered_seq", f"{side}_read_seq"
    read = max(getattr(conversation, seen), min(read, conversation.last_seq))
    delivered = max(getattr(conversation, got), min(delivered, conversation.last_seq), read)
    if (delivered, read) != (getattr(conversation, got), getattr(conversation, seen)):
        setattr(conversation, got, delivered)
        setattr(conversation, seen, read)
        name = conversation.conversation_id
        tx.after_commit(lambda: desk.bell.ring(name))
    return marks(conversation)


def marks(conversation: Conversation) -> dict[str, dict[str, int]]:
    """Up to where each side has got, and has seen, the thread."""
    return {
        "customer": {"delivered": conversation.customer_delivered_seq, "read": conversation.customer_read_seq},
        "staff": {"delivered": conversation.staff_delivered_seq, "read": conversation.staff_read_seq},
    }


def asks(entry: Entry) -> bool:
    """Whether the assistant answers it: not a milestone that its own words have just told (`_known`)."""
    return entry.kind in REACTS or (entry.kind in TALKS and not entry.body.get("_known"))


def owed(conversation: Conversation) -> bool:
    """Whether the assistant still owes this conversation an answer."""
    return conversation.owner == "bot" and conversation.owed_seq > conversation.answered_seq


def proxy(customer_id: str) -> Actor:
    """The bot, acting for an authenticated customer."""
    return Actor("bot", "xiaoyun", on_behalf_of=customer_id)
