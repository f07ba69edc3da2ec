"""Orders of the tasks: goods by a word, ages by how long ago, put through the platform's door."""

import re
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

Json = dict[str, Any]
SHANGHAI = timezone(timedelta(hours=8))
GOODS: dict[str, tuple[str, str, str, float]] = {
    "qb": ("Q币 100元", "Q币", "game_card", 98),
    "steam": ("Steam 充值卡 200元", "Steam充值卡", "game_card", 198),
    "giftcard": ("网易一卡通 600元", "一卡通", "game_card", 588),
    "topup": ("话费充值 100元", "话费", "phone_topup", 99.5),
    "flow": ("手机流量 30GB", "流量", "phone_topup", 45),
    "vip": ("视频会员 年卡", "视频会员", "virtual_service", 168),
    "boost": ("王者荣耀代练 钻石到星耀", "代练", "virtual_service", 320),
    "armour": ("天刀极品装备套装", "天刀装备", "game_item", 680),
    "skin": ("英雄皮肤礼盒", "皮肤礼盒", "game_item", 128),
    "account": ("传奇高级装备全套", "传奇装备", "game_item", 12800),
}
PAID = {
    "alipay": ("alipay", "wallet_balance"), "wechat": ("wechat", "wallet_balance"), "bank": ("bank", "debit_card"),
    "alipay_card": ("alipay", "debit_card"), "credit": ("bank", "credit_card"),
    "balance": ("balance", "wallet_balance"),
}  # fmt: skip
AGO = re.compile(r"([+-]\d+)([dhm])")
DAY = re.compile(r"([+-]\d+)d (\d\d):(\d\d)")


def moment(text: str, now: datetime) -> datetime:
    """`-3h`, `+2d`, `now`, or `+1d 15:00`: that day's hour in the business zone."""
    if text == "now":
        return now
    clock = DAY.fullmatch(text)
    if clock is not None:
        day, hour, minute = (int(part) for part in clock.groups())
        there = now.astimezone(SHANGHAI) + timedelta(days=day)
        return there.replace(hour=hour, minute=minute, second=0, microsecond=0)
    match = AGO.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return now + int(match[1]) * {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}[match[2]]


def order_number() -> str:
    return f"LY{uuid.uuid4().int % 10**14:014}"


def body(customer_id: str, line: Json, now: datetime) -> Json:
    """The platform's order. `line` names goods, `paid` (ago), `shipped`, `confirmed`, `used`, `yuan`, `pay` (one or a
    list of [means, yuan]), `account` and `sent` (what was asked for and what was delivered), and flags."""
    line = dict(line)
    name, _, kind, price = GOODS[line.pop("goods")]
    yuan, pay = line.pop("yuan", price), line.pop("pay", "alipay")
    parts = [(pay, yuan)] if isinstance(pay, str) else pay
    number = line.pop("order_no")
    fen = [round(part * 100) for _, part in parts]
    made: Json = {
        "customer_id": customer_id,
        "merchant_id": line.pop("merchant", "m-feiyu"),
        "product": {"name": name, "kind": kind, "express_capable": line.pop("express", True)}
        | {flag: line.pop(flag) for flag in ("revocable", "appraisal") if flag in line},
        "paid_at": moment(line.pop("paid", "-3h"), now).isoformat(),
        "supplier_record": line.pop("used", "none"),
        "payments": [
            {"channel": PAID[means][0], "funding": PAID[means][1], "amount_fen": part,
             "transaction_id": f"20{number[2:]}{place}"}
            for place, ((means, _), part) in enumerate(zip(parts, fen, strict=True))
        ],
    }  # fmt: skip
    for ours, theirs in (
        ("shipped", "shipped_at"), ("confirmed", "confirmed_at"), ("expires", "expires_at"),
        ("advertised", "advertised_valid_until"),
    ):  # fmt: skip
        if ours in line:
            made[theirs] = moment(line.pop(ours), now).isoformat()
    for ours, theirs in (("account", "requested"), ("sent", "delivered")):
        if ours in line:
            made[theirs] = {"account": str(line.pop(ours)), "amount_fen": sum(fen)}
    if line:
        raise ValueError(f"no such thing of an order: {sorted(line)}")
    return made
