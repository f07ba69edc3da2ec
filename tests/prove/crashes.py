"""Killed at every commit point from filing to follow-up, on either side of the commit: after a restart the case comes
to its end all the same, and the money moves once (I2–I5)."""

import os
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.backend.desk import HOUR, MINUTE, START
from tests.backend.invariants import check
from tests.backend.office import BUYER, Office

from .channel_truth import paid_fen
from .ground import KILLED, Ground, Grounds, answers, crew, processes

SIDES = ("before", "after")
# How the channel treats the payment: each of these ends in success, by another way through the tables.
MANNERS = ("success", "processing", "timeout_after", "timeout_before")
FEN = 9800


class Mortal:
    """A store whose process dies at its n-th commit: `before` it, with everything said to the database, or `after`."""

    def __init__(self, store: Any, point: int, side: str) -> None:
        self.commits = 0
        self._store, self._point, self._side = store, point, side
        self.reading = store.reading
        self.close = store.close

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        async with self._store.transaction() as tx:
            yield tx
            await tx.session.flush()
            self.commits += 1
            self._die("before")
        self._die("after")

    def _die(self, side: str) -> None:
        if (self.commits, side) == (self._point, self._side):
            os.kill(os.getpid(), signal.SIGKILL)


async def _quick(office: Office, order_no: str) -> None:
    if not await office.read("refunds", order_no=order_no):
        await office.file(order_no)


async def _reviewed(office: Office, order_no: str) -> None:
    if not await office.read("refunds", order_no=order_no):
        await office.file(order_no, "service_fault", "merchant_chat")
    (refund,) = await office.read("refunds", order_no=order_no)
    if refund.state == "under_review":
        await office.staff("reviewer", refund.refund_no, "approve")


# What people do, and do again when they find it undone.
Story = Callable[[Office, str], Awaitable[None]]
STORIES: dict[str, tuple[Story, dict[str, Any]]] = {
    "express": (_quick, {"product": {"express_capable": True}}),
    "reviewed": (_reviewed, {"shipped": HOUR}),
}


@dataclass(frozen=True)
class Point:
    """The n-th commit of a story under a manner of the channel, and the side of it."""

    story: str
    manner: str
    commit: int
    side: str


def points(grounds: Grounds, story: str, manner: str) -> list[Point]:
    """Every point of a story, counted by living through it once."""
    with grounds.new() as ground:
        order_no = ground.run(lambda office: _prepare(office, story, manner))
        told = processes.SimpleQueue()
        with crew(1, _die, ground, Point(story, manner, 0, ""), order_no, told) as made:
            (commits,) = answers(made, told)
    return [Point(story, manner, n, side) for n in range(1, commits + 1) for side in SIDES]


def run(
    grounds: Grounds, times: int, most: int | None, seed: int, manners: Sequence[str] = MANNERS
) -> tuple[int, int, list[str]]:
    """Points, crashes, and what was wrong after them. Every point is visited `times` times, or as many of them as
    `most` says, drawn by chance."""
    known = [point for story in STORIES for manner in manners for point in points(grounds, story, manner)]
    if most is not None and most < len(known):
        known = random.Random(seed).sample(known, most)
    found = [f"{grounds.name}: {point}: {fault}"
             for _ in range(times) for point in known for fault in _crash(grounds, point)]  # fmt: skip
    return len(known), times * len(known), found


async def _prepare(office: Office, story: str, manner: str) -> str:
    order_no = await office.order(**STORIES[story][1])
    office.behave(order_no, manner)
    return order_no


def _crash(grounds: Grounds, point: Point) -> list[str]:
    with grounds.new() as ground:
        order_no = ground.run(lambda office: _prepare(office, point.story, point.manner))
        with crew(1, _die, ground, point, order_no, None) as (process,):
            process.join()
            if process.exitcode != KILLED:
                return [f"ended with {process.exitcode}, not killed"]
        return list(ground.run(lambda office: _recover(office, ground, point.story, order_no), START + MINUTE))


def _die(_: int, ground: Ground, point: Point, order_no: str, told: Any) -> None:
    async def live(office: Office) -> int:
        office.desk.store = mortal = Mortal(office.desk.store, point.commit, point.side)  # type: ignore[assignment]
        await STORIES[point.story][0](office, order_no)
        await office.wait(3 * MINUTE)
        return mortal.commits

    commits = ground.run(live)
    if told is not None:
        told.put(commits)


async def _recover(office: Office, ground: Ground, story: str, order_no: str) -> list[str]:
    """What a restart finds is whole; the people do again what was not done; ten minutes later all is well."""
    try:
        await check(office.desk)
        if ground.is_sqlite:  # as the service does when it starts
            async with office.desk.store.transaction() as tx:
                await tx.outbox.release()
        await STORIES[story][0](office, order_no)
        await office.wait(10 * MINUTE)
        await check(office.desk)
    except AssertionError as broken:
        return [str(broken)]
    states = [refund.state for refund in await office.read("refunds", customer_id=BUYER)]
    paid = paid_fen(ground.books).get(order_no, 0)
    return [] if (states, paid) == (["refunded"], FEN) else [f"{states}, the channel paid {paid} fen"]
