"""A case at the very edge of each named value of the policy: what comes out one unit below it, at it and above it.

`EDGES[name](policy)` puts fixed questions, made for the value that stands, to the policy it is given. Whether the value
is kept is thus seen twice: the answers are those of the table, and another value by one unit gives other answers.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from backend.domain import policy as promises
from backend.domain.calendar import CALENDAR
from backend.domain.callback import CALLBACK
from backend.domain.chargeback import CHARGEBACK
from backend.domain.compensation import COMPENSATION
from backend.domain.deadlines import service_hours
from backend.domain.dimensions import PARAMS
from backend.domain.dispute import DISPUTE
from backend.domain.expedite import EXPEDITE
from backend.domain.handoff import HANDOFF
from backend.domain.machine import Machine
from backend.domain.payout import PAYOUT
from backend.domain.policy import Policy, decide, eligibility
from backend.domain.refund import REFUND
from backend.service.deadlines import due_at
from tests.backend.domain.cases import DAY, NOW, POLICY, SECOND, at, claim, delivered, facts, order

Answers = tuple[Any, ...]
Edge = Callable[[Policy], Answers]
KEPT, BROKEN, LATE = (True, True, False), (True, False, False), (False, True, True)
NATURAL = {row.length for row in POLICY.tables.deadlines.values() if row.counted == "natural_days"}


class Case:
    """A case that has what its edge names, and nothing else: whatever else a timer looks at is not known."""

    def __init__(self, state: str, **fields: Any) -> None:
        self.__dict__ = {"requested_at": NOW, "in_line_since_at": NOW, "reminders": 0, "polls": 0} | fields
        self.state = state

    def __getattr__(self, name: str) -> Any:
        return None


def shifted(name: str, by: int) -> Policy:
    """The policy with one value one unit more or less: a second (a day where days are counted), a fen, a working day,
    one, a minute of a clock."""
    unit, value = PARAMS[name], POLICY.values[name]
    made: Any
    if isinstance(value, timedelta):
        made = value + by * (DAY if name in NATURAL else SECOND)
    elif isinstance(value, tuple):
        made = tuple(one + by * SECOND for one in value)
    elif isinstance(value, time):
        made = (datetime.combine(NOW, value) + by * timedelta(minutes=1)).time()
    else:
        assert unit in {"fen", "wd", "count"}
        made = value + by
    return replace(POLICY, values={**POLICY.values, name: made})


def can_shift(name: str, by: int) -> bool:
    """Nothing counted in whole numbers is less than one: loading refuses it."""
    value = POLICY.values[name]
    return not isinstance(value, int) or value + by > 0


def at_edge(value: Callable[[Policy], datetime]) -> Edge:
    """Whether the moments a second before, at and a second after the standing deadline are inside it."""

    def ask(policy: Policy) -> Answers:
        edge = value(POLICY)
        return tuple(edge + by * SECOND <= value(policy) for by in (-1, 0, 1))

    return ask


def promised(promise: str) -> Edge:
    return at_edge(lambda policy: promises.due_at(promise, NOW, policy, CALENDAR))


def timer(machine: Machine, state: str, event: str = "", **case: Any) -> Edge:
    """The moment at which the state's timer is due, as the service arms it."""

    def due(policy: Policy) -> datetime:
        desk = SimpleNamespace(policy=policy, calendar=CALENDAR.with_hours(service_hours(policy)), now=lambda: NOW)
        return due_at(desk, machine, Case(state, **case), event)  # type: ignore[arg-type]

    return at_edge(due)


def outcome(policy: Policy, reason: str = "undelivered", of: Any = None, **changes: Any) -> str:
    said = {name: changes.pop(name) for name in ("amount_fen", "fault_discovered_at") if name in changes}
    return decide(claim(reason, **said), facts(of, **changes), policy).outcome


def undelivered(policy: Policy) -> Answers:
    of = order(shipped_at=NOW - DAY, supplier_record="unused")
    return tuple(eligibility(facts(of, now=NOW + by * SECOND), policy).claims[0].why is None for by in (-1, 0, 1))


def discovery(policy: Policy) -> Answers:
    of = delivered(40)
    assert of.delivered_at is not None
    edge = of.delivered_at + 30 * DAY
    return tuple(outcome(policy, "service_fault", of, now=edge + by * SECOND, fault_discovered_at=edge + by * SECOND)
                 == "standard" for by in (-1, 0, 1))  # fmt: skip


def age(policy: Policy) -> Answers:
    return tuple(not eligibility(facts(order(paid_at=NOW - 365 * DAY - by * SECOND)), policy).blocked_by
                 for by in (-1, 0, 1))  # fmt: skip


def size(name: str, expected: str, of: Callable[[int], Any], reason: str = "undelivered") -> Edge:
    value = POLICY.number(name)
    return lambda policy: tuple(outcome(policy, reason, of(value + by)) == expected for by in (-1, 0, 1))


def arrival(channel: str, funding: str, end: str) -> Edge:
    def ends(policy: Policy) -> datetime:
        found: datetime = getattr(promises.arrival_window(channel, funding, NOW, NOW, policy, CALENDAR), end)
        return found

    return at_edge(ends)


