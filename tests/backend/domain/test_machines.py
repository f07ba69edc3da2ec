"""The machines against the policy's own tables, and their structure (I9–I11, I13, I14, I16)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.actor import STAFF_ROLES, Actor
from backend.domain.callback import CALLBACK
from backend.domain.chargeback import CHARGEBACK
from backend.domain.compensation import COMPENSATION
from backend.domain.dispute import DISPUTE
from backend.domain.errors import Forbidden, NotAllowed
from backend.domain.expedite import EXPEDITE
from backend.domain.handoff import HANDOFF
from backend.domain.machine import START, Machine, Row
from backend.domain.machine import row as made
from backend.domain.payout import PAYOUT, UNPAID
from backend.domain.refund import INACTIVE, REFUND

from .machine_tables import TABLES, TERMINAL

MACHINES = {m.name: m for m in (REFUND, DISPUTE, PAYOUT, COMPENSATION, EXPEDITE, CALLBACK, HANDOFF, CHARGEBACK)}
ROLES = (*STAFF_ROLES, "customer", "bot", "rule", "merchant", "system", "timer", "channel", "payout", "dispute",
         "outbox", "assigner", "platform")  # fmt: skip
Key = tuple[str, str, str]  # from, event, to
Rows = dict[Key, tuple[frozenset[str], frozenset[str]]]  # who, rules

# What the policy's words for roles are here.
SAME = {"user": "customer", "user_request": "customer", "that agent": "agent"}
# Ours beyond the policy's tables, each with its reason.
ADDED: dict[str, set[Key]] = {
    # S21: after `redirect` the payout is PROCESSING again and the case returns to PAYOUT_PENDING.
    "refund": {
        ("payout_exception", "payout_redirected", "payout_pending"),
        # I11: a reversal reopens the case as an exception, also one that had ended.
        ("closed", "payout_reversed", "payout_exception"),
        # A26: what was held back, and the bank has paid the buyer meanwhile.
        ("payout_exception", "charged_back", "closed"),
    },
    # S16: a merchant whom no notice reached within 24 h is not in default; an adjudicator decides. A26: nor is silence
    # a ground to pay what the bank holds or has paid.
    "dispute": {
        ("awaiting_merchant", "notice_failed", "adjudication"),
        ("awaiting_merchant", "hand_over", "adjudication"),
        ("awaiting_merchant_evidence", "hand_over", "adjudication"),
    },
    # 2.9: Alipay may take a request on and never know of it again; the same number is sent once more. A26: what was
    # never sent can be held back.
    "payout": {("processing", "query_not_found", "sent"), ("created", "withhold", "failed")},
    # The contract lets a buyer cancel a callback.
    "callback": {("scheduled", "cancel", "cancelled")},
}
# A supervisor may take, hold and end a conversation as an agent may.
ALSO = {"handoff": "supervisor"}
ENDS = {"callback": {"cancelled"}}


def policy_rows(name: str) -> Rows:
    found: Rows = {}
    for line in TABLES[name].strip().splitlines():
        sources, events, target, who, rules = (cell.strip() for cell in line.split("|"))
        actors = frozenset(SAME.get(role.strip(), role.strip()) for role in who.split("/"))
        for source in re.split(", ", sources):
            for event in re.split(", ", events):
                found[(source.lower(), event, target.lower())] = (actors, frozenset(_rules(rules)))
    return found


def _rules(cell: str) -> list[str]:
    found = []
    for first, last in re.findall(r"R(\d+)(?:-R(\d+))?", cell):
        found += [f"R{n}" for n in range(int(first), int(last or first) + 1)]
    return found


def code_rows(machine: Machine) -> Rows:
    return {(s, r.event, r.target): (r.actors, frozenset(r.rules)) for r in machine.rows for s in r.sources}


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_the_policy_and_no_other_but_those_listed(name: str) -> None:
    ours, theirs = code_rows(MACHINES[name]), policy_rows(name)
    assert theirs.keys() - ours.keys() == set()
    assert ours.keys() - theirs.keys() == ADDED.get(name, set())
    for key, (actors, rules) in theirs.items():
        if key[1] in {"lease_over", "decline", "agent_offline"}:  # three events in one row: each its own actor
            assert ours[key][0] <= actors | {"supervisor"}
        else:
            assert ours[key][0] - {ALSO.get(name)} == actors - {ALSO.get(name)}, key
        assert ours[key][1] == rules, key


@pytest.mark.parametrize("name", TABLES)
def test_ends_are_the_policy_s(name: str) -> None:
    theirs = {state.strip().lower() for state in TERMINAL[name].split(",")}
    assert MACHINES[name].terminal == theirs | ENDS.get(name, set())


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_all_is_reachable_all_can_end_and_all_that_waits_is_watched(machine: Machine) -> None:
    forward, back = {START}, set(machine.terminal)
    for _ in machine.states:
        forward |= {r.target for r in machine.rows if r.sources & forward}
        back |= {s for r in machine.rows if r.target in back for s in r.sources}
    assert machine.states <= forward
    assert machine.states <= back
    for state in machine.states - machine.terminal:
        watch = [r for r in machine.rows if state in r.sources and r.event == machine.waits[state]]
        assert len(watch) == 1, state
        assert "timer" in watch[0].actors


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_terminal_is_terminal_but_for_a_reversal(machine: Machine) -> None:
    leaving = {(s, r.event) for r in machine.rows for s in r.sources & machine.terminal}
    undone = {"payout": {("succeeded", "reversed")}, "refund": {("closed", "payout_reversed")}}
    assert leaving == undone.get(machine.name, set())


def reachable(machine: Machine, without: str) -> set[str]:
    found = {START}
    for _ in machine.states:
        found |= {r.target for r in machine.rows if r.sources & found} - {without}
    return found


def test_without_approval_no_money_moves() -> None:
    """I10: every way to a payout leads through APPROVED."""
    paying = {"payout_pending", "payout_exception", "refunded", "arrival_inquiry"}
    assert paying.isdisjoint(reachable(REFUND, without="approved"))
    assert paying <= reachable(REFUND, without="none")
    assert {"deposit_held", "advanced", "paying", "paid"}.isdisjoint(reachable(COMPENSATION, without="approved"))


def test_the_only_doors_to_approval() -> None:
    doors = {(r.event, actor) for r in REFUND.rows if r.target == "approved" and r.event != "obligation_overdue"
             for actor in r.actors}  # fmt: skip
    assert doors == {
        ("express_pass", "system"), ("approve", "reviewer"), ("overturn", "senior_reviewer"),
        ("dispute_for_user", "dispute"),
    }  # fmt: skip


def test_neither_bot_nor_buyer_ever_decides_money() -> None:
    deciding = {"approve", "reject", "overturn", "uphold", "retry_payout", "extend_deadline", "agent_override",
                "create_obligation", "decide_user", "decide_partial", "decide_merchant", "propose", "second_approve",
                "hold_deposit", "deposit_short", "deduct_and_pay", "redirect", "send"}  # fmt: skip
    seen = {r.event for m in MACHINES.values() for r in m.rows if r.actors & {"bot", "customer", "merchant"}}
    assert deciding.isdisjoint(seen)


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
@pytest.mark.parametrize("role", ROLES)
def test_every_step_is_either_in_the_table_or_refused(machine: Machine, role: str) -> None:
    """Every state, event and actor (I13, I14): Forbidden if the role never does it, NotAllowed if not from here."""
    actor, rows = Actor(role, "x"), code_rows(machine)
    for state in {*machine.states, START}:
        for event in machine.events:
            hits = [k for k, (who, _) in rows.items() if k[:2] == (state, event) and who & actor.roles]
            assert machine.allows(state, event, actor) == bool(hits)
            assert (event in machine.events_for(state, actor)) == bool(hits)
            if hits:
                assert machine.step(state, event, actor).target == hits[0][2]
                continue
            ever = any(k[1] == event and who & actor.roles for k, (who, _) in rows.items())
            with pytest.raises(NotAllowed if ever else Forbidden):
                machine.step(state, event, actor)


def test_a_refused_step_names_its_rules() -> None:
    with pytest.raises(NotAllowed) as refused:
        REFUND.step("approved", "reject", Actor("reviewer", "r1"))
    assert refused.value.extra["rule_ids"] == ["R37", "R79"]
    with pytest.raises(NotAllowed):
        REFUND.step("approved", "no_such_event", Actor("reviewer", "r1"))


@given(st.lists(st.sampled_from(sorted(REFUND.events)), max_size=30), st.sampled_from(ROLES))
def test_wandering_stays_on_the_map(events: list[str], role: str) -> None:
    state = START
    for event in events:
        if REFUND.allows(state, event, Actor(role, "x")):
            state = REFUND.step(state, event, Actor(role, "x")).target
        assert state == START or state in REFUND.states


def test_what_still_holds_an_order() -> None:
    """S10; a blocked application waits for a person and does not bar another."""
    assert REFUND.terminal | {"refunded", "ineligible"} == INACTIVE
    assert {"failed", "closed_unpaid", "reversed"} == UNPAID


# Rows as "from event to", the first fault of each; x is watched by b, y by c, and z is the end.
BAD = {
    "ambiguous": "start a x, x b y, x b z",
    "unreachable": "start a x, x b z, y c z",
    "cannot end": "start a x, x b x, start d z",
    "no timer": "start a w, w c z",
    "has no": "start a x, x d z",
}


@pytest.mark.parametrize("fault", BAD)
def test_a_table_with_a_hole_is_refused(fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        Machine("bad", _rows(BAD[fault], "timer"), "z", {"x": "b", "y": "c"})


def test_a_state_watched_by_no_timer_is_refused() -> None:
    with pytest.raises(AssertionError, match="not a timer's"):
        Machine("bad", _rows("start a x, x b z", "agent"), "z", {"x": "b"})


def _rows(text: str, who: str) -> list[Row]:
    lines = [line.split() for line in text.split(", ")]
    return [made(source, event, target, who, "") for source, event, target in lines]
