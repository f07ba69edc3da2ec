"""Moments: aware UTC inside, RFC 3339 with the business offset outside (Asia/Shanghai, no daylight saving)."""

from datetime import UTC, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def iso(at: datetime | None) -> str | None:
    """`2026-11-24T09:00:00+08:00`, or None. Raises ValueError for a naive datetime."""
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError("naive datetime")
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds" if at.microsecond == 0 else "milliseconds")


def moment(text: str | None) -> datetime | None:
    """The UTC moment an RFC 3339 text names; ValueError if it has no offset or is no date-time."""
    if text is None:
        return None
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("no offset")
    return at.astimezone(UTC)
