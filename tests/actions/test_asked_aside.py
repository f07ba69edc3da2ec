"""What people ask on the way to a refund, each with an answer of its own, whatever the ear took it for."""

import pytest

from .fake_door import FakeDoor
from .talk import Talk, acts
from .world import NOW, order, refund, topup


async def waiting() -> Talk:
    talk = Talk(FakeDoor(topup()))
    await talk.say("话费没到", "report_topup_not_received", refund_reason="topup_not_received")
    await talk.say("昨天", "inform", time="2026-11-23")
    assert acts(talk.last) == ["ask_evidence"]
    return talk


@pytest.mark.parametrize(
    ("words", "intent", "told"),
    [
        ("拍屏幕行不行", "upload_evidence", "字看得清"),
        ("运营商的短信可以吗", "out_of_scope", "短信截图都行"),
        ("卡密露出来了没事吧", "ask_evidence_requirements", "涂黑"),
        ("如果不通过呢", "appeal_rejection", "申诉一次"),
        ("万一被拒了怎么办", "ask_deadline", "7 天内改好重新提交"),
        ("能给点补偿吗", "other_customer_service", "保证金"),
        ("传哪里", "upload_evidence", "上传图片"),
        ("我能一次发两张吗", "upload_evidence", "一次选几张"),
        ("图发不出去", "upload_evidence", "换个网络"),
        ("要不我加你微信发", "other_customer_service", "不用加微信"),
        ("图里没有订单号行吗", "ask_evidence_requirements", "合着看"),
        ("订单号在另一张", "inform", "合着看"),
        ("可能是另一个号", "other_customer_service", "下单的那个账号"),
        ("那我周一能知道结果吗", "nlu_fallback", "3 个工作日内出结果"),
    ],
)
async def test_a_question_is_answered_and_the_picture_still_waited_for(words: str, intent: str, told: str) -> None:
    talk = await waiting()
    asked = talk.agenda
    said = await talk.say(words, intent)
    assert told in said[0]["text"]
    assert acts(said)[-1] == "ask_evidence"
    assert talk.agenda == asked


@pytest.mark.parametrize(
    ("words", "told"),
    [("稍等我在弄", "不着急"), ("等下发", "不着急"), ("那我去聊一下再来", "填好的我留着"), ("你给我记着啊", "等您")],
)
async def test_who_is_busy_with_it_is_waited_for(words: str, told: str) -> None:
    talk = await waiting()
    said = await talk.say(words, "deny")
    assert told in said[0]["text"]


@pytest.mark.parametrize("words", ["审核的人看得懂吗", "商家的人说没问题"])
async def test_people_who_are_spoken_of_are_not_called(words: str) -> None:
    talk = await waiting()
    said = await talk.say(words, "request_human", sure=0.7)
    assert "inform_handoff" not in acts(said)


async def test_a_change_of_heart_is_a_reason_for_people_to_read() -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("话费想退", "file_refund", product="话费")
    said = await talk.say("不想玩了", "chitchat")
    assert "不一定能退" in said[0]["text"]


async def test_help_that_sounded_like_a_call_for_a_person_is_given() -> None:
    talk = await waiting()
    said = await talk.say("弄不来", "request_human", sure=0.6)
    assert "没关系，慢慢来" in said[0]["text"]


async def test_who_has_filed_is_told_that_nothing_is_lacking() -> None:
    talk = Talk(FakeDoor(refunds=(refund("under_review"),)))
    said = await talk.say("材料还要补吗", "ask_evidence_requirements")
    assert acts(said) == ["inform_progress"]
    assert "现在不用补" in said[0]["text"]


@pytest.mark.parametrize("words", ["现在", "最快什么时候", "随便，都行", "越快越好"])
async def test_the_soonest_half_hour_is_taken_where_any_will_do(words: str) -> None:
    talk = Talk(FakeDoor())
    await talk.say("给我打电话", "request_callback")
    await talk.say("13800001234", "inform", phone_number="13800001234")
    assert acts(talk.last) == ["ask_slot"]
    soonest = talk.door.callbacks_["slots"][0]["slot_start_at"]
    assert soonest > NOW
    await talk.say(words, "ask_arrival_time")
    said = await talk.say("点卡的事", "inform")
    assert acts(said) == ["ask_confirm"]
    assert said[0]["facts"]["slot_start_at"] == soonest


async def test_of_two_the_one_that_was_named_first_is_first() -> None:
    vip = topup() | {"order_no": "LY20261123000301", "product_name": "视频会员 年卡", "product_kind": "virtual_service"}
    talk = Talk(FakeDoor(order(), vip))
    said = await talk.say("会员和点券都想退", "file_refund")
    assert "视频会员 年卡" in said[0]["text"]
    said = await talk.say("点券是没发货", "inform", refund_reason="undelivered", product="点券")
    assert "王者荣耀点券 980 点卡" in said[0]["text"]
