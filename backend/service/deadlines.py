"""When each waiting state's timer is due (POLICY section 2.8): the one place that turns a state into a moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ..domain import policy
from ..domain.machine import Machine
from .desk import Desk

# The channel's own advice: every minute five times, then ever more slowly (POLICY section 2.8).
POLLS_MIN = (1, 1, 1, 1, 1, 5, 10, 20, 30)
DAY = timedelta(days=1)

Due = Callable[[Desk, Any, datetime], datetime]


def due_at(desk: Desk, machine: Machine, case: Any, event: str) -> datetime:
    """The moment at which `case`, now in `case.state` after `event`, must have moved on.

    A timer that fires without moving the case (an overdue breach) is armed again, a working day on.
    """
    now = desk.now()
    if event == machine.waits.get(case.state) and machine.name in {"refund", "dispute", "compensation"}:
        return desk.calendar.add_working_days(now, 1)
    return _DUE[machine.name](desk, case, now)


def _promised(desk: Desk) -> Callable[[str, datetime], datetime]:
    """The end of a promise of the policy in force that begins at the moment."""
    return lambda promise, start: policy.due_at(promise, start, desk.policy, desk.calendar)


def _refund(desk: Desk, case: Any, now: datetime) -> datetime:
    soon, promised = now + timedelta(minutes=1), _promised(desk)
    wait = {
        "draft": promised("draft_idle", now),
        "ineligible": promised("ineligible_idle", now),
        "submitted": soon,
        "under_review": case.review_due_at,
        "manual_review": case.review_due_at,
        "evidence_required": case.supplement_due_at,
        "rejected": case.resubmit_until_at,
        "appeal_review": case.appeal_due_at,
        "disputed": now + DAY,
        "approved": soon,
        "payout_pending": _payment_due(case, promised("express", case.submitted_at or now), now),
        "payout_exception": promised("payout_exception", now),
        "arrival_inquiry": promised("arrival_inquiry", now),
    }
    if case.state == "refunded":
        return promised("presumed_close", datetime.fromisoformat(case.arrival["latest_at"]) if case.arrival else now)
    due: datetime | None = wait[case.state]
    return max(due, now) if due is not None else soon


def _payment_due(case: Any, quick: datetime, now: datetime) -> datetime:
    """Ten minutes from submission for express (A21); a day for the rest, and for what is sent again after that."""
    return quick if case.path == "express" and now < quick else now + DAY


def _payout(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "abnormal":
        return desk.calendar.add_working_days(now, 1)
    if case.state in {"created", "sent"}:
        return now + timedelta(seconds=30)
    return now + timedelta(minutes=POLLS_MIN[min(case.polls, len(POLLS_MIN) - 1)])


def _dispute(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "adjudication":
        due = case.adjudication_due_at
    elif case.state == "awaiting_merchant":
        due = case.merchant_due_at or now + DAY
    else:
        due = case.evidence_due_at
    return due or _promised(desk)("dispute_evidence", now)


def _compensation(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "proposed":
        return _promised(desk)("second_approval", now)
    return now + timedelta(minutes=1)


def _expedite(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "open":
        return _promised(desk)("expedite_touch", now)
    return desk.calendar.next_time_of_day(now, 10)


def _callback(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "in_call":
        return now + timedelta(minutes=30)
    end: datetime = case.slot_start_at + timedelta(minutes=30)
    return end


def _handoff(desk: Desk, case: Any, now: datetime) -> datetime:
    wait: dict[str, datetime] = {
        "queued": max(case.requested_at + timedelta(minutes=3), now + timedelta(minutes=1)),
        "offered": case.offer_expires_at or now + timedelta(seconds=30),
        "connected": _quiet_until(case, now),
        "on_hold": case.hold_until_at or now + timedelta(minutes=5),
        "deferred": _deferred_until(desk, case, now),
    }
    return max(wait[case.state], now)


def _quiet_until(case: Any, now: datetime) -> datetime:
    """Two minutes for the agent who owes a word; five for a quiet customer, before each reminder and before the end."""
    if case.owed_since_at is not None:
        due: datetime = case.owed_since_at + timedelta(seconds=120)
    else:
        due = (case.quiet_since_at or now) + timedelta(minutes=5) * (case.reminders + 1)
    return due


def _deferred_until(desk: Desk, case: Any, now: datetime) -> datetime:
    """The next opening, for who chose to wait for it (R58); else the request lapses."""
    if case.wait_for_opening:
        return max(desk.calendar.next_open(now), now + timedelta(minutes=5))
    return now + timedelta(hours=72)


_DUE: dict[str, Due] = {
    "refund": _refund,
    "payout": _payout,
    "dispute": _dispute,
    "compensation": _compensation,
    "expedite": _expedite,
    "callback": _callback,
    "handoff": _handoff,
}
