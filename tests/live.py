"""The real house for tests: Rasa, actions, backend and sandbox channel as processes on ports and data of their own."""

import contextlib
import json
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jwt

from ops.parts import Part, environment, parts, stop, wait_until_ready
from ops.setup import SERVICE, run

READY_S = 90.0


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class LiveHouse:
    """Started with the demo data; `with LiveHouse(folder) as house:`."""

    def __init__(self, folder: Path, **more: str) -> None:
        for command in ("secrets", "migrate", "demo"):
            run(SERVICE, "-m", "backend", command, quiet=True, REFUND_DATA=str(folder))
        ports = {name: free_port() for name in ("REFUND_PORT", "RASA_PORT", "ACTIONS_PORT", "SANDBOX_CHANNEL_PORT")}
        self.env = environment(folder, **ports, **more)
        self.base = f"http://127.0.0.1:{ports['REFUND_PORT']}"
        self.parts = parts(self.env)
        for part in self.parts.values():
            part.log = []

    def __enter__(self) -> "LiveHouse":
        self.start(*self.parts)
        return self

    def __exit__(self, *_: object) -> None:
        stop(list(self.parts.values()))

    def start(self, *names: str) -> None:
        """Start these parts and wait until they answer."""
        chosen = [self.parts[name] for name in names]
        for part in chosen:
            part.start()
        late = wait_until_ready(chosen, READY_S)
        assert late is None, f"{late.name} did not come up:\n{''.join((late.log or [])[-30:])}"

    def by_day(self) -> None:
        """Outside working hours in Shanghai the house's clock goes on to ten in the morning: people are there then."""
        shanghai = timezone(timedelta(hours=8))
        now = datetime.fromisoformat(self.platform.post("/v1/platform/clock", {"advance_seconds": 0})["now"])
        here = now.astimezone(shanghai)
        if not 9 <= here.hour < 20:
            ten = (here + timedelta(days=here.hour >= 20)).replace(hour=10, minute=0, second=0, microsecond=0)
            self.platform.post("/v1/platform/clock", {"now": ten.isoformat()})

    def signal(self, name: str, number: int) -> None:
        """Send a signal; after a deadly one, wait for the end."""
        part: Part = self.parts[name]
        part.signal(number)
        if number in (9, 15) and part.process is not None:
            part.process.wait(10)

    def log(self, name: str) -> str:
        return "".join(self.parts[name].log or [])

    # The doors, as any outside program would knock.

    def customer(self, customer_id: str) -> "Caller":
        return Caller(self, _token(customer_id, "customer", self.env["CUSTOMER_JWT_SECRET"]))

    def merchant(self, merchant_id: str) -> "Caller":
        return Caller(self, _token(merchant_id, "merchant", self.env["MERCHANT_JWT_SECRET"]))

    @property
    def platform(self) -> "Caller":
        return Caller(self, self.env["PLATFORM_API_KEY"])

    def staff(self, role: str) -> "Caller":
        username, password = json.loads(self.env["AGENT_USERS"])[role]
        nobody = Caller(self, "")
        signed_in = nobody.post("/v1/agent/session", {"username": username, "password": password})
        return Caller(self, signed_in["token"])

    def order(self, customer_id: str, **changes: Any) -> str:
        """A fresh order of this customer: a card of 98 yuan, paid an hour ago and not delivered, unless changed."""
        order_no = f"LY{uuid.uuid4().int % 10**14:014}"
        body: dict[str, Any] = {
            "customer_id": customer_id,
            "merchant_id": "m-feiyu",
            "product": {"name": "测试点卡", "kind": "game_card", "express_capable": True},
            "paid_at": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() - 3600)),
            "payments": [
                {"channel": "alipay", "funding": "wallet_balance", "amount_fen": 9800, "transaction_id": f"T{order_no}"}
            ],
        }
        self.platform.put(f"/v1/platform/orders/{order_no}", body | changes)
        return order_no

    def buyer(self, name: str = "测试买家") -> str:
        """A customer nobody else has."""
        customer_id = f"t-{uuid.uuid4().hex[:10]}"
        self.platform.put(f"/v1/platform/customers/{customer_id}", {"name": name, "standing": "good"})
        return customer_id


