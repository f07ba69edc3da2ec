"""Many talks at a time against one house, phase by phase: those whose clock moves first, in step with one another."""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby

from tests.live import LiveHouse

from .goods import SHANGHAI
from .history import Feed
from .play import Play
from .scene import House
from .score import Outcome
from .task import Task

# A Tuesday morning in a week without holidays: every working-day promise is a plain one.
BEGIN = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
HOURS = {"day": (10, "online"), "empty": (15, "offline"), "night": (23, "offline")}
ON_DUTY_S = 8.0
Try = tuple[Task, int]


class Meeting:
    """Those who have said that they take part move the clock together, once all who still talk have come."""

    def __init__(self, house: House, parties: int) -> None:
        self._house, self._parties, self._waiting = house, parties, 0
        self._round, self._gate = 0, threading.Condition()
        self._to: datetime | None = None

    def meet(self, to: datetime) -> None:
        with self._gate:
            this = self._round
            self._waiting += 1
            self._to = max(to, self._to or to)
            self._if_all()
            self._gate.wait_for(lambda: self._round != this)

    def leave(self) -> None:
        with self._gate:
            self._parties -= 1
            self._if_all()

    def _if_all(self) -> None:
        if self._waiting and self._waiting == self._parties:
            assert self._to is not None
            self._house.move(self._to)
            self._waiting, self._to, self._round = 0, None, self._round + 1
            self._gate.notify_all()


class Schedule:
    """`at_once` talks at a time; `plain` plays the gold."""

    def __init__(self, live: LiveHouse, at_once: int = 6, plain: bool = False, play: type[Play] = Play) -> None:
        self.house, self.at_once, self.plain, self.play = House(live), at_once, plain, play
        self.feed = Feed(live.platform)

    def run(self, tries: Iterable[Try], done: Callable[[Outcome], None] = lambda outcome: None) -> list[Outcome]:
        """Every try's outcome; `done` hears of each as it ends."""
        todo, found = list(tries), list[Outcome]()
        moving = sorted((t for t in todo if t[0].phase == "moving"), key=lambda t: t[0].clock_plan)
        begin = BEGIN
        for _, group in groupby(moving, key=lambda t: t[0].clock_plan):
            self.house.move(begin)
            found += self._together(list(group), done)
            begin = self.house.now().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
        for phase, (hour, presence) in HOURS.items():
            mine = [t for t in todo if t[0].phase == phase]
            if mine:
                self.house.move(begin.replace(hour=hour))
                with self.on_duty(presence):
                    found += self._pool(mine, done)
        return found

    def _pool(self, tries: list[Try], done: Callable[[Outcome], None]) -> list[Outcome]:
        def one(this: Try) -> Outcome:
            outcome = self.play(self.house, self.feed, *this, self.plain, _nobody).run()
            done(outcome)
            return outcome

        with ThreadPoolExecutor(self.at_once) as pool:
            return list(pool.map(one, tries))

    def _together(self, tries: list[Try], done: Callable[[Outcome], None]) -> list[Outcome]:
        meeting, busy = Meeting(self.house, len(tries)), threading.Semaphore(self.at_once)

        def one(this: Try) -> Outcome:
            def meet(to: datetime) -> None:
                busy.release()
                meeting.meet(to)
                busy.acquire()

            with busy:
                try:
                    outcome = self.play(self.house, self.feed, *this, self.plain, meet).run()
                finally:
                    meeting.leave()
            done(outcome)
            return outcome

        with self.on_duty("online"), ThreadPoolExecutor(len(tries)) as pool:
            return list(pool.map(one, tries))

    @contextmanager
    def on_duty(self, presence: str) -> Iterator[None]:
        """An agent who stays at the desk, though nobody answers an offer."""
        over = threading.Event()

        def sit() -> None:
            self.house.duty(presence)
            while not over.wait(ON_DUTY_S):
                self.house.duty(presence)

        thread = threading.Thread(target=sit, daemon=True)
        self.house.duty(presence)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _nobody(to: datetime) -> None:
    raise RuntimeError("the clock stands in this phase")