def clock(text: str) -> Edge:
    """Whether people serve a minute and a second before, at, and so long after the time of day."""
    edge = at(f"2026-11-24 {text}")
    return lambda policy: tuple(
        CALENDAR.is_open(edge + by * SECOND, service_hours(policy)) for by in (-60, -1, 0, 1, 60)
    )


def polls(policy: Policy) -> Answers:
    """Each of the waits, and the last one for ever after."""
    return tuple(timer(PAYOUT, "processing", polls=n)(policy) for n in range(11))


EDGES: dict[str, tuple[Edge, Answers]] = {
    "grace_after_ship": (undelivered, KEPT),
    "fault_window": (promised("fault_window"), KEPT),
    "soft_cap": (discovery, KEPT),
    "hard_cap": (age, KEPT),
    "large": (size("large", "manual", order), LATE),
    "unknown_usage_limit": (
        size("unknown_usage_limit", "manual", lambda fen: delivered(1, fen, supplier_record="none"), "service_fault"),
        LATE,
    ),
    "express_limit": (size("express_limit", "express", order), BROKEN),
    "express_cap": (lambda p: tuple(outcome(p, express_count_30d=3 + by) == "express" for by in (-1, 0, 1)), BROKEN),
    "express_slo": (timer(REFUND, "payout_pending", path="express", submitted_at=NOW), KEPT),
    "review_wd": (at_edge(lambda p: promises.review_due_at(NOW, "standard", p, CALENDAR)), KEPT),
    "manual_wd": (at_edge(lambda p: promises.review_due_at(NOW, "manual", p, CALENDAR)), KEPT),
    "appeal_wd": (at_edge(lambda p: promises.appeal_due_at(NOW, p, CALENDAR)), KEPT),
    "adjudication_wd": (at_edge(lambda p: promises.adjudication_due_at(NOW, p, CALENDAR)), KEPT),
    "supplement_wd": (at_edge(lambda p: promises.supplement_due_at(NOW, p, CALENDAR)), KEPT),
    "resubmit_window": (at_edge(lambda p: promises.resubmit_until_at(NOW, p, CALENDAR)), KEPT),
    "merchant_response": (at_edge(lambda p: promises.merchant_due_at(NOW, p)), KEPT),
    "dispute_evidence": (timer(DISPUTE, "awaiting_user_evidence", evidence_due_at=None), KEPT),
    "second_approval_wd": (timer(COMPENSATION, "proposed"), KEPT),
    "wallet_arrival_min": (arrival("alipay", "wallet_balance", "earliest_at"), KEPT),
    "wallet_arrival_max": (arrival("wechat", "wallet_balance", "latest_at"), KEPT),
    "debit_arrival_min_wd": (arrival("bank", "debit_card", "earliest_at"), KEPT),
    "debit_arrival_max_wd": (arrival("bank", "debit_card", "latest_at"), KEPT),
    "credit_arrival_min_wd": (arrival("bank", "credit_card", "earliest_at"), KEPT),
    "credit_arrival_max_wd": (arrival("bank", "credit_card", "latest_at"), KEPT),
    "credit_alarm_wd": (promised("credit_alarm"), KEPT),
    "close_after_arrival": (timer(REFUND, "refunded", arrival={"latest_at": NOW.isoformat()}), KEPT),
    "exception_wd": (timer(REFUND, "payout_exception"), KEPT),
    "inquiry_wd": (timer(REFUND, "arrival_inquiry"), KEPT),
    "expedite_touch": (timer(EXPEDITE, "open"), KEPT),
    "expedite_daily": (timer(EXPEDITE, "assigned"), KEPT),
    "draft_idle": (timer(REFUND, "draft"), KEPT),
    "ineligible_idle": (timer(REFUND, "ineligible"), KEPT),
    "service_opens": (clock("09:00"), (False, False, True, True, True)),
    "service_closes": (clock("22:00"), (True, True, False, False, False)),
    "callback_slot": (timer(CALLBACK, "scheduled", slot_start_at=NOW), KEPT),
    "callback_stuck": (timer(CALLBACK, "in_call"), KEPT),
    "breach_again_wd": (timer(CHARGEBACK, "open", "open_overdue"), KEPT),
    "redrive": (timer(REFUND, "submitted"), KEPT),
    "send_patience": (timer(PAYOUT, "created"), KEPT),
    "polls": (polls, (KEPT,) * 11),
    "payout_slo": (timer(REFUND, "payout_pending", path="standard", submitted_at=NOW), KEPT),
    "payout_recheck_wd": (promised("payout_recheck"), KEPT),
    "dispute_sweep": (timer(REFUND, "disputed"), KEPT),
    "notice_patience": (timer(DISPUTE, "awaiting_merchant", merchant_due_at=None), KEPT),
    "revocation_patience": (promised("revocation"), KEPT),
    "wait_limit": (timer(HANDOFF, "queued"), KEPT),
    "offer_lease": (timer(HANDOFF, "offered", offer_expires_at=None), KEPT),
    "agent_silence": (timer(HANDOFF, "connected", owed_since_at=NOW), KEPT),
    "quiet_reminder": (timer(HANDOFF, "connected", quiet_since_at=NOW), KEPT),
    "hold_length": (timer(HANDOFF, "on_hold", hold_until_at=None), KEPT),
    "deferred_idle": (timer(HANDOFF, "deferred", wait_for_opening=False), KEPT),
}