class Refused(Exception):
    """A problem answer."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status, self.body = status, body


class Caller:
    """One bearer at the doors. Every command gets an id of its own unless one is given."""

    def __init__(self, house: LiveHouse, token: str) -> None:
        self.base, self.token = house.base, token

    def get(self, path: str, **query: Any) -> Any:
        return self._send("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""), None)

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        return self._send("POST", path, json.dumps(body or {}).encode(), **headers)

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self._send("PUT", path, json.dumps(body).encode())

    def upload(self, path: str, picture: bytes, **fields: str) -> Any:
        """Multipart, as a browser sends it."""
        mark = uuid.uuid4().hex
        text = "".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="p.png"\r\n'
        body = f"{text}{head}Content-Type: image/png\r\n\r\n".encode() + picture + f"\r\n--{mark}--\r\n".encode()
        return self._send("POST", path, body, **{"Content-Type": f"multipart/form-data; boundary={mark}"})

    def _send(self, method: str, path: str, data: bytes | None, **headers: str) -> Any:
        wanted = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if method == "POST":
            wanted["Idempotency-Key"] = uuid.uuid4().hex
        request = urllib.request.Request(self.base + path, data, wanted | headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            body: dict[str, Any] = {}
            with contextlib.suppress(ValueError):
                body = json.loads(error.read())
            raise Refused(error.code, body) from error


class Chat:
    """One buyer in the window, without the window."""

    def __init__(self, house: LiveHouse, customer_id: str, **hint: str) -> None:
        self.me = house.customer(customer_id)
        self.id: str = self.me.post("/v1/customer/conversations", dict(hint))["conversation_id"]
        self.seen = 0
        self.last: list[dict[str, Any]] = []
        self.opening = self.settled()

    @property
    def path(self) -> str:
        return f"/v1/customer/conversations/{self.id}"

    def post(self, **said: str) -> int:
        """Words or a choice, without waiting for the answer."""
        body = {"client_msg_id": uuid.uuid4().hex, **said}
        return int(self.me.post(f"{self.path}/messages", body)["seq"])

    def say(self, text: str) -> list[dict[str, Any]]:
        """The bot's entries that answer these words."""
        self.post(text=text)
        return self.settled()

    def choose(self, part: str) -> list[dict[str, Any]]:
        """Take the offered choice whose label or value holds this."""
        offered = [choice for entry in self.last for choice in entry.get("choices") or []]
        value = next(c["value"] for c in reversed(offered) if part in c["label"] or part in c["value"])
        self.post(choice=value)
        return self.settled()

    def settled(self, wait_ms: int = 25_000) -> list[dict[str, Any]]:
        """What came since the last look, once the bot owes nothing."""
        found = self.me.get(f"{self.path}/entries", after_seq=self.seen, settled="true", wait_ms=wait_ms)
        self.seen = max([self.seen, *(entry["seq"] for entry in found["entries"])])
        self.last = [entry for entry in found["entries"] if entry["kind"] == "bot.said"] or self.last
        return [entry for entry in found["entries"] if entry["kind"] == "bot.said"]

    def entries(self) -> list[dict[str, Any]]:
        """The whole thread."""
        found: list[dict[str, Any]] = self.me.get(f"{self.path}/entries")["entries"]
        return found

    def wait_for(self, kind: str, seconds: float = 20.0) -> dict[str, Any]:
        """The first entry of that kind not seen before the call."""
        end = time.monotonic() + seconds
        after = self.seen
        while time.monotonic() < end:
            found = self.me.get(f"{self.path}/entries", after_seq=after, wait_ms=2000)["entries"]
            hit = next((entry for entry in found if entry["kind"] == kind), None)
            if hit is not None:
                return dict(hit)
            after = max([after, *(entry["seq"] for entry in found)])
        raise AssertionError(f"no {kind} within {seconds} s: {[e['kind'] for e in self.entries()]}")


def acts(said: list[dict[str, Any]]) -> list[str]:
    return [entry["act"] for entry in said]


def _token(subject: str, audience: str, secret: str) -> str:
    return jwt.encode({"sub": subject, "aud": audience, "exp": int(time.time()) + 840}, secret, algorithm="HS256")
