"""The assistant over Rasa's REST channel: whatever is no proper answer is a failure, told in time."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from backend.gateways import rasa
from backend.gateways.rasa import RasaAssistant
from backend.service.ports import AssistantDown

GOOD = [{"recipient_id": "C1", "custom": {"act": "greet", "text": "您好"}}]


class Rasa:
    """A server that answers what a test says."""

    def __init__(self) -> None:
        self.answer: Any = GOOD
        self.status, self.raw, self.wait_s = 200, None, 0.0
        self.asked: list[tuple[dict[str, Any], str]] = []
        self.url = ""

    async def turn(self, request: web.Request) -> web.Response:
        self.asked.append((await request.json(), request.query["token"]))
        if self.wait_s:
            from asyncio import sleep

            await sleep(self.wait_s)
        if self.raw is not None:
            return web.Response(body=self.raw, content_type="application/json", status=self.status)
        return web.json_response(self.answer, status=self.status)

    async def about(self, request: web.Request) -> web.Response:
        return web.json_response({}, status=self.status)


@pytest.fixture
async def server() -> AsyncIterator[Rasa]:
    made, app = Rasa(), web.Application()
    app.router.add_post("/webhooks/rest/webhook", made.turn)
    app.router.add_get("/status", made.about)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield made
    await runner.cleanup()


@pytest.fixture
async def xiaoyun(server: Rasa) -> AsyncIterator[RasaAssistant]:
    made = RasaAssistant(server.url, "secret token")
    yield made
    await made.close()


async def test_a_turn(server: Rasa, xiaoyun: RasaAssistant) -> None:
    assert await xiaoyun.turn("C1.3", "在吗", {"turn": {"seq": 3}}) == [{"act": "greet", "text": "您好"}]
    body, token = server.asked[0]
    assert (body, token) == ({"sender": "C1.3", "message": "在吗", "metadata": {"turn": {"seq": 3}}}, "secret token")
    assert await xiaoyun.ready()


@pytest.mark.parametrize(
    "answer",
    [[], {}, [{"text": "plain words of nobody's"}], [{"custom": {"text": "no act"}}], [{"custom": None}], ["x"],
     [{"custom": {"act": "greet"}}, {"custom": {"text": "no act"}}]],
    ids=str,
)  # fmt: skip
async def test_answers_that_are_none(server: Rasa, xiaoyun: RasaAssistant, answer: Any) -> None:
    server.answer = answer
    with pytest.raises(AssistantDown):
        await xiaoyun.turn("C1", "在吗", {})


@pytest.mark.parametrize(("status", "raw"), [(500, None), (401, None), (302, None), (200, b"{"), (200, b"\xff")])
async def test_failures(server: Rasa, xiaoyun: RasaAssistant, status: int, raw: bytes | None) -> None:
    server.status, server.raw = status, raw
    with pytest.raises(AssistantDown):
        await xiaoyun.turn("C1", "在吗", {})


async def test_a_flood_is_cut(server: Rasa, xiaoyun: RasaAssistant) -> None:
    server.answer = GOOD * 100
    assert len(await xiaoyun.turn("C1", "在吗", {})) == rasa.MAX_BUBBLES


async def test_slow_and_dead(server: Rasa, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rasa.TIMEOUT_S == 10.0
    monkeypatch.setattr(rasa, "TIMEOUT_S", 0.05)
    server.wait_s = 0.3
    slow, dead = RasaAssistant(server.url, "t"), RasaAssistant("http://127.0.0.1:9", "t")
    for assistant in (slow, dead):
        with pytest.raises(AssistantDown):
            await assistant.turn("C1", "在吗", {})
        await assistant.close()
    assert not await dead.ready()
    await dead.close()
