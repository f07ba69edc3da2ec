"""When people are on duty, as the supervisor sets it: the hours of every day, and the days that differ (A18). Every
version is kept; the last is in force, and until there is one the policy's hours are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from .calendar import Hours
from .errors import Invalid

DAYS_MOST = 60
SLOT_MIN = 30


@dataclass(eq=False)
class Opening:
    """`opens`, `closes` as HH:MM; `days` maps an ISO date to `{opens, closes, note}`, both null on a day off."""

    version: int
    opens: str
    closes: str
    set_by: str
    set_at: datetime
    note: str
    days: dict[str, Any] = field(default_factory=dict)

    @property
    def hours(self) -> Hours:
        days = {date.fromisoformat(day): _span(one["opens"], one["closes"]) for day, one in self.days.items()}
        return Hours(time.fromisoformat(self.opens), time.fromisoformat(self.closes), days)


def check(opens: str, closes: str, days: Mapping[str, Mapping[str, Any]]) -> None:
    """Whole half-hours, opening before closing, on every day. Raises `Invalid` naming the field."""
    if len(days) > DAYS_MOST:
        raise Invalid(f"特殊日期最多 {DAYS_MOST} 天。", errors=[{"field": "days", "code": "too_many"}])
    _check_span(opens, closes, "opens")
    for day, one in days.items():
        if (one["opens"] is None) != (one["closes"] is None):
            raise Invalid("请填写当天的开始和结束时间，或者都留空表示休息。", errors=[{"field": day, "code": "half"}])
        if one["opens"] is not None:
            _check_span(one["opens"], one["closes"], day)


def _check_span(opens: str, closes: str, field_name: str) -> None:
    first, last = time.fromisoformat(opens), time.fromisoformat(closes)
    if first >= last or any(at.minute % SLOT_MIN for at in (first, last)):
        raise Invalid("时间请选整点或半点，开始早于结束。", errors=[{"field": field_name, "code": "hours"}])


def _span(opens: str | None, closes: str | None) -> tuple[time, time] | None:
    return (time.fromisoformat(opens), time.fromisoformat(closes)) if opens and closes else None
