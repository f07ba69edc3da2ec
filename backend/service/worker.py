"""The worker: fires due timers and drains the outbox. Inside the app by default, its own process when scaled."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog

from ..domain.journal import OutboxItem
from .desk import Desk

log = structlog.get_logger()
LEASE = timedelta(seconds=60)
SWEEP_S = 1.0


async def fire_next(desk: Desk) -> datetime | None:
    """Fire the first due timer in one transaction with what it does: one row, once. None when none is due."""
    async with desk.store.transaction() as tx:
        timer = await tx.timers.due(desk.now())
        if timer is None:
            return None
        timer.fired_at = desk.now()
        due = timer.due_at
        await desk.alarms[timer.machine](desk, tx, timer)
    return due


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
        item.due_at = desk.now() + timedelta(seconds=min(600, 2 ** min(item.attempts, 10)))


async def drain(desk: Desk) -> None:
    """Until nothing that is due is left to do."""
    while await fire_next(desk) is not None or await send_next(desk):
        pass


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
    """The loop. `pause` holds it still while the sandbox's clock is being moved by hand."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.pause = asyncio.Lock()
        self._stop = False

    async def run(self) -> None:
        while not self._stop:
            rung = self.desk.bell.count("work")
            try:
                async with self.pause:
                    await drain(self.desk)
            except Exception:
                log.exception("worker_failed")
            await self.desk.bell.wait("work", rung, SWEEP_S)

    def stop(self) -> None:
        self._stop = True
        self.desk.bell.ring("work")
