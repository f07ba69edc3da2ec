"""The demo's door on a desk that knows the cast and nothing else."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from sanic import Sanic

from backend.api import demo, errors
from backend.settings import SECRETS, Settings, load
from backend.store.demo import cast
from tests.served import Served

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class Known:
    """A repository of names alone."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys

    async def get(self, key: str) -> Any:
        return key if key in self.keys else None


class FakeDesk:
    def __init__(self) -> None:
        self.at = START
        self.customers = Known(*(buyer["customer_id"] for buyer in cast()["buyers"]))
        self.merchants = Known(*(merchant["merchant_id"] for merchant in cast()["merchants"]))
        self.store = SimpleNamespace(reading=self.reading)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Any]:
        yield SimpleNamespace(customers=self.customers, merchants=self.merchants)

    def now(self) -> datetime:
        return self.at

    async def move(self, to: datetime) -> None:
        self.at = to


def serve(mode: str, more: Callable[[Sanic[Any, Any], Settings], None] = lambda app, known: None) -> Served:
    """`more` hangs further routes on the app."""
    desk: Any = FakeDesk()
    users = json.dumps({"agent": ["agent", "pass-word"]})
    secrets = {name: name.lower().ljust(32, ".") for name in SECRETS}
    known = load({"REFUND_DATA": "/nowhere", "REFUND_MODE": mode, "AGENT_USERS": users, **secrets})

    def build(app: Sanic[Any, Any]) -> None:
        errors.install(app)
        app.blueprint(demo.door(desk, known, desk.move))
        more(app, known)

    return Served(build)
