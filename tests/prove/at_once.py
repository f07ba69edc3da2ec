"""SQLite without a thread for each connection: the same statements, driver and locks, a third fewer seconds. Only for a
process whose databases are its own; a service must not stand still while another process holds the file."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager
from typing import Any

import aiosqlite
from sqlalchemy import event

from backend.store.database import Database


class Here:
    """A queue whose jobs are done where they are handed in."""

    def put_nowait(self, job: tuple[asyncio.Future[Any] | None, Callable[[], Any]]) -> None:
        future, act = job
        try:
            result = act()
        except Exception as fault:
            if future is not None:
                future.set_exception(fault)
        else:
            if future is not None:
                future.set_result(result)


class AtOnce(aiosqlite.Connection):
    """A connection whose thread is never started."""

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(path, **options), 64)
        self._tx = Here()  # type: ignore[assignment]

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()


def hasten(store: Database) -> None:
    """Every connection made from now on works at once, and waits for no disk. Transactions still take turns: each lets
    the others go first once, so that what is done at the same time is mixed."""

    @event.listens_for(store.engine.sync_engine, "do_connect")
    def _connecting(_dialect: Any, _record: Any, _given: Any, options: dict[str, Any]) -> None:
        options["async_creator_fn"] = AtOnce

    @event.listens_for(store.engine.sync_engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()

    begin = store.transaction

    @asynccontextmanager
    async def transaction() -> AsyncIterator[Any]:
        await asyncio.sleep(0)
        async with begin() as tx:
            yield tx

    store.transaction = transaction  # type: ignore[method-assign]
