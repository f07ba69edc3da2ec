"""The worker: fires due timers and drains the outbox. Inside the app by default, its own process when scaled."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog

from ..domain.journal import OutboxItem
from . import presence, retention
from .desk import Desk
from .holding import hold_case
from .ports import Clash

log = structlog.get_logger()
LEASE = timedelta(seconds=60)
PUT_OFF = timedelta(hours=1)
LONGEST_S = 3600
SWEEP_S = 1.0
STOP_S = 5.0
LANES = 4


async def fire_next(desk: Desk) -> datetime | None:
    """Fire the first due timer in one transaction with what it does: one row, once. None when none is due.

    One that cannot be fired is put off, so that it holds up no other promise.
    """
    number = None
    try:
        async with desk.store.transaction() as tx:
            first = await tx.timers.due(desk.now())
            if first is None:
                return None
            number, due = first.timer_id, first.due_at
            await hold_case(tx, first.machine, first.key)
            timer = await tx.timers.get(number, lock=True)
            if timer is None or timer.fired_at is not None or timer.due_at > desk.now():
                return due  # somebody has moved the case meanwhile
            timer.fired_at = desk.now()
            await desk.alarms[timer.machine](desk, tx, timer)
    except Clash:
        return desk.now()
    except Exception:
        if number is None:
            raise
        log.exception("timer_failed", timer=number)
        await _put_off(desk, number)
    return due


async def _put_off(desk: Desk, number: int) -> None:
    async with desk.store.transaction() as tx:
        timer = await tx.timers.get(number, lock=True)
        if timer is not None and timer.fired_at is None:
            timer.due_at = desk.now() + PUT_OFF


async def send_next(desk: Desk) -> bool:
    """Lease the first due outbox item, send it outside any transaction, and mark it done or put it off."""
    async with desk.store.transaction() as tx:
        item = await tx.outbox.due(desk.now())
        if item is None:
            return False
        item.leased_until_at = desk.now() + LEASE
        item.attempts += 1
    problem: str | None = None
    try:
        await desk.senders[item.topic](desk, item)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:300]
        log.warning("outbox_failed", topic=item.topic, key=item.key, attempt=item.attempts, why=problem)
    async with desk.store.transaction() as tx:
        held = await tx.outbox.get(item.item_id, lock=True)
        if held is not None:
            _settle(desk, held, problem)
    return True


def _settle(desk: Desk, item: OutboxItem, problem: str | None) -> None:
    item.leased_until_at = None
    item.last_error = problem
    if problem is None:
        item.done_at = desk.now()
    else:
        item.due_at = desk.now() + timedelta(seconds=min(LONGEST_S, 2 ** min(item.attempts, 12)))


async def drain(desk: Desk) -> None:
    """Until nothing that is due is left to do: promises first, then what is to be sent."""
    busy = True
    while busy:
        busy = False
        while await fire_next(desk) is not None:
            busy = True
        busy = await presence.sweep(desk) or busy
        busy = await retention.sweep(desk) or busy
        while await send_next(desk):
            busy = True


async def advance(desk: Desk, clock: Any, to: datetime) -> None:
    """Move the sandbox clock to `to`, stopping at each promise on the way so that it fires at its own moment."""
    await drain(desk)
    while True:
        async with desk.store.reading() as tx:
            ahead = [at for at in (await tx.timers.next_at(), await tx.outbox.next_at()) if at is not None]
        if not ahead or min(ahead) > to:
            break
        await clock.set(max(min(ahead), desk.now()))
        await drain(desk)
    await clock.set(to)
    await drain(desk)


class Worker:
    """Loops that fire timers and send what is due: a slow picture or a silent channel holds up no other lane."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._gate = asyncio.Condition()
        self._busy = 0
        self._held = False
        self._stop = False

    async def run(self) -> None:
        lanes = [self._loop(lambda: fire_next(self.desk))]
        lanes += [self._loop(lambda: send_next(self.desk)) for _ in range(LANES)]
        lanes += [self._loop(lambda: presence.sweep(self.desk)), self._loop(lambda: retention.sweep(self.desk))]
        await asyncio.gather(*lanes)

    async def _loop(self, work: Callable[[], Awaitable[Any]]) -> None:
        while not self._stop:
            rung = self.desk.bell.count("work")
            try:
                async with self._at_work():
                    more = await work()
            except Exception:
                log.exception("worker_failed")
                more = None
                await asyncio.sleep(SWEEP_S)
            if not more:
                await self.desk.bell.wait("work", rung, SWEEP_S)

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[None]:
        async with self._gate:
            await self._gate.wait_for(lambda: not self._held)
            self._busy += 1
        try:
            yield
        finally:
            async with self._gate:
                self._busy -= 1
                self._gate.notify_all()

    @asynccontextmanager
    async def still(self) -> AsyncIterator[None]:
        """Nobody works inside this block: the sandbox's clock is being moved by hand."""
        async with self._gate:
            await self._gate.wait_for(lambda: not self._held)
            self._held = True
            await self._gate.wait_for(lambda: self._busy == 0)
        try:
            yield
        finally:
            async with self._gate:
                self._held = False
                self._gate.notify_all()

    async def stop(self) -> None:
        """Begin nothing more, and wait for what is under way."""
        self._stop = True
        self.desk.bell.ring("work")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_S), self._gate:
                await self._gate.wait_for(lambda: self._busy == 0)
