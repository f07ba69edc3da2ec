"""WeChat Pay v3 through `wechatpayv3`, in its public-key mode: signed requests, verified answers, encrypted notices."""

import contextlib
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from wechatpayv3 import WeChatPay, WeChatPayType

from ..domain.errors import Invalid
from ..domain.moment import moment
from ..domain.payout import Payout
from ..service.channel_notices import Notice
from ..service.ports import ChannelSilent, Clock
from . import channel_limits
from .channel_answer import Answer, ask, check_fresh, forged, of
from .channel_keys import WechatKeys

KINDS = {"SUCCESS": "success", "PROCESSING": "processing", "ABNORMAL": "abnormal", "CLOSED": "closed"}

# The channel's definitive refusals. Each is read back before it is believed: only "no such refund" proves it (I5).
REFUSALS = frozenset({
    "NOT_ENOUGH", "USER_ACCOUNT_ABNORMAL", "INVALID_REQUEST", "PARAM_ERROR", "NO_AUTH", "MCH_NOT_EXISTS",
    "RESOURCE_NOT_EXISTS",
})  # fmt: skip


class WechatChannel:
    """`gateway` and `limits` are overridden for the sandbox; `real_now` is the time that notices are dated by."""

    receipt = ("application/json", '{"code":"SUCCESS"}')

    def __init__(
        self,
        keys: WechatKeys,
        clock: Clock,
        *,
        notify_url: str | None = None,
        gateway: str | None = None,
        limits: channel_limits.Limits = channel_limits.WECHAT,
        timeout_s: float = 5.0,
        real_now: Callable[[], float] = time.time,
    ) -> None:
        self._keys, self._timeout_s, self._real_now = keys, timeout_s, real_now
        self._pace = channel_limits.Pace(limits, clock.now)
        self._sdk = WeChatPay(
            wechatpay_type=WeChatPayType.NATIVE,
            mchid=keys.mchid,
            private_key=keys.private_key,
            cert_serial_no=keys.cert_serial,
            appid="",
            apiv3_key=keys.apiv3_key,
            notify_url=notify_url,
            timeout=timeout_s,
            public_key=keys.public_key,
            public_key_id=keys.public_key_id,
        )
        if gateway is not None:
            self._sdk._core._gate_way = gateway  # the SDK has no option for it

    async def refund(self, payout: Payout) -> Answer:
        self._pace.refund(payout)
        status, said = await self._ask(
            self._sdk.refund,
            out_refund_no=payout.out_refund_no,
            amount={"refund": payout.amount_fen, "total": payout.paid_fen, "currency": "CNY"},
            transaction_id=payout.transaction_id,
            reason=f"订单 {payout.order_no} 退款",
        )
        if status == 200:
            return self._answer(payout, said)
        if said.get("code") not in REFUSALS:
            raise ChannelSilent(_words(status, said))
        found = await self.query(payout)
        return Answer("refused", detail=_words(status, said)) if found.kind == "not_found" else found

    async def query(self, payout: Payout) -> Answer:
        self._pace.query(payout)
        status, said = await self._ask(self._sdk.query_refund, payout.out_refund_no)
        if status == 200:
            return self._answer(payout, said)
        if status == 404 and said.get("code") == "RESOURCE_NOT_EXISTS":
            return Answer("not_found")
        raise ChannelSilent(_words(status, said))

    def notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """A refund notice: signed with the key we know, not older than five minutes, for our merchant number.

        The SDK checks neither the date nor the merchant, and would fetch certificates for a key it does not know.
        """
        given = {name.lower(): value for name, value in headers.items()}
        if given.get("wechatpay-serial") != self._keys.public_key_id:
            raise forged()
        try:
            said = self._sdk.callback(given, body)
        except Exception as error:
            raise forged() from error
        if not said:
            raise forged()
        # What stands below is signed: a timestamp that is no number would not have been.
        check_fresh(float(given["wechatpay-timestamp"]), self._real_now())
        resource = said["resource"]
        if resource.get("mchid") != self._keys.mchid:
            raise forged()
        kind = KINDS.get(resource.get("refund_status"))
        number, fen = resource.get("out_refund_no"), resource.get("amount", {}).get("refund")
        if kind is None or not number or not isinstance(fen, int):
            raise Invalid(errors=[{"field": "resource", "code": "not_a_refund"}])
        return Notice(said["id"], number, _found(kind, resource), fen)

    def _answer(self, payout: Payout, said: dict[str, Any]) -> Answer:
        kind = KINDS.get(said.get("status", ""))
        fen = (said.get("amount") or {}).get("refund")
        if kind is None or said.get("out_refund_no") != payout.out_refund_no or not isinstance(fen, int):
            raise ChannelSilent(f"unreadable answer, status {said.get('status')}")
        return of(payout, _found(kind, said), fen)

    async def _ask(self, call: Callable[..., Any], *given: Any, **named: Any) -> tuple[int, dict[str, Any]]:
        status, text = await ask(call, self._timeout_s, *given, **named)
        try:
            said = json.loads(text)
        except ValueError as error:
            raise ChannelSilent(f"status {status}, not JSON") from error
        if not isinstance(said, dict):
            raise ChannelSilent(f"status {status}, not an object")
        return status, said


def _found(kind: str, said: dict[str, Any]) -> Answer:
    at = None
    if kind == "success":
        with contextlib.suppress(ValueError, TypeError):
            at = moment(said.get("success_time"))
    return Answer(kind, said.get("refund_id"), None if kind == "success" else kind, at)


def _words(status: int, said: dict[str, Any]) -> str:
    return f"{status} {said.get('code')} {said.get('message') or ''}".strip()[:200]
