"""The real server in the test's own loop, on a port of its own: the doors are knocked on from outside."""

import shutil
import socket
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sanic import Sanic

from backend import app as the_app
from backend.service.staff import hash_password
from backend.settings import load
from tests.backend.desk import BOOK, START, Reader, Xiaoyun

from .doors import Caller, Doors

SECRETS = {name: f"{name.lower()}-{'k' * 64}" for name in (
    "CUSTOMER_JWT_SECRET", "MERCHANT_JWT_SECRET", "PLATFORM_API_KEY", "RASA_TOKEN", "ACTIONS_API_KEY",
)}  # fmt: skip
PASSWORD = "correct horse"


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Hashing is slow on purpose: once for everybody."""
    return hash_password(PASSWORD)


async def serve(template: Path, folder: Path, **environ: str) -> tuple[Doors, Any]:
    """The house on a free port; nobody has been there yet."""
    shutil.copy(template, folder / "refund-desk.db")
    Sanic.test_mode = True  # several houses of one name, one after another
    the_app.policy_book = lambda: BOOK  # checking the tables takes longer than most tests
    app = the_app.create(load({"REFUND_DATA": str(folder), "REFUND_MODE": "sandbox", **SECRETS, **environ}))
    app.config.TOUCHUP = False  # Sanic rewrites its own methods for the first app of a process
    house = app.ctx.house
    xiaoyun, reader = Xiaoyun(), Reader()
    house.desk.assistant, house.desk.pages = xiaoyun, reader
    house.rasa, house.readers = xiaoyun, reader
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.start_serving()
    return Doors(f"http://127.0.0.1:{listener.getsockname()[1]}", house, SECRETS, PASSWORD), server


async def stop(doors: Doors, server: Any) -> None:
    await doors.close()
    await server.before_stop()
    server.close()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def books(request: pytest.FixtureRequest) -> dict[str, str]:
    """Where the house keeps its books, as its environment says it: every door is tried on both databases."""
    return {} if request.param == "sqlite" else {"DATABASE_URL": request.getfixturevalue("new_postgres")()}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(
    template: Path, tmp_path_factory: pytest.TempPathFactory, password_hash: str, books: dict[str, str]
) -> AsyncIterator[Doors]:
    """One house for a module: the doors of a sandbox with one member of staff per role."""
    made, server = await serve(template, tmp_path_factory.mktemp("house"), **books)
    await made.prepare(password_hash)
    yield made
    await stop(made, server)


@pytest_asyncio.fixture(loop_scope="module")
async def doors(house: Doors) -> Doors:
    """The same house, on a Tuesday morning, with an assistant in good health."""
    house.xiaoyun.down, house.xiaoyun.gate, house.reader.next = None, None, []
    await house.house.clock.set(START)
    return house


@pytest.fixture
def me(doors: Doors) -> Caller:
    """A buyer whom nobody has seen before."""
    return doors.customer(f"u-{uuid.uuid4().hex[:8]}")
