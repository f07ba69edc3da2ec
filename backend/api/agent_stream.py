"""The staff's stream: `changed` whenever a thread or a case has moved; the desk then reads what it shows."""

import asyncio
from collections.abc import AsyncIterator

from sanic import Blueprint, Request

from ..service import presence
from ..service.desk import Desk
from . import guards

# Threads and the queue ring the one, every case that moves rings the other.
BELLS = ("agents", "events")
PING_S = 15.0


def add(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/stream")
    async def _stream(request: Request) -> None:
        actor = await guards.staff(request, desk)
        async with presence.watched(desk, actor.id):
            await tell(request, _watched(desk, actor.id))


async def _watched(desk: Desk, username: str) -> AsyncIterator[int | None]:
    async for number in changes(desk):
        await presence.seen_lately(desk, username)
        yield number


async def tell(request: Request, numbers: AsyncIterator[int | None]) -> None:
    """Send them as events, the quiet ones as pings, for as long as the page listens."""
    response = await request.respond(
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )
    assert response is not None
    async for number in numbers:
        line = f"id: {number}\nevent: changed\ndata: {{}}\n\n" if number is not None else ": ping\n\n"
        await response.send(line)


async def changes(desk: Desk, bells: tuple[str, ...] = BELLS) -> AsyncIterator[int | None]:
    """A number at once and for every change (or several together), None for every quiet quarter of a minute."""
    seen = {name: desk.bell.count(name) for name in bells}
    waits: dict[asyncio.Task[int], str] = {}
    try:
        yield sum(seen.values())
        while True:
            for name in set(bells) - set(waits.values()):
                waits[asyncio.create_task(desk.bell.wait(name, seen[name], PING_S))] = name
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            before = sum(seen.values())
            seen |= {waits.pop(task): task.result() for task in done}
            yield sum(seen.values()) if sum(seen.values()) != before else None
    finally:
        for task in waits:
            task.cancel()
