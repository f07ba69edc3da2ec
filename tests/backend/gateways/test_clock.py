"""The sandbox's clock: real time and an offset that outlives a restart."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.gateways.clock import SandboxClock, SystemClock
from backend.store.database import Database

BLINK = timedelta(seconds=2)


def near(one: datetime, other: datetime) -> bool:
    return abs(one - other) < BLINK


@pytest.mark.parametrize("moment", ["2026-02-14T09:00:00+08:00", "2031-01-01T00:00:00+00:00"])
async def test_it_is_moved_and_runs_on(fresh: str, moment: str) -> None:
    store, there = Database(fresh), datetime.fromisoformat(moment)
    clock = SandboxClock(store)
    assert near(clock.now(), datetime.now(UTC))
    await clock.set(there)
    first = clock.now()
    assert near(first, there)
    assert first.utcoffset() == timedelta()
    assert clock.now() >= first
    again = SandboxClock(store)
    await again.load()
    assert near(again.now(), there)
    await store.close()


def test_the_real_clock() -> None:
    assert near(SystemClock().now(), datetime.now(UTC))
    assert SystemClock().now().utcoffset() == timedelta()
