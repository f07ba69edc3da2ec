"""Words that mean something in this buyer's case, whatever they mean elsewhere."""

import pytest

from .fake_door import FakeDoor, usual
from .talk import Talk, acts, labels
from .test_people import BOOKED
from .world import CARD_ORDER, REFUND, order, picture, refund, topup

FAULT = {"product": "皮肤", "refund_reason": "product_abnormal"}


async def at_the_yes() -> Talk:
    talk = Talk(usual())
    await talk.say("点卡没发货", "file_refund", refund_reason="undelivered", product="点卡")
    assert acts(talk.last) == ["ask_confirm"]
    return talk


@pytest.mark.parametrize("words", ["好麻烦啊", "好慢啊", "对不对", "可以吗", "行不行啊", "确认一下再说", "那个啥"])
async def test_what_only_sounds_like_a_yes_writes_nothing(words: str) -> None:
    talk = await at_the_yes()
    said = await talk.say(words, "affirm")
    assert acts(said) == ["ask_confirm"]
    assert "回“确认”" in said[0]["text"]
    assert not talk.door.knocks("confirm")


@pytest.mark.parametrize("words", ["好的", "嗯嗯可以", "没错，就这样", "對的", "OK", "行，提交吧", "确认", "就这么办"])
async def test_a_yes_in_so_many_words_files(words: str) -> None:
    talk = await at_the_yes()
    talk.door.yes = {"command": "refunds.submit", "refund": refund()}
    assert acts(await talk.say(words, "affirm")) == ["inform_submitted"]


async def faulty() -> Talk:
    goods = order("LY20261123000301", "英雄皮肤礼盒", product_kind="game_item", shipped_at="2026-11-23T09:00:00+08:00")
    talk = Talk(FakeDoor(goods))
    await talk.say("皮肤有异常，退款", "file_refund", refund_reason="product_abnormal")
    await talk.say("昨天", "inform", time="2026-11-23")
    assert acts(talk.last) == ["ask_evidence"]
    return talk


async def test_a_word_in_passing_does_not_turn_the_reason() -> None:
    talk = await faulty()
    said = await talk.say("充的还是没收到", "inform", refund_reason="topup_not_received")
    assert acts(said) == ["ask_reason"]
    assert labels(said) == ["还是“商品异常”", "换成“充值未到账”"]
    assert acts(await talk.choose("还是")) == ["ask_evidence"]
    assert talk.last[0]["facts"]["reason"] == "product_abnormal"


async def test_a_reason_turned_on_purpose_is_said_aloud() -> None:
    talk = await faulty()
    said = await talk.say("原因选错了，是没到账", "inform", refund_reason="topup_not_received")
    assert said[0]["text"].startswith("好的，原因换成“充值未到账”。")
    assert said[0]["facts"]["reason"] == "topup_not_received"


async def test_a_picture_in_between_keeps_the_reason() -> None:
    talk = await faulty()
    await talk.say("充的还是没收到", "inform", refund_reason="topup_not_received")
    talk.door.pictures_.append(picture("E1", "fault_screenshot"))
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert said[-1]["act"] == "ask_confirm"
    assert said[-1]["facts"]["reason"] == "product_abnormal"


async def test_a_picture_that_proves_another_reason_says_so() -> None:
    talk = await faulty()
    talk.door.pictures_.append(picture("E1", "merchant_chat"))
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert labels(said) == ["换成“服务异常”", "还是“商品异常”"]
    assert (await talk.choose("换成"))[-1]["facts"]["reason"] == "service_fault"


async def test_the_order_she_took_is_named_with_the_first_question() -> None:
    goods = order("LY20261123000301", "英雄皮肤礼盒", product_kind="game_item", shipped_at="2026-11-23T09:00:00+08:00")
    talk = Talk(FakeDoor(order(), goods))
    said = await talk.say("东西有异常，退款", "file_refund", refund_reason="product_abnormal")
    assert "“英雄皮肤礼盒”这笔" in said[0]["text"]
    assert labels(said)[-1] == "换一笔订单"


@pytest.mark.parametrize(
    ("words", "event"), [("不用打了", "cancel"), ("取消回电", "cancel"), ("回电改到后天下午三点", "reschedule")]
)
async def test_a_call_is_changed_by_word(words: str, event: str) -> None:
    talk = Talk(usual())
    talk.door.callbacks_["items"] = [BOOKED]
    said = await talk.say(words, "deny", time="2026-11-26T15:00:00+08:00")
    assert acts(said) == ["ask_confirm"]
    assert talk.agenda is not None
    assert talk.agenda["pending"]["args"]["event"] == event


async def test_of_two_calls_she_asks_which() -> None:
    talk = Talk(usual())
    other = BOOKED | {"callback_no": "K2", "slot_start_at": "2026-11-26T10:00:00+08:00"}
    talk.door.callbacks_["items"] = [BOOKED, other]
    said = await talk.say("电话不用打了", "deny")
    assert len(labels(said)) == 2
    await talk.choose("10:00")
    assert talk.agenda is not None
    assert talk.agenda["pending"]["args"] == {"callback_no": "K2", "event": "cancel"}


