"""The merchant's stream: `changed` when a case of its disputes has moved. An event's id is the number under which the
house told of it, so a page that comes back with it hears at once whether it has missed anything."""

import asyncio
from collections.abc import AsyncIterator

from sanic import Request

from ..service.desk import Desk
from ..service.ports import Tx
from .agent_stream import PING_S, changes, tell
from .stream import resume_from

PAGE = 500
PAGES_MOST = 20  # who was away for longer reads everything anew


async def follow(request: Request, desk: Desk, merchant_id: str) -> None:
    await tell(request, moves(desk, merchant_id, resume_from(request)))


async def moves(desk: Desk, merchant_id: str, last: int) -> AsyncIterator[int | None]:
    """The number of the newest event whenever one beyond `last` was of this merchant's (at once, for who comes without
    a number), None to keep the line open. What other shops do is not even heard as a silence broken."""
    loop = asyncio.get_running_loop()
    told = loop.time() - PING_S
    new = not last
    async for _ in changes(desk, ("events",)):
        async with desk.store.reading() as tx:
            last, mine = (await _newest(tx), True) if new else await _since(tx, merchant_id, last)
        if mine:
            told, new = loop.time(), False
            yield last
        elif loop.time() - told >= PING_S:
            told = loop.time()
            yield None


async def _since(tx: Tx, merchant_id: str, last: int) -> tuple[int, bool]:
    """The newest event's number, and whether one after `last` was of a disputed case of this merchant. A number that
    was never given, or is long past, counts as everything missed."""
    newest = await _newest(tx)
    if last > newest or newest - last > PAGE * PAGES_MOST:
        return newest, True
    while last < newest:
        found = await tx.events.after(last, PAGE)
        refunds = sorted({event.refund_no for event in found if event.refund_no})
        if refunds and await tx.disputes.count(refund_no=refunds, merchant_id=merchant_id):
            return newest, True
        last = max([newest if len(found) < PAGE else last, *(event.seq for event in found)])
    return newest, False


async def _newest(tx: Tx) -> int:
    counter = await tx.settings.get("number:events")
    return int(counter.value.get("last", 0)) if counter else 0
