"""What a channel forbids, as data (POLICY section 2.9), and the pace that keeps to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..domain.payout import Payout


class TooSoon(Exception):
    """Nothing was sent: the outbox tries again a little later."""


@dataclass(frozen=True)
class Limits:
    """`spacing` between refunds of one trade, `query_after` a refund was asked for, `days` after payment at most."""

    spacing: timedelta
    query_after: timedelta
    days: int


WECHAT = Limits(spacing=timedelta(minutes=1), query_after=timedelta(), days=365)
ALIPAY = Limits(spacing=timedelta(seconds=3), query_after=timedelta(seconds=10), days=365)
SANDBOX = Limits(timedelta(), timedelta(), 365)


class Pace:
    """One channel's calls. It knows this process's calls only: beyond it the channel's own 429 holds."""

    def __init__(self, limits: Limits, now: Callable[[], datetime]) -> None:
        self._limits, self._now = limits, now
        self._last: dict[str, tuple[datetime, str]] = {}

    def refund(self, payout: Payout) -> None:
        """Raises `TooSoon` when another refund of the same trade has just been sent; a repeat may go at once."""
        now = self._now()
        self._last = {t: last for t, last in self._last.items() if _within(now - last[0], self._limits.spacing)}
        last = self._last.get(payout.transaction_id)
        if last is not None and last[1] != payout.out_refund_no:
            raise TooSoon(f"another refund of {payout.transaction_id} went out at {last[0]}")
        self._last[payout.transaction_id] = (now, payout.out_refund_no)

    def query(self, payout: Payout) -> None:
        """Raises `TooSoon` while the channel cannot know the refund yet."""
        if payout.sent_at is not None and _within(self._now() - payout.sent_at, self._limits.query_after):
            raise TooSoon(f"{payout.out_refund_no} was sent at {payout.sent_at}")


def _within(span: timedelta, limit: timedelta) -> bool:
    # A clock that was set back must not hold anything up.
    return timedelta() <= span < limit
