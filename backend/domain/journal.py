"""The rows behind every promise: timers, the outbox, the audit chain, events for the host, remembered commands."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(eq=False)
class Timer:
    """A promise with a moment: fires `event` on `machine`/`key` once `due_at` has come."""

    timer_id: int | None
    machine: str
    key: str
    event: str
    due_at: datetime
    fired_at: datetime | None = None


@dataclass(eq=False)
class OutboxItem:
    """Something that must leave the house, at least once. `item_id` is stable over retries."""

    item_id: str
    topic: str
    key: str
    payload: dict[str, Any]
    due_at: datetime
    created_at: datetime
    attempts: int = 0
    leased_until_at: datetime | None = None
    done_at: datetime | None = None
    last_error: str | None = None


@dataclass(eq=False)
class AuditRow:
    """One transition, or one refused attempt. `hash` chains over the row and `prev_hash` (I26)."""

    seq: int
    at: datetime
    machine: str
    key: str
    event: str
    source: str
    target: str
    actor_role: str
    actor_id: str
    on_behalf_of: str | None
    allowed: bool
    note: str | None
    rule_ids: list[str]
    policy_version: str | None
    input_hash: str | None
    prev_hash: str
    hash: str


@dataclass(eq=False)
class PlatformEvent:
    """A numbered fact for the host platform, for ever re-readable."""

    seq: int
    event: str
    at: datetime
    customer_id: str
    refund_no: str | None
    order_no: str | None
    data: dict[str, Any]


@dataclass(eq=False)
class Command:
    """The first answer to a command id (I15): `scope` is door and caller, `digest` the body's hash."""

    scope: str
    command_id: str
    digest: str
    status: int
    answer: dict[str, Any]
    at: datetime


@dataclass(eq=False)
class Setting:
    """A small named fact of the running house: the sandbox clock's offset, sequence heads."""

    name: str
    value: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class LedgerLine:
    """One side of a journal; the lines of a journal sum to zero (I6)."""

    line_id: int | None
    journal: str
    account: str
    amount_fen: int
    at: datetime
    refund_no: str | None = None
    note: str | None = None
