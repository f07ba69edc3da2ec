"""The bell: nobody who looked first and waits then misses a ring."""

import asyncio
import time

from backend.gateways.bell import LocalBell


async def test_a_ring_between_looking_and_waiting() -> None:
    bell = LocalBell()
    seen = bell.count("a")
    bell.ring("a")
    assert await bell.wait("a", seen, 5.0) == seen + 1


async def test_everybody_who_waits_is_woken() -> None:
    bell = LocalBell()
    waiting = [asyncio.create_task(bell.wait("a", 0, 5.0)) for _ in range(5)]
    await asyncio.sleep(0)
    bell.ring("b")
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    bell.ring("a")
    assert await asyncio.gather(*waiting) == [1] * 5


async def test_waiting_ends_by_itself() -> None:
    bell = LocalBell()
    began = time.monotonic()
    assert await bell.wait("a", 0, 0.02) == 0
    assert time.monotonic() - began >= 0.02
    assert not bell._waiting  # nobody is remembered for ever


async def test_who_gave_up_is_forgotten() -> None:
    bell = LocalBell()
    task = asyncio.create_task(bell.wait("a", 0, 5.0))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    bell.ring("a")
    assert bell.count("a") == 1
