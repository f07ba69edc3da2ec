"""`make bench-turns`: what a turn costs at the 10th, the 100th and the 500th message of a conversation.

Conversations are brought to just before those depths and then speak by turns, one message each, so that whatever
else the machine does falls on all of them alike. Prints latency and CPU of the whole house a turn, and the ratios to
the 10th.
"""

from __future__ import annotations

import asyncio
import statistics
from pathlib import Path

import aiohttp

from .bench import SAYINGS, Buyer, standing
from .parts import Part

DEPTHS = (10, 100, 500)
EACH = 2  # conversations of a depth
ROUNDS = 20  # messages of each that are measured, about its depth
FLAT = 1.2
PACE_S = 0.17  # between two messages of one buyer on the way there


def cpu_ms(house: list[Part]) -> float:
    """CPU that all threads of these processes have used so far, in milliseconds."""
    spent = 0
    for part in house:
        for task in Path(f"/proc/{part.pid}/task").iterdir():
            try:
                spent += int((task / "schedstat").read_text().split()[0])
            except FileNotFoundError:
                continue  # a thread that has just ended
    return spent / 1e6


async def measure(base: str, secret: str, house: list[Part]) -> bool:
    """Talk, print, and say whether the cost is flat."""
    async with aiohttp.ClientSession() as session:
        buyers = [(depth, Buyer(session, base, secret, f"turns-{depth}-{n}")) for n in range(EACH) for depth in DEPTHS]
        await asyncio.gather(*(_bring(buyer, depth - ROUNDS // 2) for depth, buyer in buyers))
        times: dict[int, list[float]] = {depth: [] for depth in DEPTHS}
        spent: dict[int, list[float]] = {depth: [] for depth in DEPTHS}
        for turn in range(ROUNDS):
            for depth, buyer in buyers if turn % 2 else buyers[::-1]:
                before = cpu_ms(house)
                times[depth].append(await buyer.turn(SAYINGS[turn % len(SAYINGS)]) * 1000)
                spent[depth].append(cpu_ms(house) - before)
    return _table(times, spent)


async def _bring(buyer: Buyer, depth: int) -> None:
    """Talk as fast as the house lets one buyer talk."""
    await buyer.open()
    for said in range(depth):
        await buyer.turn(SAYINGS[said % len(SAYINGS)])
        await asyncio.sleep(PACE_S)


def _table(times: dict[int, list[float]], spent: dict[int, list[float]]) -> bool:
    print(f"{'message':>8}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'p50 ratio':>11}{'CPU ratio':>11}")
    first, flat = DEPTHS[0], True
    for depth in DEPTHS:
        middle, cpu = statistics.median(times[depth]), statistics.median(spent[depth])
        late = statistics.quantiles(times[depth], n=20)[18]
        ratios = middle / statistics.median(times[first]), cpu / statistics.median(spent[first])
        flat &= max(ratios) <= FLAT
        print(f"{depth:>8}{middle:>9.1f}{late:>9.1f}{cpu:>9.1f}{ratios[0]:>11.2f}{ratios[1]:>11.2f}", flush=True)
    print(f"flat within {FLAT}×: {'yes' if flat else 'no'}")
    return flat


def main() -> int:
    """0 where the cost is flat."""
    with standing() as (base, secret, house):
        return 0 if asyncio.run(measure(base, secret, house)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
