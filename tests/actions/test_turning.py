"""What a buyer turns to in the middle of an application: another order, all of them, a question about the rules."""

import pytest

from .fake_door import FakeDoor
from .talk import Talk, acts, labels
from .world import CARD_ORDER, TOPUP_ORDER, order, refund, topup

OTHER_TOPUP = "LY20261123000202"


def two_topups() -> FakeDoor:
    return FakeDoor(topup(), topup() | {"order_no": OTHER_TOPUP, "product_name": "话费充值 50元"})


@pytest.mark.parametrize(("words", "facts"), [("50的", {"number": 50}), ("50那单", {"number": 50}), ("五十的", {})])
async def test_a_figure_in_the_name_tells_likes_apart(words: str, facts: dict[str, int]) -> None:
    talk = Talk(two_topups())
    await talk.say("话费没到", "report_topup_not_received", refund_reason="topup_not_received")
    said = await talk.say(words, "inform", **facts)
    assert (acts(said) == ["ask_order"]) is not bool(facts)
    if facts:
        assert said[-1]["facts"]["order_no"] == OTHER_TOPUP


@pytest.mark.parametrize("words", ["5月20号下的单", "20点充的", "20:50充的"])
async def test_a_figure_of_a_day_or_an_hour_is_none_of_the_name(words: str) -> None:
    likes = (topup(), topup() | {"order_no": OTHER_TOPUP, "product_name": "话费充值 20元"})
    talk = Talk(FakeDoor(*likes))
    await talk.say("话费没到", "report_topup_not_received", refund_reason="topup_not_received")
    said = await talk.say(words, "inform")
    assert acts(said) == ["ask_order"]


@pytest.mark.parametrize(
    ("words", "intent"),
    [("我改主意了 退点券", "withdraw_refund"), ("还是先退点券吧", "file_refund"), ("不是这个，是点券那单", "inform")],
)
async def test_another_order_is_turned_to_by_its_goods(words: str, intent: str) -> None:
    talk = Talk(FakeDoor(topup(), order()))
    await talk.say("话费没到", "report_topup_not_received", refund_reason="topup_not_received", product="话费")
    said = await talk.say(words, intent)
    assert talk.agenda is not None
    assert talk.agenda["order_no"] == CARD_ORDER
    assert "王者荣耀点券 980 点卡" in said[0]["text"]


@pytest.mark.parametrize("words", ["先退这个", "话费没到账啊，还是退吧", "那单充值没到"])
async def test_words_that_fit_the_order_at_hand_stay_with_it(words: str) -> None:
    talk = Talk(FakeDoor(topup(), order()))
    await talk.say("话费没到", "report_topup_not_received", refund_reason="topup_not_received", product="话费")
    await talk.say(words, "file_refund")
    assert talk.agenda is not None
    assert talk.agenda["order_no"] == TOPUP_ORDER


async def test_the_reason_goes_along_only_where_it_can_hold() -> None:
    talk = Talk(FakeDoor(topup(), topup() | {"order_no": OTHER_TOPUP, "product_name": "话费充值 50元"}, order()))
    await talk.say("100的话费没到", "report_topup_not_received", refund_reason="topup_not_received")
    await talk.say("说错了，是50那单", "inform")
    assert talk.agenda is not None
    assert (talk.agenda["order_no"], talk.agenda["reason"]) == (OTHER_TOPUP, "topup_not_received")
    said = await talk.say("还是先退点券", "file_refund")
    assert (talk.agenda["order_no"], talk.agenda.get("reason")) == (CARD_ORDER, None)
    assert acts(said) == ["ask_reason"]


@pytest.mark.parametrize("words", ["都退", "两个都要退", "全退了"])
async def test_all_of_them_are_done_one_after_the_other(words: str) -> None:
    talk = Talk(two_topups())
    await talk.say("话费没到", "report_topup_not_received", refund_reason="topup_not_received")
    said = await talk.say(words, "file_refund")
    assert said[0]["text"].startswith("好的，一笔一笔来。")
    assert talk.agenda is not None
    assert (talk.agenda["order_no"], talk.agenda["also"]) == (TOPUP_ORDER, [TOPUP_ORDER, OTHER_TOPUP])
    again = await talk.say("昨天", "inform", time="2026-11-23")
    assert "一笔一笔来" not in again[0]["text"]


