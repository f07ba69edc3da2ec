"""How fast one caller may go: a token bucket each, in memory (a restart forgives)."""

import time
from collections import OrderedDict

from ..domain.errors import TooMany


class Buckets:
    """`burst` at once, refilled at `per_s`. Real time, not the sandbox's: it protects the machine."""

    def __init__(self, burst: float, per_s: float, keep: int = 20_000) -> None:
        self.burst, self.per_s, self.keep = burst, per_s, keep
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> None:
        """Raises `TooMany` when the bucket is empty."""
        now = time.monotonic()
        left, at = self._left.pop(who, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.per_s)
        if left < 1:
            self._left[who] = (left, now)
            raise TooMany(int((1 - left) / self.per_s) + 1)
        self._left[who] = (left - 1, now)
        if len(self._left) > self.keep:
            self._left.popitem(last=False)
