"""A gateway that answers what a test has written down, signed as the real one's or not; and letters to tamper with."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, raw

from backend.gateways.channel_keys import AlipayKeys, WechatKeys
from backend.sandbox import rsa
from backend.sandbox.alipay import AlipayMouth
from backend.sandbox.books import Books
from backend.sandbox.keys import Keys, load
from backend.sandbox.wechat import WechatMouth
from backend.settings import load as load_settings
from backend.settings import load_sandbox

from .wired import _env, served


class Ring:
    """Both sides' keys of one data folder."""

    def __init__(self, folder: Path) -> None:
        channels = load_settings(_env(folder) | {"SANDBOX_CHANNEL_URL": "http://127.0.0.1:1"}).channels
        assert channels.wechat is not None
        assert channels.alipay is not None
        self.wechat: WechatKeys = channels.wechat
        assert channels.bank is not None
        self.alipay: AlipayKeys = channels.alipay
        self.bank: AlipayKeys = channels.bank
        self.channel: Keys = load(folder, load_sandbox(_env(folder)).merchant_env)
        self.folder = folder

    def letter(self, channel: str, kind: str = "success", number: str = "RF1", fen: int = 9800) -> Any:
        """A notice as the sandbox would post it: `.headers`, `.body`."""
        books = Books(self.folder / f"{secrets.token_hex(4)}.db", lambda: datetime.now(UTC))
        books.refund(channel, number, f"T{number}", fen, None)
        mouth = (WechatMouth if channel == "wechat" else AlipayMouth)(books, self.channel, _nobody)
        books.tell(number, kind, datetime.now(UTC), datetime.now(UTC))
        (news,) = [n for n in books.due() if n.kind == kind]
        found = mouth.letter(news, "http://desk.example")
        books.close()
        assert found is not None
        return found


async def _nobody(number: str) -> None: ...


class Script:
    """`says` (status, body, signed) is answered next; None keeps the line open and silent."""

    def __init__(self, keys: Keys) -> None:
        self.keys, self.url = keys, ""
        self.says: list[tuple[int, Any, bool] | None] = []
        self.asked: list[Request] = []
        self.over = asyncio.Event()

    async def answer(self, request: Request, path: str) -> HTTPResponse:
        self.asked.append(request)
        line = self.says.pop(0)
        if line is None:
            await self.over.wait()
            return raw(b"")
        status, said, signed = line
        alipay = request.path == "/gateway.do"
        body = said if isinstance(said, str) else json.dumps(said)
        headers = {}
        if alipay and not isinstance(said, str):
            seal = rsa.sign(self.keys.pairs["alipay"].own, body if signed else body + " ")
            body = f'{{"{request.args.get("method").replace(".", "_")}_response":{body},"sign":"{seal}"}}'
        elif not alipay:
            mouth = WechatMouth(None, self.keys, _nobody)  # type: ignore[arg-type]
            headers = mouth.seal(body if signed else body + " ")
        return raw(body.encode(), status, headers, "application/json")


@asynccontextmanager
async def scripted(keys: Keys) -> AsyncIterator[Script]:
    script = Script(keys)
    app: Sanic[Any, Any] = Sanic(f"script-{secrets.token_hex(4)}", configure_logging=False)
    app.add_route(script.answer, "/<path:path>", methods=["GET", "POST"])
    async with served(app) as url:
        script.url = url
        yield script
        script.over.set()
