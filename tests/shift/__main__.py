"""`python -m tests.shift`: a simulated shift at the desk, printed."""

import argparse
import asyncio
import contextlib
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from backend.domain.people import StaffMember
from backend.service.staff import hash_password
from backend.store.migrate import migrate
from tests.backend.api.conftest import PASSWORD, serve, stop
from tests.backend.api.doors import Doors
from tests.backend.desk import START

from .desk import Manners, Shift
from .figures import Figures, figures, share


@contextlib.asynccontextmanager
async def shop(template: Path, folder: Path, names: list[str]) -> AsyncIterator[Doors]:
    """The real house on a morning, with these agents and nobody else on duty."""
    doors, server = await serve(template, folder)
    try:
        async with doors.house.desk.store.transaction() as tx:
            for name in names:
                tx.staff.add(StaffMember(name, name, "agent", hash_password(PASSWORD)))
        await doors.house.clock.set(START)
        yield doors
    finally:
        await stop(doors, server)


async def run(
    template: Path, folder: Path, agents: int, hours: float, first_seed: int, manners: Manners,
    tell: Callable[[str], None] = lambda words: None,
) -> tuple[Shift, Figures]:  # fmt: skip
    """Lives through the shift and counts it."""
    names = [f"agent-{n + 1}" for n in range(agents)]
    async with shop(template, folder, names) as doors:
        shift = Shift(doors, names, hours, manners, random.Random(first_seed), tell)
        await shift.run()
        return shift, await figures(doors.house.desk)


def told(shift: Shift, found: Figures) -> str:
    """The figures in words."""
    outcomes = Counter(shift.outcomes.values())
    lines = [
        f"{found.asked} buyers asked for a person, {shift.events} events",
        _line("accept, from asking", found.accepts),
        _line("accept, when somebody was free", found.free),
        _line("first word, from asking", found.first_words),
        _line("each wait, to a person or a way on", found.stretches),
        f"three ways on: {found.choices}, of them at once because the wait was expected to be longer: {found.at_once}",
        f"at the limit the bell was ringing at an agent's: {found.ringing}",
        f"longer than that without the three ways on: {len(found.too_long)}",
        f"longest waiting first: {len(found.passed_over)} violations",
        "came away with: " + ", ".join(f"{name} {times}" for name, times in outcomes.most_common()),
        "requests ended: " + ", ".join(f"{name} {times}" for name, times in found.ends.most_common()),
    ]
    return "\n".join(lines)


def _tell(began: float) -> Callable[[str], None]:
    return lambda words: print(f"{words} ({time.monotonic() - began:.0f} s)", flush=True)


def _line(what: str, values: list[float]) -> str:
    most = max(values, default=0)
    return f"{what}: {len(values)}, p50 {share(values, 0.5):.0f} s, p90 {share(values, 0.9):.0f} s, most {most:.0f} s"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.shift", description=__doc__)
    parser.add_argument("--agents", type=int, default=3)
    parser.add_argument("--per-hour", type=float, default=60)
    parser.add_argument("--hours", type=float, default=2)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    os.environ.setdefault("no_proxy", "127.0.0.1")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="refund-desk-") as place:
        template = Path(place) / "template.db"
        migrate(f"sqlite+aiosqlite:///{template}")
        folder = Path(place) / "house"
        folder.mkdir()
        manners = Manners(arrivals_per_hour=given.per_hour)
        shift, found = asyncio.run(run(template, folder, given.agents, given.hours, given.seed, manners, _tell(began)))
    print(f"seed {given.seed}: {given.agents} agents, {given.per_hour:g} arrivals an hour, {given.hours:g} hours")
    print(told(shift, found))
    quick = share(found.free, 0.9) <= 30
    print(f"p90 accept at most 30 s when somebody is free: {'yes' if quick else 'NO'}")
    print(f"{time.monotonic() - began:.0f} s")
    for fault in [*found.passed_over, *found.too_long]:
        print(fault, file=sys.stderr)
    return 0 if quick and not found.passed_over and not found.too_long else 1


if __name__ == "__main__":
    sys.exit(main())
