"""A short slice of `make prove`, so that the proof itself stays whole."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.settings import make_channel_keys

from . import crashes, faults, killed, life, races
from .ground import KINDS, Grounds, postgres, sqlite

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
    made = list(crashes.run(grounds, 1, 1, SEED, ["express, timeout_after", "disputed, won"], most=5))
    assert [wrong for _, wrong in made] == [[]] * 5


def test_every_commit_is_a_point(grounds: Grounds) -> None:
    """Filing, sending, the channel's answer and what follows have their commits among them, and all of them are met as
    often as is asked."""
    stories = ["express, success", "express, processing"]
    known = [place for story in stories for place in crashes.places(grounds, story, "looked")]
    names = " ".join(place.point.what for place in known)
    for part in ("create_obligation", "payout.send", "payout.ack_success", "payout.success", "worker.send_next"):
        assert part in names
    todo = crashes._enough(known, 3)
    assert set(todo) == set(known)
    assert min(Counter(place.point for place in todo).values()) == 3


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


@pytest.mark.postgres
def test_the_worlds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of each kind: on either database, and at the end of the wire."""
    monkeypatch.setattr(life, "BATCH", 1)
    monkeypatch.setattr(life, "LENGTH", 20)
    make_channel_keys(tmp_path)
    lived = life.Lives()
    with sqlite() as one, postgres() as other:
        for part in life.run({"sqlite": one, "postgres": other}, tmp_path, 60, 1, SEED):
            lived.add(part)
    assert lived.wrong == []
    assert set(lived.steps) == {"sqlite", "postgres", "wire"}
    assert lived.events
