"""`python -m tests.prove_handoff`: days on the floor, as many steps as told, by several processes side by side."""

import argparse
import asyncio
import contextlib
import io
import os
import random
import sys
import time
import traceback
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from backend.domain.handoff import HANDOFF
from backend.service import worker
from tests.backend.service.conftest import Loud
from tests.prove.ground import KINDS, answers, crew, processes

from .day import Day
from .floor import Floor

LENGTH = 50
DAYS = 20  # one after another, before how far it has come is told


def live(number: int, steps: int, first_seed: int, database: str, told: Any) -> None:
    """Until so many steps are taken or something is wrong; puts (steps, events, deaths, refusals, fault)."""
    worker.log = Loud()
    loop, fault, turn, began = asyncio.new_event_loop(), None, 0, time.monotonic()
    deaths, refused = Counter[str](), Counter[str]()
    Day.steps, Day.seen = 0, Counter()
    with KINDS[database]() as grounds, grounds.new() as ground:

        def make() -> Floor:
            ground.clear()
            floor = Floor(ground.url, ground.folder, loop)
            floor.tally = (deaths, refused)
            return floor

        Day.make = make
        while Day.steps < steps and fault is None:
            look = settings(
                deadline=None, max_examples=min(DAYS, 1 + (steps - Day.steps) // LENGTH), stateful_step_count=LENGTH,
                database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate],
            )  # fmt: skip
            said = io.StringIO()
            try:
                with contextlib.redirect_stdout(said):
                    run_state_machine_as_test(seed((first_seed + number) * 1_000_003 + turn)(Day), settings=look)
            except Exception as problem:
                notes = "\n".join(getattr(problem, "__notes__", []))
                fault = f"seed {first_seed}: {traceback.format_exc(limit=-3)}\n{notes}\n{said.getvalue()}"
            turn += 1
            print(f"process {number}: {Day.steps} of {steps} steps, {time.monotonic() - began:.0f} s", file=sys.stderr)
    told.put((Day.steps, dict(Day.seen), deaths["deaths"], dict(refused), fault))


def main() -> int:
    given = _arguments()
    first_seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**9)
    print(f"seed {first_seed}, {given.database}", flush=True)
    began, told = time.monotonic(), processes.SimpleQueue()
    steps, deaths, seen, refused, faults = 0, 0, Counter[str](), Counter[str](), []
    with crew(given.jobs, live, -(-given.steps // given.jobs), first_seed, given.database, told) as living:
        for count, events, died, noes, fault in answers(living, told):
            steps, deaths = steps + count, deaths + died
            seen.update(events)
            refused.update(noes)
            faults += [fault] if fault else []
    for fault in faults:
        print(fault, file=sys.stderr)
    never = sorted(HANDOFF.events - set(seen))
    print("events of requests: " + ", ".join(f"{name} {times}" for name, times in seen.most_common()))
    print("refused: " + ", ".join(f"{code} {times}" for code, times in refused.most_common()))
    print(f"never seen: {', '.join(never) or 'none'}")
    print(f"{steps} steps, {sum(seen.values())} events of requests, {deaths} deaths at a commit, "
          f"{len(faults)} violations, {time.monotonic() - began:.0f} s")  # fmt: skip
    return 1 if faults or never else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.prove_handoff", description=__doc__)
    parser.add_argument("--steps", type=int, default=50_000, help="steps, each checked against every invariant")
    parser.add_argument("--database", choices=sorted(KINDS), default="sqlite")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes side by side")
    parser.add_argument("--seed", type=int, help="where chance begins; the same again leads to the same days")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
