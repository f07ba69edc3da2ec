"""Our clock and the channel's move as one."""

from datetime import datetime, timedelta

import aiohttp
import pytest

from backend.gateways.sandbox_control import JointClock, RemoteSandbox
from tests.backend.desk import DAY, MINUTE, START, Watch


class Ahead:
    """A channel with something to tell at these moments; `stood` is where its clock was put, and ours then."""

    def __init__(self, watch: Watch, *due: datetime) -> None:
        self.watch, self.due, self.stood = watch, list(due), list[tuple[datetime, datetime]]()

    async def move(self, now: datetime) -> datetime | None:
        self.stood.append((now, self.watch.now()))
        self.due = [at for at in self.due if at > now]
        return min(self.due, default=None)


async def test_stops_where_the_channel_has_something_to_tell() -> None:
    watch = Watch()
    channel = Ahead(watch, START + 2 * MINUTE, START + MINUTE, START + DAY)
    await JointClock(watch, channel).set(START + 10 * MINUTE)  # type: ignore[arg-type]
    places = [START + n * MINUTE for n in (0, 1, 2, 10)]
    assert channel.stood == [(at, at) for at in places]


async def test_goes_back_at_once() -> None:
    watch = Watch()
    channel = Ahead(watch, START + MINUTE)
    await JointClock(watch, channel).set(START - DAY)  # type: ignore[arg-type]
    assert (watch.now(), channel.stood[-1]) == (START - DAY, (START - DAY, START - DAY))


async def test_a_channel_that_is_away_holds_up_nothing() -> None:
    watch = Watch()
    away = RemoteSandbox("http://127.0.0.1:9", "key")
    await JointClock(watch, away).set(START + timedelta(hours=1))
    assert watch.now() == START + timedelta(hours=1)
    await away.close()


async def test_it_cannot_be_steered_while_away() -> None:
    away = RemoteSandbox("http://127.0.0.1:9", "key")
    with pytest.raises(aiohttp.ClientError):
        await away.behave("wechat", "closed", None)
    await away.close()
