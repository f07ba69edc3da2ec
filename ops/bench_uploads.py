"""What uploads cost who uploads and who only talks: the second half of `make bench-evidence`, on the real house."""

import asyncio
import statistics
import time
from collections.abc import Sequence

import aiohttp

from .bench import SAYINGS, Buyer, standing

AT_ONCE = 30
ALONE = 12
TURNS = 60
PAUSE_S = 0.3  # between two turns, as people pause: the talk lasts as long as the uploads, not only their first moment


async def measure(base: str, secret: str, pictures: Sequence[bytes]) -> None:
    async with aiohttp.ClientSession() as session:
        talkers = [Buyer(session, base, secret, f"talker-{n}") for n in range(2)]
        buyers = [Buyer(session, base, secret, f"uploader-{n}") for n in range(AT_ONCE)]
        for buyer in (*talkers, *buyers):
            await buyer.open()
        alone = [await buyers[n].upload(pictures[n % len(pictures)]) for n in range(ALONE)]
        quiet = await _talk(talkers[0])
        busy: list[float] = []
        crowd: list[float] = []

        async def keep_sending(buyer: Buyer, first: int) -> None:
            place = first
            while not busy:
                crowd.append(await buyer.upload(pictures[place % len(pictures)]))
                place += AT_ONCE

        begun = time.perf_counter()
        async with asyncio.TaskGroup() as sending:
            for n, buyer in enumerate(buyers):
                sending.create_task(keep_sending(buyer, n))
            busy += await _talk(talkers[1])
        pace = 60 * len(crowd) / (time.perf_counter() - begun)
    _print("a verdict at the door, one upload at a time", alone)
    _print(f"a verdict at the door, {AT_ONCE} uploads at once", crowd)
    print(f"verdicts a minute meanwhile: {pace:.0f}")
    _print("a turn of the chat, no uploads", quiet)
    _print("a turn of the chat while they run", busy)
    print(f"chat p95 while uploads run is {_p95(busy) / _p95(quiet):.2f} x its idle p95")


async def _talk(buyer: Buyer) -> list[float]:
    times = []
    for turn in range(TURNS):
        times.append(await buyer.turn(SAYINGS[turn % len(SAYINGS)]))
        await asyncio.sleep(PAUSE_S)
    return times


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _print(name: str, times: list[float]) -> None:
    print(f"{name:<52} p50 {statistics.median(times):7.3f} s, p95 {_p95(times):7.3f} s, of {len(times)}")


def main(pictures: Sequence[bytes]) -> None:
    with standing() as (base, secret, _):
        asyncio.run(measure(base, secret, pictures))
