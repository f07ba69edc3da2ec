"""Questions about the rules: answered from the policy in force with its rule ids, the buyer's own case first."""

from typing import Any

import pytest

from .fake_door import FakeDoor, usual
from .talk import Talk, acts, labels
from .world import REFUND, TOPUP_ORDER, order, refund, topup

QUESTIONS = [
    ("ask_review_time", {}, "3 个工作日", "R33"),
    ("ask_arrival_time", {}, "3–5 个工作日", "R45"),
    ("ask_arrival_time", {"payment_channel": "银行卡"}, "银行卡要 1–3 个工作日", "R44"),
    ("ask_refund_destination", {}, "原路退回", "R42"),
    ("ask_evidence_requirements", {}, "充值未到账：订单截图、支付流水", "R27"),
    ("ask_evidence_requirements", {"refund_reason": "product_invalid"}, "激活失败截图或商家异常证明", "R26"),
    ("ask_evidence_requirements", {"refund_reason": "undelivered"}, "不用交材料", "R26"),
    ("ask_service_hours", {}, "09:00 到 22:00", "R58"),
    ("ask_deadline", {}, "7 天内申请", "R23"),
]


@pytest.mark.parametrize(("intent", "facts", "word", "rule"), QUESTIONS)
async def test_a_rule_is_told_with_its_number_and_version(
    intent: str, facts: dict[str, str], word: str, rule: str
) -> None:
    said = await Talk(usual()).say("请问", intent, **facts)
    assert acts(said) == ["inform_policy"]
    assert word in said[0]["text"]
    assert rule in said[0]["facts"]["rule_ids"]
    assert said[0]["facts"]["policy_version"] == "2026.1"


@pytest.mark.parametrize(
    ("intent", "state", "word"),
    [
        ("ask_review_time", "under_review", "11月27日（周五）24:00前"),
        ("ask_arrival_time", "refunded", "到账"),
        ("ask_refund_destination", "refunded", "支付宝余额"),
        ("ask_evidence_requirements", "evidence_required", "请拍到交易单号"),
        ("ask_deadline", "rejected", "12月1日（周二）24:00前"),
    ],
)
async def test_the_buyers_own_case_comes_first(intent: str, state: str, word: str) -> None:
    said = await Talk(FakeDoor(topup(), refunds=(refund(state),))).say("请问", intent)
    assert word in said[0]["text"]
    assert said[0]["facts"]["refund_no"] == REFUND


async def test_how_long_an_appeal_takes() -> None:
    said = await Talk(usual()).say("申诉要多久", "ask_review_time")
    assert said[0]["facts"]["appeal_wd"] == "P5WD"


async def test_two_questions_of_a_kind_are_never_put_at_once() -> None:
    talk = Talk(usual())
    await talk.say("退款", "file_refund")
    assert acts(await talk.say("这种能退不", "ask_eligibility")) == ["ask_order"]
    assert talk.agenda is not None
    assert talk.agenda["doing"] == "file_refund"


async def test_closed_hours_say_when_people_are_back() -> None:
    hours = {"open": False, "next_open_at": "2026-11-25T09:00:00+08:00", "text": ""}
    said = await Talk(usual(), hours=hours).say("几点上班", "ask_service_hours")
    assert "11月25日（周三）09:00上班" in said[0]["text"]


async def test_an_orders_last_moment_is_told() -> None:
    said = await Talk(usual()).say("这单最晚什么时候申请", "ask_deadline", order_no=TOPUP_ORDER)
    assert acts(said) == ["inform_eligibility"]
    said = await Talk(usual()).say("这单呢", "ask_deadline", order_no="LY20000000000000")
    assert "没有在您名下找到" in said[0]["text"]


@pytest.mark.parametrize(
    ("door", "act", "word"),
    [
        (FakeDoor(order()), "inform_eligibility", "可以极速退款：符合极速退款"),
        (FakeDoor(order(express=False)), "inform_eligibility", "暂时不能极速退款"),
        (FakeDoor(topup()), "inform_policy", "金额不到 ¥500.00"),
    ],
)
async def test_express_is_answered_on_the_buyers_own_order(door: FakeDoor, act: str, word: str) -> None:
    said = await Talk(door).say("能极速退款吗", "ask_express_refund")
    assert acts(said) == [act]
    assert word in said[0]["text"]


INTERRUPTIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("审核要多久", "ask_review_time", {}),
    ("多久到账", "ask_arrival_time", {}),
    ("退到哪", "ask_refund_destination", {}),
    ("客服几点上班", "ask_service_hours", {}),
    ("能极速吗", "ask_express_refund", {}),
    ("最晚哪天", "ask_deadline", {}),
    ("在吗", "greet", {}),
    ("谢谢", "thanks", {}),
    ("哈哈", "chitchat", {}),
    ("天气如何", "out_of_scope", {}),
    ("怎么开发票", "other_customer_service", {}),
    ("什么破平台", "complain", {}),
    ("退款进度", "check_refund_progress", {}),
    ("嗯啊呢", "nlu_fallback", {}),
]


@pytest.mark.parametrize(("text", "intent", "facts"), INTERRUPTIONS)
async def test_a_question_in_between_is_answered_and_the_open_one_put_again(
    text: str, intent: str, facts: dict[str, Any]
) -> None:
    talk = Talk(usual())
    await talk.say("点卡没发货退款", "file_refund", refund_reason="undelivered", product="点卡")
    assert talk.agenda is not None
    pending = talk.agenda["pending"]
    said = await talk.say(text, intent, **facts)
    assert said[0]["act"] != "ask_confirm"
    assert said[-1]["act"] == "ask_confirm"  # the backend takes a yes to nothing else
    assert labels(said) == ["确认提交", "再想想"]
    assert talk.agenda["pending"] == pending
