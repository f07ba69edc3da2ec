"""A conversation's state as its entries alone tell it: replaying the log must rebuild what stands beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .conversation import Conversation, Entry

# Which entries hand the conversation to somebody.
OWNERS = {
    "handoff.requested": "queue",
    "handoff.transferred": "queue",
    "handoff.requeued": "queue",
    "handoff.accepted": "agent",
    "handoff.deferred": "bot",
    "handoff.cancelled": "bot",
    "handoff.returned": "bot",
    "handoff.resolved": "bot",
    "handoff.ended": "bot",
}
OPENS = frozenset({"customer.said", "conversation.opened", "handoff.accepted"})


@dataclass(frozen=True)
class Standing:
    """Exactly one owner at each entry; `epoch` counts how often that changed."""

    status: str = "open"
    owner: str = "bot"
    owner_id: str | None = None
    epoch: int = 0
    last_seq: int = 0


def after(entry: Entry, before: Standing) -> Standing:
    """Raises ValueError for an entry that does not follow."""
    if entry.seq != before.last_seq + 1:
        raise ValueError(f"entry {entry.seq} after {before.last_seq}")
    owner = OWNERS.get(entry.kind, before.owner)
    owner_id = entry.body.get("_agent_id") if entry.kind == "handoff.accepted" else before.owner_id
    status = "open" if entry.kind in OPENS else before.status
    return replace(
        before,
        status="resolved" if entry.kind == "handoff.resolved" else status,
        owner=owner,
        owner_id=owner_id if owner == "agent" else None,
        epoch=before.epoch + (owner != before.owner),
        last_seq=entry.seq,
    )


def replayed(entries: Iterable[Entry]) -> Standing:
    """The state after all of them, in their order from the first."""
    found = Standing()
    for entry in entries:
        found = after(entry, found)
    return found


def stored(conversation: Conversation) -> Standing:
    """The same, as it is kept beside the log."""
    c = conversation
    return Standing(c.status, c.owner, c.owner_id, c.owner_epoch, c.last_seq)
