"""Alipay's gateway on the wire, as far as refunds go, for two apps: `alipay`, and the one of bank payments. RSA2 on
requests, answers and notices."""

import json
import re
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, raw

from ..domain.moment import SHANGHAI
from . import rsa
from .books import Books, Discordant, News, Refund
from .keys import Keys, Pair
from .wire import Letter, break_line, order_named

BANK = {"processing": "P", "abnormal": "F"}
A_DAY = timedelta(days=1)


class AlipayMouth:
    """`told` delivers what is due of one refund, so that news can overtake an answer."""

    def __init__(self, books: Books, keys: Keys, told: Callable[[str], Awaitable[object]]) -> None:
        self._books, self._pairs, self._told = books, keys.pairs, told
        self._apps = {name: keys.given[f"{name.upper()}_APP_ID"] for name in ("alipay", "bank")}

    def routes(self) -> Blueprint:
        bp = Blueprint("alipay")

        @bp.get("/gateway.do")
        async def _gateway(request: Request) -> HTTPResponse:
            given = {name: values[0] for name, values in request.args.items()}
            method = given.get("method", "")
            name = next((n for n, app_id in self._apps.items() if app_id == given.get("app_id")), None)
            if name is None or not _signed(given, self._pairs[name]):
                said = {"code": "40002", "msg": "Invalid Arguments", "sub_code": "isv.invalid-signature"}
                return _reply(method, said, None)
            content = json.loads(given["biz_content"])
            if method == "alipay.trade.refund":
                said = await self._refund(name, content)
            elif method == "alipay.trade.fastpay.refund.query":
                said = self._query(name, content)
            else:
                said = _error("40004", "isv.invalid-method")
            return break_line(request) if not said else _reply(method, said, self._pairs[name])

        return bp

    async def _refund(self, name: str, content: dict[str, Any]) -> dict[str, Any]:
        """The answer's fields; none when the line breaks."""
        number, amount = content.get("out_request_no"), str(content.get("refund_amount"))
        if not number or not re.fullmatch(r"\d+(\.\d{1,2})?", amount) or Decimal(amount) <= 0:
            return _error("40004", "ACQ.INVALID_PARAMETER")
        fen = int(Decimal(amount) * 100)
        order_no = order_named(content.get("refund_reason") or "")
        try:
            kind = self._books.refund(name, number, content["trade_no"], fen, order_no)
        except Discordant:
            return _error("40004", "ACQ.DISCORDANT_REPEAT_REQUEST")
        await self._told(number)
        if kind is None:
            return {}
        if kind == "refused":
            return _error("40004", "ACQ.SELLER_BALANCE_NOT_ENOUGH")
        said = {"code": "10000", "msg": "Success", "trade_no": content["trade_no"], "refund_fee": amount}
        found = self._books.find(number)
        assert found is not None
        if kind == "success":
            return said | {"fund_change": "Y", "gmt_refund_pay": _shanghai(found.since)}
        return said | {"fund_change": "N"}

    def _query(self, name: str, content: dict[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {"code": "10000", "msg": "Success"}
        found = self._books.find(content.get("out_request_no", ""))
        if found is None or found.kind == "refused" or (found.channel, found.trade) != (name, content["trade_no"]):
            return said
        said |= {"trade_no": found.trade, "out_request_no": found.number, "refund_amount": _yuan(found)}
        if found.kind == "closed":
            return said | {"refund_status": "REFUND_FAIL"}
        said["refund_status"] = "REFUND_SUCCESS"
        if found.kind in BANK:
            # The money has left the merchant; the bank has not taken it yet, or has sent it back.
            back = {"has_deposit_back": "true", "dback_status": BANK[found.kind]}
            return said | {"deposit_back_info": back | {"est_bank_receipt_time": _shanghai(found.since + A_DAY)}}
        return said | {"gmt_refund_pay": _shanghai(found.since)}

    def letter(self, news: News, base: str) -> Letter | None:
        """The trade's refund notice, or the bank's word; None for what Alipay does not tell."""
        name, refund = news.refund.channel, news.refund
        form = {"notify_id": news.notice_id, "app_id": self._apps[name], "charset": "utf-8", "version": "1.0"}
        if news.kind == "success":
            form |= {
                "notify_type": "trade_status_sync", "notify_time": _shanghai(datetime.now(SHANGHAI)),
                "trade_no": refund.trade, "trade_status": "TRADE_SUCCESS", "out_biz_no": refund.number,
                "refund_fee": _yuan(refund), "gmt_refund": f"{_shanghai(news.happened_at)}.000",
            }  # fmt: skip
        elif news.kind == "abnormal":
            content = {"trade_no": refund.trade, "out_request_no": refund.number, "dback_status": "F",
                       "dback_amount": _yuan(refund)}  # fmt: skip
            form |= {
                "msg_method": "alipay.trade.refund.depositback.completed", "msg_type": "sys",
                "utc_timestamp": str(int(time.time() * 1000)), "biz_content": json.dumps(content),
            }  # fmt: skip
        else:
            return None
        form |= {"sign": rsa.sign(self._pairs[name].own, _sorted(form)), "sign_type": "RSA2"}
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        return Letter(f"{base}/v1/channel/{name}/notify", headers, urlencode(form).encode())


def _signed(given: dict[str, str], pair: Pair) -> bool:
    unsigned = {name: value for name, value in given.items() if name != "sign"}
    return given.get("sign_type") == "RSA2" and rsa.good(pair.merchant, _sorted(unsigned), given.get("sign", ""))


def _sorted(form: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted(form.items()))


def _reply(method: str, said: dict[str, Any], pair: Pair | None) -> HTTPResponse:
    """The signature covers exactly the text of the inner object."""
    inner = json.dumps(said, ensure_ascii=False)
    signed = f',"sign":"{rsa.sign(pair.own, inner)}"' if pair is not None else ""
    text = f'{{"{method.replace(".", "_")}_response":{inner}{signed}}}'
    return raw(text.encode(), content_type="application/json;charset=utf-8")


def _error(code: str, sub_code: str) -> dict[str, Any]:
    return {"code": code, "msg": "Business Failed", "sub_code": sub_code, "sub_msg": sub_code}


def _yuan(refund: Refund) -> str:
    return str(Decimal(refund.fen).scaleb(-2).quantize(Decimal("0.01")))


def _shanghai(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
