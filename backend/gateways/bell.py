"""Wakes streams and the worker inside this process."""

import asyncio
import contextlib
from collections import Counter, defaultdict


class LocalBell:
    """Counts rings by name, so that a ring between looking and waiting is not missed."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._waiting: defaultdict[str, set[asyncio.Future[None]]] = defaultdict(set)

    def ring(self, name: str) -> None:
        self._counts[name] += 1
        for waiter in self._waiting.pop(name, set()):
            if not waiter.done():
                waiter.set_result(None)

    def count(self, name: str) -> int:
        return self._counts[name]

    async def wait(self, name: str, seen: int, timeout_s: float) -> int:
        if self._counts[name] == seen:
            waiter = asyncio.get_running_loop().create_future()
            self._waiting[name].add(waiter)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waiter, timeout_s)
            if name in self._waiting:
                self._waiting[name].discard(waiter)
                if not self._waiting[name]:
                    del self._waiting[name]
        return self._counts[name]