async def in_the_middle() -> Talk:
    talk = Talk(two_topups())
    await talk.say("100的话费没到", "report_topup_not_received", refund_reason="topup_not_received")
    await talk.say("昨天", "inform", time="2026-11-23")
    assert acts(talk.last) == ["ask_evidence"]
    return talk


@pytest.mark.parametrize(
    ("words", "intent", "told"),
    [
        ("能一起退吗", "nlu_fallback", "一笔一笔来"),
        ("那个也想退", "file_refund", "一笔一笔来"),
        ("退不退给个准话", "out_of_scope", "3 个工作日内给您准话"),
        ("你们规则写得啥，给我念念", "appeal_rejection", "/rules"),
        ("哪条规定的", "nlu_fallback", "/rules"),
        ("什么叫合并图片", "out_of_scope", "拼成一张"),
        ("卡号 AB**** 密码 99**** 你自己试", "other_customer_service", "别发在聊天里"),
    ],
)
async def test_what_is_asked_on_the_way_is_answered_and_the_question_put_again(
    words: str, intent: str, told: str
) -> None:
    talk = await in_the_middle()
    asked = talk.agenda
    said = await talk.say(words, intent)
    assert told in said[0]["text"]
    assert acts(said)[-1] == "ask_evidence"
    assert talk.agenda == asked


async def test_what_is_needed_is_told_however_often_it_is_asked() -> None:
    talk = await in_the_middle()
    await talk.say("嗯", "affirm")
    for _ in range(3):
        said = await talk.say("需要什么材料", "ask_evidence_requirements")
        assert "订单截图和支付流水" in said[0]["text"]


@pytest.mark.parametrize("words", ["手机不在身边，明天发行吗", "改天再弄", "我晚点传给你"])
async def test_later_is_no_day_of_the_fault(words: str) -> None:
    talk = Talk(two_topups())
    await talk.say("100的话费没到", "report_topup_not_received", refund_reason="topup_not_received")
    said = await talk.say(words, "inform", time="2026-11-25")
    assert acts(said) == ["ask_topic"]
    assert "没有提交" in said[0]["text"]
    assert labels(said)[0] == "申请退款"


@pytest.mark.parametrize(
    ("words", "intent", "told"),
    [
        ("流水在哪里截", "ask_evidence_requirements", "账单"),
        ("怎么找流水啊", "out_of_scope", "账单"),
        ("你是真人吗", "request_human", "不是真人"),
        ("机器人？", "chitchat", "不是真人"),
        ("排到第几了", "nlu_fallback", "没有在排队"),
    ],
)
async def test_what_is_asked_aside_has_an_answer_of_its_own(words: str, intent: str, told: str) -> None:
    talk = await in_the_middle()
    said = await talk.say(words, intent)
    assert told in said[0]["text"]
    assert talk.agenda is not None
    assert talk.agenda["order_no"] == TOPUP_ORDER


@pytest.mark.parametrize("words", ["哦哦", "好的", "等有消息告诉我", "到了告诉我"])
async def test_a_nod_while_a_picture_is_waited_for_is_left_at_that(words: str) -> None:
    talk = await in_the_middle()
    asked = talk.agenda
    assert acts(await talk.say(words, "nlu_fallback")) == ["ask_topic"]
    assert talk.agenda == asked


@pytest.mark.parametrize("words", ["商家把我删好友了", "银行app里找不到", "就没有啊"])
async def test_nothing_to_show_is_heard_whatever_it_sounds_like(words: str) -> None:
    talk = await in_the_middle()
    said = await talk.say(words, "chitchat")
    assert acts(said) == ["ask_evidence"]
    assert labels(said) == ["换个原因", "转人工"]
    assert acts(await talk.say("换个原因吧", "request_human")) == ["ask_reason"]


async def test_what_is_being_done_goes_on_when_nobody_can_come() -> None:
    talk = await in_the_middle()
    talk.door.person |= {"handoff_state": "deferred", "position": None, "expected_wait_s": None}
    assert acts(await talk.say("转人工", "request_human")) == ["inform_handoff"]
    assert acts(await talk.choose("先和小云聊")) == ["ask_evidence"]


async def test_a_yes_to_nobody_can_come_files_nothing() -> None:
    talk = Talk(FakeDoor(order()))
    await talk.say("点卡没发货", "file_refund", refund_reason="undelivered", product="点卡")
    assert acts(talk.last) == ["ask_confirm"]
    talk.door.person |= {"handoff_state": "deferred", "position": None, "expected_wait_s": None}
    await talk.say("转人工", "request_human")
    await talk.say("好的", "affirm")
    assert not talk.door.knocks("confirm")


