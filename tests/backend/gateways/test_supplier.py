"""Asking whoever issued a code, through the host: signed, and what is no answer is silence (S17)."""

import json
from typing import Any

import pytest
from aiohttp import web

from backend.domain.people import OrderRow
from backend.gateways.supplier import HostSupplier, NoSupplier, SandboxSupplier
from backend.gateways.webhooks import HttpWebhooks, signature
from backend.service.ports import SupplierSilent
from tests.backend.desk import START, Watch


def order(**body: Any) -> OrderRow:
    return OrderRow("LY1", "u-1", "m-1", START, body)


@pytest.mark.parametrize(("record", "revoked"), [("unused", True), ("none", True), (None, True), ("used", False),
                                                 ("partly_used", False)])  # fmt: skip
async def test_the_twin(record: str | None, revoked: bool) -> None:
    assert await SandboxSupplier().revoke(order(supplier_record=record), "R1") is revoked


async def test_without_an_address_nothing_is_taken_back() -> None:
    assert await NoSupplier().revoke(order(), "R1") is False


@pytest.mark.parametrize(
    ("status", "said", "revoked"),
    [
        (200, '{"revoked": true}', True),
        (200, '{"revoked": false}', False),
        (200, '{"revoked": "yes"}', None),
        (200, "{}", None),
        (200, "[]", None),
        (200, "hello", None),
        (500, '{"revoked": true}', None),
    ],
)
async def test_the_host(status: int, said: str, revoked: bool | None) -> None:
    got: list[tuple[Any, bytes]] = []

    async def take(request: web.Request) -> web.Response:
        got.append((request.headers, await request.read()))
        return web.Response(status=status, text=said, content_type="application/json")

    app = web.Application()
    app.router.add_post("/supplier", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    asks = HttpWebhooks()
    host = HostSupplier(asks, Watch(), f"http://127.0.0.1:{runner.addresses[0][1]}/supplier", "secret")
    try:
        if revoked is None:
            with pytest.raises(SupplierSilent):
                await host.revoke(order(), "R1")
        else:
            assert await host.revoke(order(), "R1") is revoked
    finally:
        await asks.close()
        await runner.cleanup()
    headers, body = got[0]
    assert json.loads(body) == {"action": "revoke", "order_no": "LY1", "refund_no": "R1"}
    assert headers["X-Message-Id"] == "revoke:R1"
    assert headers["X-Signature"] == signature("secret", "revoke:R1", headers["X-Timestamp"], body)


async def test_nobody_there_is_silence() -> None:
    asks = HttpWebhooks()
    with pytest.raises(SupplierSilent):
        await HostSupplier(asks, Watch(), "http://127.0.0.1:9/x", "s").restore(order(), "R1")
    await asks.close()
