"""What must hold of the whole database at any instant (POLICY section 3), read in one go. Who looks after every step
keeps a `Trail`: the audit only ever grows, so each of its rows is read and followed once."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from backend.domain.dispute import DISPUTE
from backend.domain.errors import Refusal
from backend.domain.expedite import EXPEDITE
from backend.domain.handoff import HANDOFF
from backend.domain.journal import AuditRow
from backend.domain.machine import START
from backend.domain.payout import UNPAID
from backend.domain.refund import INACTIVE
from backend.service import audit
from backend.service.audit import MACHINES
from backend.service.desk import Desk
from backend.service.engine import GENESIS, KEYS
from backend.store import tables

OWED = frozenset({"payout_pending", "payout_exception", "refunded", "arrival_inquiry", "closed"})
# What of each noun the invariants look at, as it stands in the database: read after every step, so no more than that.
LOOKS = {noun: f"{KEYS[name]}, state" for name, (_, noun) in MACHINES.items()} | {
    "orders": "order_no, body",
    "refunds": "refund_no, order_no, amount_fen, state, refunded_at, revocation",
    "obligations": "obligation_no, refund_no, order_no, amount_fen",
    "payouts": "payout_no, obligation_no, order_no, out_refund_no, amount_fen, leg, attempt, state",
    "disputes": "dispute_no, refund_no, state",
    "expedites": "expedite_no, refund_no, state",
    "handoffs": "handoff_id, conversation_id, state",
    "timers": "machine, key, event",
    "ledger": "journal, account, amount_fen",
    "conversations": "customer_id, status",
}
ONLY = {"timers": " WHERE fired_at IS NULL"}
# The only ways out of an end (I11): the bank takes the money back.
UNDONE = {("payout", "succeeded", "reversed"), ("refund", "closed", "payout_reversed")}


@dataclass
class Trail:
    """Where the audit rows read so far have led: the chain's end and each case's state, by machine and key."""

    seq: int = 0
    hash: str = GENESIS
    states: dict[tuple[str, str], str] = field(default_factory=dict)

    def follow(self, row: AuditRow) -> None:
        """Take a row's step. Raises AssertionError for one that does not fit."""
        assert audit.verify([row], after=(self.seq, self.hash)) is None, f"I26: row {row.seq}"
        self.seq, self.hash = row.seq, row.hash
        if not row.allowed or row.machine in audit.DEEDS:
            return
        machine, before = MACHINES[row.machine][0], self.states.get((row.machine, row.key), START)
        undone = (row.machine, before, row.event) in UNDONE
        assert before not in machine.terminal or undone, f"I11: {row.machine} {row.key} goes on after {before}"
        try:
            self.states[row.machine, row.key] = audit.retrace(machine, [row], before)
        except (Refusal, ValueError) as problem:
            raise AssertionError(f"I9: {row.machine} {row.key}: {row.event} from {before}") from problem


async def check(desk: Desk, trail: Trail | None = None) -> None:
    """Raises AssertionError naming the invariant that does not hold. With a `trail`, only the audit's new rows are
    read; all else is read whole."""
    trail = trail or Trail()
    async with desk.store.reading() as tx:
        plain = await tx.session.connection()
        rows = {
            noun: list(await plain.exec_driver_sql(f"SELECT {look} FROM {noun}{ONLY.get(noun, '')}"))
            for noun, look in LOOKS.items()
        }
        table = tables.audit
        new = await tx.session.execute(select(table).where(table.c.seq > trail.seq).order_by(table.c.seq))
        head = await tx.settings.get("audit:head")
    for row in new:
        trail.follow(AuditRow(**row._mapping))
    assert trail.hash == (head.value["hash"] if head else GENESIS), "I26: the end"
    money(rows)
    transitions(rows, trail.states)
    timers(rows)
    conversations(rows)


