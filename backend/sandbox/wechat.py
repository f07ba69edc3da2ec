"""WeChat Pay v3 on the wire, as far as refunds go: verified requests, signed answers, signed and encrypted notices."""

import base64
import json
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, raw

from ..domain.moment import iso
from . import rsa
from .books import Books, Discordant, News, Refund
from .keys import Keys
from .wire import Letter, break_line, order_named

SCHEME = "WECHATPAY2-SHA256-RSA2048"
STATES = {"success": "SUCCESS", "processing": "PROCESSING", "abnormal": "ABNORMAL", "closed": "CLOSED"}
FRESH_S = 300


class WechatMouth:
    """`told` delivers what is due of one refund, so that news can overtake an answer."""

    def __init__(self, books: Books, keys: Keys, told: Callable[[str], Awaitable[object]]) -> None:
        self._books, self._given, self._pair, self._told = books, keys.given, keys.pairs["wechat"], told

    def routes(self) -> Blueprint:
        bp = Blueprint("wechat", url_prefix="/v3/refund/domestic/refunds")

        @bp.post("/")
        async def _refund(request: Request) -> HTTPResponse:
            if not self._signed(request):
                return self._refusal(401, "SIGN_ERROR", "签名错误")
            return await self._refund(request)

        @bp.get("/<number:str>")
        async def _query(request: Request, number: str) -> HTTPResponse:
            if not self._signed(request):
                return self._refusal(401, "SIGN_ERROR", "签名错误")
            found = self._books.find(number)
            if found is None or found.channel != "wechat" or found.kind == "refused":
                return self._refusal(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
            return self._reply(200, self._body(found, found.kind))

        return bp

    async def _refund(self, request: Request) -> HTTPResponse:
        asked = request.json
        number, amount = asked.get("out_refund_no"), asked.get("amount") or {}
        fen, total = amount.get("refund"), amount.get("total")
        if not number or not isinstance(fen, int) or not isinstance(total, int) or not 0 < fen <= total:
            return self._refusal(400, "PARAM_ERROR", "参数错误")
        order_no = order_named(asked.get("reason") or "")
        try:
            kind = self._books.refund(
                "wechat", number, asked["transaction_id"], fen, order_no, asked.get("notify_url")
            )  # fmt: skip
        except Discordant:
            return self._refusal(400, "PARAM_ERROR", "同一退款单号的参数不一致")
        await self._told(number)
        if kind is None:
            return break_line(request)
        if kind == "refused":
            return self._refusal(403, "NOT_ENOUGH", "基本账户余额不足")
        found = self._books.find(number)
        assert found is not None
        return self._reply(200, self._body(found, kind) | {"amount": _amount(fen, total)})

    def _signed(self, request: Request) -> bool:
        scheme, _, rest = request.headers.get("authorization", "").partition(" ")
        said = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        if scheme != SCHEME or said.get("mchid") != self._given["WECHAT_MCHID"]:
            return False
        if said.get("serial_no") != self._given["WECHAT_CERT_SERIAL"] or not said.get("timestamp", "").isdigit():
            return False
        if abs(time.time() - int(said["timestamp"])) > FRESH_S:
            return False
        place = request.raw_url.decode()
        text = f"{request.method}\n{place}\n{said['timestamp']}\n{said.get('nonce_str')}\n{request.body.decode()}\n"
        return rsa.good(self._pair.merchant, text, said.get("signature", ""))

    def seal(self, body: str) -> dict[str, str]:
        """The headers that sign this body now."""
        stamp, nonce = str(int(time.time())), secrets.token_hex(16)
        return {
            "Wechatpay-Serial": self._given["WECHAT_PUBLIC_KEY_ID"],
            "Wechatpay-Signature-Type": SCHEME,
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": rsa.sign(self._pair.own, f"{stamp}\n{nonce}\n{body}\n"),
        }

    def _reply(self, status: int, said: dict[str, Any]) -> HTTPResponse:
        body = json.dumps(said, ensure_ascii=False)
        return raw(body.encode(), status, self.seal(body), "application/json")

    def _refusal(self, status: int, code: str, message: str) -> HTTPResponse:
        return self._reply(status, {"code": code, "message": message})

    def _body(self, refund: Refund, kind: str) -> dict[str, Any]:
        said: dict[str, Any] = {
            "refund_id": f"503{refund.number[-14:]}",
            "out_refund_no": refund.number,
            "transaction_id": refund.trade,
            "channel": "ORIGINAL",
            "user_received_account": "支付用户零钱",
            "status": STATES[kind],
            "create_time": iso(refund.since),
            "amount": _amount(refund.fen, refund.fen),
        }
        return said | ({"success_time": iso(refund.since)} if kind == "success" else {})

    def letter(self, news: News, base: str) -> Letter | None:
        """A refund notice. `base` is used when the refund named no address."""
        state = STATES[news.kind]
        said = {
            "mchid": self._given["WECHAT_MCHID"],
            "transaction_id": news.refund.trade,
            "out_refund_no": news.refund.number,
            "refund_id": f"503{news.refund.number[-14:]}",
            "refund_status": state,
            "user_received_account": "支付用户零钱",
            "amount": {"total": news.refund.fen, "refund": news.refund.fen},
        } | ({"success_time": iso(news.happened_at)} if news.kind == "success" else {})
        nonce, extra = secrets.token_hex(6), "refund"
        key = AESGCM(self._given["WECHAT_APIV3_KEY"].encode())
        sealed = key.encrypt(nonce.encode(), json.dumps(said).encode(), extra.encode())
        body = json.dumps({
            "id": news.notice_id,
            "create_time": iso(news.happened_at),
            "event_type": f"REFUND.{state}",
            "resource_type": "encrypt-resource",
            "summary": "退款通知",
            "resource": {
                "original_type": "refund", "algorithm": "AEAD_AES_256_GCM", "nonce": nonce,
                "associated_data": extra, "ciphertext": base64.b64encode(sealed).decode(),
            },
        }, ensure_ascii=False)  # fmt: skip
        url = news.refund.notify_url or f"{base}/v1/channel/wechat/notify"
        return Letter(url, self.seal(body) | {"Content-Type": "application/json"}, body.encode())


def _amount(fen: int, total: int) -> dict[str, Any]:
    return {"total": total, "refund": fen, "payer_total": total, "payer_refund": fen, "currency": "CNY"}
