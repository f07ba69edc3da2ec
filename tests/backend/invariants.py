"""What must hold of the whole database at any instant (POLICY section 3), read in one go."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from backend.domain.dispute import DISPUTE
from backend.domain.expedite import EXPEDITE
from backend.domain.handoff import HANDOFF
from backend.domain.machine import START
from backend.domain.payout import UNPAID
from backend.service import audit
from backend.service.audit import MACHINES
from backend.service.desk import Desk
from backend.service.engine import KEYS

NOUNS = ("orders", "refunds", "obligations", "payouts", "disputes", "compensations", "expedites", "callbacks",
         "handoffs", "timers", "audit", "ledger", "conversations", "outbox")  # fmt: skip
OWED = frozenset({"payout_pending", "payout_exception", "refunded", "arrival_inquiry", "closed"})


async def check(desk: Desk) -> None:
    """Raises AssertionError naming the invariant that does not hold."""
    async with desk.store.reading() as tx:
        rows = {noun: await getattr(tx, noun).find() for noun in NOUNS}
        head = await tx.settings.get("audit:head")
    rows["audit"].sort(key=lambda row: row.seq)
    money(rows)
    transitions(rows)
    timers(rows)
    assert audit.verify(rows["audit"], head.value["hash"] if head else None) is None, "I26"
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
        legs = order.body["payments"]
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
    assert accounts["refunds_due"] == still - owed, "I6: what is due is what is owed less what was paid"


def transitions(rows: dict[str, list[Any]]) -> None:
    steps: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows["audit"]:
        if row.allowed:
            steps[row.machine, row.key].append(row)
    for name, (machine, noun) in MACHINES.items():
        for case in rows[noun]:
            done = steps.pop((name, getattr(case, KEYS[name])), [])
            assert audit.retrace(machine, done) == case.state, f"I9: {name} {case.state}"
            for before, after in pairwise(done):
                assert before.target == after.source, "I9"
            ends = [s for s in done[:-1] if s.target in machine.terminal]
            assert all(name == "payout" and s.target == "succeeded" for s in ends), "I11"
            assert case.state != START
    assert not steps, f"audit rows without a case: {list(steps)}"
    for order_no, refunds in _by(rows["refunds"], "order_no").items():
        active = [r for r in refunds if r.active and r.state != "draft"]
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
        if timer.fired_at is None:
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
