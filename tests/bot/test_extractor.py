"""Facts by rules: tables of what is said and what it means."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.extractor import facts
from bot.normaliser import normalise


def values(typed: str, entity: str, now: datetime) -> list[Any]:
    return [fact.value for fact in facts(normalise(typed).text, now) if fact.entity == entity]


TABLE: list[tuple[str, str, list[Any]]] = [
    # Orders and refunds.
    ("LY20261103000127", "order_no", ["LY20261103000127"]),
    ("单号ly20261103000127查下", "order_no", ["LY20261103000127"]),
    ("订单号：OD2025123456789帮我看看", "order_no", ["OD2025123456789"]),
    ("LY 2026 1103 000127", "order_no", ["LY20261103000127"]),
    ("ＬＹ２０２６１１０３０００１２７", "order_no", ["LY20261103000127"]),
    ("订单2026110300012755", "order_no", ["2026110300012755"]),
    ("订单号是AB123456", "order_no", ["AB123456"]),
    ("两单 LY20261103000127和LY20261104000255", "order_no", ["LY20261103000127", "LY20261104000255"]),
    ("13800001234", "order_no", []),
    ("8613800001234", "order_no", []),
    ("卡号6222021234567890128", "order_no", []),
    ("退款单R20261124AB2C3D4E", "refund_no", ["R20261124AB2C3D4E"]),
    ("退款单R20261124AB2C3D4E", "order_no", []),
    # Amounts in fen.
    ("充了一百五", "amount", [15000]),
    ("50块", "amount", [5000]),
    ("¥49.9", "amount", [4990]),
    ("￥1,299.00的单", "amount", [129900]),
    ("三十块五", "amount", [3050]),
    ("50块5", "amount", [5050]),
    ("一百五十块八毛", "amount", [15080]),
    ("两千三", "amount", []),
    ("两千三百元", "amount", [230000]),
    ("一千零五块", "amount", [100500]),
    ("1.5万", "amount", [1500000]),
    ("一万块", "amount", [1000000]),
    ("八毛钱", "amount", [80]),
    ("是50的那笔", "amount", [5000]),
    ("充100的话费", "amount", [10000]),
    ("49.90", "amount", [4990]),
    ("付了128", "amount", [12800]),
    ("花了三百多", "amount", [30000]),
    ("100rmb", "amount", [10000]),
    ("等了3天", "amount", []),
    ("24小时", "amount", []),
    ("第50个", "amount", []),
    ("13800001234", "amount", []),
    # Phones.
    ("13800001234", "phone_number", ["13800001234"]),
    ("打138 0000 1234吧", "phone_number", ["13800001234"]),
    ("138-0000-1234", "phone_number", ["13800001234"]),
    ("+8613800001234", "phone_number", ["13800001234"]),
    ("+86 138 0000 1234", "phone_number", ["13800001234"]),
    ("幺三八零零零零幺二三四", "phone_number", ["13800001234"]),
    ("一三八 零零零零 一二三四", "phone_number", ["13800001234"]),
    ("座机010-82345678", "phone_number", ["010-82345678"]),
    ("075582345678", "phone_number", ["0755-82345678"]),
    ("12800001234", "phone_number", []),
    ("LY13800001234567", "phone_number", []),
    # Channels.
    ("用支付宝付的", "payment_channel", ["支付宝"]),
    ("ZFB", "payment_channel", ["支付宝"]),
    ("vx付的", "payment_channel", ["微信"]),
    ("微信零钱", "payment_channel", ["微信"]),
    ("建行卡", "payment_channel", ["银行卡"]),
    ("信用卡刷的", "payment_channel", ["信用卡"]),
    ("花呗", "payment_channel", ["花呗"]),
    ("退到余额", "payment_channel", ["余额"]),
    # Reasons.
    ("没发货我要退款", "refund_reason", ["undelivered"]),
    ("商家一直不发货", "refund_reason", ["undelivered"]),
    ("充的话费没到账", "refund_reason", ["topup_not_received"]),
    ("Q币充值失败", "refund_reason", ["topup_not_received"]),
    ("点卡激活不了", "refund_reason", ["product_invalid"]),
    ("卡密显示已被使用", "refund_reason", ["product_invalid"]),
    ("货不对板", "refund_reason", ["product_abnormal"]),
    ("号被找回了", "refund_reason", ["product_abnormal"]),
    ("号码填错了", "refund_reason", ["wrong_topup"]),
    ("充到别人账号了", "refund_reason", ["wrong_topup"]),
    ("会员用了两天就掉了", "refund_reason", ["service_fault"]),
    ("代练把我号弄封了", "refund_reason", ["service_fault"]),
    ("代练打了三天还掉了两个段位", "refund_reason", ["service_fault"]),
    ("代练服务有问题", "refund_reason", ["service_fault"]),
    ("客服服务态度不行", "refund_reason", []),
    ("不想要了", "refund_reason", ["other"]),
    ("拍错了", "refund_reason", ["other"]),
    ("退款没到账", "refund_reason", []),
    ("我要退款", "refund_reason", []),
    # Products and places in a list.
    ("Q币没到", "product", ["q币"]),
    ("爱奇艺会员", "product", ["爱奇艺会员"]),
    ("王者荣耀点券", "product", ["王者荣耀点券"]),
    ("第二个", "ordinal", [2]),
    ("就第一笔", "ordinal", [1]),
    ("最后一个", "ordinal", [-1]),
    ("倒数第二单", "ordinal", [-2]),
    ("第3天", "ordinal", []),
    ("2", "number", [2]),
    # Days and times, on Tuesday 2026-11-24 at 15:30.
    ("今天", "time", ["2026-11-24"]),
    ("大前天买的", "time", ["2026-11-21"]),
    ("昨晚八点半", "time", ["2026-11-23T20:30:00+08:00"]),
    ("上周三", "time", ["2026-11-18"]),
    ("上上周五", "time", ["2026-11-13"]),
    ("这周一", "time", ["2026-11-23"]),
    ("星期天", "time", ["2026-11-29"]),
    ("下午三点", "time", ["2026-11-24T15:00:00+08:00"]),
    ("中午12点", "time", ["2026-11-24T12:00:00+08:00"]),
    ("明天上午十点一刻", "time", ["2026-11-25T10:15:00+08:00"]),
    ("晚上8:30", "time", ["2026-11-24T20:30:00+08:00"]),
    ("11月3号", "time", ["2026-11-03"]),
    ("十一月三日下午三点", "time", ["2026-11-03T15:00:00+08:00"]),
    ("12月30号买的", "time", ["2025-12-30"]),
    ("2026-11-03 15:20", "time", ["2026-11-03T15:20:00+08:00"]),
    ("2026年11月3日", "time", ["2026-11-03"]),
    ("3号买的", "time", ["2026-11-03"]),
    ("上个月5号", "time", ["2026-10-05"]),
    ("三天前", "time", ["2026-11-21"]),
    ("7天了", "time", ["2026-11-17"]),
    ("等了两三天", "time", ["2026-11-21"]),
    ("半个月了", "time", ["2026-11-09"]),
    ("两个小时前", "time", ["2026-11-24T13:30:00+08:00"]),
    ("刚才付的", "time", ["2026-11-24T15:30:00+08:00"]),
    ("24小时内能申请吗", "time", []),
    ("3个工作日内", "time", []),
    ("一点都不好", "time", []),
    ("快一点", "time", []),
    ("2月30号", "time", []),
    ("我叫周一鸣", "time", []),
]


@pytest.mark.parametrize(("typed", "entity", "expected"), TABLE)
def test_what_is_said_and_what_it_means(typed: str, entity: str, expected: list[Any], now: datetime) -> None:
    assert values(typed, entity, now) == expected


def test_facts_stand_where_they_were_typed(now: datetime) -> None:
    typed = "嗨～订单ＬＹ20261103000127，充了５０块没到帐，电话138 0000 1234"
    plain = normalise(typed)
    found = {fact.entity: typed[slice(*plain.typed(fact.start, fact.end))] for fact in facts(plain.text, now)}
    assert found["order_no"] == "ＬＹ20261103000127"
    assert found["amount"] == "５０块"
    assert found["phone_number"] == "138 0000 1234"


def test_no_character_is_two_facts(now: datetime) -> None:
    for typed, _, _ in TABLE:
        taken: set[int] = set()
        for fact in facts(normalise(typed).text, now):
            if fact.entity == "refund_reason":
                continue
            span = set(range(fact.start, fact.end))
            assert span
            assert not span & taken
            taken |= span
