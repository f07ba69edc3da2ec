"""`python -m tests.chaos.drops`: many talks through a line that breaks, the backend killed meanwhile; then every
party's log is held against the thread. Nothing may be lost, doubled or out of order."""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from tests.live import Caller, LiveHouse, _token

from .compare import TALK, Tally, compare
from .dropper import Dropper
from .parties import ASKS, Buyer, Colleague, Wire

STAFF = ("agent", "supervisor")
ROOM = 20
PATIENCE_S = 1800.0


async def run(
    house: LiveHouse,
    talks: int,
    share: float,
    kills: int,
    first_seed: int,
    tell: Callable[[str], None] = lambda words: None,
) -> Tally:
    """Half of the talks end with a person. The backend is killed at even spaces of what is said; `tell` hears how far
    it has come."""
    chance, tally, began = random.Random(first_seed), Tally(talks=talks, kills=kills), time.monotonic()
    _open_shop(house)
    told, wanted = 0, talks * 3
    moments = [wanted * (n + 1) // (kills + 1) for n in range(kills)]
    news = asyncio.Event()

    def heard() -> None:
        nonlocal told
        told += 1
        news.set()
        if told % 100 == 0:
            tell(f"{told} said, {time.monotonic() - began:.0f} s")

    limits = aiohttp.ClientTimeout(total=40)
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with (
        Dropper(house.base, share, chance) as line,
        aiohttp.ClientSession(connector=connector, timeout=limits) as session,
    ):
        buyers = [_buyer(house, session, line.base, n, chance, heard) for n in range(talks)]
        colleagues = [_colleague(house, session, line.base, role, chance, heard) for role in STAFF]
        people = [asyncio.create_task(one.live()) for one in colleagues]
        lives = [asyncio.create_task(_begin(buyer, n * 0.05)) for n, buyer in enumerate(buyers)]
        killer = asyncio.create_task(_kill(house, moments, lambda: told, news))
        try:
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.gather(*lives, killer)
        finally:
            for task in [*people, *lives, killer]:
                task.cancel()
            await asyncio.gather(*people, *lives, killer, return_exceptions=True)
        tally.connections, tally.dropped = line.connections, line.dropped
    lead = house.staff("supervisor")
    for buyer in buyers:
        thread = lead.get(f"/v1/agent/conversations/{buyer.id}/entries")["entries"]
        compare(thread, buyer, colleagues, tally)
    tally.seconds = time.monotonic() - began
    return tally


async def _begin(buyer: Buyer, later_s: float) -> None:
    await asyncio.sleep(later_s)
    await buyer.live()


async def _kill(house: LiveHouse, moments: list[int], told: Any, news: asyncio.Event) -> None:
    for moment in moments:
        while told() < moment:
            news.clear()
            await news.wait()
        await asyncio.to_thread(house.signal, "backend", signal.SIGKILL)
        await asyncio.to_thread(house.start, "backend")


def _open_shop(house: LiveHouse) -> None:
    """Ten in the morning of the next day, so that people are there at whatever hour this runs; room for all."""
    lead = house.staff("supervisor")
    now = datetime.fromisoformat(lead.get("/v1/agent/queue")["now"])
    ten = (now + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    house.platform.post("/v1/platform/clock", {"now": ten.isoformat()})
    for member in lead.get("/v1/agent/staff")["items"]:
        if member["username"] in STAFF:
            lead.post(f"/v1/agent/staff/{member['username']}", {"skills": member["skills"], "capacity": ROOM})


def _buyer(house: LiveHouse, session: Any, base: str, n: int, chance: random.Random, told: Any) -> Buyer:
    name = house.buyer(f"买家{n}")
    lines = chance.sample(TALK, 2) + ([ASKS] if n % 2 else chance.sample(TALK, 2))
    secret = house.env["CUSTOMER_JWT_SECRET"]
    return Buyer(Wire(session, base, lambda: _token(name, "customer", secret), chance), lines, told)


def _colleague(house: LiveHouse, session: Any, base: str, role: str, chance: random.Random, told: Any) -> Colleague:
    caller: Caller = house.staff(role)
    return Colleague(Wire(session, base, lambda: caller.token, chance), role, 3, told)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.drops", description=__doc__)
    parser.add_argument("--talks", type=int, default=200)
    # A few of the doomed end before they can be cut.
    parser.add_argument("--share", type=float, default=0.34, help="of the connections are doomed")
    parser.add_argument("--kills", type=int, default=2, help="of the backend, with SIGKILL")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="refund-desk-") as folder, LiveHouse(Path(folder)) as house:
        tally = asyncio.run(run(house, given.talks, given.share, given.kills, given.seed, partial(print, flush=True)))
    for fault in tally.faults[:40]:
        print(fault, file=sys.stderr)
    print(f"{tally.talks} talks, {tally.entries} entries, {tally.dropped} of {tally.connections} connections cut, "
          f"{tally.kills} kills, {tally.seconds:.0f} s: " +
          ", ".join(f"{tally.kinds[kind]} {kind}" for kind in ("lost", "doubled", "out of order")))  # fmt: skip
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
