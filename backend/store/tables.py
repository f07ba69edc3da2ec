"""Every table, derived from the domain's entities: an entity's fields are its columns, so they cannot drift apart."""

import types
import typing
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import registry

from ..domain.callback import Callback
from ..domain.chargeback import Chargeback
from ..domain.compensation import Compensation
from ..domain.conversation import Conversation, Entry
from ..domain.dispute import Dispute
from ..domain.evidence_item import EvidenceItem, EvidenceMark
from ..domain.expedite import Expedite
from ..domain.handoff import Handoff
from ..domain.journal import AuditRow, Command, LedgerLine, OutboxItem, PlatformEvent, Setting, Timer
from ..domain.opening import Opening
from ..domain.payout import Obligation, Payout
from ..domain.people import Customer, Merchant, OrderRow, StaffMember, StaffSession
from ..domain.rating import Rating
from ..domain.refund import Refund
from ..domain.reply import Reply
from .columns import JSON, Moment

mapper = registry()
metadata = mapper.metadata


def _column(name: str, hint: Any, keys: tuple[str, ...]) -> Column[Any]:
    optional = isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint)
    kind = next(a for a in typing.get_args(hint) if a is not type(None)) if optional else hint
    plain = typing.get_origin(kind) or kind
    if name in {"timer_id", "line_id"}:
        number = BigInteger().with_variant(Integer(), "sqlite")
        return Column(name, number, primary_key=True, autoincrement=True)
    shape: Any = {
        str: Text(),
        int: BigInteger(),
        bool: Boolean(),
        datetime: Moment(),
        dict: JSON,
        list: JSON,
    }[plain]
    return Column(name, shape, primary_key=name in keys, nullable=optional, autoincrement=False)


def _map(
    entity: type, name: str, *keys: str, indexes: tuple[str, ...] = (), unique: tuple[str, ...] = (),
    more: tuple[Index, ...] = (),
) -> Table:  # fmt: skip
    """`indexes` and `unique` are groups of column names separated by blanks."""
    hints = typing.get_type_hints(entity)
    columns = [_column(f.name, hints[f.name], keys) for f in fields(entity)]
    extras: list[Any] = [Index(f"ix_{name}_{'_'.join(group.split())}", *group.split()) for group in indexes]
    extras += [UniqueConstraint(*group.split(), name=f"uq_{name}_{'_'.join(group.split())}") for group in unique]
    table = Table(name, metadata, *columns, *extras, *more)
    mapper.map_imperatively(entity, table)
    return table


customers = _map(Customer, "customers", "customer_id")
merchants = _map(Merchant, "merchants", "merchant_id")
orders = _map(OrderRow, "orders", "order_no", indexes=("customer_id paid_at",))
staff = _map(StaffMember, "staff", "username")
staff_sessions = _map(StaffSession, "staff_sessions", "token_hash")
_going_on = text("status <> 'closed'")
conversations = _map(
    Conversation,
    "conversations",
    "conversation_id",
    indexes=("customer_id status", "owner"),
    more=(
        Index(
            "uq_conversations_going_on",
            "customer_id",
            unique=True,
            sqlite_where=_going_on,
            postgresql_where=_going_on,
        ),
    ),
)
entries = _map(Entry, "entries", "conversation_id", "seq", indexes=("conversation_id client_msg_id",))
refunds = _map(
    Refund, "refunds", "refund_no", indexes=("order_no", "customer_id created_at", "state review_due_at", "created_at")
)
obligations = _map(Obligation, "obligations", "obligation_no", indexes=("order_no",), unique=("refund_no",))
payouts = _map(
    Payout,
    "payouts",
    "payout_no",
    indexes=("refund_no", "order_no", "state created_at", "created_at"),
    unique=("obligation_no leg attempt", "out_refund_no"),
)
disputes = _map(
    Dispute,
    "disputes",
    "dispute_no",
    indexes=("refund_no", "merchant_id state", "customer_id state", "state opened_at"),
)
compensations = _map(
    Compensation, "compensations", "compensation_no", indexes=("dispute_no", "refund_no", "merchant_id state", "state")
)
expedites = _map(Expedite, "expedites", "expedite_no", indexes=("refund_no", "state"))
chargebacks = _map(Chargeback, "chargebacks", "chargeback_no", indexes=("order_no", "state reported_at"))
callbacks = _map(Callback, "callbacks", "callback_no", indexes=("customer_id", "state slot_start_at"))
handoffs = _map(
    Handoff,
    "handoffs",
    "handoff_id",
    indexes=("conversation_id", "state waiting_since_at", "requested_at", "ended_at", "agent_id state"),
)
ratings = _map(Rating, "ratings", "rating_no", indexes=("conversation_id", "rated_at"))
replies = _map(Reply, "replies", "reply_no", indexes=("team",))
openings = _map(Opening, "openings", "version")
evidence = _map(
    EvidenceItem,
    "evidence",
    "evidence_id",
    indexes=(
        "customer_id sha256",
        "refund_no",
        "order_no",
        "state",
        "conversation_id",
        "dispute_no",
        "removed_at kept_from_at",
    ),
)
evidence_marks = _map(EvidenceMark, "evidence_marks", "mark", "evidence_id", indexes=("evidence_id",))
timers = _map(Timer, "timers", "timer_id", indexes=("fired_at due_at", "machine key"))
outbox = _map(OutboxItem, "outbox", "item_id", indexes=("done_at due_at", "topic key"))
audit = _map(AuditRow, "audit", "seq", indexes=("machine key",))
events = _map(PlatformEvent, "events", "seq")
commands = _map(Command, "commands", "scope", "command_id")
settings = _map(Setting, "settings", "name")
ledger = _map(LedgerLine, "ledger", "line_id", indexes=("journal", "account"))
