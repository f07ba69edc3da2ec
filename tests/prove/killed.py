"""Workers are killed with -9 at random while buyers file and reviewers rule: nothing is lost, nothing is doubled, and
whatever falls due is seen to within a minute of the clock."""

import asyncio
import itertools
import random
import sys
import time
from datetime import datetime, timedelta
from typing import Any

from backend.domain.refund import REFUND
from backend.service import worker
from backend.service.engine import rearm
from backend.service.ports import Clash
from backend.service.worker import Worker
from tests.backend.desk import HOUR, MINUTE, SECOND, START, Watch
from tests.backend.invariants import check
from tests.backend.office import Office
from tests.backend.service.conftest import Loud
from tests.backend.service.test_at_once import again

from .channel_truth import paid_fen
from .faults import FAULTS, FEN
from .ground import Ground, Grounds, answers, crew, processes
from .races import FAULT, result_of

LATE = MINUTE
BUYERS = 2
REST_S = 0.2
LIFE_S = (0.3, 3.0)
ENDED = {"refunded", "payout_exception", "rejected", "under_review"}


class Running(Watch):
    """A clock that runs with real time, the same in every process: `began` is the monotonic second of START."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._began = began

    def now(self) -> datetime:
        return START + timedelta(seconds=time.monotonic() - self._began)


class Patient(Loud):
    """A clash is no fault: what it hit is tried again."""

    def exception(self, event: str, **said: Any) -> None:
        if not isinstance(sys.exception(), Clash):
            raise

    def warning(self, event: str, **said: Any) -> None:
        if not said["why"].startswith("Clash"):
            super().warning(event, **said)


def run(grounds: Grounds, minutes: float, seed: int) -> tuple[int, int, list[str]]:
    """Workers killed, cases filed, and what was wrong."""
    began, wrong = time.monotonic(), list[str]()
    with grounds.new() as ground:
        ground.run(lambda office: office.merchant())
        told = processes.SimpleQueue()
        with crew(BUYERS, _buy, ground, began, minutes * 60, seed, told) as buyers:
            kills = _kill(ground, began, minutes * 60, random.Random(seed), wrong)
            filed = [number for numbers in answers(buyers, told) for number in numbers]
        end = START + timedelta(seconds=time.monotonic() - began)
        wrong += ground.run(lambda office: _settle(office, ground, filed), end)
    return kills, len(filed), [f"{grounds.name}: {fault}" for fault in wrong]


def _kill(ground: Ground, began: float, seconds: float, chance: random.Random, wrong: list[str]) -> int:
    """On SQLite the service is one process; on PostgreSQL workers share the work. None is left when the time is up."""
    living = [_hire(ground, began) for _ in range(1 if ground.is_sqlite else 2)]
    kills = 0
    try:
        while time.monotonic() < began + seconds:
            time.sleep(chance.uniform(*LIFE_S))
            place = chance.randrange(len(living))
            if living[place].exitcode is not None:
                wrong.append(f"a worker ended by itself with {living[place].exitcode}")
            living[place].kill()
            living[place].join()
            kills += 1
            living[place] = _hire(ground, began)
    finally:
        for process in living:
            process.kill()
            process.join()
    return kills


def _hire(ground: Ground, began: float) -> Any:
    process = processes.Process(target=_work, args=(ground, began), daemon=True)
    process.start()
    return process


def _work(ground: Ground, began: float) -> None:
    async def lanes(office: Office) -> None:
        worker.log = Patient()
        if ground.is_sqlite:  # as the service does when it starts
            async with office.desk.store.transaction() as tx:
                await tx.outbox.release()
        await Worker(office.desk).run()

    ground.run(lanes, clock=Running(began))


def _buy(number: int, ground: Ground, began: float, seconds: float, seed: int, told: Any) -> None:
    """Cases until the time is up; what was acknowledged is told: those, and only those, must be there."""
    chance = random.Random(seed + number)

    async def buying(office: Office) -> list[str]:
        office._numbers = itertools.count(number * 1_000_000 + 1)
        filed: list[str] = []
        while time.monotonic() < began + seconds:
            await _one(office, chance, filed)
            await asyncio.sleep(REST_S)
        return filed

    told.put(ground.run(buying, clock=Running(began)))


async def _one(office: Office, chance: random.Random, filed: list[str]) -> None:
    owner = office.desk.number("u-")
    quick = chance.random() < 0.6
    facts: dict[str, Any] = {"product": {"express_capable": True}} if quick else {"shipped": HOUR}
    claim = ("undelivered",) if quick else FAULT
    order_no = await again(lambda: office.order(owner, **facts))
    if quick and chance.random() < 0.3:
        office.behave(order_no, chance.choice(FAULTS))
    number = (await again(lambda: office.file(order_no, *claim, customer_id=owner))).refund_no
    filed.append(number)
    if quick:
        return
    if chance.random() < 0.5:
        await again(lambda: _due_soon(office, number, timedelta(seconds=chance.uniform(0, 20))))
    else:
        event = chance.choice(("approve", "approve", "reject"))
        await result_of(lambda: office.staff("reviewer", number, event, reason_code="no_liability"))


async def _due_soon(office: Office, number: str, span: timedelta) -> None:
    """A review whose promise ends in a moment: it will be broken."""
    async with office.desk.store.transaction() as tx:
        refund = await tx.refunds.get(number, lock=True)
        refund.review_due_at = office.clock.now() + span
        await rearm(office.desk, tx, REFUND, refund)


async def _settle(office: Office, ground: Ground, filed: list[str]) -> list[str]:
    end, wrong = office.clock.now(), list[str]()
    for timer in await office.read("timers"):
        late = (timer.fired_at or end) - timer.due_at
        if late > LATE:
            wrong.append(f"{timer.event} of {timer.key} was seen to {late / SECOND:.0f} s late, or not yet")
    await office.wait(HOUR)
    refunds = {refund.refund_no: refund for refund in await office.read("refunds")}
    wrong += [f"{number} was acknowledged and is lost" for number in filed if number not in refunds]
    wrong += [f"{r.refund_no} is still {r.state}" for r in refunds.values() if r.state not in ENDED]
    broken = [r for r in refunds.values() if r.state == "under_review" and r.review_due_at <= end - LATE]
    wrong += [f"{r.refund_no} is overdue and not flagged" for r in broken if r.breached_at is None]
    wrong += [f"{no}: paid {fen} fen" for no, fen in paid_fen(ground.books).items() if fen > FEN]
    try:
        await check(office.desk)
    except AssertionError as fault:
        wrong.append(str(fault))
    return wrong
