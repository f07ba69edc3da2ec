"""Promises and windows as moments (POLICY section 2.8): which value, and how it runs, is the deadlines table's word."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .calendar import CALENDAR, Calendar, Hours
from .dimensions import PARAMS
from .rulebook import Policy


@dataclass(frozen=True)
class Arrival:
    """When the money should be there. `basis` names what it is counted from (S22)."""

    earliest_at: datetime
    latest_at: datetime
    basis: str


def due_at(promise: str, start: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """The end of a promise or window that begins at `start`, in UTC (S1); service hours are the calendar's, which are
    the policy's unless a supervisor has set others. Raises KeyError for an unknown promise."""
    row = policy.tables.deadlines[promise]
    if row.counted == "working_days":
        return calendar.add_working_days(start, policy.number(row.length))
    span = policy.span(row.length)
    if row.counted == "natural_days":
        return calendar.add_natural_days(start, span.days, row.roll)
    if row.counted == "service_hours":
        return calendar.add_open_time(start, span)
    return start + span


def service_hours(policy: Policy) -> Hours:
    """When people are on duty (A18)."""
    return Hours(policy.clock("service_opens"), policy.clock("service_closes"))


def review_due_at(submitted_at: datetime, path: str, policy: Policy, calendar: Calendar) -> datetime:
    """3 working days, 5 in total for a manual review (A9)."""
    return due_at("manual_review" if path == "manual" else "review", submitted_at, policy, calendar)


def paused_due_at(due: datetime, paused_at: datetime, resumed_at: datetime, calendar: Calendar) -> datetime:
    """The due date moved by the working days after the day of the pause up to the day of resuming (S2)."""
    return calendar.put_off(due, calendar.working_days_between(paused_at, resumed_at))


def escalated_due_at(submitted_at: datetime, due: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """An ordinary review that becomes a manual one: 5 working days in total from submission, moved by as many
    working days as `due` had been moved while the case waited for the buyer (A9, S2)."""
    plain, moment_before = review_due_at(submitted_at, "standard", policy, calendar), timedelta(microseconds=1)
    waited = calendar.working_days_between(plain - moment_before, due - moment_before)
    return calendar.put_off(review_due_at(submitted_at, "manual", policy, calendar), waited)


def express_due_at(submitted_at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """10 minutes for the channel to have accepted (A21)."""
    return due_at("express", submitted_at, policy, calendar)


def supplement_due_at(asked_at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """3 working days to supply what was asked for (A8)."""
    return due_at("supplement", asked_at, policy, calendar)


def resubmit_until_at(rejected_at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """7 natural days, rolled: the window to resubmit, appeal or dispute (A10, A23)."""
    return due_at("resubmit", rejected_at, policy, calendar)


def appeal_due_at(appealed_at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """5 working days for the second look (A23)."""
    return due_at("appeal", appealed_at, policy, calendar)


def adjudication_due_at(entered_at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """5 working days to decide a dispute (R40)."""
    return due_at("adjudication", entered_at, policy, calendar)


def merchant_due_at(notice_at: datetime, policy: Policy, calendar: Calendar = CALENDAR) -> datetime:
    """48 hours from the proven notice (A24)."""
    return due_at("merchant_response", notice_at, policy, calendar)


def dispute_evidence_due_at(asked_at: datetime, policy: Policy, calendar: Calendar = CALENDAR) -> datetime:
    """48 hours for either side to supply what the adjudicator asked for (R62)."""
    return due_at("dispute_evidence", asked_at, policy, calendar)


def arrival_window(
    channel: str, funding: str, accepted_at: datetime, succeeded_at: datetime | None, policy: Policy, calendar: Calendar
) -> Arrival:
    """Platform balance at once; wallet balance 1–2 h from success; cards in working days from acceptance (R43–R45, A13–
    A15, S22). Before the channel's success is known, its acceptance stands in for it."""
    row = policy.tables.arrival.hit({"channel": channel, "funding": funding})
    start = accepted_at if row.basis == "channel_acceptance" else succeeded_at or accepted_at
    first, last = (_later(start, name, policy, calendar) for name in (row.earliest, row.latest))
    return Arrival(first, last, row.basis)


def recounted(due: datetime, now: datetime, old: Calendar, new: Calendar, counted: str) -> datetime:
    """A deadline counted again under a newer calendar: never later for our promises (`ours`), never earlier for a
    user's window in working days (`theirs`) or natural ones (`rolled`), POLICY section 2.8.

    What is left of it is counted, from `now` on: of days that have passed the calendars say the same.
    """
    last = due - timedelta(microseconds=1)
    if counted == "rolled":
        return max(due, new.rolled(last))
    left = old.working_days_between(now, last)
    again = new.add_working_days(now, left) if left else due
    return min(due, again) if counted == "ours" else max(due, again)


def _later(start: datetime, name: str | None, policy: Policy, calendar: Calendar) -> datetime:
    if name is None:
        return start
    if PARAMS[name] == "wd":
        return calendar.add_working_days(start, policy.number(name))
    return start + policy.span(name)
