"""Withdraw, expedite, money that has not come; and what happens to a case by itself."""

from typing import Any

import pytest

from .fake_door import FakeDoor
from .talk import Talk, acts, labels
from .world import REFUND, Json, decision, dispute, refund, topup

LATE = "2026-11-24T00:00:00+08:00"
PAST = {"earliest_at": "2026-11-23T11:00:00+08:00", "latest_at": "2026-11-23T12:00:00+08:00",
        "basis": "channel_success"}  # fmt: skip


def talk_of(state: str, **changes: Any) -> Talk:
    return Talk(FakeDoor(topup(), refunds=(refund(state, **changes),)))


def proposed(talk: Talk) -> str:
    assert talk.agenda is not None
    return str(talk.agenda["pending"]["args"]["event"])


def done(event: str, state: str, **changes: Any) -> Json:
    return {"command": "refunds.event", "event": event, "refund": refund(state, **changes)}


@pytest.mark.parametrize(
    ("state", "event"),
    [
        ("under_review", "cancel"),
        ("evidence_required", "cancel"),
        ("rejected", "cancel"),
        ("disputed", "withdraw_dispute"),
    ],
)
async def test_withdrawing_wants_a_yes(state: str, event: str) -> None:
    talk = talk_of(state)
    said = await talk.say("我不想退了，撤销", "withdraw_refund")
    assert acts(said) == ["ask_confirm"]
    assert proposed(talk) == event
    talk.door.yes = done(event, "cancelled")
    said = await talk.choose("确认撤")
    assert acts(said) == ["inform_withdrawn"]
    assert REFUND in said[0]["text"]


@pytest.mark.parametrize("state", ["payout_pending", "refunded", "approved"])
async def test_what_is_paid_cannot_be_withdrawn(state: str) -> None:
    talk = talk_of(state)
    said = await talk.say(f"撤销 {REFUND}", "withdraw_refund", refund_no=REFUND)
    assert "不能撤销" in said[0]["text"]
    assert talk.agenda is None


async def test_expedite_only_after_the_promise() -> None:
    talk = talk_of("under_review")
    said = await talk.say("帮我加急", "expedite_review")
    assert "先不用加急" in said[0]["text"]
    assert said[0]["facts"]["review_due_at"] == "2026-11-28T00:00:00+08:00"
    talk = talk_of("under_review", review_due_at=LATE)
    assert acts(await talk.say("帮我加急", "expedite_review")) == ["ask_confirm"]
    ticket = {"expedite_no": "J20261124ABCD2345", "state": "open"}
    talk.door.yes = done("request_expedite", "under_review", review_due_at=LATE, expedite=ticket)
    said = await talk.choose("确认加急")
    assert acts(said) == ["inform_expedite"]
    assert "J20261124ABCD2345" in said[0]["text"]


async def test_an_appeal_that_takes_long_may_be_expedited_too() -> None:
    assert acts(await talk_of("appeal_review").say("加急", "expedite_review")) == ["inform_progress"]
    late = talk_of("appeal_review", appeal_due_at=LATE)
    assert acts(await late.say("加急", "expedite_review")) == ["ask_confirm"]


async def test_money_not_there_first_the_window_then_the_inquiry() -> None:
    talk = talk_of("refunded")
    said = await talk.say("钱没收到", "refund_not_received")
    assert acts(said) == ["inform_arrival"]
    assert "RF20261124ABCD2345" in said[0]["text"]
    assert said[0]["facts"]["latest_at"] == "2026-11-24T12:00:05+08:00"
    said = await talk.choose("现在就帮我查")
    assert acts(said) == ["ask_confirm"]
    assert proposed(talk) == "not_received"
    talk.door.yes = done("not_received", "arrival_inquiry")
    assert "1 个工作日内查清" in (await talk.choose("开始查询"))[0]["text"]


