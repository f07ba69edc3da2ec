"""What uploads cost who uploads and who only talks: the second half of `make bench-evidence`, on the real house."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from .bench import SAYINGS, TICKS, Buyer, standing, ticks
from .parts import Part

AT_ONCE = 30
ALONE = 12
TURNS = 120
PAUSE_S = 0.3  # between two turns, as people pause: the talk lasts as long as the uploads, not only their first moment


async def measure(base: str, secret: str, house: Sequence[Part], pictures: Sequence[bytes], name: str) -> float:
    """How many times its idle p95 the chat's is while uploads run. `name`: each measurement has buyers of its own."""
    async with aiohttp.ClientSession() as session:
        talkers = [Buyer(session, base, secret, f"talker-{name}-{n}") for n in range(2)]
        buyers = [Buyer(session, base, secret, f"uploader-{name}-{n}") for n in range(AT_ONCE)]
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

        before, begun = {part: ticks(part) for part in house}, time.perf_counter()
        async with asyncio.TaskGroup() as sending:
            for n, buyer in enumerate(buyers):
                sending.create_task(keep_sending(buyer, n))
            busy += await _talk(talkers[1])
        took = time.perf_counter() - begun
    _print("a verdict at the door, one upload at a time", alone)
    _print(f"a verdict at the door, {AT_ONCE} uploads at once", crowd)
    print(f"verdicts a minute meanwhile: {60 * len(crowd) / took:.0f}")
    used = ", ".join(f"{part.name} {(ticks(part) - before[part]) / TICKS / took:.0%}" for part in house)
    print(f"of a core meanwhile, without the readers: {used}")
    _print("a turn of the chat, no uploads", quiet)
    _print("a turn of the chat while they run", busy)
    ratio = _p95(busy) / _p95(quiet)
    print(f"chat p95 while uploads run is {ratio:.2f} x its idle p95", flush=True)
    return ratio


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


def children(pid: int) -> dict[str, str]:
    """The processes that one has started: `MB now (at most)` by the last word of what they run."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_text().rstrip("\0").split("\0")
        found[f"{words[-1].rpartition('.')[2]} {child}"] = memory(int(child))
    return found


def memory(pid: int) -> str:
    """`MB now (at most)`."""
    now, most = memory_mb(pid)
    return f"{now} ({most})"


def memory_mb(pid: int) -> tuple[int, int]:
    """What the process holds now, and what it held at most."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    now, most = (int(lines[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))
    return now, most


def main(pictures: Sequence[bytes], rounds: int = 1) -> None:
    with standing() as (base, secret, house):
        ratios = [asyncio.run(measure(base, secret, house, pictures, str(n))) for n in range(rounds)]
        backend = house[[part.name for part in house].index("backend")]
        print(f"memory, MB now (at most): backend {memory(backend.pid)}", children(backend.pid))
    if rounds > 1:
        print("ratios:", ", ".join(f"{ratio:.2f}" for ratio in sorted(ratios)))
