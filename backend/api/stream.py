"""Reading the thread: a long poll, or server-sent events that resume from the last number."""

import asyncio
import json as jsonlib
from collections.abc import Awaitable, Callable
from typing import Any

from sanic import Request

from ..domain.conversation import Conversation, Entry
from ..domain.errors import Invalid, NotFound
from ..service.desk import Desk
from ..service.views import conversation_state

MAX_WAIT_MS = 25_000
PING_S = 15.0
TYPING_S = 6.0

Sees = Callable[[Entry], bool]


def public(entry: Entry) -> bool:
    return entry.visibility == "public"


def number(request: Request, name: str, default: int, most: int = 2**53) -> int:
    """A non-negative integer of the query. Raises `Invalid`."""
    text = request.args.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 16 or int(text) > most:
        raise Invalid(errors=[{"field": name, "code": "out_of_range"}])
    return int(text)


async def page(
    desk: Desk, conversation_id: str, after: int, sees: Sees, customer_id: str | None = None
) -> tuple[Conversation, list[Entry], int]:
    """The next entries, as many as are read at once, and the number up to which they reach, seen or not. Raises
    `NotFound` for a conversation that is not there, or another customer's."""
    async with desk.store.reading() as tx:
        found = await tx.conversations.since(conversation_id, after)
    if found is None or customer_id not in (None, found[0].customer_id):
        raise NotFound("没有找到这个会话。")
    conversation, _, later = found
    return conversation, [entry for entry in later if sees(entry)], max([after, *(entry.seq for entry in later)])


async def wait_for_entries(
    desk: Desk, conversation_id: str, after: int, wait_ms: int, settled: bool, sees: Sees = public,
    customer_id: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The entries after a number, waiting for one (or, `settled`, until the bot owes no reply). Raises `NotFound`,
    also for another customer's conversation."""
    loop = asyncio.get_running_loop()
    end = loop.time() + min(wait_ms, MAX_WAIT_MS) / 1000
    while True:
        rung = desk.bell.count(conversation_id)
        conversation, later, reached = await page(desk, conversation_id, after, sees, customer_id)
        if not later and after < reached < conversation.last_seq:
            after = reached  # nothing to see on this page of a long thread
            continue
        state = conversation_state(conversation)
        # A turn that gives the conversation to a person owes nothing any more, but has still to say so.
        speaks = state["owner"] != "bot" and desk.busy(conversation_id)
        enough = not (state["owed"] or speaks) if settled else bool(later)
        left = end - loop.time()
        if enough or left <= 0:
            entries = [entry.as_json() for entry in later]
            return {
                "entries": entries,
                "status": state["status"],
                "owner": state["owner"],
                "last_seq": state["last_seq"],
            }
        await desk.bell.wait(conversation_id, rung, left)


async def send_events(
    desk: Desk, request: Request, conversation_id: str, after: int, sees: Sees = public,
    more: Callable[[list[Entry]], Awaitable[dict[str, Any]]] | None = None,
) -> None:  # fmt: skip
    """Stream entries as they come; `id:` is the number to resume from. `more(new entries)` adds to the state."""
    response = await request.respond(
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )
    assert response is not None
    told: dict[str, Any] = {}
    last = after
    while True:
        rung = desk.bell.count(conversation_id)
        conversation, later, reached = await page(desk, conversation_id, last, sees)
        for entry in later:
            data = jsonlib.dumps(entry.as_json(), ensure_ascii=False)
            await response.send(f"id: {entry.seq}\nevent: entry\ndata: {data}\n\n")
        if last < reached < conversation.last_seq:
            last = reached  # a long thread is read page by page, without a pause
            continue
        last = max(last, reached)
        state = conversation_state(conversation) | (await more(later) if more else {})
        if state != told:
            await response.send(f"event: state\ndata: {jsonlib.dumps(state, ensure_ascii=False)}\n\n")
            told = state
        if await desk.bell.wait(conversation_id, rung, TYPING_S if state.get("typing") else PING_S) == rung:
            await response.send(": ping\n\n")


def says_typing(desk: Desk, conversation_id: str, side: str) -> None:
    """One side (`customer` or `agent`) is typing: whoever follows the conversation hears of it. Nothing is kept."""
    desk.bell.ring(f"typing:{conversation_id}:{side}")
    desk.bell.ring(conversation_id)


def typing_of(desk: Desk, conversation_id: str, side: str) -> Callable[[list[Entry]], bool]:
    """Whether that side has said so within the last seconds and not spoken since, as one stream hears it."""
    name = f"typing:{conversation_id}:{side}"
    seen, until = desk.bell.count(name), 0.0

    def typing(later: list[Entry]) -> bool:
        nonlocal seen, until
        now = asyncio.get_running_loop().time()
        if desk.bell.count(name) != seen:
            seen, until = desk.bell.count(name), now + TYPING_S - 0.1
        if any(entry.author_type == side for entry in later):
            until = 0.0
        return now < until

    return typing


def resume_from(request: Request) -> int:
    """`Last-Event-ID`, or `after_seq`, or the beginning."""
    last = request.headers.get("last-event-id")
    if last and last.isascii() and last.isdigit() and len(last) <= 15:
        return int(last)
    return number(request, "after_seq", 0)
