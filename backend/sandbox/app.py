"""The sandbox channel as a server: two wire formats, one pair of books, one postman."""

from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from ..settings import SandboxSettings
from . import control
from .alipay import AlipayMouth
from .books import Books
from .keys import load
from .own_clock import OwnClock
from .post import Postman
from .wechat import WechatMouth


def create(settings: SandboxSettings, clock: OwnClock | None = None) -> Sanic[Any, Any]:
    """The server, ready to run in one process; `clock` is its own unless given."""
    app: Sanic[Any, Any] = Sanic("sandbox-channel", configure_logging=False)
    app.config.update(REQUEST_MAX_SIZE=64 * 1024, GRACEFUL_SHUTDOWN_TIMEOUT=1.0, FALLBACK_ERROR_FORMAT="json")
    keys = load(settings.data_dir, settings.merchant_env)
    clock = clock or OwnClock(settings.data_dir / "channel-clock")
    books = Books(settings.books, clock.now)
    postman = Postman(books, settings.merchant_url)
    wechat = WechatMouth(books, keys, postman.deliver)
    alipay = AlipayMouth(books, keys, postman.deliver)
    postman.letters = {"wechat": wechat.letter, "alipay": alipay.letter, "bank": alipay.letter}
    app.ctx.books, app.ctx.keys = books, keys
    for blueprint in (
        wechat.routes(),
        alipay.routes(),
        control.door(books, clock, keys.control, postman.deliver),
    ):
        app.blueprint(blueprint)

    @app.get("/healthz")
    async def _alive(request: Request) -> HTTPResponse:
        return json({"alive": True})

    @app.after_server_start
    async def _open(_: Sanic[Any, Any]) -> None:
        postman.start()

    @app.before_server_stop
    async def _close(_: Sanic[Any, Any]) -> None:
        await postman.stop()
        books.close()

    return app


def serve(settings: SandboxSettings) -> None:
    """Serve until told to stop: one process, one event loop."""
    create(settings).run(
        host=settings.host, port=settings.port, single_process=True, access_log=False, motd=False, debug=False
    )
