"""The sandbox channel's own process, as we steer it, and the two clocks that must stand together."""

from datetime import datetime
from typing import Any

import aiohttp
import structlog

from ..domain.payout import Payout
from ..service.channel_notices import Sandbox
from ..service.ports import Channel, ChannelAnswer, ChannelSilent

TIMEOUT_S = 30.0
log = structlog.get_logger()


class RemoteSandbox:
    """Calls its control routes. Raises what the network raises: a sandbox that is down cannot be steered."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._headers = url.rstrip("/"), {"Authorization": f"Bearer {key}"}
        self._session: aiohttp.ClientSession | None = None

    async def behave(self, channel: str, behaviour: str, order_no: str | None) -> None:
        await self._post("behave", channel=channel, behaviour=behaviour, order_no=order_no)

    async def reverse(self, channel: str, number: str) -> bool:
        return bool((await self._post("reverse", number=number))["reversed"])

    async def redirect(self, number: str) -> None:
        await self._post("redirect", number=number)

    async def move(self, now: datetime) -> datetime | None:
        ahead = (await self._post("clock", now=now.isoformat()))["next_at"]
        return datetime.fromisoformat(ahead) if ahead else None

    async def _post(self, call: str, **body: Any) -> dict[str, Any]:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S), headers=self._headers, raise_for_status=True
            )
        async with self._session.post(f"{self._url}/control/{call}", json=body) as answer:
            said: dict[str, Any] = await answer.json()
            return said

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


class AtTheDesk:
    """A wired channel in the sandbox. `redirect` is what finance does at a real channel's own desk, where the verified
    account is entered: the protocols of both channels need the buyer's card for it, which we never hold."""

    def __init__(self, channel: Channel, sandbox: RemoteSandbox) -> None:
        self._channel, self._sandbox = channel, sandbox
        self.refund, self.query = channel.refund, channel.query

    async def redirect(self, payout: Payout) -> ChannelAnswer:
        try:
            await self._sandbox.redirect(payout.out_refund_no)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ChannelSilent(type(error).__name__) from error
        return await self._channel.query(payout)


class JointClock:
    """Moves our clock and the channel's as one, stopping wherever the channel has something to tell on the way.

    A channel that is down does not hold the time up; its clock catches up at the next move.
    """

    def __init__(self, clock: Any, sandbox: Sandbox) -> None:
        self._clock, self._sandbox = clock, sandbox

    async def set(self, to: datetime) -> None:
        ahead = await self._tell(self._clock.now())
        while ahead is not None and self._clock.now() < ahead < to:
            ahead = await self._move(ahead)
        await self._move(to)

    async def _move(self, to: datetime) -> datetime | None:
        await self._clock.set(to)
        return await self._tell(to)

    async def _tell(self, now: datetime) -> datetime | None:
        try:
            return await self._sandbox.move(now)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("sandbox_channel_away", why=type(error).__name__)
            return None
