"""The world in which anybody does anything, lived for long and wherever chance leads it, by several processes."""

import contextlib
import io
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from backend.service import worker
from backend.store.migrate import migrate
from tests.backend.invariants import check
from tests.backend.service.conftest import Loud
from tests.backend.service.test_everything import Life

from .ground import answers, crew, processes

LENGTH = 40
LINES = 60


class Long(Life):
    """Counts the steps that were taken; the invariants are checked after each."""

    steps = 0

    @invariant()
    def holds(self) -> None:
        self.world.run(check(self.world.office.desk))
        Long.steps += 1


def run(steps: int, jobs: int, first_seed: int) -> tuple[int, Counter[str], list[str]]:
    """Steps taken, how often each event of a refund came, and what was wrong: by so many processes side by side."""
    told = processes.SimpleQueue()
    came, taken, wrong = Counter[str](), 0, list[str]()
    with crew(jobs, _live, -(-steps // jobs), first_seed, told) as living:
        for count, seen, fault in answers(living, told):
            taken, wrong = taken + count, wrong + ([fault] if fault else [])
            came.update(seen)
    return taken, came, wrong


def _live(number: int, steps: int, first_seed: int, told: Any) -> None:
    worker.log = Loud()
    told.put(live(steps, first_seed + number))


def live(steps: int, with_seed: int) -> tuple[int, Counter[str], str | None]:
    """Until so many steps are taken or something is wrong: the fault is told with the steps that lead to it."""
    Long.steps, Long.seen, fault, turn = 0, Counter(), None, 0
    with tempfile.TemporaryDirectory(prefix="refund-desk-") as folder:
        Long.template = Path(folder) / "template.db"
        migrate(f"sqlite+aiosqlite:///{Long.template}")
        while Long.steps < steps and fault is None:
            wanted = min(100, max(1, (steps - Long.steps) // LENGTH))
            look = settings(
                deadline=None, max_examples=wanted, stateful_step_count=LENGTH, database=None,
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            said = io.StringIO()
            try:
                with contextlib.redirect_stdout(said):
                    run_state_machine_as_test(seed(with_seed * 1_000_003 + turn)(Long), settings=look)
            except Exception as problem:
                notes = "\n".join(getattr(problem, "__notes__", []))
                fault = f"world, seed {with_seed}: {traceback.format_exc(limit=-3)}\n{notes}\n{said.getvalue()}"
            turn += 1
    return Long.steps, Long.seen, fault
