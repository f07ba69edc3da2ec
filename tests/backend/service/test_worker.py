"""The worker: nothing is forgotten, nothing holds up the rest, and moving the clock comes to an end."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from backend.domain.journal import Timer
from backend.service import worker
from backend.service.events import send_later
from backend.service.worker import Worker, fire_next, send_next
from tests.backend.desk import DAY, HOUR, MINUTE, SECOND
from tests.backend.office import Office


class Log:
    """Notes what was logged instead of logging it."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def exception(self, event: str, **_: Any) -> None:
        self.said.append(event)

    def warning(self, event: str, **_: Any) -> None:
        self.said.append(event)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    made = Log()
    monkeypatch.setattr(worker, "log", made)
    return made


async def arm(office: Office, key: str, machine: str = "test", seconds: int = 0) -> None:
    async with office.desk.store.transaction() as tx:
        tx.timers.add(Timer(None, machine, key, "ring", office.clock.now() + seconds * SECOND))


async def put(office: Office, key: str, topic: str = "test") -> None:
    async with office.desk.store.transaction() as tx:
        send_later(office.desk, tx, topic, key, {})


async def forget(office: Office) -> None:
    async with office.desk.store.transaction() as tx:
        for timer in await tx.timers.find(fired_at=None):
            await tx.timers.remove(timer)


async def test_a_timer_that_cannot_fire_holds_up_no_other(office: Office, log: Log) -> None:
    fired: list[str] = []

    async def alarm(desk: Any, tx: Any, timer: Timer) -> None:
        if timer.key == "poison" and len(log.said) < 2:
            raise RuntimeError("cannot")
        fired.append(timer.key)

    office.desk.alarms["test"] = alarm
    await arm(office, "poison")
    await arm(office, "next", seconds=1)
    await office.wait(MINUTE)
    assert (fired, log.said) == (["next"], ["timer_failed"])
    await office.wait(3 * HOUR)
    assert (fired, log.said) == (["next", "poison"], ["timer_failed"] * 2)  # tried every hour until it could
    await forget(office)


async def test_what_an_alarm_wrote_before_it_failed_is_gone(office: Office, log: Log) -> None:
    async def alarm(desk: Any, tx: Any, timer: Timer) -> None:
        send_later(desk, tx, "test", "half", {})
        raise RuntimeError("half-way")

    office.desk.alarms["test"] = alarm
    await arm(office, "k")
    await fire_next(office.desk)
    assert await office.read("outbox") == []
    assert [t.fired_at for t in await office.read("timers")] == [None]
    await forget(office)


async def test_a_timer_fires_once(office: Office) -> None:
    fired: list[str] = []

    async def alarm(desk: Any, tx: Any, timer: Timer) -> None:
        fired.append(timer.key)

    office.desk.alarms["test"] = alarm
    await arm(office, "k")
    for _ in range(3):
        await fire_next(office.desk)
    await office.wait(DAY)
    assert fired == ["k"]


async def test_what_cannot_be_sent_is_put_off_ever_longer(office: Office, log: Log) -> None:
    tried: list[float] = []

    async def sender(desk: Any, item: Any) -> None:
        tried.append((office.clock.now() - item.created_at).total_seconds())
        raise ConnectionError("nobody there")

    office.desk.senders["test"] = sender
    await put(office, "k")
    await office.wait(DAY)
    gaps = [b - a for a, b in pairwise(tried)]
    assert gaps[:5] == [2, 4, 8, 16, 32]
    assert max(gaps) == 3600
    assert sorted(gaps) == gaps
    (item,) = await office.read("outbox")
    assert (item.done_at, item.attempts, item.last_error) == (None, len(tried), "ConnectionError: nobody there")


async def test_a_dead_senders_lease_runs_out(office: Office) -> None:
    """Nobody else sends it meanwhile, and after a minute somebody does."""
    sent: list[str] = []

    async def sender(desk: Any, item: Any) -> None:
        if not sent:
            sent.append("died")
            raise asyncio.CancelledError
        sent.append("sent")

    office.desk.senders["test"] = sender
    await put(office, "k")
    with pytest.raises(asyncio.CancelledError):
        await send_next(office.desk)
    assert not await send_next(office.desk)
    await office.wait(59 * SECOND)
    assert sent == ["died"]
    await office.wait(2 * SECOND)
    assert sent == ["died", "sent"]


async def test_moving_the_clock_ends_where_it_was_sent(office: Office, log: Log) -> None:
    """Past an item that is leased, one that always fails and a timer that always fails."""

    async def never(*_: Any) -> None:
        raise RuntimeError("never")

    office.desk.senders["test"] = never
    office.desk.alarms["test"] = never
    await put(office, "k")
    await arm(office, "k")
    async with office.desk.store.transaction() as tx:
        send_later(office.desk, tx, "test", "leased", {}).leased_until_at = office.clock.now() + 10 * DAY
    to = office.clock.now() + 3 * DAY
    await office.wait_until(to)
    assert office.clock.now() == to
    back = to - DAY
    await office.wait_until(back)
    assert office.clock.now() == back
    await forget(office)


async def test_lanes_work_side_by_side_and_stand_still_when_told(office: Office) -> None:
    """A slow item holds up no other; while the clock is moved by hand nobody works."""
    gate, sent = asyncio.Event(), []

    async def sender(desk: Any, item: Any) -> None:
        if item.key == "slow":
            await gate.wait()
        sent.append(item.key)

    office.desk.senders["test"] = sender
    lanes = Worker(office.desk)
    running = asyncio.create_task(lanes.run())
    await put(office, "slow")
    await put(office, "quick")
    async with asyncio.timeout(5):
        while sent != ["quick"]:
            await office.desk.bell.wait("work", office.desk.bell.count("work"), 0.02)
        gate.set()
        async with lanes.still():
            assert sent == ["quick", "slow"]
            await put(office, "later")
            await asyncio.sleep(0.02)
            assert sent == ["quick", "slow"]
        while len(sent) < 3:
            await office.desk.bell.wait("work", office.desk.bell.count("work"), 0.02)
        await lanes.stop()
        await running
