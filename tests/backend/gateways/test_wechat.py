"""WeChat Pay's wire: what each answer means, what proves a refusal, which notices are believed."""

import json
import random
import time
from dataclasses import replace
from typing import Any

import pytest

from backend.domain.errors import Invalid, Refusal
from backend.gateways.channel_limits import TooSoon
from backend.gateways.wechat import WechatChannel
from backend.service.ports import ChannelSilent
from tests.backend.desk import MINUTE, Watch

from .scripted import Ring, Script
from .wired import World, a_payout

NOT_THERE = (404, {"code": "RESOURCE_NOT_EXISTS", "message": "退款单不存在"}, True)


def channel(ring: Ring, script: Script | None = None, **more: Any) -> WechatChannel:
    return WechatChannel(ring.wechat, Watch(), gateway=script.url if script else None, **more)


def told(status: str, fen: int = 9800, **more: Any) -> tuple[int, Any, bool]:
    said = {"out_refund_no": "RF1", "refund_id": "503", "status": status, "amount": {"refund": fen, "total": 9800}}
    return 200, said | more, True


@pytest.mark.parametrize(
    ("status", "state", "kind"),
    [
        ("PROCESSING", "sent", "processing"),
        ("SUCCESS", "processing", "success"),
        ("ABNORMAL", "processing", "abnormal"),
        ("ABNORMAL", "succeeded", "reversed"),
        ("CLOSED", "processing", "closed"),
    ],
)
async def test_states(ring: Ring, script: Script, status: str, state: str, kind: str) -> None:
    script.says = [told(status, success_time="2026-11-24T10:00:00+08:00")]
    found = await channel(ring, script).query(a_payout("RF1", state=state))
    assert (found.kind, found.refund_id) == (kind, "503")
    assert (found.at is not None) == (kind == "success")


@pytest.mark.parametrize(
    "line",
    [
        (500, {"code": "SYSTEM_ERROR"}, True),
        (429, {"code": "FREQUENCY_LIMITED"}, True),
        (502, "<html>bad gateway</html>", True),
        (200, "[]", True),
        (*told("SUCCESS")[:2], False),
        told("SUCCESS", fen=9801),
        told("SUCCESS", out_refund_no="RF2"),
        told("FINISHED"),
        None,
    ],
)
async def test_what_is_no_answer_is_silence(ring: Ring, script: Script, line: Any) -> None:
    """5xx, 429, not JSON, wrong signature, another amount or number, an unknown word, no answer in time."""
    silent = channel(ring, script, timeout_s=0.3)
    for call in (silent.refund, silent.query):
        script.says = [line]
        with pytest.raises(ChannelSilent):
            await call(a_payout("RF1"))


async def test_nobody_there(ring: Ring) -> None:
    lost = WechatChannel(ring.wechat, Watch(), gateway="http://127.0.0.1:9")
    with pytest.raises(ChannelSilent):
        await lost.refund(a_payout("RF1"))


async def test_a_refusal_is_read_back(ring: Ring, script: Script) -> None:
    """Only "no such refund" proves that nothing was paid; else the refund's own state is the answer (I5)."""
    refused = (403, {"code": "NOT_ENOUGH", "message": "余额不足"}, True)
    played = channel(ring, script)
    script.says = [refused, NOT_THERE]
    found = await played.refund(a_payout("RF1"))
    assert (found.kind, found.detail) == ("refused", "403 NOT_ENOUGH 余额不足")
    script.says = [refused, told("SUCCESS")]
    assert (await played.refund(a_payout("RF1"))).kind == "success"
    script.says = [refused, (500, {"code": "SYSTEM_ERROR"}, True)]
    with pytest.raises(ChannelSilent):
        await played.refund(a_payout("RF1"))
    script.says = [NOT_THERE]
    assert (await played.query(a_payout("RF1"))).kind == "not_found"


async def test_amounts_arrive_to_the_fen(wire: World) -> None:
    draw = random.Random(7)
    amounts = [1, 99, 100, 101, 10_000_000_001, *(draw.randrange(1, 10**9) for _ in range(12))]
    for n, fen in enumerate(amounts):
        payout = a_payout(f"RF{n}", fen, paid_fen=fen + n)
        assert (await wire.channels.by_name["wechat"].refund(payout)).kind == "success"
        assert wire.books.find(f"RF{n}").fen == fen  # type: ignore[attr-defined]
        assert (await wire.channels.by_name["wechat"].query(payout)).kind == "success"


