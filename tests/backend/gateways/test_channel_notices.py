"""`POST /v1/channel/{channel}/notify` over real HTTP: only the channel is believed, and never twice (I4)."""

from typing import Any

import aiohttp
import pytest

from backend.domain.moment import iso

from .scripted import Ring
from .wired import World

RECEIPTS = {"wechat": ("application/json", '{"code":"SUCCESS"}'), "alipay": ("text/plain", "success")}


async def post(world: World, channel: str, letter: Any, **headers: str) -> tuple[int, str, str]:
    """(status, media type, text)"""
    url = f"{world.notify_url}/v1/channel/{channel}/notify"  # type: ignore[attr-defined]
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=letter.body, headers=letter.headers | headers) as answer,
    ):
        return answer.status, answer.content_type, await answer.text()


async def written(world: World) -> dict[str, int]:
    return {noun: len(await world.office.read(noun)) for noun in ("audit", "commands", "ledger", "outbox", "events")}


async def under_way(world: World, channel: str) -> tuple[str, str]:
    """A payout the channel has taken on: (payout_no, out_refund_no)."""
    payout_no = await world.pay("drop_notify", channel)
    return payout_no, (await world.payout(payout_no)).out_refund_no


@pytest.mark.parametrize("channel", ["wechat", "alipay"])
async def test_taken_once(wire: World, ring: Ring, channel: str) -> None:
    payout_no, number = await under_way(wire, channel)
    letter = ring.letter(channel, number=number)
    assert await post(wire, channel, letter) == (200, *RECEIPTS[channel])
    assert await wire.state(payout_no) == "succeeded"
    before = await written(wire)
    assert await post(wire, channel, letter) == (200, *RECEIPTS[channel])
    assert await written(wire) == before
    # The same happening under another id: taken note of, and nothing moves.
    assert (await post(wire, channel, ring.letter(channel, number=number)))[0] == 200
    after = await written(wire)
    assert (after.pop("commands"), after) == (before.pop("commands") + 1, before)
    assert await wire.paid_fen(channel) == 9800


@pytest.mark.parametrize("channel", ["wechat", "alipay"])
async def test_forged_writes_nothing(wire: World, ring: Ring, channel: str) -> None:
    payout_no, number = await under_way(wire, channel)
    letter = ring.letter(channel, number=number)
    before = await written(wire)
    for forged in (
        type(letter)(letter.url, letter.headers, letter.body.replace(b"SUCCESS", b"SUCCES5")),
        ring.letter("alipay" if channel == "wechat" else "wechat", number=number),
        type(letter)(letter.url, {}, b""),
    ):
        status, kind, text = await post(wire, channel, forged)
        assert (status, kind) == (401, "application/problem+json")
        assert '"bad_signature"' in text
    assert await written(wire) == before
    assert await wire.state(payout_no) == "processing"


async def test_of_yesterday(wire: World, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    payout_no, number = await under_way(wire, "wechat")
    with monkeypatch.context() as yesterday:
        yesterday.setattr("backend.sandbox.wechat.time.time", lambda: wire.watch.now().timestamp() - 86_400)
        letter = ring.letter("wechat", number=number)
    status, _, text = await post(wire, "wechat", letter)
    assert status == 401
    assert '"stale"' in text
    assert await wire.state(payout_no) == "processing"


async def test_of_a_number_nobody_knows(wire: World, ring: Ring) -> None:
    before = await written(wire)
    status, _, text = await post(wire, "wechat", ring.letter("wechat", number="RF404"))
    assert status == 404
    assert '"not_found"' in text
    assert await written(wire) == before


@pytest.mark.parametrize("channel", ["balance", "paypal"])
async def test_of_a_channel_that_never_calls(wire: World, ring: Ring, channel: str) -> None:
    assert (await post(wire, channel, ring.letter("alipay")))[0] == 404


async def test_success_of_another_amount_is_asked_about(wire: World, ring: Ring) -> None:
    payout_no, number = await under_way(wire, "wechat")
    assert (await post(wire, "wechat", ring.letter("wechat", number=number, fen=1)))[0] == 200
    assert await wire.state(payout_no) == "processing"
    await wire.office.drain()
    assert await wire.state(payout_no) == "processing", "the channel, asked, still works on it"


@pytest.mark.parametrize("kind", ["abnormal", "closed"])
async def test_bad_news_is_asked_about(wire: World, ring: Ring, kind: str) -> None:
    """An old word that limps in moves nothing, before success or after it: the channel, asked, knows better."""
    payout_no, number = await under_way(wire, "wechat")
    assert (await post(wire, "wechat", ring.letter("wechat", kind, number)))[0] == 200
    await wire.office.drain()
    assert await wire.state(payout_no) == "processing"
    await wire.office.wait(minutes=2)
    assert await wire.state(payout_no) == "succeeded"
    succeeded_at = iso((await wire.payout(payout_no)).succeeded_at)
    assert (await post(wire, "wechat", ring.letter("wechat", kind, number)))[0] == 200
    await wire.office.drain()
    assert await wire.state(payout_no) == "succeeded"
    assert iso((await wire.payout(payout_no)).succeeded_at) == succeeded_at
