"""Alipay through `python-alipay-sdk`, RSA2 with public keys. Bank payments run through the same gateway under an app of
their own (decision 0009)."""

import contextlib
import json
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from alipay import AliPay
from alipay.utils import AliPayConfig

from ..domain.errors import Invalid
from ..domain.moment import SHANGHAI
from ..domain.payout import Payout
from ..service.channel_notices import Notice
from ..service.ports import ChannelSilent, Clock
from . import channel_limits
from .channel_answer import Answer, ask, check_fresh, forged, of
from .channel_keys import AlipayKeys

# Sub-codes that say for certain that this request moved nothing. All others leave the truth unknown, above all
# ACQ.SYSTEM_ERROR and ACQ.DISCORDANT_REPEAT_REQUEST: an earlier request of the number may have succeeded.
REFUSALS = frozenset({
    "ACQ.SELLER_BALANCE_NOT_ENOUGH", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "ACQ.REASON_TRADE_BEEN_FREEZEN",
    "ACQ.TRADE_NOT_EXIST", "ACQ.TRADE_HAS_FINISHED", "ACQ.TRADE_STATUS_ERROR", "ACQ.REASON_TRADE_REFUND_FEE_ERR",
    "ACQ.TRADE_NOT_ALLOW_REFUND", "ACQ.REFUND_FEE_ERROR", "ACQ.INVALID_PARAMETER",
})  # fmt: skip
DEPOSIT_BACK = "alipay.trade.refund.depositback.completed"
BANK = {"P": "processing", "S": "success", "F": "abnormal"}


class AlipayChannel:
    """`gateway` and `limits` are overridden for the sandbox; `real_now` is the time that notices are dated by."""

    receipt = ("text/plain", "success")

    def __init__(
        self,
        keys: AlipayKeys,
        clock: Clock,
        *,
        gateway: str | None = None,
        limits: channel_limits.Limits = channel_limits.ALIPAY,
        timeout_s: float = 5.0,
        real_now: Callable[[], float] = time.time,
    ) -> None:
        self._app_id, self._timeout_s, self._real_now = keys.app_id, timeout_s, real_now
        self._pace = channel_limits.Pace(limits, clock.now)
        self._sdk = AliPay(
            appid=keys.app_id,
            app_private_key_string=keys.private_key,
            alipay_public_key_string=keys.public_key,
            config=AliPayConfig(timeout=timeout_s),
        )
        if gateway is not None:
            self._sdk._gateway = gateway  # the SDK has no option for it

    async def refund(self, payout: Payout) -> Answer:
        self._pace.refund(payout)
        said = await self._ask(
            "alipay.trade.refund",
            trade_no=payout.transaction_id,
            refund_amount=yuan_text(payout.amount_fen),
            out_request_no=payout.out_refund_no,
            refund_reason=f"订单 {payout.order_no} 退款",
            query_options=["deposit_back_info"],  # without it no notice tells what the bank did
        )
        if said.get("code") == "10000":
            # 10000 means that the request was taken; only fund_change says that money moved.
            at = _moment(said.get("gmt_refund_pay"))
            return Answer("success", at=at) if said.get("fund_change") == "Y" else Answer("processing")
        if said.get("sub_code") in REFUSALS:
            return Answer("refused", detail=_words(said))
        raise ChannelSilent(_words(said))

    async def query(self, payout: Payout) -> Answer:
        self._pace.query(payout)
        said = await self._ask(
            "alipay.trade.fastpay.refund.query",
            trade_no=payout.transaction_id,
            out_request_no=payout.out_refund_no,
            query_options=["gmt_refund_pay", "deposit_back_info"],
        )
        if said.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
            return Answer("not_found")
        if said.get("code") != "10000":
            raise ChannelSilent(_words(said))
        status = said.get("refund_status")
        if not status:
            # Not received, or not carried out: the channel's advice is to send the same number again.
            return Answer("not_found")
        back = said.get("deposit_back_info") or {}
        if status == "REFUND_SUCCESS":
            bank = back.get("dback_status")
            kind = BANK.get(bank, "success") if bank else "success"
        else:
            kind = {"REFUND_PROCESSING": "processing", "REFUND_FAIL": "closed"}.get(status, "")
        if not kind:
            raise ChannelSilent(f"unreadable answer, refund_status {status}")
        at = _moment(said.get("gmt_refund_pay")) if kind == "success" else None
        expected = _moment(back.get("est_bank_receipt_time"))
        answer = Answer(kind, None, None if kind == "success" else f"bank: {kind}", at, expected)
        return of(payout, answer, fen_of(said.get("refund_amount")))

    def notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """The trade's refund notice, or the bank's word on a deposit back; a signed form, for our app, not old."""
        try:
            form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
            signature = form.pop("sign")
            # verify() takes sign_type out of what it is given, and refuses any but ours.
            good = self._sdk.verify(dict(form), signature)
        except Exception as error:
            raise forged() from error
        if not good or form.get("app_id") != self._app_id:
            raise forged()
        if form.get("msg_method") == DEPOSIT_BACK:
            check_fresh(int(form["utc_timestamp"]) / 1000, self._real_now())
            told = json.loads(form["biz_content"])
            kind = BANK.get(told.get("dback_status"), "")
            if kind and told.get("out_request_no"):
                return Notice(form["notify_id"], told["out_request_no"], Answer(kind, detail=f"bank: {kind}"))
        else:
            sent = _moment(form.get("notify_time"))
            check_fresh(sent.timestamp() if sent else 0.0, self._real_now())
            if form.get("out_biz_no") and form.get("gmt_refund"):
                at = _moment(form["gmt_refund"])
                # Its refund_fee is the sum of all refunds of the trade, so there is no amount to compare.
                return Notice(form["notify_id"], form["out_biz_no"], Answer("success", at=at))
        raise Invalid(errors=[{"field": "body", "code": "not_a_refund"}])

    async def _ask(self, method: str, **content: Any) -> dict[str, Any]:
        # The SDK's own timestamp is in the machine's zone; the channel's day is Shanghai's.
        stamp = datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        said = await ask(self._sdk.server_api, self._timeout_s, method, content, timestamp=stamp)
        if not isinstance(said, dict):
            raise ChannelSilent("not an object")
        return said


def yuan_text(fen: int) -> str:
    """`9800` → `98.00`."""
    return f"{fen // 100}.{fen % 100:02d}"


def fen_of(yuan: Any) -> int | None:
    """`98`, `98.0`, `98.00` → `9800`; None when nothing is said. Raises `ChannelSilent` for anything else."""
    if yuan is None:
        return None
    parts = re.fullmatch(r"(\d{1,12})(?:\.(\d{1,2}))?", str(yuan))
    if parts is None:
        raise ChannelSilent(f"no amount: {yuan}")
    return int(parts[1]) * 100 + int((parts[2] or "").ljust(2, "0"))


def _moment(text: Any) -> datetime | None:
    """Shanghai's `2026-11-24 09:00:00`, with or without a fraction of a second; None for anything else."""
    with contextlib.suppress(ValueError, TypeError):
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)
    return None


def _words(said: dict[str, Any]) -> str:
    return f"{said.get('sub_code') or said.get('code')} {said.get('sub_msg') or said.get('msg') or ''}".strip()[:200]
