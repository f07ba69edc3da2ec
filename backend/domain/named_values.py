"""The policy's named values: read from text by unit, and said in Chinese."""

import re
from datetime import time, timedelta

Value = int | timedelta | time | tuple[timedelta, ...]
_SPAN = re.compile(r"P(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def value_of(unit: str, raw: object) -> Value:
    """The value in its unit: spans ISO 8601 (days to seconds), several with blanks between; clock HH:MM; the rest whole
    numbers from 1 up.

    Raises ValueError.
    """
    if unit == "span":
        return _span(raw)
    if unit == "spans":
        parts = raw.split() if isinstance(raw, str) else []
        if not parts:
            raise ValueError(f"{raw!r} are no durations such as PT1M PT5M")
        return tuple(_span(part) for part in parts)
    if unit == "clock":
        found = _CLOCK.fullmatch(raw) if isinstance(raw, str) else None
        if not found:
            raise ValueError(f"{raw!r} is no time of day such as 09:00")
        return time(int(found.group(1)), int(found.group(2)))
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 1:
        raise ValueError(f"{raw!r} is no whole number from 1 up")
    return raw


def _span(raw: object) -> timedelta:
    found = _SPAN.fullmatch(raw) if isinstance(raw, str) else None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    if not (days or hours or minutes or seconds):
        raise ValueError(f"{raw!r} is no duration such as P7D or PT24H")
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def say(unit: str, value: Value) -> str:
    """`24 小时`, `7 天`, `30 秒`, `500 元`, `3 个工作日`, `9:00`."""
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02d}"
    if isinstance(value, tuple):
        return "、".join(say("span", one) for one in value)
    if isinstance(value, timedelta):
        if value % timedelta(minutes=1):
            return f"{value // timedelta(seconds=1)} 秒"
        minutes = value // timedelta(minutes=1)
        if minutes % 1440 == 0 and minutes > 2880:  # "24 小时" and "48 小时" run from the instant, and are said so
            return f"{minutes // 1440} 天"
        return f"{minutes // 60} 小时" if minutes % 60 == 0 else f"{minutes} 分钟"
    if unit == "fen":
        whole = f"{value // 100:,}"
        return f"{whole} 元" if value % 100 == 0 else f"{whole}.{value % 100:02d} 元"
    return f"{value} 个工作日" if unit == "wd" else str(value)


def say_range(unit: str, low: Value, high: Value) -> str:
    """`1–2 小时`, `3–5 个工作日`; the unit once, where both have the same."""
    first, last = say(unit, low), say(unit, high)
    number, _, counted = first.partition(" ")
    return f"{number}–{last}" if last.partition(" ")[2] == counted else f"{first}–{last}"