async def test_after_the_window_the_inquiry_is_offered_at_once() -> None:
    assert acts(await talk_of("refunded", arrival=PAST).say("没到账", "refund_not_received")) == ["ask_confirm"]


async def test_money_that_came_ends_the_case_after_a_yes() -> None:
    talk = talk_of("refunded", arrival=PAST)
    said = await talk.say("进度", "check_refund_progress")
    assert labels(said) == ["收到了", "没收到"]
    said = await talk.choose("收到了")
    assert proposed(talk) == "arrival_confirmed"
    talk.door.yes = done("arrival_confirmed", "closed")
    assert acts(await talk.choose("确认收到")) == ["inform_arrival"]


@pytest.mark.parametrize(
    ("kind", "state", "changes", "word"),
    [
        ("refund.approved", "approved", {}, "好消息！"),
        ("refund.approved", "payout_pending", {}, "已经批准"),
        ("refund.rejected", "rejected", {}, "很抱歉，有结果了"),
        ("refund.rejected_final", "rejected_final", {}, "已经结案"),
        ("refund.evidence_required", "evidence_required", {}, "支付流水"),
        ("refund.manual_review", "manual_review", {}, "转给人工复核了"),
        ("refund.refunded", "refunded", {}, "退款成功！"),
        ("refund.payout_exception", "payout_exception", {}, "财务正在核实"),
        ("refund.overdue", "under_review", {"review_due_at": LATE}, "已经超时"),
        ("refund.disputed", "disputed", {}, "默认支持您退款"),
        ("dispute.merchant_contested", "disputed", {"dispute": dispute("adjudication")}, "商家提出了异议"),
        ("expedite.updated", "under_review", {"review_due_at": LATE}, "今天的加急进展"),
    ],
)
async def test_every_milestone_has_a_sentence(kind: str, state: str, changes: Json, word: str) -> None:
    talk = talk_of(state, **changes)
    said = await talk.event(kind, "refund_moved", refund_no=REFUND, state=state)
    assert word in said[0]["text"]
    assert "card" not in said[0]
    assert said[0]["facts"]["refund_no"] == REFUND


async def test_a_rejection_offers_every_way_on() -> None:
    said = await talk_of("rejected").event("refund.rejected", "refund_moved", refund_no=REFUND)
    assert labels(said) == ["补材料重交", "申诉", "申请平台介入", "转人工"]
    assert said[0]["facts"]["rule_ids"] == ["R31", "R37"]


@pytest.mark.parametrize(
    ("event", "word"), [("dispute_for_user", "支持您退款"), ("dispute_for_merchant", "没有支持退款")]
)
async def test_the_platforms_judgement_is_named(event: str, word: str) -> None:
    state = "approved" if event == "dispute_for_user" else "rejected_final"
    kind = f"refund.{state}"
    said = await talk_of(state, decision=decision("no_liability", False, text="核实下来都没有责任。")).event(
        kind, "refund_moved", refund_no=REFUND, event=event
    )
    assert word in said[0]["text"]


async def test_a_milestone_puts_the_open_question_again() -> None:
    talk = Talk(FakeDoor(topup(), refunds=(refund("refunded"),)))
    await talk.say("充值没到账", "report_topup_not_received")
    said = await talk.event("refund.refunded", "refund_moved", refund_no=REFUND)
    assert acts(said) == ["inform_arrival", "ask_fault_date"]


async def test_a_proposal_is_put_again_whatever_was_told_in_between() -> None:
    talk = talk_of("evidence_required")
    assert acts(await talk.say("不退了", "withdraw_refund")) == ["ask_confirm"]
    said = await talk.say("要审多久", "ask_review_time")
    assert acts(said)[-1] == "ask_confirm"


async def test_pictures_asked_for_and_given_meanwhile_are_not_asked_for_again() -> None:
    talk = talk_of("under_review")
    said = await talk.event("refund.evidence_required", "refund_moved", refund_no=REFUND)
    assert "需要您" not in said[0]["text"]
    assert talk.agenda is None
