"""How SQLite is spoken to: WAL, transactions begun by us, and no thread between us and a transaction that writes."""

import sqlite3
from typing import Any

import aiosqlite
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

BEGIN = "BEGIN IMMEDIATE"
ENDS = frozenset({"commit", "rollback"})
CHUNK = 64


class Connection(aiosqlite.Connection):
    """Taking the write lock and committing may wait for others and for the disk, so they go to the connection's thread.
    In between nothing can wait, and each statement, a few microseconds of work, is done where it is asked for: going to
    the thread and back, four times a statement, would cost more than all the rest."""

    _writes = False

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        ends = fn.__name__ in ENDS
        if (self._writes and not ends) or (ends and not self.in_transaction):
            return fn(*args, **kwargs)
        self._writes = False
        found = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        self._writes = args[:1] == (BEGIN,)
        return found


def connect(path: str, **options: Any) -> Connection:
    made = Connection(lambda: sqlite3.connect(path, **options), CHUNK)
    made._thread.daemon = True
    return made


def prepare(engine: AsyncEngine) -> None:
    """For every connection that the engine makes from now on."""

    @event.listens_for(engine.sync_engine, "do_connect")
    def _connecting(_dialect: Any, _record: Any, _given: Any, options: dict[str, Any]) -> None:
        options.setdefault("async_creator_fn", connect)

    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _: Any) -> None:
        # The driver must not begin transactions on its own: BEGIN is ours to say.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("refund_desk_write")
        connection.exec_driver_sql(BEGIN if writes else "BEGIN")
