"""A line that breaks: a TCP relay which cuts so many of the connections through it, both ways: a request or its answer
after any byte, a stream at any moment."""

import asyncio
import contextlib
import random
import urllib.parse

STREAM_S = 1.5  # a doomed stream is cut within this time
LEAST_BYTES = 600  # request and answer together are never shorter, so that a doomed exchange is always cut


class Dropper:
    """`async with Dropper(base, share, chance) as line:` relays `line.base` to `base`. Counts what it really cut."""

    def __init__(self, base: str, share: float, chance: random.Random) -> None:
        self._to = urllib.parse.urlsplit(base)
        self._share, self._chance = share, chance
        self.connections = self.dropped = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> "Dropper":
        self._server = await asyncio.start_server(self._relay, "127.0.0.1", 0, backlog=1024)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        ends = [writer]
        try:
            # Nobody waits for this task, so even its being cancelled is no news to anybody.
            with contextlib.suppress(OSError, asyncio.CancelledError):
                there, back = await asyncio.open_connection(self._to.hostname, self._to.port)
                ends.append(back)
                self.connections += 1  # those that reached the other side
                cut = await self._between(reader, writer, there, back)
                self.dropped += cut
        finally:
            for end in ends:
                end.transport.abort()  # a reset, as when a tunnel swallows a train
            self._tasks.discard(task)

    async def _between(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, there: asyncio.StreamReader,
        back: asyncio.StreamWriter,
    ) -> bool:  # fmt: skip
        """Carry both ways until an end; True when it was cut."""
        head = await reader.read(65_536)
        limit, left = None, [1 << 40]
        if self._chance.random() < self._share:
            if b"/stream" in head.partition(b"\r\n")[0]:
                limit = self._chance.uniform(0, STREAM_S)
            else:
                left = [self._chance.randrange(LEAST_BYTES)]
        try:
            async with asyncio.timeout(limit):
                back.write(_part(head, left))
                await _first(_pump(reader, back, left), _pump(there, writer, left))
        except TimeoutError:
            return True
        return left[0] <= 0


def _part(data: bytes, left: list[int]) -> bytes:
    """What may still pass; the last piece goes in half."""
    data = data[: max(0, left[0])]
    left[0] -= len(data)
    return data


async def _first(*pumps: object) -> None:
    tasks = [asyncio.ensure_future(pump) for pump in pumps]  # type: ignore[call-overload]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: list[int]) -> None:
    """Until an end, or until the bytes that the connection is allowed are used up."""
    while left[0] > 0 and (data := await reader.read(65_536)):
        writer.write(_part(data, left))
        await writer.drain()
