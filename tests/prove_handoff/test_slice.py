"""A slice of the proof of the handoff: `make prove-handoff` lives through fifty thousand steps and more."""

import asyncio
import itertools
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from backend.service import worker
from tests.backend.conftest import fresh_from
from tests.backend.service.conftest import Loud

from .day import Day
from .floor import Floor

EXAMPLES, LENGTH = 8, 40


@pytest.mark.long
def test_a_slice(handoff_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "log", Loud())
    loop = asyncio.new_event_loop()
    places = (tmp_path / str(n) for n in itertools.count())
    Day.make = lambda: Floor(fresh_from(handoff_template), next(places), loop)
    Day.steps, Day.seen = 0, Counter()
    look = settings(
        deadline=None, max_examples=EXAMPLES, stateful_step_count=LENGTH, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    try:
        run_state_machine_as_test(seed(7)(Day), settings=look)
    finally:
        loop.close()
    assert Day.steps > EXAMPLES * LENGTH / 2
    assert {"request", "offer", "accept", "lease_over", "transfer", "agent_silent", "wait_limit"} <= set(Day.seen)
