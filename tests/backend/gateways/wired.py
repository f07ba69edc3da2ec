"""The desk's side of the channels' contract twice: the stand-in inside the process, and real HTTP between two servers,
the sandbox's wire and a backend with nothing but the channels' door."""

import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sanic import Sanic

from backend.api import channel as channel_door
from backend.api import errors
from backend.domain.payout import Payout
from backend.gateways.channels import Channels, open_channels
from backend.gateways.sandbox_control import JointClock
from backend.sandbox.app import create
from backend.service import channel_notices
from backend.service.desk import Desk
from backend.settings import load, load_sandbox
from tests.backend.desk import Watch, payment
from tests.backend.office import Office


class Still:
    """The sandbox's clock, standing still until it is set."""

    def __init__(self, watch: Watch) -> None:
        self._now = watch.now()

    def now(self) -> datetime:
        return self._now

    def set(self, to: datetime) -> None:
        self._now = to


class Both:
    """The office's clock: moves the desk's and the channel's together."""

    def __init__(self, watch: Watch, channels: Channels) -> None:
        assert channels.sandbox is not None
        self.now, self._joint = watch.now, JointClock(watch, channels.sandbox)

    async def set(self, to: datetime) -> None:
        await self._joint.set(to)


class World:
    """An office with one kind of sandbox behind it."""

    def __init__(self, office: Office, channels: Channels) -> None:
        self.office, self.channels, self.sandbox = office, channels, channels.sandbox
        self._own = office.desk.channels
        office.desk.channels = channels.by_name
        self.watch = office.clock
        office.clock = Both(office.clock, channels)  # type: ignore[assignment]

    async def close(self) -> None:
        """The office as it was."""
        await self.channels.close()
        self.office.desk.channels, self.office.clock = self._own, self.watch

    async def pay(self, behaviour: str, channel: str, fen: int = 9800) -> str:
        """An express refund, of a buyer of its own, that meets this behaviour; the payout's number."""
        buyer = f"u-{secrets.token_hex(4)}"
        legs = [payment(channel, "wallet_balance", fen, f"T{secrets.token_hex(8)}")]
        order_no = await self.office.order(buyer, product={"express_capable": True}, payments=legs)
        await self.sandbox.behave(channel, behaviour, order_no)
        await self.office.file(order_no, customer_id=buyer)
        await self.office.drain()
        return (await self.office.read("payouts", order_no=order_no))[0].payout_no

    async def payout(self, payout_no: str) -> Payout:
        return (await self.office.read("payouts", payout_no=payout_no))[0]

    async def state(self, payout_no: str) -> str:
        return (await self.payout(payout_no)).state

    async def paid_fen(self, channel: str) -> int:
        """What the ledger says has left by this channel, less what came back."""
        lines = await self.office.read("ledger", account=f"channel:{channel}")
        return -sum(line.amount_fen for line in lines)


@asynccontextmanager
async def served(app: Sanic[Any, Any]) -> AsyncIterator[str]:
    """The app in this loop, on a port of its own; its URL."""
    # Sanic rewrites its own methods for the first app of a process; a second would find them rewritten.
    app.config.update(TOUCHUP=False, GRACEFUL_SHUTDOWN_TIMEOUT=0.1, ACCESS_LOG=False)
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener)
    await server.startup()
    await server.before_start()
    await server.after_start()
    await server.start_serving()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        await server.before_stop()
        server.close()
        await server.wait_closed()
        Sanic.unregister_app(app)


def door(desk: Desk) -> Sanic[Any, Any]:
    """A backend that has only the channels' door; `ctx.notified` is filled once the channels are there."""
    app: Sanic[Any, Any] = Sanic(f"door-{secrets.token_hex(4)}", configure_logging=False)
    app.ctx.notified = {}
    errors.install(app)
    app.blueprint(channel_door.door(desk, app.ctx.notified))

    @app.on_request
    async def _trace(request: Any) -> None:
        request.ctx.trace = "t"

    return app


@asynccontextmanager
async def in_process(office: Office, folder: Path) -> AsyncIterator[World]:
    given = load(_env(folder)).channels
    desk = office.desk

    async def take(name: str, notice: channel_notices.Notice) -> None:
        async with desk.store.transaction() as tx:
            await channel_notices.take(desk, tx, name, notice)

    channels = open_channels(given, office.clock, take)
    world = World(office, channels)
    yield world
    await world.close()


@asynccontextmanager
async def wire(office: Office, folder: Path) -> AsyncIterator[World]:
    backend = door(office.desk)
    async with served(backend) as notify_url:
        env = _env(folder) | {"CHANNEL_NOTIFY_URL": notify_url}
        sandbox = create(load_sandbox(env), Still(office.clock))
        async with served(sandbox) as url:
            given = load(env | {"SANDBOX_CHANNEL_URL": url}).channels
            channels = open_channels(given, office.clock, _never)
            backend.ctx.notified.update(channels.notified)
            world = World(office, channels)
            world.books, world.keys = sandbox.ctx.books, sandbox.ctx.keys  # type: ignore[attr-defined]
            world.notify_url, world.url = notify_url, url  # type: ignore[attr-defined]
            yield world
            await world.close()


async def _never(name: str, notice: channel_notices.Notice) -> None:
    raise AssertionError("the wire's notices come in by the door")


def _env(folder: Path) -> dict[str, str]:
    secret = {name: "x" * 16 for name in (
        "CUSTOMER_JWT_SECRET", "MERCHANT_JWT_SECRET", "PLATFORM_API_KEY", "RASA_TOKEN", "ACTIONS_API_KEY",
    )}  # fmt: skip
    return {"REFUND_DATA": str(folder), **secret}


def a_payout(number: str, fen: int = 9800, **changes: Any) -> Any:
    """As much of a payout as a channel looks at."""
    given = {"out_refund_no": number, "amount_fen": fen, "paid_fen": fen, "transaction_id": f"T{number}",
             "order_no": f"LY{number}", "state": "sent", "sent_at": None, "succeeded_at": None}  # fmt: skip
    return SimpleNamespace(**given | changes)
