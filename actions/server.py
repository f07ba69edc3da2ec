"""The action server: Rasa's webhook behind a token on the loopback, and a word of its health."""

import hmac
import logging
import sys
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from rasa_sdk.interfaces import ActionNotFoundException
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from .door import DoorDown, HttpDoor
from .executor import executor
from .turn import Turn

log = structlog.get_logger()
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Settings:
    """Where the backend is and the two secrets: `actions_api_key` for its door, `rasa_token` for ours."""

    actions_api_key: str
    rasa_token: str
    backend_url: str = "http://127.0.0.1:8000"
    port: int = 5055


def create(settings: Settings, name: str = "refund-actions") -> Sanic[Any, Any]:
    """The server, ready to run in one process."""
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    app.config.update(REQUEST_MAX_SIZE=2_000_000, GRACEFUL_SHUTDOWN_TIMEOUT=2.0, FALLBACK_ERROR_FORMAT="json")

    def open_door(turn: Turn) -> HttpDoor:
        return HttpDoor(app.ctx.session, settings.backend_url, settings.actions_api_key, turn.conversation_id, turn.seq)

    app.ctx.executor = executor(open_door)

    @app.before_server_start
    async def _open(_: Sanic[Any, Any]) -> None:
        app.ctx.session = aiohttp.ClientSession()

    @app.after_server_start
    async def _ready(_: Sanic[Any, Any]) -> None:
        log.info("actions_up", host=HOST, port=settings.port, actions=len(app.ctx.executor.actions))

    @app.after_server_stop
    async def _close(_: Sanic[Any, Any]) -> None:
        await app.ctx.session.close()

    @app.get("/healthz")
    async def _health(request: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @app.post("/webhook")
    async def _webhook(request: Request) -> HTTPResponse:
        """Rasa's action call. An action that fails answers 5xx, so that Rasa has nothing to say and the hub knows."""
        if not _is_rasa(request, settings.rasa_token):
            return json({"error": "unauthenticated"}, status=401)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(trace=(request.json or {}).get("sender_id"))
        try:
            result = await app.ctx.executor.run(request.json)
        except ActionNotFoundException as error:
            log.error("no_such_action", action=error.action_name)
            return json({"error": error.message, "action_name": error.action_name}, status=404)
        except DoorDown as down:
            log.warning("backend_down", why=str(down))
            return json({"error": "backend_down"}, status=503)
        except Exception:
            log.exception("action_failed")
            return json({"error": "action_failed"}, status=500)
        return json(result.model_dump() if result else None)

    return app


def _is_rasa(request: Request, token: str) -> bool:
    given = (request.headers.get("authorization") or "").removeprefix("Bearer ")
    return hmac.compare_digest(given.encode(), token.encode())


def configure_logs() -> None:
    """JSON lines on standard error, each with the trace of its turn; never the buyer's words."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def serve(settings: Settings) -> None:
    """Serve until told to stop: one process, one event loop."""
    configure_logs()
    create(settings).run(host=HOST, port=settings.port, single_process=True, access_log=False, motd=False, debug=False)
