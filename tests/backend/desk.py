"""The house without its doors, for tests: a real database and the sandbox's channel, a clock to set, and fakes for what
thinks (the assistant) and what reads (pictures). Everything is fictitious."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from backend.domain.calendar import CALENDAR
from backend.domain.evidence import Page
from backend.domain.evidence.page import Line
from backend.domain.moment import SHANGHAI
from backend.gateways.bell import LocalBell
from backend.gateways.files import DiskFiles
from backend.gateways.picture_pixels import Picture, admit, blacken
from backend.gateways.sandbox_channel import SandboxChannel
from backend.gateways.supplier import SandboxSupplier
from backend.service import alarms
from backend.service.desk import Desk
from backend.service.notices import Notices
from backend.service.ports import AssistantDown
from backend.store.database import Database
from backend.store.policy_files import policy_book

CHANNELS = ("alipay", "wechat", "bank", "balance")
BOOK = policy_book()
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(text: str) -> datetime:
    """`2026-11-24 15:30` or `2026-11-24 15:30:01` on Shanghai's clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


START = at("2026-11-24 10:00")  # a Tuesday, no holiday near


async def admitted(data: bytes) -> Picture:
    """What the door's process makes of a picture, made here."""
    return await asyncio.to_thread(admit, data)


async def blackened(data: bytes, places: Sequence[Sequence[float]]) -> tuple[bytes, bytes]:
    return await asyncio.to_thread(blacken, data, places)


class Watch:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    async def set(self, to: datetime) -> None:
        self._now = to


class Xiaoyun:
    """A scripted assistant: `says` is what it answers next, `down` why it cannot, `heard` what it was asked."""

    def __init__(self) -> None:
        self.says: list[dict[str, Any]] = [{"act": "greet", "text": "您好。", "facts": {}}]
        self.down: str | None = None
        self.beyond: str | None = None  # the one message that it cannot answer
        self.gate: Any = None  # an asyncio.Event that the answer waits for: the slow assistant
        self.heard: list[tuple[str, str, dict[str, Any]]] = []
        self.asked = asyncio.Event()

    async def turn(self, sender: str, message: str, context: dict[str, Any]) -> list[dict[str, Any]]:
        self.heard.append((sender, message, context))
        self.asked.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.down is not None or message == self.beyond:
            raise AssistantDown(self.down or "empty answer")
        return [dict(bubble) for bubble in self.says]

    async def ready(self) -> bool:
        return self.down is None

    async def close(self) -> None: ...


def order_page(order_no: str, yuan: str = "98.00", at: str = "2026-11-24 09:00:00") -> Page:
    """The words of an order's page, where a phone shows them."""
    return _page("订单详情", [("订单编号", order_no), ("商品", "测试点卡"), ("实付", f"¥{yuan}"), ("下单时间", at),
                           ("充值账号", "138****1234"), ("订单状态", "充值中")])  # fmt: skip


def statement_page(transaction_id: str, yuan: str = "98.00", at: str = "2026-11-24 09:00:00") -> Page:
    """The words of a payment's page."""
    return _page("账单详情", [("交易金额", f"-{yuan}"), ("支付方式", "账户余额"), ("支付时间", at),
                           ("交易单号", transaction_id), ("商户", "利云卡盟"), ("当前状态", "支付成功")])  # fmt: skip


def _page(title: str, rows: Sequence[tuple[str, str]]) -> Page:
    lines = [Line(title, (40.0, 32.0, 160.0, 40.0), 0.99)]
    for place, (label, value) in enumerate(rows):
        top = 170.0 + 84.0 * place
        lines += [Line(label, (52.0, top, 28.0 * len(label), 28.0), 0.99),
                  Line(value, (250.0, top, 16.0 * len(value), 28.0), 0.99)]  # fmt: skip
    return Page(tuple(lines), 720, 240 + 84 * len(rows))


class Reader:
    """Reads on the next picture what stands in `next`, else an order's page; `gate` makes it slow."""

    def __init__(self) -> None:
        self.next: list[Page] = []
        self.gate: Any = None

    async def read(self, picture: bytes) -> Page:
        if self.gate is not None:
            await self.gate.wait()
        return self.next.pop(0) if self.next else order_page("LY00000001")

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


class Postman:
    """Webhooks that arrive while `open`; `sent` is what was delivered."""

    def __init__(self) -> None:
        self.open = True
        self.sent: list[tuple[str, str, dict[str, Any]]] = []

    async def post(self, url: str, secret: str, message_id: str, at: datetime, body: dict[str, Any]) -> None:
        if not self.open:
            raise ConnectionError("nobody there")
        self.sent.append((url, message_id, body))


_stores: dict[str, Database] = {}


def store_on(url: str) -> Database:
    """One `Database` for all tests on the same file: an engine remembers the statements that it has compiled, and
    compiling them anew would be most of what a test does. Its connections are closed between tests."""
    if url not in _stores:
        _stores[url] = Database(url)
    found = _stores[url]
    if found.is_sqlite:
        found._queue = asyncio.Lock()  # a lock belongs to the loop of its test
    return found


def build(url: str, folder: Path, clock: Watch | None = None, platform_url: str | None = None) -> Desk:
    """A desk on a migrated database; no server, no worker: nothing is sent and no timer fires until told to."""
    clock = clock or Watch()
    books = folder / "channel.db"
    desk = Desk(
        store=store_on(url),
        clock=clock,
        policies=BOOK,
        calendar=CALENDAR,
        bell=LocalBell(),
        assistant=Xiaoyun(),
        channels={name: SandboxChannel(name, books, clock) for name in CHANNELS},
        files=DiskFiles(folder / "evidence"),
        pages=Reader(),
        admit=admitted,
        blacken=blackened,
        supplier=SandboxSupplier(),
    )
    alarms.install(desk)
    postman = Postman()
    Notices(postman, platform_url, "secret", True).install(desk)
    desk.postman = postman  # type: ignore[attr-defined]
    return desk


def order_body(customer_id: str, merchant_id: str, order_no: str, now: datetime, **changes: Any) -> dict[str, Any]:
    """The platform's JSON: a game card of 98 yuan, paid an hour ago from an Alipay balance, not delivered.

    `shipped` (a span) says how long ago it was delivered; `fen` how much was paid; the rest replaces fields.
    """
    shipped, fen = changes.pop("shipped", None), changes.pop("fen", 9800)
    product = {"name": "测试点卡", "kind": "game_card", "express_capable": False, "revocable": False,
               "appraisal": False} | changes.pop("product", {})  # fmt: skip
    shipped_at = (now - shipped).isoformat() if shipped is not None else None
    body = {
        "customer_id": customer_id,
        "merchant_id": merchant_id,
        "product": product,
        "paid_at": (now - (shipped or timedelta()) - HOUR).isoformat(),
        "shipped_at": shipped_at,
        "delivered_at": None,
        "confirmed_at": None,
        "supplier_record": "unused" if shipped_at else "none",
        "expires_at": None,
        "advertised_valid_until": None,
        "requested": {"account": None, "amount_fen": None},
        "delivered": {"account": None, "amount_fen": None},
        "payments": [payment("alipay", "wallet_balance", fen, f"T{order_no}1")],
    }
    return body | changes


def payment(channel: str, funding: str, fen: int, transaction_id: str) -> dict[str, Any]:
    return {"channel": channel, "funding": funding, "amount_fen": fen, "transaction_id": transaction_id}
