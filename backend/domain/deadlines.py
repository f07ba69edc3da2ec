"""Promises as moments (POLICY section 2.8), each from its parameter in the policy and the calendar it is counted in."""

from dataclasses import dataclass
from datetime import datetime

from .calendar import Calendar
from .tables import Policy


@dataclass(frozen=True)
class Arrival:
    """When the money should be there. `basis` names what it is counted from (S22)."""

    earliest_at: datetime
    latest_at: datetime
    basis: str


def review_due_at(submitted_at: datetime, path: str, policy: Policy, calendar: Calendar) -> datetime:
    """3 working days, 5 in total for a manual review (A9)."""
    return calendar.add_working_days(submitted_at, policy.number("manual_wd" if path == "manual" else "review_wd"))


def paused_due_at(due_at: datetime, paused_at: datetime, resumed_at: datetime, calendar: Calendar) -> datetime:
    """The due date moved by the working days after the day of the pause up to the day of resuming (S2)."""
    return calendar.put_off(due_at, calendar.working_days_between(paused_at, resumed_at))


def supplement_due_at(asked_at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    return calendar.add_working_days(asked_at, policy.number("supplement_wd"))


def resubmit_until_at(rejected_at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """7 natural days, rolled: the window to resubmit, appeal or dispute (R38, R81)."""
    return calendar.add_natural_days(rejected_at, policy.span("resubmit_window").days)


def appeal_due_at(appealed_at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    return calendar.add_working_days(appealed_at, policy.number("appeal_wd"))


def adjudication_due_at(entered_at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    return calendar.add_working_days(entered_at, policy.number("adjudication_wd"))


def merchant_due_at(notice_at: datetime, policy: Policy) -> datetime:
    """48 hours from the proven notice (A24)."""
    return notice_at + policy.span("merchant_response")


def dispute_evidence_due_at(asked_at: datetime, policy: Policy) -> datetime:
    return asked_at + policy.span("dispute_evidence")


def arrival_window(
    channel: str, funding: str, accepted_at: datetime, succeeded_at: datetime | None, policy: Policy, calendar: Calendar
) -> Arrival:
    """Platform balance at once; wallet balance 1–2 h from success; cards in working days from acceptance
    (R43–R45, A13–A15, S22)."""
    start = succeeded_at or accepted_at
    if channel == "balance":
        return Arrival(start, start, "platform_balance_success")
    if funding == "wallet_balance":
        least, most = policy.span("wallet_arrival_min"), policy.span("wallet_arrival_max")
        return Arrival(start + least, start + most, "channel_success")
    kind = "credit" if funding == "credit_card" else "debit"
    least_wd, most_wd = policy.number(f"{kind}_arrival_min_wd"), policy.number(f"{kind}_arrival_max_wd")
    first, last = (calendar.add_working_days(accepted_at, n) for n in (least_wd, most_wd))
    return Arrival(first, last, "channel_acceptance")
