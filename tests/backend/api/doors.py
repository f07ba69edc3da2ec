"""Knocking on the doors of the house as any outside program would."""

import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp
import jwt

from backend.domain.actor import STAFF_ROLES
from backend.domain.people import StaffMember
from tests.backend.desk import Reader, Xiaoyun, order_body
from tests.drawn import page


class Answered(dict[str, Any]):
    """A JSON answer with its `status` and `headers`."""

    def __init__(self, status: int, headers: Any, body: dict[str, Any]) -> None:
        super().__init__(body)
        self.status, self.headers = status, headers

    @property
    def problem(self) -> tuple[int, str]:
        """(status, code) of a refusal, which must be a problem document with a detail fit for showing."""
        assert self.headers["Content-Type"].startswith("application/problem+json"), self.headers["Content-Type"]
        assert self["status"] == self.status
        assert self["detail"]
        assert self.headers["X-Content-Type-Options"] == "nosniff"
        return self.status, self["code"]


class Caller:
    """One bearer. POSTs carry a command id of their own unless one is given (`key`), or None."""

    def __init__(self, base: str, session: aiohttp.ClientSession, token: str | None, who: str = "") -> None:
        self._base, self._session, self._token, self.id = base, session, token, who

    async def get(self, path: str, **query: Any) -> Answered:
        return await self.send("GET", path, params={name: str(value) for name, value in query.items()})

    async def put(self, path: str, body: Any) -> Answered:
        return await self.send("PUT", path, json=body)

    async def post(self, path: str, body: Any = None, key: str | None = "", **headers: str) -> Answered:
        if key is not None:
            headers["Idempotency-Key"] = key or uuid.uuid4().hex
        return await self.send("POST", path, json=body if body is not None else {}, headers=headers)

    async def raw(self, path: str, data: bytes, kind: str = "application/json") -> Answered:
        return await self.send("POST", path, data=data, headers={"Content-Type": kind})

    async def send(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Answered:
        headers = dict(headers or {})
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        async with self._session.request(method, self._base + path, headers=headers, **more) as answer:
            body = await answer.json(content_type=None) if "json" in answer.headers.get("Content-Type", "") else {}
            return Answered(answer.status, answer.headers, body or {})

    async def upload(self, path: str, picture: bytes, **fields: str) -> Answered:
        form = aiohttp.FormData()
        for name, value in fields.items():
            form.add_field(name, value)
        form.add_field("file", picture, filename="p.png", content_type="image/png")
        return await self.send("POST", path, data=form)

    @asynccontextmanager
    async def stream(self, path: str, **headers: str) -> AsyncIterator[AsyncIterator[dict[str, str]]]:
        """Server-sent events, each as its fields; comments are passed over."""
        headers["Authorization"] = f"Bearer {self._token}"
        async with self._session.get(self._base + path, headers=headers) as answer:
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            yield _events(answer)


async def _events(answer: aiohttp.ClientResponse) -> AsyncIterator[dict[str, str]]:
    fields: dict[str, str] = {}
    async for line in answer.content:
        text = line.decode().rstrip("\n")
        if text and not text.startswith(":"):
            name, _, value = text.partition(": ")
            fields[name] = value
        elif fields:
            yield fields
            fields = {}


class Doors:
    """The house with its four doors; `house` is there for what cannot be seen from outside."""

    def __init__(self, base: str, house: Any, secrets: dict[str, str], password: str) -> None:
        self.base, self.house, self.secrets, self.password = base, house, secrets, password
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        self._tokens: dict[str, str] = {}

    async def prepare(self, password_hash: str) -> None:
        async with self.house.desk.store.transaction() as tx:
            for role in STAFF_ROLES:
                tx.staff.add(StaffMember(role, f"同事 {role}", role, password_hash))

    async def close(self) -> None:
        await self._session.close()

    @property
    def xiaoyun(self) -> Xiaoyun:
        found: Xiaoyun = self.house.desk.assistant
        return found

    @property
    def reader(self) -> Reader:
        found: Reader = self.house.desk.pages
        return found

    def now(self) -> datetime:
        found: datetime = self.house.desk.now()
        return found

    def caller(self, token: str | None, who: str = "") -> Caller:
        return Caller(self.base, self._session, token, who)

    @property
    def nobody(self) -> Caller:
        return self.caller(None)

    @property
    def platform(self) -> Caller:
        return self.caller(self.secrets["PLATFORM_API_KEY"])

    @property
    def actions(self) -> Caller:
        return self.caller(self.secrets["ACTIONS_API_KEY"])

    def customer(self, customer_id: str) -> Caller:
        return self.caller(self.token(customer_id), customer_id)

    def merchant(self, merchant_id: str) -> Caller:
        return self.caller(self.token(merchant_id, "merchant"), merchant_id)

    def token(self, subject: Any, audience: str = "customer", **changes: Any) -> str:
        claims = {"sub": subject, "aud": audience, "exp": int(time.time()) + 600} | changes
        secret = self.secrets[f"{audience.upper()}_JWT_SECRET"]
        return jwt.encode({k: v for k, v in claims.items() if v is not None}, secret, algorithm="HS256")

    async def staff(self, role: str) -> Caller:
        if role not in self._tokens:
            signed_in = await self.nobody.post("/v1/agent/session", {"username": role, "password": self.password})
            self._tokens[role] = signed_in["token"]
        return self.caller(self._tokens[role])

    # What most tests begin with.

    async def order(self, me: Caller, merchant_id: str = "m-1", **changes: Any) -> str:
        order_no = f"LY{uuid.uuid4().int % 10**12:012}"
        body = order_body(me.id, merchant_id, order_no, self.now(), **changes)
        answer = await self.platform.put(f"/v1/platform/orders/{order_no}", body)
        assert answer.status == 200, answer
        return order_no

    async def talk(self, me: Caller) -> str:
        """The path of the caller's conversation, the assistant's greeting given."""
        found = await me.post("/v1/customer/conversations")
        path = f"/v1/customer/conversations/{found['conversation_id']}"
        await me.get(f"{path}/entries", settled="true", wait_ms=5000)
        return path

    async def picture(self, me: Caller, path: str, **fields: str) -> Answered:
        """An accepted picture: what the reader reads next is the caller's to set."""
        name = uuid.uuid4().hex
        return await me.upload(f"{path}/evidence", page("截图", [("编号", name)]), client_msg_id=name, **fields)

    async def settled(self, me: Caller, refund_no: str, *states: str) -> Answered:
        """The refund, once the worker has brought it into one of these states."""
        rung = 0
        for _ in range(100):
            refund = await me.get(f"/v1/customer/refunds/{refund_no}")
            if refund["state"] in states:
                return refund
            rung = await self.house.desk.bell.wait("events", rung, 0.1)
        raise AssertionError(f"{refund['state']}, not one of {states}")