@pytest.mark.parametrize(("words", "act"), [("退款收到了", "ask_confirm"), ("退款收到了吗", "inform_arrival")])
async def test_money_that_is_there(words: str, act: str) -> None:
    talk = Talk(FakeDoor(topup(), refunds=(refund("refunded"),)))
    assert acts(await talk.say(words, "refund_not_received")) == [act]


async def test_why_it_was_turned_down_is_not_an_appeal_yet() -> None:
    talk = Talk(FakeDoor(topup(), refunds=(refund("rejected"),)))
    said = await talk.say("我的退款为什么没通过", "appeal_rejection")
    assert said[0]["facts"]["code"] == "evidence_mismatch"
    assert acts(await talk.say("凭什么不通过，我要申诉", "appeal_rejection")) == ["inform_decision"]


async def test_what_stands_on_a_button_may_be_typed() -> None:
    talk = await at_the_yes()
    await talk.say("不", "deny")
    assert acts(await talk.say("那换个原因吧", "nlu_fallback")) == ["ask_reason"]


async def test_who_insists_is_served() -> None:
    talk = Talk(FakeDoor(topup(), refunds=(refund("refunded"),)))
    await talk.say("钱没收到", "refund_not_received")
    assert acts(await talk.say("现在就帮我查一下", "nlu_fallback")) == ["ask_confirm"]
    assert talk.agenda is not None
    assert talk.agenda["refund_no"] == REFUND


async def test_going_on_takes_up_the_draft() -> None:
    talk = await at_the_yes()
    await talk.say("拜拜", "goodbye")
    assert talk.agenda is None
    said = await talk.say("继续", "affirm")
    assert acts(said) == ["ask_confirm"]
    assert said[0]["facts"]["order_no"] == CARD_ORDER


@pytest.mark.parametrize(("words", "intent"), [("可以", "affirm"), ("那就退吧", "file_refund"), ("退吧", "affirm")])
async def test_the_advised_reason_is_taken_by_a_yes(words: str, intent: str) -> None:
    talk = Talk(FakeDoor(order()))
    await talk.say("点券没到", "report_topup_not_received", product="点券", refund_reason="topup_not_received")
    assert labels(talk.last)[:2] == ["未发货", "充值未到账"]
    said = await talk.say(words, intent)
    assert acts(said) == ["ask_confirm"]
    assert said[0]["facts"]["reason"] == "undelivered"


async def test_a_question_with_a_day_in_it_is_no_day() -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("话费没到", "report_topup_not_received", refund_reason="topup_not_received")
    assert acts(talk.last) == ["ask_fault_date"]
    said = await talk.say("今天天气咋样", "out_of_scope", time="2026-11-24")
    assert acts(said) == ["ask_topic", "ask_fault_date"]
    assert acts(await talk.say("今天早上吧", "chitchat", sure=0.4, time="2026-11-24")) == ["ask_evidence"]


async def test_an_hour_said_a_moment_later_moves_the_slot_and_is_no_message() -> None:
    talk = Talk(usual())
    await talk.say("给我打电话", "request_callback")
    await talk.say("13800006677", "inform", phone_number="13800006677")
    await talk.say("明天下午", "inform", time="2026-11-25T14:00:00+08:00")
    said = await talk.say("三点吧", "goodbye", sure=0.4, time="2026-11-24T03:00:00+08:00")
    assert acts(said) == ["ask_statement"]
    said = await talk.say("说会员的事", "inform")
    assert acts(said) == ["ask_confirm"]
    assert said[0]["facts"]["slot_start_at"] == "2026-11-25T15:00:00+08:00"


async def test_why_proof_is_wanted() -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("话费没到", "report_topup_not_received", refund_reason="topup_not_received")
    said = await talk.say("为啥要流水啊", "out_of_scope")
    assert acts(said) == ["inform_evidence", "ask_fault_date"]


@pytest.mark.parametrize("intent", ["affirm", "goodbye", "nlu_fallback", "deny"])
async def test_a_button_typed_where_a_story_is_asked_for_is_pressed(intent: str) -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("退款", "file_refund", refund_reason="other")
    assert acts(talk.last) == ["ask_fault_date"]
    assert acts(await talk.choose("昨天")) == ["ask_statement"]
    assert acts(await talk.say("不说了，继续", intent, sure=0.5)) != ["ask_statement"]


@pytest.mark.parametrize(
    ("said", "act"), [("在不在！", "greet"), ("喂喂！", "greet"), ("人在不在！", "inform_handoff")]
)
async def test_a_knock_that_sounds_like_a_call_is_a_knock(said: str, act: str) -> None:
    talk = Talk(FakeDoor(topup()))
    assert acts(await talk.say(said, "request_human", sure=0.95)) == [act]


@pytest.mark.parametrize(
    ("said", "written"), [("同意！", True), ("可以转了", False), ("行，接吧", False), ("好的，转接", False)]
)
async def test_what_sounds_like_a_call_is_a_yes_only_where_it_says_nothing_else(said: str, written: bool) -> None:
    talk = Talk(FakeDoor(order()))
    assert acts(await talk.say("卡没到，想退", "file_refund", refund_reason="undelivered")) == ["ask_confirm"]
    await talk.say(said, "request_human", sure=0.97)
    assert bool(talk.door.knocks("confirm")) is written
