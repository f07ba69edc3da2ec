"""Hello, goodbye, and what is not understood: warm, short, with a way on; and bare facts without a question."""

from typing import Any

import pytest

from .fake_door import FakeDoor, usual
from .talk import Talk, acts, labels
from .world import CARD_ORDER, REFUND, TOPUP_ORDER, picture, refund, summary, topup


async def test_the_opening_names_what_is_open() -> None:
    said = await Talk(usual()).event("conversation.opened", "conversation_opened")
    assert acts(said) == ["greet"]
    assert said[0]["text"].startswith("林晓您好")
    waiting = FakeDoor(topup(), refunds=(refund("under_review"), refund("rejected", refund_no="R20261120BBBB2345")))
    said = await Talk(waiting).event("conversation.opened", "conversation_opened")
    assert "R20261120BBBB2345" in said[0]["text"]
    said = await Talk(usual(), draft=summary("draft")).event("conversation.opened", "conversation_opened")
    assert labels(said)[0] == "接着填"


async def test_opened_at_an_order_begins_with_it() -> None:
    talk = Talk(usual())
    said = await talk.event("conversation.opened", "conversation_opened", order_no=TOPUP_ORDER)
    assert acts(said) == ["ask_reason"]
    assert said[0]["card"]["order_no"] == TOPUP_ORDER


@pytest.mark.parametrize(("topic", "act"), [("ask_service_hours", "inform_policy"), ("no_such_thing", "greet")])
async def test_opened_with_a_topic_answers_it(topic: str, act: str) -> None:
    said = await Talk(usual()).event("conversation.opened", "conversation_opened", topic=topic)
    assert acts(said) == [act]


@pytest.mark.parametrize(
    ("intent", "act"),
    [
        ("thanks", "goodbye"),
        ("goodbye", "goodbye"),
        ("chitchat", "ask_topic"),
        ("out_of_scope", "ask_topic"),
        ("other_customer_service", "ask_topic"),
        ("complain", "apologise"),
        ("affirm", "ask_topic"),
        ("deny", "ask_topic"),
        ("inform", "ask_topic"),
        ("turn_resumed", "ask_topic"),
    ],
)
async def test_small_talk_has_an_answer(intent: str, act: str) -> None:
    assert acts(await Talk(usual()).say("嗯", intent)) == [act]


async def test_another_matter_is_never_forced_into_a_refund() -> None:
    said = await Talk(usual()).say("发票怎么开", "other_customer_service")
    assert labels(said)[0] == "转人工"


async def test_a_complaint_is_met_with_how_the_matter_stands() -> None:
    talk = Talk(FakeDoor(refunds=(refund("under_review", review_due_at="2026-11-24T00:00:00+08:00"),)))
    said = await talk.say("你们太慢了", "complain")
    assert acts(said) == ["apologise", "inform_progress"]
    assert labels(said) == ["申请加急", "转人工"]


async def test_not_understood_offers_the_likeliest_then_a_person() -> None:
    talk = Talk(usual())
    ranking = ("ask_arrival_time", "greet", "check_refund_progress", "refund_not_received", "file_refund")
    said = await talk.say("钱呢钱", "nlu_fallback", ranking=ranking)
    assert acts(said) == ["clarify"]
    assert labels(said) == ["多久到账", "查退款进度", "退款没到账", "转人工"]
    said = await talk.say("钱呢钱", "nlu_fallback", ranking=ranking)
    assert acts(said) == ["fallback"]
    assert labels(said)[-1] == "转人工"


async def test_not_understood_inside_a_question_puts_it_again_then_offers_a_person() -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("退款", "file_refund")
    said = await talk.say("啊吧", "nlu_fallback")
    assert acts(said) == ["clarify", "ask_reason"]
    assert said[-1]["text"] != talk.last[0]["text"]
    assert labels(said)[-1] == "转人工"
    again = await talk.say("啊吧", "nlu_fallback")
    assert acts(again) == ["fallback", "ask_reason"]
    assert labels(again)[-1] == "转人工"


@pytest.mark.parametrize(
    ("text", "facts", "act", "label"),
    [
        ("R20261124ABCD2345", {"refund_no": REFUND}, "inform_progress", "补充材料"),
        (TOPUP_ORDER, {"order_no": TOPUP_ORDER}, "inform_progress", "补充材料"),
        (CARD_ORDER, {"order_no": CARD_ORDER}, "ask_topic", "申请退款"),
        ("点卡", {"product": "点卡"}, "ask_topic", "申请退款"),
        ("13800001234", {"phone_number": "13800001234"}, "ask_topic", "约电话回拨"),
        ("没发货", {"refund_reason": "undelivered"}, "ask_confirm", "确认提交"),
        ("昨天", {"time": "2026-11-23"}, "ask_topic", "申请退款"),
    ],
)
async def test_a_bare_fact_leads_on(text: str, facts: dict[str, Any], act: str, label: str) -> None:
    door = usual()
    door.refunds_ = {REFUND: refund()}
    if "refund_reason" in facts:
        door.orders_ = door.orders_[:1]
    said = await Talk(door).say(text, "inform", **facts)
    assert acts(said) == [act]
    assert label in labels(said)


async def test_a_picture_out_of_the_blue_asks_what_it_is_for() -> None:
    door = usual()
    door.pictures_.append(picture("E1", "order_screenshot"))
    said = await Talk(door).event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert acts(said) == ["inform_evidence", "ask_topic"]
    assert labels(said)[0] == "申请退款"


async def test_a_picture_for_the_unfinished_application_goes_there() -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("充值没到账", "report_topup_not_received")
    await talk.choose("今天")
    talk.agenda = None
    talk.door.pictures_.append(picture("E1", "order_screenshot", "payment_statement"))
    talk.context["draft"]["reason"] = "topup_not_received"
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert said[0]["act"] == "inform_evidence"


async def test_goodbye_keeps_the_draft() -> None:
    talk = Talk(usual())
    await talk.say("点卡没发货", "file_refund", refund_reason="undelivered", product="点卡")
    said = await talk.say("拜拜", "goodbye")
    assert "替您留着" in said[0]["text"]
    assert talk.agenda is None
