"""The server behind its token, the door over HTTP: traced, in time, and silent rather than wrong."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from actions import door as door_module
from actions.door import DoorDown, HttpDoor, Refused
from actions.executor import executor
from actions.registry import HANDLERS
from actions.server import Settings, create

from .fake_door import usual
from .speech import DOMAIN
from .world import CONVERSATION, NOW, order

TOKEN, KEY = "rasa-token-of-the-test", "actions-key-of-the-test"


class Backend:
    """The action door's paths, as much as a test needs; `status` and `delay_s` make it misbehave."""

    def __init__(self) -> None:
        self.status, self.delay_s = 200, 0.0
        self.heard: list[web.Request] = []
        self.answer: Any = {"items": [order()], "slots": [], "version": "1", "params": {}}

    async def serve(self, request: web.Request) -> web.Response:
        self.heard.append(request)
        await asyncio.sleep(self.delay_s)
        return web.json_response(self.answer, status=self.status)


@pytest.fixture
async def backend() -> AsyncIterator[tuple[Backend, str]]:
    found = Backend()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", found.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield found, f"http://127.0.0.1:{port}"
    await runner.cleanup()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as found:
        yield found


def knock(session: aiohttp.ClientSession, base: str) -> HttpDoor:
    return HttpDoor(session, base, KEY, CONVERSATION, 7)


async def test_the_door_is_knocked_with_key_and_trace(
    backend: tuple[Backend, str], session: aiohttp.ClientSession
) -> None:
    found, base = backend
    assert (await knock(session, base).orders())[0]["product_name"] == "王者荣耀点券 980 点卡"
    heard = found.heard[0]
    assert heard.path == f"/v1/actions/conversations/{CONVERSATION}/orders"
    assert heard.headers["Authorization"] == f"Bearer {KEY}"
    assert heard.headers["X-Trace"] == f"{CONVERSATION}.7"


@pytest.mark.parametrize("status", [404, 409, 422])
async def test_a_refusal_comes_with_its_reasons(
    backend: tuple[Backend, str], session: aiohttp.ClientSession, status: int
) -> None:
    found, base = backend
    found.status, found.answer = status, {"code": "not_allowed", "detail": "不行。", "rule_ids": ["R41"]}
    with pytest.raises(Refused) as refused:
        await knock(session, base).confirm()
    assert (refused.value.code, refused.value.detail, refused.value.rule_ids) == ("not_allowed", "不行。", ["R41"])


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
async def test_trouble_is_no_refusal(backend: tuple[Backend, str], session: aiohttp.ClientSession, status: int) -> None:
    found, base = backend
    found.status = status
    with pytest.raises(DoorDown):
        await knock(session, base).orders()


async def test_all_knocks_of_a_turn_share_the_time(
    backend: tuple[Backend, str], session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door_module, "TOTAL_S", 0.3)
    found, base = backend
    found.delay_s = 0.2
    door = knock(session, base)
    begun = time.monotonic()
    await door.orders()
    with pytest.raises(DoorDown):
        await door.orders()
    assert time.monotonic() - begun < 1.0


async def test_nobody_home_is_trouble(session: aiohttp.ClientSession) -> None:
    with pytest.raises(DoorDown):
        await knock(session, "http://127.0.0.1:9").orders()


def call(action: str, text: str = "/greet") -> dict[str, Any]:
    turn = {"conversation_id": CONVERSATION, "seq": 7, "kind": "customer.said", "epoch": 0, "now": NOW, "text": "你好"}
    message = {"text": text, "intent": {"name": action.removeprefix("action_"), "confidence": 1.0}, "entities": [],
               "metadata": {"turn": turn, "customer": {"name": "林晓"}}}  # fmt: skip
    tracker = {"sender_id": f"{CONVERSATION}.7", "slots": {}, "events": [], "latest_message": message}
    return {"next_action": action, "sender_id": f"{CONVERSATION}.7", "tracker": tracker, "domain": {}}


@pytest.fixture
async def webhook(backend: tuple[Backend, str]) -> AsyncIterator[str]:
    """The server itself, listening."""
    app = create(Settings(KEY, TOKEN, backend[1]), name="refund-actions-test")
    app.config.update(TOUCHUP=False, GRACEFUL_SHUTDOWN_TIMEOUT=0.1)
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    assert server is not None
    await server.startup()
    await server.before_start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    await server.close()
    await server.after_stop()


async def test_the_webhook_wants_the_token_and_fails_loudly(
    backend: tuple[Backend, str], webhook: str, session: aiohttp.ClientSession
) -> None:
    async def post(action: str, token: str | None = TOKEN) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with session.post(f"{webhook}/webhook", json=call(action), headers=headers) as answer:
            return answer.status, await answer.json()

    async with session.get(f"{webhook}/healthz") as answer:
        assert await answer.json() == {"status": "ok"}
    for token in (None, "wrong", KEY):
        assert (await post("action_greet", token))[0] == 401
    status, told = await post("action_greet")
    assert (status, told["responses"][0]["custom"]["act"]) == (200, "greet")
    assert (await post("action_no_such"))[0] == 404
    backend[0].status = 500
    status, told = await post("action_file_refund")
    assert status == 503
    assert "responses" not in told


def test_every_action_of_the_domain_is_answered_and_no_other() -> None:
    made = executor(lambda turn: usual())
    assert set(made.actions) == set(DOMAIN["actions"])
    assert len(HANDLERS) == len(made.actions)
