"""When each waiting state's timer is due (POLICY section 2.8): the one place that turns a state into a moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ..domain import policy
from ..domain.machine import Machine
from .desk import Desk

Due = Callable[[Desk, Any, datetime], datetime]
# At nine with nobody there yet, it is tried again so much later.
DESK_EMPTY = timedelta(minutes=5)
BREACHING = frozenset({"refund", "dispute", "compensation", "chargeback"})


def due_at(desk: Desk, machine: Machine, case: Any, event: str) -> datetime:
    """The moment at which `case`, now in `case.state` after `event`, must have moved on.

    A timer that fires without moving the case (an overdue breach) is armed again, a working day on.
    """
    now = desk.now()
    if event == machine.waits.get(case.state) and machine.name in BREACHING:
        return _promised(desk)("breach_again", now)
    return _DUE[machine.name](desk, case, now)


def _promised(desk: Desk) -> Callable[[str, datetime], datetime]:
    """The end of a promise of the policy in force that begins at the moment."""
    return lambda promise, start: policy.due_at(promise, start, desk.policy, desk.calendar)


def _refund(desk: Desk, case: Any, now: datetime) -> datetime:
    promised = _promised(desk)
    soon = promised("redrive", now)
    wait = {
        "draft": promised("draft_idle", now),
        "ineligible": promised("ineligible_idle", now),
        "submitted": soon,
        "under_review": case.review_due_at,
        "manual_review": case.review_due_at,
        "evidence_required": case.supplement_due_at,
        "rejected": case.resubmit_until_at,
        "appeal_review": case.appeal_due_at,
        "disputed": promised("dispute_sweep", now),
        "approved": soon,
        "payout_pending": _payment_due(desk, case, now),
        "payout_exception": promised("payout_exception", now),
        "arrival_inquiry": promised("arrival_inquiry", now),
    }
    if case.state == "refunded":
        return promised("presumed_close", datetime.fromisoformat(case.arrival["latest_at"]) if case.arrival else now)
    due: datetime | None = wait[case.state]
    return max(due, now) if due is not None else soon


def _payment_due(desk: Desk, case: Any, now: datetime) -> datetime:
    """Ten minutes from submission for express (A21); a day for the rest, and for what is sent again after that."""
    quick = _promised(desk)("express", case.submitted_at or now)
    return quick if case.path == "express" and now < quick else _promised(desk)("payout", now)


def _payout(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "abnormal":
        return _promised(desk)("payout_exception", now)
    if case.state in {"created", "sent"}:
        return _promised(desk)("channel_answer", now)
    polls = desk.policy.spans("polls")
    wait: timedelta = polls[min(case.polls, len(polls) - 1)]
    return now + wait


def _dispute(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "adjudication":
        due = case.adjudication_due_at
    elif case.state == "awaiting_merchant":
        due = case.merchant_due_at or _promised(desk)("merchant_notice", now)
    else:
        due = case.evidence_due_at
    return due or _promised(desk)("dispute_evidence", now)


def _compensation(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "proposed":
        return _promised(desk)("second_approval", now)
    return _promised(desk)("redrive", now)


def _expedite(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "open":
        return _promised(desk)("expedite_touch", now)
    return desk.calendar.next_time_of_day(now, desk.policy.clock("expedite_daily"))


def _callback(desk: Desk, case: Any, now: datetime) -> datetime:
    if case.state == "in_call":
        return _promised(desk)("call", now)
    end: datetime = case.slot_start_at + desk.policy.span("callback_slot")
    return end


def _chargeback(desk: Desk, case: Any, now: datetime) -> datetime:
    return _promised(desk)("chargeback", now)


def _handoff(desk: Desk, case: Any, now: datetime) -> datetime:
    span = desk.policy.span
    wait: dict[str, datetime] = {
        # Who comes back from a talk has a moment before the three ways on; who never had one is owed them at the limit.
        "queued": now + span("redrive") if case.accepted_at else case.in_line_since_at + span("wait_limit"),
        "offered": case.offer_expires_at or now + span("offer_lease"),
        "connected": _quiet_until(desk, case, now),
        "on_hold": case.hold_until_at or now + span("hold_length"),
        "deferred": _deferred_until(desk, case, now),
    }
    return max(wait[case.state], now)


def _quiet_until(desk: Desk, case: Any, now: datetime) -> datetime:
    """Two minutes for the agent who owes a word; five for a quiet customer, before each reminder and before the end."""
    if case.owed_since_at is not None:
        due: datetime = case.owed_since_at + desk.policy.span("agent_silence")
    else:
        due = (case.quiet_since_at or now) + desk.policy.span("quiet_reminder") * (case.reminders + 1)
    return due


def _deferred_until(desk: Desk, case: Any, now: datetime) -> datetime:
    """The next opening, for who chose to wait for it (R58); else the request lapses."""
    if case.wait_for_opening:
        return max(desk.calendar.next_open(now), now + DESK_EMPTY)
    return now + desk.policy.span("deferred_idle")


_DUE: dict[str, Due] = {
    "refund": _refund,
    "payout": _payout,
    "dispute": _dispute,
    "compensation": _compensation,
    "expedite": _expedite,
    "callback": _callback,
    "handoff": _handoff,
    "chargeback": _chargeback,
}
