"""A short slice of `make prove`, so that the proof itself stays whole."""

from collections.abc import Iterator

import pytest

from . import crashes, faults, killed, life, races
from .ground import KINDS, Grounds

pytestmark = pytest.mark.processes
SEED = 7


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def grounds(request: pytest.FixtureRequest) -> Iterator[Grounds]:
    with KINDS[request.param]() as made:
        yield made


@pytest.mark.parametrize("name", races.RACES)
def test_races(grounds: Grounds, name: str) -> None:
    came, wrong = races.run(grounds, name, 2, SEED)
    assert wrong == []
    assert came.total() == 2


def test_crashes(grounds: Grounds) -> None:
    assert crashes.run(grounds, 1, 3, SEED, ["timeout_after"]) == (3, 3, [])


def test_every_commit_is_a_point(grounds: Grounds) -> None:
    """Filing, sending, the channel's answer and what follows have their commits among them."""
    found = crashes.points(grounds, "express", "success")
    assert {point.side for point in found} == {"before", "after"}
    assert len(found) >= 12


def test_a_faulty_channel(grounds: Grounds) -> None:
    every = len(faults.FAULTS) if grounds.name == "sqlite" else 4
    with grounds.new() as ground:
        assert faults.express(ground, 6, SEED, share=0.5) == []
    with grounds.new() as ground:
        assert faults.deaf(ground, every, SEED) == []


def test_killed_workers(grounds: Grounds) -> None:
    kills, filed, wrong = killed.run(grounds, 0.05, SEED)
    assert wrong == []
    assert kills
    assert filed


def test_the_world() -> None:
    steps, came, wrong = life.run(40, 1, SEED)
    assert wrong == []
    assert steps >= 40
    assert came
