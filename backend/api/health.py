"""Whether the house lives, is ready, and how it fares: /healthz, /readyz, /metrics."""

from typing import Any, Protocol

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json, raw

from ..service.desk import Desk
from . import board_metrics


class Assistant(Protocol):
    async def ready(self) -> bool: ...


def door(desk: Desk, assistant: Assistant) -> Blueprint:
    """Open to anybody who can reach the port; says nothing about anybody."""
    bp = Blueprint("health")

    @bp.get("/healthz")
    async def _alive(request: Request) -> HTTPResponse:
        return json({"alive": True})

    @bp.get("/readyz")
    async def _ready(request: Request) -> HTTPResponse:
        """200 while the books can be read. The assistant's absence degrades the service, and is told."""
        parts: dict[str, Any] = {"database": False, "assistant": await assistant.ready()}
        try:
            async with desk.store.reading() as tx:
                await tx.settings.get("audit:head")
            parts["database"] = True
        except Exception as error:
            parts["why"] = type(error).__name__
        ready = bool(parts["database"])
        return json({"ready": ready, "parts": parts}, status=200 if ready else 503)

    @bp.get("/metrics")
    async def _metrics(request: Request) -> HTTPResponse:
        return raw(generate_latest(REGISTRY) + await board_metrics.exposition(desk), content_type=CONTENT_TYPE_LATEST)

    return bp
