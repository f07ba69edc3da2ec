"""Buyers and colleagues on a line that breaks. Each does what its page does: sends under one id until it is answered,
follows the stream from the last number on, and keeps a log of its own."""

import asyncio
import contextlib
import json
import random
import uuid
from collections.abc import Callable
from typing import Any

import aiohttp

ASKS = "转人工"
NOT_ANSWERS = frozenset({"apologise", "greet", "inform_handoff"})
BACK_OFF_S = (0.05, 0.4)


class Wire:
    """One bearer. Every request is a connection of its own, and is repeated until it is answered."""

    def __init__(self, session: aiohttp.ClientSession, base: str, token: Callable[[], str], chance: random.Random):
        self._session, self._base, self._token, self._chance = session, base, token, chance

    async def ask(self, method: str, path: str, body: Any = None, key: str | None = None, **query: Any) -> Any:
        """The answer below 400; (status, body) of a refusal raises `Told`."""
        headers = {"Authorization": f"Bearer {self._token()}", "Idempotency-Key": key or uuid.uuid4().hex}
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError, ValueError):
                async with self._session.request(
                    method, self._base + path, json=body, params=query, headers=headers
                ) as answer:
                    found = await answer.json(content_type=None)
                    if answer.status < 400:
                        return found
                    if answer.status < 500 and answer.status != 429:
                        raise Told(answer.status, found)
            await self.pause()

    async def pause(self) -> None:
        await asyncio.sleep(self._chance.uniform(*BACK_OFF_S))

    async def follow(self, path: str, hear: Callable[[dict[str, Any]], None], last: Callable[[], int]) -> None:
        """For ever: every entry of the stream, taken up where it broke off."""
        while True:
            headers = {"Authorization": f"Bearer {self._token()}", "Last-Event-ID": str(last())}
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
                async with self._session.get(self._base + path, headers=headers) as answer:
                    await self._read(answer, hear)
            await self.pause()

    async def _read(self, answer: aiohttp.ClientResponse, hear: Callable[[dict[str, Any]], None]) -> None:
        kind = ""
        async for line in answer.content:
            text = line.decode().rstrip("\n")
            if text.startswith("event: "):
                kind = text.removeprefix("event: ")
            elif text.startswith("data: ") and kind == "entry" and line.endswith(b"\n"):
                with contextlib.suppress(json.JSONDecodeError):  # the line broke in the middle of an entry
                    hear(json.loads(text.removeprefix("data: ")))


class Told(Exception):
    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status} {body}")
        self.status, self.body = status, body


class Buyer:
    """Says its lines one after another; with a person for some of them. `heard` is the thread as the window got it."""

    def __init__(self, wire: Wire, lines: list[str], told: Callable[[], None]) -> None:
        self.wire, self.lines, self._told = wire, lines, told
        self.id = ""
        self.said: list[tuple[str, int]] = []
        self.heard: list[dict[str, Any]] = []
        self._news = asyncio.Event()

    @property
    def path(self) -> str:
        return f"/v1/customer/conversations/{self.id}"

    def _last(self) -> int:
        return self.heard[-1]["seq"] if self.heard else 0

    def _hear(self, entry: dict[str, Any]) -> None:
        self.heard.append(entry)
        self._news.set()

    async def live(self) -> None:
        self.id = (await self.wire.ask("POST", "/v1/customer/conversations", {}))["conversation_id"]
        stream = asyncio.create_task(self.wire.follow(f"{self.path}/stream", self._hear, self._last))
        try:
            for line in self.lines:
                await self._say(text=line)
                await (self._served() if line == ASKS else self._until(self._answered))
            end = (await self.wire.ask("GET", f"{self.path}/entries", settled="true", wait_ms=9000))["last_seq"]
            await self._until(lambda: self._last() >= end)
        finally:
            stream.cancel()
            await asyncio.gather(stream, return_exceptions=True)

    async def _say(self, **body: str) -> None:
        number = uuid.uuid4().hex
        answer = await self.wire.ask("POST", f"{self.path}/messages", {"client_msg_id": number, **body})
        self.said.append((number, answer["seq"]))
        self._told()

    def _answered(self) -> bool:
        """小云 has answered as often as was asked: her greeting may come late, and an apology is none."""
        said = [e["act"] for e in self.heard if e["kind"] == "bot.said"]
        return sum(act not in NOT_ANSWERS for act in said) >= len(self.said)

    async def _served(self) -> None:
        """Until a person has ended it; whoever is asked whether to stay in the line stays, and whoever hears that it
        could not be done takes the way to a person that comes with it."""
        asked = self.said[-1][1]
        while True:
            kinds = {e["kind"] for e in self.heard if e["seq"] > asked}
            if "handoff.resolved" in kinds:
                return
            failed = any(e["seq"] > asked and e.get("act") == "fallback" for e in self.heard)
            if "handoff.deferred" in kinds or failed:
                await self._say(choice="request_human")
                asked = self.said[-1][1]
                continue  # what came meanwhile has been heard of already
            await self._more()

    async def _until(self, done: Callable[[], bool]) -> None:
        while not done():
            await self._more()

    async def _more(self) -> None:
        self._news.clear()
        await self._news.wait()


class Colleague:
    """Accepts what is offered, says so many lines, ends it. `said` by talk."""

    def __init__(self, wire: Wire, name: str, lines: int, told: Callable[[], None]) -> None:
        self.wire, self.name, self.lines, self._told = wire, name, lines, told
        self.said: dict[str, list[tuple[str, int]]] = {}
        self._serving: dict[str, asyncio.Task[None]] = {}

    async def live(self) -> None:
        """For ever; a page that comes back says again that it is online."""
        page = asyncio.create_task(self.wire.follow("/v1/agent/stream", lambda entry: None, lambda: 0))
        try:
            while True:
                line = await self.wire.ask("GET", "/v1/agent/queue")
                if line["presence"] != "online":
                    await self.wire.ask("POST", "/v1/agent/presence", {"state": "online"})
                offered = [h["conversation_id"] for h in line["items"] if h["offered_to"] == self.name]
                held = [h["conversation_id"] for h in line["mine"]]
                for talk in [*offered, *held]:
                    if talk not in self._serving or self._serving[talk].done():
                        self._serving[talk] = asyncio.create_task(self._serve(talk))
                await self.wire.pause()
        finally:
            page.cancel()
            await asyncio.gather(page, *self._serving.values(), return_exceptions=True)

    async def _serve(self, talk: str) -> None:
        path = f"/v1/agent/conversations/{talk}"
        with contextlib.suppress(Told):  # the offer lapsed, or the talk is somebody else's by now
            talk_now = await self.wire.ask("GET", path)
            if talk_now["owner"] == "bot":
                return  # it has come to an end since the list was read
            if talk_now["owner_id"] != self.name:
                await self.wire.ask("POST", f"{path}/accept")
            said = self.said.setdefault(talk, [])
            for _ in range(self.lines):
                number = uuid.uuid4().hex
                body = {"client_msg_id": number, "text": f"{self.name} {len(said) + 1}"}
                said.append((number, (await self.wire.ask("POST", f"{path}/messages", body))["seq"]))
                self._told()
            await self.wire.ask("POST", f"{path}/resolve", {"outcome": "solved"})