def money(rows: dict[str, list[Any]]) -> None:
    refunds = {r.refund_no: r for r in rows["refunds"]}
    by_order: dict[str, list[Any]] = defaultdict(list)
    attempts: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for payout in rows["payouts"]:
        by_order[payout.order_no].append(payout)
        attempts[payout.obligation_no, payout.leg].append(payout)
    owed = Counter[str]()
    for obligation in rows["obligations"]:
        owed[obligation.order_no] += obligation.amount_fen
        assert isinstance(obligation.amount_fen, int), "I7"
        parts = [p for p in rows["payouts"] if p.obligation_no == obligation.obligation_no and p.attempt == 1]
        assert sum(p.amount_fen for p in parts) == obligation.amount_fen, "I7: the legs make the whole"
        assert obligation.amount_fen == refunds[obligation.refund_no].amount_fen, "what was approved is what is owed"
    for order in rows["orders"]:
        body = json.loads(order.body) if isinstance(order.body, str) else order.body
        legs = body["payments"]
        assert owed[order.order_no] <= sum(leg["amount_fen"] for leg in legs), "I1: owed"
        for place, leg in enumerate(legs):
            taken = sum(p.amount_fen for p in by_order[order.order_no] if p.leg == place and p.state not in UNPAID)
            assert taken <= leg["amount_fen"], "I1: paid"
    for tries in attempts.values():
        tries.sort(key=lambda p: p.attempt)
        assert [p.attempt for p in tries] == list(range(1, len(tries) + 1))
        assert all(p.state in UNPAID for p in tries[:-1]), "I2 I5: a new number only after the last is proven unpaid"
    numbers = [p.out_refund_no for p in rows["payouts"]]
    assert len(numbers) == len(set(numbers)), "I5"
    has = Counter(o.refund_no for o in rows["obligations"])
    for refund in refunds.values():
        assert has[refund.refund_no] == (refund.state in OWED), f"I3: {refund.state} with {has[refund.refund_no]}"
        assert refund.state not in OWED or refund.revocation != "asked", "S17: the code first, then the money"
        assert refund.state not in {"approved", "submitted"}, "interrupted steps are never committed half"
    _ledger(rows, refunds)


def _ledger(rows: dict[str, list[Any]], refunds: dict[str, Any]) -> None:
    journals: dict[str, list[Any]] = defaultdict(list)
    accounts = Counter[str]()
    for line in rows["ledger"]:
        assert isinstance(line.amount_fen, int), "I7"
        journals[line.journal].append(line)
        accounts[line.account] += line.amount_fen
    for name, lines in journals.items():
        assert len({line.account for line in lines}) == len(lines), f"I4: {name} was written more than once"
        assert sum(line.amount_fen for line in lines) == 0, f"I6: {name}"
    paid = [p for p in rows["payouts"] if p.state in {"succeeded", "reversed"}]
    assert {f"pay:{p.payout_no}" for p in paid} == {j for j in journals if j.startswith("pay:")}, "I4"
    still = sum(p.amount_fen for p in paid if p.state == "succeeded")
    owed = sum(o.amount_fen for o in rows["obligations"])
    by_bank = sum(line.amount_fen for name, lines in journals.items() if name.startswith("chargeback:")
                  for line in lines if line.account == "refunds_due")  # fmt: skip
    assert accounts["refunds_due"] == still + by_bank - owed, "I6: what is due is what is owed less what was paid"


def transitions(rows: dict[str, list[Any]], states: dict[tuple[str, str], str]) -> None:
    known = 0
    for name, (_, noun) in MACHINES.items():
        known += len(rows[noun])
        for case in rows[noun]:
            led = states.get((name, getattr(case, KEYS[name])), START)
            assert led == case.state != START, f"I9: {name} is {case.state}, its rows lead to {led}"
    assert known == len(states), "audit rows without a case"
    for order_no, refunds in _by(rows["refunds"], "order_no").items():
        active = [r for r in refunds if r.state not in INACTIVE and r.state != "draft"]
        # A refund that the bank undid is active again beside whatever was filed on the rest meanwhile.
        fresh = [r for r in active if r.refunded_at is None]
        assert len(fresh) <= 1, f"I12: {order_no}"
        assert sum(r.state == "draft" for r in refunds) <= 1, "I12"
    for noun, key, machine in (("disputes", "refund_no", DISPUTE), ("expedites", "refund_no", EXPEDITE),
                               ("handoffs", "conversation_id", HANDOFF)):  # fmt: skip
        for cases in _by(rows[noun], key).values():
            assert sum(c.state not in machine.terminal for c in cases) <= 1, f"I12: {noun}"


def timers(rows: dict[str, list[Any]]) -> None:
    armed: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for timer in rows["timers"]:
        armed[timer.machine, timer.key].append(timer)
    for name, (machine, noun) in MACHINES.items():
        for case in rows[noun]:
            found = [t.event for t in armed.pop((name, getattr(case, KEYS[name])), [])]
            wanted = [] if case.state in machine.terminal else [machine.waits[case.state]]
            assert found == wanted, f"I16: {name} {case.state}: {found}"
    assert not armed, f"I16: timers of nothing: {list(armed)}"


def conversations(rows: dict[str, list[Any]]) -> None:
    for customer_id, found in _by(rows["conversations"], "customer_id").items():
        assert sum(c.status == "open" for c in found) <= 1, f"two open conversations of {customer_id}"


def _by(rows: list[Any], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
