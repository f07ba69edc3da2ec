"""Killed at every commit point of every story, on either side of the commit: after a restart the case comes to its end
all the same, and the money moves once (I2–I5)."""

import os
import random
import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from backend.domain.errors import Refusal
from tests.backend.desk import MINUTE, START, store_on
from tests.backend.invariants import check
from tests.backend.office import Office

from .at_once import hasten
from .channel_truth import paid_fen
from .ground import KILLED, Ground, Grounds, answers, crew, joint, processes
from .mortal import SIDES, Mortal, Point
from .stories import STORIES, live, prepare, stands


class Place(NamedTuple):
    """The n-th commit of a story, and the side of it; `point` is what it commits."""

    story: str
    commit: int
    point: Point


def places(grounds: Grounds, story: str, place: str) -> list[Place]:
    """Every commit of a story, found by living through it once; what the tests themselves put there is none."""
    with grounds.new(place) as ground:
        order_no = ground.run(lambda office: prepare(office, STORIES[story]))
        told = processes.SimpleQueue()
        with crew(1, _die, ground, story, (0, ""), order_no, told) as made:
            (found,) = answers(made, told)
    ours = [(n, what) for n, what in enumerate(found, 1) if not what.startswith("office.")]
    return [Place(story, n, Point(what, side)) for n, what in ours for side in SIDES]


def run(
    grounds: Grounds, times: int, jobs: int, seed: int, stories: Iterable[str] = STORIES, most: int | None = None
) -> Iterator[tuple[Place, list[str]]]:
    """Each crash as it comes, and what was wrong after it. Each place is visited, and again until there were `times`
    crashes at each point on each side; or, with `most`, so many places drawn by chance, once."""
    told = processes.SimpleQueue()
    known = [found for story in stories for found in places(grounds, story, "looked")]
    todo = random.Random(seed).sample(known, most) if most is not None else _enough(known, times)
    with crew(jobs, _crashes, grounds, jobs, todo, told) as made:
        for _ in todo:
            ((place, faults),) = answers(made, told, 1)
            yield place, [f"{grounds.name}: {place}: {fault}" for fault in faults]


def _enough(known: list[Place], times: int) -> list[Place]:
    """All of them in turn, leaving out those whose point has been visited often enough by then."""
    visits, todo = Counter[Point](), list[Place]()
    while not todo or min(visits.values()) < times:
        for place in known:
            if place not in todo or visits[place.point] < times:
                visits[place.point] += 1
                todo.append(place)
    return todo


def _crashes(number: int, grounds: Grounds, jobs: int, todo: list[Place], told: Any) -> None:
    with grounds.new(f"crash{number}") as ground:
        if ground.is_sqlite:
            hasten(store_on(ground.url))
        for place in todo[number::jobs]:
            ground.clear()
            told.put((place, _crash(ground, place)))


def _crash(ground: Ground, place: Place) -> list[str]:
    order_no = ground.run(lambda office: prepare(office, STORIES[place.story]))
    with crew(1, _die, ground, place.story, (place.commit, place.point.side), order_no, None) as (process,):
        process.join()
        if process.exitcode != KILLED:
            return [f"ended with {process.exitcode}, not killed"]
    return list(ground.run(lambda office: _recover(office, ground, place.story, order_no)))


def _die(_: int, ground: Ground, story: str, doom: tuple[int, str], order_no: str, told: Any) -> None:
    async def lived(office: Office) -> list[str]:
        office.desk.store = mortal = Mortal(office.desk.store, lambda: os.kill(os.getpid(), signal.SIGKILL))  # type: ignore[assignment]
        mortal.doom(*doom)
        clock = joint(office, ground)
        await live(office, clock, order_no, STORIES[story])
        return mortal.points

    points = ground.run(lived)
    if told is not None:
        told.put(points)


async def _recover(office: Office, ground: Ground, story: str, order_no: str) -> list[str]:
    """What a restart finds is whole; the people do again what was not done, and in the end all is well."""
    clock = joint(office, ground)
    try:
        (last,) = await office.read("audit", order="-seq", limit=1) or [None]
        await office.clock.set((last.at if last else START) + MINUTE)
        await check(office.desk)
        if ground.is_sqlite:  # as the service does when it starts
            async with office.desk.store.transaction() as tx:
                await tx.outbox.release()
        await live(office, clock, order_no, STORIES[story])
        await check(office.desk)
    except (AssertionError, Refusal) as broken:
        return [f"{type(broken).__name__}: {broken}"]
    _, word = await stands(office, order_no)
    paid, due = paid_fen(ground.books).get(order_no, 0), STORIES[story].fen
    return [] if paid == due else [f"{word}, the channel paid {paid} fen, not {due}"]
