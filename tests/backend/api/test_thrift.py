"""What a turn costs the database: a message, the assistant's answer and the poll that waits for it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
WORKERS = ("outbox", "timers")  # the worker's own looking round, whatever anybody says


@contextmanager
def asked(doors: Doors) -> Iterator[list[str]]:
    """Every statement that the house sends meanwhile; beginnings and ends of transactions are none."""
    engine: Any = doors.house.desk.store.engine.sync_engine  # type: ignore[attr-defined]
    found: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        told = " ".join(statement.split())
        if told.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) and not any(word in told for word in WORKERS):
            found.append(told)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", hear)


async def turn(doors: Doors, me: Caller, talk: str, number: int) -> None:
    doors.xiaoyun.gate = asyncio.Event()
    doors.xiaoyun.asked.clear()
    sent = await me.post(f"{talk}/messages", {"client_msg_id": f"m{number}", "text": "退款到哪了"})
    poll = me.get(f"{talk}/entries", after_seq=sent["seq"], wait_ms=8000, settled="true")
    waiting = asyncio.create_task(poll)
    await doors.xiaoyun.asked.wait()
    doors.xiaoyun.gate.set()
    assert [entry["kind"] for entry in (await waiting)["entries"]] == ["bot.said"]


async def test_a_turn_is_eleven_questions_at_most(doors: Doors, me: Caller) -> None:
    await doors.order(me)
    talk = await doors.talk(me)
    await turn(doors, me, talk, 1)
    with asked(doors) as statements:
        await turn(doors, me, talk, 2)
    assert len(statements) <= 11, statements
