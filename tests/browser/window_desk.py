"""A desk of one conversation that speaks the contract's customer door from memory, and can be made to misbehave."""

import asyncio
import base64
import json as jsonlib
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, html, json, raw

from backend.api import errors
from backend.api.pages import pages
from backend.settings import SECRETS, Settings, load
from tests.served import Served

CONVERSATION = "C1"
SHANGHAI = timezone(timedelta(hours=8))


def settings(**environ: str) -> Settings:
    """Settings that read no file of this machine."""
    return load({"REFUND_DATA": "/nowhere", **dict.fromkeys(SECRETS, "k" * 32), **environ})


class WindowDesk:
    """`entries` and `state` are what the window will see. `faults`: part of a path → (refusals still to give, status);
    `lost`: answers still to lose; `heard` and `hints` tell what came in."""

    def __init__(self, **environ: str) -> None:
        self.entries: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {"status": "open", "owner": "bot", "owed": False, "queue": None}
        self.faults: dict[str, tuple[int, int]] = {}
        self.heard: list[tuple[str, str, dict[str, str], str]] = []
        self.hints: list[dict[str, str]] = []
        self.lost = 0
        self.refunds: list[dict[str, Any]] = []
        self.orders: list[dict[str, Any]] = []
        self.picture = b""
        self.shop = ""
        self.refused_tokens: set[str] = set()
        self.reading = asyncio.Event()
        self.reading.set()
        self._rung = asyncio.Event()
        self._cut = 0
        self.served = Served(lambda app: self._build(app, settings(**environ)))
        self.call, self.url, self.port = self.served.call, self.served.url, self.served.port

    def token(self, left_s: int = 600) -> str:
        """Shaped like a JWT; nobody here checks the signature."""
        claims = {"sub": "u1", "aud": "customer", "exp": int(time.time()) + left_s}
        body = base64.urlsafe_b64encode(jsonlib.dumps(claims).encode()).decode().rstrip("=")
        return f"e30.{body}.{secrets.token_hex(4)}"

    # What a test does to the desk.
    def say(self, kind: str = "bot.said", text: str | None = None, author: str = "bot", **more: Any) -> None:
        name = {"bot": "小云", "agent": "客服 017", "customer": "林小满", "system": "系统"}[author]
        at = more.pop("at", datetime.now(UTC).astimezone(SHANGHAI).isoformat(timespec="seconds"))
        entry = {"seq": len(self.entries) + 1, "kind": kind, "at": at, "author": {"type": author, "name": name}}
        self.entries.append(entry | ({"text": text} if text else {}) | more)
        self.ring()

    def become(self, **state: Any) -> None:
        self.state |= state
        self.ring()

    def cut(self) -> None:
        """Break every open stream."""
        self._cut += 1
        self.ring()

    async def hold(self, held: bool) -> None:
        """Keep uploads waiting, or let them through."""
        self.reading.clear() if held else self.reading.set()

    def ring(self) -> None:
        self.served.loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()

    def sent(self, part: str) -> list[dict[str, str]]:
        """The headers of every request whose path holds `part`."""
        return [headers for _, path, headers, _ in self.heard if part in path]

    def close(self) -> None:
        self.cut()
        self.served.close()

    # The server.
    def _build(self, app: Sanic[Any, Any], known: Settings) -> None:
        errors.install(app)
        app.blueprint(pages(known))
        app.on_request(self._guard)
        door = f"/v1/customer/conversations/{CONVERSATION}"
        routes: list[tuple[str, str, Callable[..., Any]]] = [
            ("POST", "/v1/customer/conversations", self._open),
            ("POST", f"{door}/messages", self._said),
            ("GET", f"{door}/stream", self._stream),
            ("POST", f"{door}/evidence", self._attached),
            ("GET", "/v1/customer/evidence/<no:str>/picture", self._picture),
            ("GET", "/v1/customer/<noun:refunds|orders>", self._list),
            ("GET", "/v1/customer/<noun:refunds|orders>/<no:str>", self._one),
            ("GET", "/demo/token/<no:str>", self._token),
            ("GET", "/shop", self._shop),
        ]
        for n, (method, path, handler) in enumerate(routes):
            app.add_route(handler, path, methods=[method], name=f"r{n}")

    async def _guard(self, request: Request) -> HTTPResponse | None:
        request.ctx.trace = ""
        self.heard.append((request.method, request.path, dict(request.headers), request.query_string))
        for part, (left, status) in self.faults.items():
            if left and part in request.path:
                self.faults[part] = (left - 1, status)
                return errors.problem(status, "internal", "系统开小差了，请稍后再试。")
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if request.path.startswith("/v1/") and (not token or token in self.refused_tokens):
            return errors.problem(401, "unauthenticated", "请重新登录。")
        return None

    async def _token(self, request: Request, no: str) -> HTTPResponse:
        return json({"token": self.token()})

    async def _shop(self, request: Request) -> HTTPResponse:
        return html(self.shop)

    async def _open(self, request: Request) -> HTTPResponse:
        self.hints.append(request.json)
        return json({"conversation_id": CONVERSATION, "last_seq": len(self.entries)})

    async def _said(self, request: Request) -> HTTPResponse:
        body = request.json
        known = [e for e in self.entries if e.get("client_msg_id") == body["client_msg_id"]]
        if not known:
            offered = {c["value"]: c["label"] for e in self.entries for c in e.get("choices") or ()}
            text = body.pop("text", None) or offered[body["choice"]]
            self.say("customer.said", text, "customer", **body)
        if self.lost:
            self.lost -= 1
            request.transport.abort()
        return json({"seq": (known or self.entries)[-1]["seq"]}, status=202)

    async def _attached(self, request: Request) -> HTTPResponse:
        self.picture = request.files["file"][0].body
        card = {"type": "evidence", "evidence_id": "E1", "picture": "/v1/customer/evidence/E1/picture", "kinds": []}
        sent = {"client_msg_id": request.form.get("client_msg_id"), "card": card | {"state": "pending", "findings": []}}
        await self.reading.wait()
        self.say("evidence.attached", None, "customer", **sent)
        return json({"evidence_id": "E1", "seq": len(self.entries), "check": {"state": "pending"}}, status=201)

    async def _picture(self, request: Request, no: str) -> HTTPResponse:
        return raw(self.picture, content_type="image/png") if self.picture else empty(404)

    async def _list(self, request: Request, noun: str) -> HTTPResponse:
        return json({"items": getattr(self, noun), "next": None})

    async def _one(self, request: Request, noun: str, no: str) -> HTTPResponse:
        return json(next(item for item in getattr(self, noun) if no in (item.get("refund_no"), item["order_no"])))

    async def _stream(self, request: Request) -> None:
        response = await request.respond(content_type="text/event-stream")
        last, cut, told = int(request.headers.get("last-event-id") or 0), self._cut, None
        while cut == self._cut:
            rung = self._rung
            for entry in self.entries[last:]:
                await response.send(f"id: {entry['seq']}\nevent: entry\ndata: {jsonlib.dumps(entry)}\n\n")
                last = entry["seq"]
            if told != self.state:
                told = dict(self.state)
                await response.send(f"event: state\ndata: {jsonlib.dumps(told)}\n\n")
            await rung.wait()
        request.transport.abort()
