"""A person, now or by telephone: always within reach, from anywhere, with what to do until then."""

from typing import Any

import pytest

from actions.door import Refused

from .fake_door import FakeDoor, usual
from .talk import Talk, acts, labels
from .world import NOW, REFUND, refund, topup

BOOKED = {
    "callback_no": "K20261124ABCD2345", "state": "scheduled", "phone": "+86138****1234",
    "slot_start_at": "2026-11-25T15:00:00+08:00", "message": "问退款进度", "refund_no": None, "attempts": 0,
    "outcome": None, "created_at": NOW,
}  # fmt: skip
CLOSED = {"handoff_id": "H1", "handoff_state": "deferred", "position": None, "expected_wait_s": None, "open": False,
          "next_open_at": "2026-11-25T09:00:00+08:00", "epoch": 0}  # fmt: skip


async def test_in_hours_the_place_and_the_wait_are_told_at_the_new_epoch() -> None:
    talk = Talk(usual())
    said = await talk.say("转人工", "request_human")
    assert acts(said) == ["inform_handoff"]
    assert "第 3 位" in said[0]["text"]
    assert "4 分钟" in said[0]["text"]
    assert said[0]["epoch"] == 1
    assert talk.door.knocks("ask_person") == ["customer_request"]


@pytest.mark.parametrize(("changes", "word"), [({}, "11月25日（周三）09:00"), ({"open": True}, "都在忙")])
async def test_off_hours_says_when_and_what_until_then(changes: dict[str, Any], word: str) -> None:
    talk = Talk(usual())
    talk.door.person = CLOSED | changes
    said = await talk.say("转人工", "request_human")
    assert word in said[0]["text"]
    assert labels(said)[0] == "预约电话回拨"
    assert labels(said)[-1] == "先和小云聊"
    assert acts(await talk.choose("先和小云聊")) == ["ask_topic"]


@pytest.mark.parametrize(("changes", "word"), [({}, "11月25日（周三）09:00"), ({"open": True}, "一有空就看")])
async def test_a_message_is_left_instead_of_waiting(changes: dict[str, Any], word: str) -> None:
    talk = Talk(usual())
    talk.door.person = CLOSED | changes
    await talk.say("转人工", "request_human")
    said = await talk.choose("给客服留言")
    assert acts(said) == ["inform_handoff"]
    assert word in said[0]["text"]
    assert "写在这里" in said[0]["text"]


async def test_a_person_is_reached_out_of_any_question() -> None:
    talk = Talk(FakeDoor(topup()))
    for text, intent in (("退款", "file_refund"), ("充值没到账", "report_topup_not_received"), ("今天", "inform")):
        await talk.say(text, intent)
        said = await talk.say("找个人来", "request_human", sure=0.4)
        assert acts(said) == ["inform_handoff"]
        assert talk.agenda is None


async def test_a_callback_is_asked_for_piece_by_piece() -> None:
    talk = Talk(usual())
    assert acts(await talk.say("给我打个电话", "request_callback")) == ["ask_phone"]
    assert acts(await talk.say("13800001234", "inform", phone_number="13800001234")) == ["ask_slot"]
    said = await talk.choose("11:00")
    assert acts(said) == ["ask_statement"]
    said = await talk.say("问退款进度", "check_refund_progress")
    assert acts(said) == ["ask_confirm"]
    assert talk.agenda is not None
    assert talk.agenda["pending"] == {
        "command": "callbacks.request",
        "args": {"phone": "13800001234", "slot_start_at": "2026-11-24T11:00:00+08:00", "message": "问退款进度"},
    }
    talk.door.yes = {"command": "callbacks.request", "callback": BOOKED}
    said = await talk.choose("确认预约")
    assert acts(said) == ["inform_callback"]
    assert "K20261124ABCD2345" in said[0]["text"]
    assert talk.agenda is None


async def test_one_sentence_may_bring_number_and_time() -> None:
    talk = Talk(usual())
    said = await talk.say(
        "明天下午三点打13800001234", "request_callback", phone_number="13800001234", time="2026-11-25T15:00:00+08:00"
    )
    assert acts(said) == ["ask_statement"]


@pytest.mark.parametrize(
    "when", ["2026-11-24T23:00:00+08:00", "2026-11-23T15:00:00+08:00", "2026-12-24T15:00:00+08:00"]
)
async def test_a_time_that_cannot_be_is_asked_again(when: str) -> None:
    talk = Talk(usual())
    await talk.say("打我电话13800001234", "request_callback", phone_number="13800001234")
    said = await talk.say("到时打", "inform", time=when)
    assert acts(said) == ["ask_slot"]
    assert "约不了" in said[0]["text"]


