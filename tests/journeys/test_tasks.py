"""A slice of the journeys: simulated buyers at the real house, one try each. The whole is `make journeys`."""

import pytest

from tests.live import LiveHouse

from .report import transcript
from .schedule import Schedule
from .score import Outcome
from .task import all_tasks

pytestmark = [pytest.mark.processes, pytest.mark.rasa]
SLICE = [task for task in all_tasks() if task.slice]
SEED = 7


@pytest.fixture(scope="module")
def outcomes(house: LiveHouse) -> dict[str, Outcome]:
    found = Schedule(house, at_once=4).run([(task, SEED) for task in SLICE])
    return {outcome.task.id: outcome for outcome in found}


@pytest.mark.parametrize("name", [task.id for task in SLICE])
def test_journey(name: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[name].passed, transcript(outcomes[name])
