"""The only place that knows everything: builds the desk from its parts and hangs the doors on a server."""

import asyncio
import contextlib
from typing import Any

import structlog
from sanic import HTTPResponse, Request, Sanic

from .api import (
    actions,
    agent,
    cases,
    channel,
    customer,
    demo,
    errors,
    health,
    merchant,
    openapi,
    pages,
    platform,
    policy,
)
from .domain.calendar import CALENDAR
from .gateways.bell import LocalBell
from .gateways.channels import open_channels
from .gateways.clock import SandboxClock, SystemClock
from .gateways.dialler import ConsoleDialler, WebhookDialler
from .gateways.files import DiskFiles
from .gateways.ocr import OcrPool
from .gateways.picture import PictureDoor
from .gateways.rasa import RasaAssistant
from .gateways.sandbox_control import JointClock
from .gateways.supplier import HostSupplier, NoSupplier, SandboxSupplier
from .gateways.webhooks import HttpWebhooks
from .service import alarms, channel_notices, openings, recount
from .service.desk import Desk
from .service.notices import Notices
from .service.ports import Clock, Dialler, Supplier
from .service.turns import Hub
from .service.worker import Worker, advance
from .settings import Settings
from .store.database import Database
from .store.policy_files import policy_book
from .trace import configure_logs, new_trace

MAX_BODY = 12 * 1024 * 1024
log = structlog.get_logger()


class House:
    """Everything one process holds, and its life: `open`, then `close`."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        """`clock` is the demo story's own; else it follows from the mode."""
        self.settings = settings
        self.database = Database(settings.database_url)
        self.clock = clock or (SandboxClock(self.database) if settings.sandbox else SystemClock())
        self.rasa = RasaAssistant(settings.rasa_url, settings.rasa_token)
        self.readers = OcrPool(settings.ocr_workers)
        self.pictures = PictureDoor()
        self.webhooks = HttpWebhooks()
        self.channels = open_channels(settings.channels, self.clock, self._noticed)
        self.desk = Desk(
            store=self.database,
            clock=self.clock,
            policies=policy_book(),
            calendar=CALENDAR,
            bell=LocalBell(),
            assistant=self.rasa,
            channels=self.channels.by_name,
            files=DiskFiles(settings.data_dir / "evidence"),
            pages=self.readers,
            admit=self.pictures.admit,
            blacken=self.pictures.blacken,
            supplier=self._supplier(),
            dialler=self._dialler(),
            mode=settings.mode,
            evidence_days=settings.evidence_days,
        )
        alarms.install(self.desk)
        Notices(
            self.webhooks, settings.platform_webhook_url, settings.platform_webhook_secret, settings.sandbox
        ).install(self.desk)
        self.hub = Hub(self.desk)
        self.desk.kick, self.desk.busy = self.hub.kick, self.hub.busy
        self.worker = Worker(self.desk)
        self._tasks: list[asyncio.Task[None]] = []

    def _supplier(self) -> Supplier:
        url = self.settings.platform_supplier_url
        if url:
            return HostSupplier(self.webhooks, self.clock, url, self.settings.platform_webhook_secret or "")
        return SandboxSupplier() if self.settings.sandbox else NoSupplier()

    def _dialler(self) -> Dialler | None:
        if self.settings.dialler_url:
            secret = self.settings.platform_webhook_secret or ""
            return WebhookDialler(self.webhooks, self.settings.dialler_url, secret)
        return ConsoleDialler() if self.settings.sandbox else None

    async def open(self) -> None:
        if isinstance(self.clock, SandboxClock):
            await self.clock.load()
        if self.settings.worker_inside:
            if self.database.is_sqlite:
                # Nobody else can be sending: what a killed process had leased is free again.
                async with self.database.transaction() as tx:
                    await tx.outbox.release()
            self._tasks.append(asyncio.create_task(self.worker.run()))
        await recount.recount(self.desk)
        await openings.load(self.desk)
        self._tasks.append(asyncio.create_task(openings.watch(self.desk)))
        self._tasks.append(asyncio.create_task(self._warm_up()))
        await self.hub.resume()

    async def _warm_up(self) -> None:
        """The first picture should not wait for a reader to load its models."""
        with contextlib.suppress(Exception):
            await self.pictures.warm_up()
            await self.readers.warm_up()

    async def _noticed(self, name: str, notice: channel_notices.Notice) -> None:
        """What the stand-in tells comes in by no door."""
        async with self.database.transaction() as tx:
            await channel_notices.take(self.desk, tx, name, notice)

    async def move_clock(self, to: Any) -> None:
        """Move the sandbox's clock, and its channel's, with nobody else at work."""
        sandbox = self.channels.sandbox
        assert sandbox is not None
        async with self.worker.still():
            await advance(self.desk, JointClock(self.clock, sandbox), to)

    async def close(self) -> None:
        await self.worker.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.hub.stop()
        await self.rasa.close()
        await self.webhooks.close()
        await self.channels.close()
        await self.readers.close()
        await self.pictures.close()
        await self.database.close()


def create(settings: Settings) -> Sanic[Any, Any]:
    """The server, ready to run in one process."""
    configure_logs()
    app: Sanic[Any, Any] = Sanic("refund-desk", configure_logging=False)
    app.config.update(
        REQUEST_MAX_SIZE=MAX_BODY,
        GRACEFUL_SHUTDOWN_TIMEOUT=2.0,
        KEEP_ALIVE_TIMEOUT=75,
        FALLBACK_ERROR_FORMAT="json",
        PROXIES_COUNT=0,
    )
    house = House(settings)
    app.ctx.house = house
    errors.install(app)
    desk = house.desk
    for blueprint in (
        customer.door(desk, settings),
        agent.door(desk, settings),
        cases.door(desk),
        merchant.door(desk, settings),
        platform.door(desk, settings, house.move_clock, house.channels.sandbox),
        channel.door(desk, house.channels.notified),
        actions.door(desk, settings),
        health.door(desk, house.rasa),
        demo.door(desk, settings, house.move_clock),
        policy.door(desk),
        openapi.door(),
        pages.pages(settings),
    ):
        app.blueprint(blueprint)

    @app.on_request
    async def _trace(request: Request) -> None:
        request.ctx.trace = new_trace(request.headers.get("x-trace"))

    @app.on_response  # type: ignore[untyped-decorator]
    async def _headers(request: Request, response: HTTPResponse) -> None:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Trace", getattr(request.ctx, "trace", ""))

    @app.before_server_start
    async def _open(_: Sanic[Any, Any]) -> None:
        await house.open()

    @app.after_server_start
    async def _ready(_: Sanic[Any, Any]) -> None:
        log.info("backend_up", host=settings.host, port=settings.port, mode=settings.mode)

    @app.before_server_stop
    async def _close(_: Sanic[Any, Any]) -> None:
        await house.close()

    return app


def serve(settings: Settings) -> None:
    """Serve until told to stop: one process, one event loop."""
    create(settings).run(
        host=settings.host, port=settings.port, single_process=True, access_log=False, motd=False, debug=False
    )