@pytest.mark.parametrize(("field", "act"), [("phone", "ask_phone"), ("slot_start_at", "ask_slot")])
async def test_what_the_backend_refuses_is_asked_again(field: str, act: str) -> None:
    talk = Talk(usual())
    await talk.say("打我电话13800001234", "request_callback", phone_number="13800001234")
    await talk.choose("11:00")
    await talk.say("问退款", "file_refund")
    talk.door.yes = Refused({"code": "invalid", "detail": "电话号码不对，请填手机号，或带区号的座机。",
                             "errors": [{"field": field, "code": "x"}]})  # fmt: skip
    said = await talk.say("好", "affirm")
    assert acts(said) == [act]


async def test_a_callback_about_the_refund_in_hand_names_it() -> None:
    talk = Talk(FakeDoor(topup(), refunds=(refund(),)))
    await talk.say("给我回电说这笔", "request_callback", refund_no=REFUND)
    assert talk.agenda is not None
    assert talk.agenda["refund_no"] == REFUND


@pytest.mark.parametrize(
    ("pick", "then", "event", "word"),
    [("取消回电", None, "cancel", "已经取消"), ("改时间", "12:00", "reschedule", "改好了")],
)
async def test_a_booked_callback_is_moved_or_called_off(pick: str, then: str | None, event: str, word: str) -> None:
    talk = Talk(usual())
    talk.door.callbacks_["items"] = [BOOKED]
    said = await talk.say("约回电", "request_callback")
    assert acts(said) == ["inform_callback"]
    await talk.choose(pick)
    if then:
        await talk.choose(then)
    assert talk.agenda is not None
    assert talk.agenda["pending"]["command"] == "callbacks.event"
    assert talk.agenda["pending"]["args"]["event"] == event
    state = "cancelled" if event == "cancel" else "scheduled"
    talk.door.yes = {"command": "callbacks.event", "callback": BOOKED | {"state": state}}
    assert word in (await talk.say("确认", "affirm"))[0]["text"]


async def test_after_a_detour_the_unfinished_application_is_offered() -> None:
    talk = Talk(usual())
    await talk.say("点卡没发货", "file_refund", refund_reason="undelivered", product="点卡")
    await talk.say("打我电话13800001234", "request_callback", phone_number="13800001234")
    await talk.choose("11:00")
    await talk.say("问退款", "inform")
    talk.door.yes = {"command": "callbacks.request", "callback": BOOKED}
    said = await talk.say("好", "affirm")
    assert labels(said) == ["接着填退款申请"]
    assert acts(await talk.choose("接着填")) == ["ask_confirm"]


async def test_the_person_has_left_and_xiaoyun_is_back() -> None:
    talk = Talk(usual())
    talk.agenda = {"doing": "file_refund", "asking": "order"}
    said = await talk.event("handoff.returned", "handoff_ended")
    assert acts(said) == ["ask_topic"]
    assert talk.agenda is None


async def test_the_half_hours_of_a_day_are_the_backends() -> None:
    talk = Talk(usual())
    await talk.say("给我打个电话", "request_callback")
    await talk.say("13800001234", "inform", phone_number="13800001234")
    said = await talk.say("后天", "inform", time="2026-11-26")
    assert "2026-11-26" in talk.door.knocks("callbacks")
    assert 1 < len(labels(said)) <= 6
    assert all(s["slot_start_at"].startswith("2026-11-26") for s in said[0]["facts"]["slots"])
    assert "约不了" not in said[0]["text"]


async def test_what_the_call_is_about_is_no_cry_for_a_person() -> None:
    talk = Talk(usual())
    await talk.say("给我打个电话", "request_callback")
    await talk.say("13800001234", "inform", phone_number="13800001234")
    await talk.choose("11:00")
    assert acts(await talk.say("想问退款的事", "request_human", sure=0.4)) == ["ask_confirm"]
    assert acts(await Talk(usual()).say("想问退款的事", "request_human", sure=0.4)) == ["clarify"]
    assert acts(await Talk(usual()).say("想找个喘气的", "request_human")) == ["inform_handoff"]


async def test_a_call_for_a_person_is_no_statement_whatever_its_words() -> None:
    talk = Talk(usual())
    await talk.say("给我打个电话", "request_callback")
    await talk.say("13800001234", "inform", phone_number="13800001234")
    await talk.choose("11:00")
    assert acts(await talk.say("转接一下", "request_human", sure=0.95)) == ["inform_handoff"]


async def test_nothing_more_to_bring_ends_the_asking_for_it() -> None:
    talk = Talk(FakeDoor(topup(), refunds=(refund("rejected", curable=False),)))
    await talk.say("我要申诉", "appeal_rejection")
    await talk.choose("还是申诉")
    await talk.say("商家把我拉黑了，明明没有到账", "inform")
    assert acts(talk.last) == ["ask_evidence"]
    said = await talk.say("就这些", "goodbye")
    assert "clarify" not in acts(said)
    assert "没有新材料" not in labels(said)
