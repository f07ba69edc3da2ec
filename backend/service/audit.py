"""The audit chain, read back: whether anything in it was changed, taken out, moved or left open (I26), and what state
its rows lead to (I9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..domain.actor import Actor
from ..domain.journal import AuditRow
from ..domain.machine import START, Machine
from .engine import GENESIS, chain_hash


@dataclass(frozen=True)
class Break:
    """The first row that does not fit: `what` is edit, order, gap or end; `seq` where it was noticed."""

    what: str
    seq: int


def verify(rows: Iterable[AuditRow], head: str | None = None) -> Break | None:
    """None for a whole chain, given as it is stored, from row 1. `head` is the last row's hash as the books keep it
    apart from the rows: without it, rows missing from the end cannot be noticed."""
    last, seq = GENESIS, 0
    for row in rows:
        if row.seq <= seq:
            return Break("order", row.seq)
        if row.seq != seq + 1:
            return Break("gap", row.seq)
        if chain_hash(row) != row.hash or row.prev_hash != last:
            return Break("edit", row.seq)
        last, seq = row.hash, row.seq
    if head is not None and head != last:
        return Break("end", seq)
    return None


def retrace(machine: Machine, rows: Sequence[AuditRow]) -> str:
    """The state that a case's allowed rows lead to, step by step through the table from the start.

    Raises `NotAllowed` or `Forbidden` for a step that the table does not have, ValueError for one that starts or ends
    elsewhere than it says.
    """
    state = START
    for row in rows:
        step = machine.step(state, row.event, Actor(row.actor_role, row.actor_id))
        if (row.source, row.target) != (state, step.target):
            raise ValueError(f"{machine.name} {row.key}: row {row.seq} does not go from {state} to {step.target}")
        state = step.target
    return state
