"""The one way a case moves: table, state, audit, timer, in the caller's transaction. The caller has locked the row
and asked the guards; nothing else in the product writes a `state`."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from ..domain.actor import Actor
from ..domain.journal import AuditRow, Timer
from ..domain.machine import START, Machine, Row
from .deadlines import due_at
from .desk import Desk
from .ports import Tx
from .privacy import scrub

KEYS = {
    "refund": "refund_no",
    "dispute": "dispute_no",
    "payout": "payout_no",
    "compensation": "compensation_no",
    "expedite": "expedite_no",
    "callback": "callback_no",
    "handoff": "handoff_id",
    "chargeback": "chargeback_no",
}
GENESIS = "0" * 64


async def fire(
    desk: Desk,
    tx: Tx,
    machine: Machine,
    case: Any,
    event: str,
    actor: Actor,
    *,
    note: str | None = None,
    rule_ids: list[str] | None = None,
    policy_version: str | None = None,
    inputs: dict[str, Any] | None = None,
    **changes: Any,
) -> Row:
    """Take `event` on `case`, with `changes` to its fields. Raises `NotAllowed` or `Forbidden`, writing nothing."""
    source = case.state
    step = machine.step(source, event, actor)
    for name, value in changes.items():
        setattr(case, name, value)
    case.state = step.target
    key = getattr(case, KEYS[machine.name])
    await record(
        desk, tx, machine.name, key, event, source, step.target, actor,
        note=note, rule_ids=rule_ids or list(step.rules), policy_version=policy_version, inputs=inputs,
    )  # fmt: skip
    if source != START:
        await tx.timers.disarm(machine.name, key)
    if step.target not in machine.terminal:
        watch = machine.waits[step.target]
        tx.timers.add(Timer(None, machine.name, key, watch, due_at(desk, machine, case, event)))
    return step


async def rearm(desk: Desk, tx: Tx, machine: Machine, case: Any, at: datetime | None = None) -> None:
    """Set the state's timer anew after its moment has changed (an extension, a pause), or to an earlier one."""
    key = getattr(case, KEYS[machine.name])
    await tx.timers.disarm(machine.name, key)
    due = at or due_at(desk, machine, case, "")
    tx.timers.add(Timer(None, machine.name, key, machine.waits[case.state], due))


async def record(
    desk: Desk,
    tx: Tx,
    machine: str,
    key: str,
    event: str,
    source: str,
    target: str,
    actor: Actor,
    *,
    allowed: bool = True,
    note: str | None = None,
    rule_ids: list[str] | None = None,
    policy_version: str | None = None,
    inputs: dict[str, Any] | None = None,
) -> None:
    """Append one row to the hash chain; the chain's head is locked until commit (I26)."""
    head = await tx.head("audit:head")
    row = AuditRow(
        seq=int(head.value.get("seq", 0)) + 1,
        at=desk.now(),
        machine=machine,
        key=key,
        event=event,
        source=source,
        target=target,
        actor_role=actor.role,
        actor_id=actor.id,
        on_behalf_of=actor.on_behalf_of,
        allowed=allowed,
        note=scrub(note) if note else note,
        rule_ids=rule_ids or [],
        policy_version=policy_version,
        input_hash=digest(inputs) if inputs is not None else None,
        prev_hash=str(head.value.get("hash", GENESIS)),
        hash="",
    )
    row.hash = chain_hash(row)
    head.value = {"seq": row.seq, "hash": row.hash}
    tx.audit.add(row)


def chain_hash(row: AuditRow) -> str:
    """The row's own hash over all its other fields, `prev_hash` included."""
    fields = {name: value for name, value in vars(row).items() if not name.startswith("_") and name != "hash"}
    return digest(fields)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of `value`; moments in UTC, so that a database's time zone changes nothing."""
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"),
        default=lambda moment: moment.astimezone(UTC).isoformat(),
    )  # fmt: skip
    return hashlib.sha256(text.encode()).hexdigest()
