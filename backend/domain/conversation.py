"""A conversation is one append-only list of numbered entries; state beside it says who owns it and who waits."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .moment import iso


@dataclass(eq=False)
class Conversation:
    """`owner_epoch` rises by one at each change of owner; a bot reply of an older epoch cannot be written.

    `owed_seq` is the last entry that wants an answer, `answered_seq` the last one
    the assistant has answered, `noticed_seq` the last one it apologised for.
    `agenda` is what the assistant is in the middle of: its only memory. The last four say up to which entry each side's
    page has what the other said, and up to which it was in view.
    """

    conversation_id: str
    customer_id: str
    opened_at: datetime
    updated_at: datetime
    status: str = "open"
    owner: str = "bot"
    owner_id: str | None = None
    owner_epoch: int = 0
    waiting_on: str = "customer"
    last_seq: int = 0
    owed_seq: int = 0
    answered_seq: int = 0
    noticed_seq: int = 0
    agenda: dict[str, Any] | None = None
    hint: dict[str, Any] | None = None
    unsure: int = 0
    customer_delivered_seq: int = 0
    customer_read_seq: int = 0
    staff_delivered_seq: int = 0
    staff_read_seq: int = 0


@dataclass(eq=False)
class Entry:
    """One fact of the thread. `body` holds what only some kinds have: choices, card, act, facts, evidence."""

    conversation_id: str
    seq: int
    kind: str
    at: datetime
    author_type: str
    author_name: str
    text: str | None = None
    body: dict[str, Any] = field(default_factory=dict)
    client_msg_id: str | None = None
    visibility: str = "public"

    def as_json(self) -> dict[str, Any]:
        """The contract's entry; keys that do not apply are left out."""
        shape: dict[str, Any] = {
            "seq": self.seq,
            "kind": self.kind,
            "at": iso(self.at),
            "author": {"type": self.author_type, "name": self.author_name},
        }
        if self.text is not None:
            shape["text"] = self.text
        shape |= {key: value for key, value in self.body.items() if value is not None and not key.startswith("_")}
        if self.client_msg_id:
            shape["client_msg_id"] = self.client_msg_id
        if self.visibility != "public":
            shape["visibility"] = self.visibility
        return shape
