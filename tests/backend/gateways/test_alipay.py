"""Alipay's wire: what each answer means, yuan without floats, which notices are believed."""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Invalid, Refusal
from backend.gateways.alipay import AlipayChannel, fen_of, yuan_text
from backend.gateways.channel_limits import TooSoon
from backend.sandbox import rsa
from backend.service.ports import ChannelSilent
from tests.backend.desk import SECOND, Watch

from .scripted import Ring, Script
from .wired import World, a_payout


def channel(ring: Ring, script: Script | None = None, **more: Any) -> AlipayChannel:
    return AlipayChannel(ring.alipay, Watch(), gateway=f"{script.url}/gateway.do" if script else None, **more)


def ok(**fields: Any) -> tuple[int, Any, bool]:
    return 200, {"code": "10000", "msg": "Success", **fields}, True


def no(sub_code: str, code: str = "40004") -> tuple[int, Any, bool]:
    return 200, {"code": code, "msg": "Business Failed", "sub_code": sub_code, "sub_msg": "x"}, True


def bank(status: str) -> dict[str, Any]:
    return {"refund_status": "REFUND_SUCCESS", "refund_amount": "98.00", "deposit_back_info": {"dback_status": status}}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2026-11-25 18:00:00", datetime(2026, 11, 25, 10, tzinfo=UTC)),
        ("2026-11-25", datetime(2026, 11, 24, 16, tzinfo=UTC)),
        ("soon", None),
        (None, None),
    ],
)
async def test_when_the_bank_expects_the_money(
    ring: Ring, script: Script, said: str | None, expected: datetime | None
) -> None:
    """A14: the channel's own estimate is kept as it stands, in whichever state."""
    told = bank("P")
    told["deposit_back_info"]["est_bank_receipt_time"] = said
    script.says = [ok(**told)]
    found = await channel(ring, script).query(a_payout("RF1"))
    assert (found.kind, found.expected_at) == ("processing", expected)


@given(st.integers(min_value=1, max_value=10**14 - 1))
def test_yuan_is_exact(fen: int) -> None:
    text = yuan_text(fen)
    assert Decimal(text) * 100 == fen
    assert len(text.rpartition(".")[2]) == 2
    assert fen_of(text) == fen


def test_what_is_no_amount() -> None:
    assert [fen_of(text) for text in ("98", "98.0", "0.07", None)] == [9800, 9800, 7, None]
    for text in ("98.000", "-1.00", "1e3", "98,00", "", 9.8e20):
        with pytest.raises(ChannelSilent):
            fen_of(text)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (ok(fund_change="Y"), "success"),
        (ok(fund_change="N"), "processing"),
        (ok(), "processing"),
        (no("ACQ.SELLER_BALANCE_NOT_ENOUGH"), "refused"),
        (no("ACQ.TRADE_NOT_EXIST"), "refused"),
    ],
)
async def test_refund(ring: Ring, script: Script, line: Any, kind: str) -> None:
    script.says = [line]
    assert (await channel(ring, script).refund(a_payout("RF1"))).kind == kind


@pytest.mark.parametrize(
    ("line", "state", "kind"),
    [
        (ok(refund_status="REFUND_SUCCESS", refund_amount="98.00"), "processing", "success"),
        (ok(refund_status="REFUND_PROCESSING"), "unknown", "processing"),
        (ok(refund_status="REFUND_FAIL"), "processing", "closed"),
        (ok(), "unknown", "not_found"),
        (no("ACQ.TRADE_NOT_EXIST"), "unknown", "not_found"),
        (ok(**bank("P")), "processing", "processing"),
        (ok(**bank("S")), "processing", "success"),
        (ok(**bank("F")), "processing", "abnormal"),
        (ok(**bank("F")), "succeeded", "reversed"),
    ],
)
async def test_query(ring: Ring, script: Script, line: Any, state: str, kind: str) -> None:
    script.says = [line]
    assert (await channel(ring, script).query(a_payout("RF1", state=state))).kind == kind


@pytest.mark.parametrize(
    "line",
    [
        (503, "busy", True),
        (200, "not json", True),
        (200, "{}", True),
        (200, {"code": "10000", "fund_change": "Y", "refund_status": "REFUND_SUCCESS"}, False),
        no("isp.unknow-error", "20000"),
        no("ACQ.SYSTEM_ERROR"),
        no("ACQ.DISCORDANT_REPEAT_REQUEST"),
        no("isv.invalid-app-id", "40002"),
        None,
    ],
)
async def test_what_is_no_answer_is_silence(ring: Ring, script: Script, line: Any) -> None:
    silent = channel(ring, script, timeout_s=0.3)
    for call in (silent.refund, silent.query):
        script.says = [line]
        with pytest.raises(ChannelSilent):
            await call(a_payout("RF1"))