async def test_turned_down_the_ways_that_are_left_are_shown_again() -> None:
    late = topup(claims={"service_fault": ""}, shipped_at="2026-11-01T09:05:00+08:00")
    talk = Talk(FakeDoor(late))
    said = await talk.say("话费没到账", "report_topup_not_received", refund_reason="topup_not_received")
    assert acts(said) == ["inform_eligibility"]
    left = labels(said)
    said = await talk.say("那就没办法了？", "nlu_fallback")
    assert acts(said) == ["ask_topic"]
    assert set(labels(said)) >= {"转人工", "预约电话回拨"} & set(left)


@pytest.mark.parametrize("words", ["还没到啊", "没到账呢"])
async def test_after_the_money_was_sent_what_has_not_come_is_the_money(words: str) -> None:
    sent = refund("refunded")
    talk = Talk(FakeDoor(order(blocked_by=["already_refunded"]), refunds=(sent,)))
    assert acts(await talk.say("钱退到哪了", "refund_not_received")) == ["inform_arrival"]
    said = await talk.say(words, "report_topup_not_received", refund_reason="topup_not_received")
    assert acts(said) == ["ask_confirm"]
    assert talk.agenda is not None
    assert talk.agenda["pending"]["args"]["event"] == "not_received"


@pytest.mark.parametrize(
    ("words", "intent", "told"),
    [
        ("这么久？", "out_of_scope", "登记加急"),
        ("我用我老婆号买的", "inform", "下单的那个账号"),
        ("客服电话多少", "other_customer_service", "我们打给您"),
        ("我原来那个微信号注销了", "other_customer_service", "原路退回"),
        ("那我找12315", "nlu_fallback", "要投诉"),
        ("卡密用过了还能退不", "ask_eligibility", "正常用掉的一般不能退"),
        ("我已经激活了还能退吗", "ask_eligibility", "正常用掉的一般不能退"),
    ],
)
async def test_what_people_ask_when_nothing_is_under_way(words: str, intent: str, told: str) -> None:
    talk = Talk(two_topups())
    said = await talk.say(words, intent)
    assert told in said[0]["text"]


@pytest.mark.parametrize("words", ["卡密激活不了还能退吗", "用不了能退吗"])
async def test_what_could_not_be_used_was_not_used(words: str) -> None:
    talk = Talk(FakeDoor(order(shipped_at="2026-11-23T09:05:00+08:00")))
    said = await talk.say(words, "ask_eligibility", refund_reason="product_invalid")
    assert said[0]["text"].startswith("可以退")


async def test_a_card_that_the_money_is_wanted_on_is_hidden_and_where_it_goes_is_told() -> None:
    talk = Talk(two_topups())
    said = await talk.say("我的卡号6222 **** **** 3445，退到这里", "ask_refund_destination")
    assert acts(said) == ["inform_evidence", "inform_policy"]
    assert "原路退回" in said[1]["text"]


async def test_the_day_it_was_noticed_is_kept_whenever_it_is_told() -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("想退款", "file_refund")
    assert acts(talk.last) == ["ask_reason"]
    await talk.say("昨天发现的", "inform", time="2026-11-23")
    assert acts(await talk.choose("充值未到账")) == ["ask_evidence"]


async def test_half_of_it_is_asked_for_in_fen() -> None:
    talk = Talk(FakeDoor(order()))
    await talk.say("点卡没发货", "file_refund", refund_reason="undelivered", product="点卡")
    await talk.say("只退一半行吗", "file_refund")
    assert talk.door.knocks("amend")[-1]["amount_fen"] == 4900


async def test_a_number_nobody_has_is_told_even_to_who_has_no_orders() -> None:
    talk = Talk(FakeDoor())
    said = await talk.say("订单号LY20261111000001", "file_refund", order_no="LY20261111000001")
    assert "LY20261111000001" in said[0]["text"]


async def test_two_that_are_named_together_are_begun_at_once() -> None:
    talk = Talk(two_topups())
    said = await talk.say("两笔话费都没到", "report_topup_not_received", refund_reason="topup_not_received")
    assert acts(said) == ["ask_fault_date"]
    assert talk.agenda is not None
    assert talk.agenda["also"] == [TOPUP_ORDER, OTHER_TOPUP]
    assert acts(await talk.say("办另外一个", "chitchat")) == ["ask_order"]
