"""What people ask on the way to a refund, each with an answer of its own, whatever the ear took it for."""

import pytest

from .fake_door import FakeDoor
from .talk import Talk, acts
from .test_steps import PAST
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
    [
        ("稍等我在弄", "不着急"),
        ("一会发", "不着急"),
        ("等下发", "不着急"),
        ("那我去聊一下再来", "填好的我留着"),
        ("你给我记着啊", "等您"),
    ],
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


def asked_for_more() -> Talk:
    return Talk(FakeDoor(refunds=(refund("evidence_required"),)))


@pytest.mark.parametrize(
    ("words", "intent", "told"),
    [
        ("为啥要补", "out_of_scope", "核对订单"),
        ("我不补会怎样", "deny", "按“材料不全”驳回"),
        ("明天补行吗", "out_of_scope", "直接发图给我"),
        ("你直接给我过吧", "chitchat", "按规则来审"),
    ],
)
async def test_who_is_asked_for_more_and_would_rather_not(words: str, intent: str, told: str) -> None:
    said = await asked_for_more().say(words, intent)
    assert told in said[-1]["text"] or told in said[0]["text"]


@pytest.mark.parametrize(("words", "intent"), [("不撤了", "withdraw_refund"), ("那还是不撤了", "nlu_fallback")])
async def test_no_in_the_proposals_own_verb_is_a_no(words: str, intent: str) -> None:
    talk = Talk(FakeDoor(refunds=(refund("under_review"),)))
    await talk.say("撤销吧", "withdraw_refund")
    assert acts(talk.last) == ["ask_confirm"]
    await talk.say(words, intent)
    assert not talk.door.knocks("confirm")
    assert talk.agenda is None or talk.agenda.get("asking") != "confirm"


async def test_to_cancel_at_the_proposal_to_cancel_may_mean_either_and_is_asked_again() -> None:
    talk = Talk(FakeDoor(refunds=(refund("under_review"),)))
    await talk.say("撤销吧", "withdraw_refund")
    assert acts(await talk.say("取消", "withdraw_refund")) == ["ask_confirm"]
    assert not talk.door.knocks("confirm")


async def test_yes_in_the_proposals_own_verb_is_a_yes_whatever_it_sounds_like() -> None:
    talk = Talk(FakeDoor(refunds=(refund("refunded", arrival=PAST),)))
    await talk.say("没到账", "refund_not_received")
    assert acts(talk.last) == ["ask_confirm"]
    talk.door.yes = {"command": "refunds.event", "event": "not_received", "refund": refund("arrival_inquiry")}
    await talk.say("查", "check_refund_progress")
    assert len(talk.door.knocks("confirm")) == 1


@pytest.mark.parametrize(("words", "intent"), [("到了到了", "report_topup_not_received"), ("收到了谢谢", "thanks")])
async def test_money_that_came_while_it_was_looked_for(words: str, intent: str) -> None:
    said = await Talk(FakeDoor(refunds=(refund("arrival_inquiry"),))).say(words, intent)
    assert "收到就好" in said[0]["text"]


@pytest.mark.parametrize(
    ("state", "words", "intent"),
    [("refunded", "钱呢", "nlu_fallback"), ("disputed", "商家还有多久", "out_of_scope"),
     ("arrival_inquiry", "要查多久", "ask_review_time")],
)  # fmt: skip
async def test_how_it_stands_answers_a_short_question(state: str, words: str, intent: str) -> None:
    talk = Talk(FakeDoor(refunds=(refund(state),)))
    asked = await talk.say(words, intent)
    told = await Talk(FakeDoor(refunds=(refund(state),))).say("进度", "check_refund_progress")
    assert asked[-1]["text"] == told[-1]["text"]