async def test_success_of_another_amount_is_no_success(ring: Ring, script: Script) -> None:
    script.says = [ok(refund_status="REFUND_SUCCESS", refund_amount="97.99")]
    with pytest.raises(ChannelSilent):
        await channel(ring, script).query(a_payout("RF1"))


async def test_too_soon_to_ask(ring: Ring, script: Script) -> None:
    watch = Watch()
    paced = AlipayChannel(ring.alipay, watch, gateway=f"{script.url}/gateway.do")
    sent = a_payout("RF1", sent_at=watch.now())
    script.says = [ok(fund_change="Y"), ok(fund_change="Y"), ok(**bank("S"))]
    await paced.refund(sent)
    with pytest.raises(TooSoon):
        await paced.refund(a_payout("RF2", transaction_id="TRF1"))
    await watch.set(watch.now() + 3 * SECOND)
    await paced.refund(a_payout("RF2", transaction_id="TRF1"))
    with pytest.raises(TooSoon):
        await paced.query(sent)
    await watch.set(watch.now() + 7 * SECOND)
    assert (await paced.query(sent)).kind == "success"


async def test_amounts_arrive_to_the_fen(wire: World) -> None:
    draw = random.Random(8)
    for n, fen in enumerate([1, 99, 100, 101, 2_999_999, *(draw.randrange(1, 10**9) for _ in range(12))]):
        payout = a_payout(f"RF{n}", fen)
        played = wire.channels.by_name["bank" if n % 2 else "alipay"]
        assert (await played.refund(payout)).kind == "success"
        assert wire.books.find(f"RF{n}").fen == fen  # type: ignore[attr-defined]
        assert (await played.query(payout)).kind == "success"


async def test_a_stranger_is_not_served(wire: World, ring: Ring) -> None:
    other = replace(ring.alipay, private_key=ring.wechat.private_key)
    thief = AlipayChannel(other, Watch(), gateway=f"{wire.url}/gateway.do")  # type: ignore[attr-defined]
    with pytest.raises(ChannelSilent, match="invalid-signature"):
        await thief.refund(a_payout("RF1"))
    assert wire.books.find("RF1") is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "channel_name"), [("success", "alipay"), ("abnormal", "alipay"), ("success", "bank")])
def test_notice(ring: Ring, kind: str, channel_name: str) -> None:
    letter = ring.letter(channel_name, kind)
    keys = ring.alipay if channel_name == "alipay" else ring.bank
    notice = AlipayChannel(keys, Watch()).notice(letter.headers, letter.body)
    assert (notice.number, notice.answer.kind) == ("RF1", kind)
    assert notice.notice_id == dict(parse_qsl(letter.body.decode()))["notify_id"]


def signed(ring: Ring, form: dict[str, str]) -> bytes:
    """The form under the channel's own good signature."""
    plain = {k: v for k, v in form.items() if k not in {"sign", "sign_type"}}
    text = "&".join(f"{k}={v}" for k, v in sorted(plain.items()))
    seal = rsa.sign(ring.channel.pairs["alipay"].own, text)
    return urlencode(plain | {"sign": seal, "sign_type": "RSA2"}).encode()


@pytest.mark.parametrize("how", ["changed", "unsigned", "weaker", "garbage", "other_app"])
def test_forged_notice(ring: Ring, how: str) -> None:
    form = dict(parse_qsl(ring.letter("alipay").body.decode()))
    body = {
        "changed": urlencode(form | {"out_biz_no": "RF2"}),
        "unsigned": urlencode({k: v for k, v in form.items() if k != "sign"}),
        "weaker": urlencode(form | {"sign_type": "RSA"}),
        "garbage": "\x00",
        "other_app": signed(ring, form | {"app_id": "2026000000000009"}).decode(),
    }[how]
    with pytest.raises(Refusal) as refused:
        channel(ring).notice({}, body.encode())
    assert (refused.value.status, refused.value.code) == (401, "bad_signature")


@pytest.mark.parametrize("kind", ["success", "abnormal"])
@pytest.mark.parametrize("off", [302, -302, 86_400])
def test_notice_of_another_day(ring: Ring, kind: str, off: int) -> None:
    letter = ring.letter("alipay", kind)
    with pytest.raises(Refusal) as refused:
        channel(ring, real_now=lambda: time.time() + off).notice(letter.headers, letter.body)
    assert refused.value.code == "stale"


def test_notice_about_something_else(ring: Ring) -> None:
    """A payment's own notice comes to the same address and is signed as well."""
    form = dict(parse_qsl(ring.letter("alipay").body.decode()))
    del form["out_biz_no"], form["gmt_refund"]
    with pytest.raises(Invalid):
        channel(ring).notice({}, signed(ring, form))
