"""The sandbox's postman and its own door, over real HTTP."""

import secrets
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty

from backend.sandbox.app import create
from backend.sandbox.books import Books, News
from backend.sandbox.post import Postman
from backend.sandbox.wire import Letter
from backend.settings import load_sandbox, make_channel_keys
from tests.backend.desk import MINUTE, SECOND, START, Watch
from tests.backend.gateways.wired import Still, _env, served


class Merchant:
    """Answers each letter with the next status, the last one for ever."""

    def __init__(self) -> None:
        self.statuses, self.got = [204], list[bytes]()

    async def take(self, request: Request) -> HTTPResponse:
        self.got.append(request.body)
        return empty(self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0])


@pytest.fixture
async def merchant() -> AsyncIterator[tuple[Merchant, str]]:
    made = Merchant()
    app: Sanic[Any, Any] = Sanic(f"merchant-{secrets.token_hex(4)}", configure_logging=False)
    app.add_route(made.take, "/n", methods=["POST"])
    async with served(app) as url:
        yield made, url


async def test_delivered_until_acknowledged(merchant: tuple[Merchant, str], tmp_path: Path) -> None:
    shop, url = merchant
    shop.statuses = [500, 404, 204]
    clock = Still(Watch())
    books = Books(tmp_path / "b.db", clock.now)

    def letter(news: News, base: str) -> Letter | None:
        return Letter(f"{base}/n", {}, news.notice_id.encode()) if news.kind == "success" else None

    postman = Postman(books, url)
    postman.letters = {"wechat": letter}
    books.behave("wechat", "reverse", None)
    books.refund("wechat", "RF1", "T1", 100, None)
    for _ in range(3):
        ahead = books.next_at()
        assert ahead is not None
        clock.set(ahead)
        await postman.deliver()
    assert len(shop.got) == 3
    assert len(set(shop.got)) == 1, "the same letter until it is acknowledged"
    clock.set(START + 2 * MINUTE)
    await postman.deliver()
    assert books.next_at() is None, "what the channel does not tell is dropped"
    assert len(shop.got) == 3
    await postman.stop()
    books.close()


async def test_nobody_there_is_tried_again(tmp_path: Path) -> None:
    clock = Still(Watch())
    books = Books(tmp_path / "b.db", clock.now)
    postman = Postman(books, "http://127.0.0.1:9")
    postman.letters = {"alipay": lambda news, base: Letter(f"{base}/n", {}, b"x")}
    books.refund("alipay", "RF1", "T1", 100, None)
    clock.set(START + SECOND)
    await postman.deliver()
    assert books.next_at() == START + 16 * SECOND
    await postman.stop()
    books.close()


@pytest.fixture
async def control(tmp_path: Path) -> AsyncIterator[tuple[str, str]]:
    """(URL of the control door, its key)"""
    make_channel_keys(tmp_path)
    settings = load_sandbox(_env(tmp_path))
    async with served(create(settings, Still(Watch()))) as url:  # type: ignore[arg-type]
        yield f"{url}/control", settings.merchant_env["SANDBOX_CHANNEL_KEY"]


async def test_control_needs_its_key(control: tuple[str, str]) -> None:
    url, key = control
    calls = {
        "behave": {"channel": "wechat", "behaviour": "closed", "order_no": None},
        "reverse": {"number": "RF1"},
        "redirect": {"number": "RF1"},
        "clock": {"now": (START + MINUTE).isoformat()},
    }
    async with aiohttp.ClientSession() as session:
        for call, body in calls.items():
            for wrong in ({}, {"Authorization": "Bearer nonsense"}):
                async with session.post(f"{url}/{call}", json=body, headers=wrong) as answer:
                    assert answer.status == 401, call
            async with session.post(f"{url}/{call}", json=body, headers={"Authorization": f"Bearer {key}"}) as answer:
                assert answer.status == 200, call
                said = await answer.json()
                assert said["next_at"] is None or datetime.fromisoformat(said["next_at"])