async def test_a_stranger_is_not_served(wire: World, ring: Ring) -> None:
    """The sandbox knows whose signature it is: another merchant's key opens nothing."""
    other = replace(ring.wechat, private_key=ring.alipay.private_key)
    thief = WechatChannel(other, Watch(), gateway=wire.url)  # type: ignore[attr-defined]
    with pytest.raises(ChannelSilent, match="SIGN_ERROR"):
        await thief.refund(a_payout("RF1"))
    assert wire.books.find("RF1") is None  # type: ignore[attr-defined]


async def test_refunds_of_one_trade_keep_their_distance(ring: Ring, script: Script) -> None:
    watch = Watch()
    paced = WechatChannel(ring.wechat, watch, gateway=script.url)
    script.says = [told("PROCESSING")] * 2
    await paced.refund(a_payout("RF1"))
    with pytest.raises(TooSoon):
        await paced.refund(a_payout("RF2", transaction_id="TRF1"))
    await paced.refund(a_payout("RF1"))
    await watch.set(watch.now() + MINUTE)
    script.says = [told("PROCESSING", out_refund_no="RF2")]
    assert (await paced.refund(a_payout("RF2", transaction_id="TRF1"))).kind == "processing"


@pytest.mark.parametrize("kind", ["success", "abnormal", "closed"])
def test_notice(ring: Ring, kind: str) -> None:
    letter = ring.letter("wechat", kind)
    notice = channel(ring).notice(letter.headers, letter.body)
    assert (notice.number, notice.fen, notice.answer.kind) == ("RF1", 9800, kind)
    assert notice.notice_id == json.loads(letter.body)["id"]


def tampered(ring: Ring, how: str) -> tuple[dict[str, str], bytes, dict[str, Any]]:
    letter = ring.letter("wechat")
    headers, body, more = dict(letter.headers), letter.body, {}
    if how == "body":
        body = body.replace(b"REFUND.SUCCESS", b"REFUND.CLOSED ")
    elif how == "unsigned":
        del headers["Wechatpay-Signature"]
    elif how == "other_key":
        headers["Wechatpay-Serial"] = "4F4E"
    elif how == "no_date":
        headers["Wechatpay-Timestamp"] = ""
    elif how == "redated":
        headers["Wechatpay-Timestamp"] = str(int(time.time()) + 1)
    elif how == "other_secret":
        more = {"apiv3_key": "0" * 32}
    elif how == "other_merchant":
        more = {"mchid": "1900000110"}
    else:
        body, headers = b"\xff", headers
    return headers, body, more


@pytest.mark.parametrize(
    "how", ["body", "unsigned", "other_key", "no_date", "redated", "other_secret", "other_merchant", "garbage"]
)
def test_forged_notice(ring: Ring, how: str) -> None:
    headers, body, more = tampered(ring, how)
    asked = WechatChannel(replace(ring.wechat, **more), Watch())
    fetched: list[str] = []
    asked._sdk._core._update_certificates = lambda: fetched.append(how)
    with pytest.raises(Refusal) as refused:
        asked.notice(headers, body)
    assert (refused.value.status, refused.value.code) == (401, "bad_signature")
    assert not fetched, "a stranger's letter must not send us to the network"


@pytest.mark.parametrize("off", [330, -330, 86_400])
def test_notice_of_another_day(ring: Ring, off: int) -> None:
    """The SDK would take it: it is validly signed."""
    letter = ring.letter("wechat")
    with pytest.raises(Refusal) as refused:
        channel(ring, real_now=lambda: time.time() + off).notice(letter.headers, letter.body)
    assert refused.value.code == "stale"


def test_notice_about_something_else(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.sandbox import wechat

    monkeypatch.setitem(wechat.STATES, "success", "TRANSFER")
    letter = ring.letter("wechat")
    with pytest.raises(Invalid):
        channel(ring).notice(letter.headers, letter.body)
