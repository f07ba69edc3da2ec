"""The audit chain, read back: whether anything in it was changed, taken out, moved or left open (I26), and what state
its rows lead to (I9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..domain.actor import Actor
from ..domain.callback import CALLBACK
from ..domain.chargeback import CHARGEBACK
from ..domain.compensation import COMPENSATION
from ..domain.dispute import DISPUTE
from ..domain.errors import Refusal
from ..domain.expedite import EXPEDITE
from ..domain.handoff import HANDOFF
from ..domain.journal import AuditRow
from ..domain.machine import START, Machine
from ..domain.payout import PAYOUT
from ..domain.refund import REFUND
from .engine import GENESIS, KEYS, chain_hash
from .ports import Store, Tx

# Every machine, and the noun whose rows it moves.
MACHINES: dict[str, tuple[Machine, str]] = {
    "refund": (REFUND, "refunds"),
    "dispute": (DISPUTE, "disputes"),
    "payout": (PAYOUT, "payouts"),
    "compensation": (COMPENSATION, "compensations"),
    "expedite": (EXPEDITE, "expedites"),
    "callback": (CALLBACK, "callbacks"),
    "handoff": (HANDOFF, "handoffs"),
    "chargeback": (CHARGEBACK, "chargebacks"),
}
# What staff set beside the cases, or a year's notice of holidays, moves no case: it is in the chain, and leads nowhere.
DEEDS = frozenset({"opening", "reply", "staff", "assignment", "calendar", "order", "evidence"})
PAGE = 500


@dataclass(frozen=True)
class Break:
    """The first row that does not fit: `what` is edit, order, gap or end; `seq` where it was noticed."""

    what: str
    seq: int


@dataclass(frozen=True)
class Findings:
    """What reading the whole audit came to: so many rows and cases, and a line for each thing that is wrong."""

    rows: int
    cases: int
    violations: tuple[str, ...]


def verify(rows: Iterable[AuditRow], head: str | None = None, after: tuple[int, str] = (0, GENESIS)) -> Break | None:
    """None for a whole chain, given as it is stored, from row 1 or from the row after `after` (its seq and hash).
    `head` is the last row's hash as the books keep it apart from the rows: without it, rows missing from the end cannot
    be noticed."""
    seq, last = after
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


def retrace(machine: Machine, rows: Sequence[AuditRow], state: str = START) -> str:
    """The state that a case's allowed rows lead to, step by step through the table from `state`.

    Raises `NotAllowed` or `Forbidden` for a step that the table does not have, ValueError for one that starts or ends
    elsewhere than it says.
    """
    for row in rows:
        step = machine.step(state, row.event, Actor(row.actor_role, row.actor_id))
        if (row.source, row.target) != (state, step.target):
            raise ValueError(f"{machine.name} {row.key}: row {row.seq} does not go from {state} to {step.target}")
        state = step.target
    return state


async def inspect(store: Store) -> Findings:
    """Verify the chain and lead every case from START to where it stands. Reads in pages, in one snapshot: it may run
    beside a service at work."""
    async with store.reading() as tx:
        rows, states, wrong = await _reread(tx)
        for name, (_, noun) in MACHINES.items():
            wrong += await _compare(tx, name, noun, {key: at for (of, key), at in states.items() if of == name})
    return Findings(rows, len(states), tuple(wrong))


async def _reread(tx: Tx) -> tuple[int, dict[tuple[str, str], str], list[str]]:
    """How many rows there are, where each case's rows lead, and what is wrong with them."""
    head = await tx.settings.get("audit:head")
    last, kept = (head.value["seq"], head.value["hash"]) if head else (0, GENESIS)
    states: dict[tuple[str, str], str] = {}
    wrong: list[str] = []
    seen, after, broken = 0, (0, GENESIS), None
    for start in range(1, last + 1, PAGE):
        page = await tx.audit.find(seq=list(range(start, min(start + PAGE, last + 1))), order="seq")
        broken = broken or verify(page, after=after)
        for row in page:
            after, seen = (row.seq, row.hash), seen + 1
            if row.allowed and row.machine not in DEEDS:
                _follow(states, row, wrong)
    broken = broken or verify((), kept, after)
    if broken:
        wrong.append(f"the chain is broken at row {broken.seq}: {broken.what}")
    beyond = await tx.audit.count() - seen
    if beyond:
        wrong.append(f"{beyond} rows stand outside the chain")
    return seen + beyond, states, wrong


def _follow(states: dict[tuple[str, str], str], row: AuditRow, wrong: list[str]) -> None:
    """Take the row's step; after one that cannot be taken the case is where the row says, so that it is told once."""
    of = row.machine, row.key
    try:
        machine, _ = MACHINES[row.machine]
        states[of] = retrace(machine, [row], states.get(of, START))
    except (Refusal, ValueError, KeyError) as problem:
        wrong.append(f"{row.machine} {row.key}: row {row.seq} ({row.event}) is no step from {states.get(of, START)}: "
                     f"{type(problem).__name__}")  # fmt: skip
        states[of] = row.target


async def _compare(tx: Tx, name: str, noun: str, states: dict[str, str]) -> list[str]:
    """Cases that stand elsewhere than their rows lead, are gone, or have no rows at all."""
    repository, key = getattr(tx, noun), KEYS[name]
    keys, stored, wrong = list(states), 0, []
    for start in range(0, len(keys), PAGE):
        page = keys[start : start + PAGE]
        found = {getattr(case, key): case.state for case in await repository.find(**{key: page})}
        stored += len(found)
        wrong += [f"{name} {k} is {found.get(k, 'gone')}, its rows lead to {states[k]}"
                  for k in page if found.get(k) != states[k]]  # fmt: skip
    extra = await repository.count() - stored
    return [*wrong, f"{noun}: {extra} without any row"] if extra else wrong
