"""How a refund stands: every state has words of its own, with its next step and its deadline."""

import pytest

from .fake_door import FakeDoor
from .talk import Talk, acts, labels
from .world import REFUND, TOPUP_ORDER, dispute, order, payout, refund, summary, topup

EXPECTED = {
    "draft": ("还没有提交", {}),
    "ineligible": ("不能自助办理", {"rule_ids": ["R31", "R37"]}),
    "submitted": ("正在安排审核", {}),
    "under_review": ("11月27日（周五）24:00前给您结果", {"review_due_at": "2026-11-28T00:00:00+08:00"}),
    "manual_review": ("人工复核，12月1日（周二）24:00前", {"review_due_at": "2026-12-02T00:00:00+08:00"}),
    "evidence_required": ("支付流水（请拍到交易单号）", {"supplement_due_at": "2026-11-28T00:00:00+08:00"}),
    "approved": ("审核已通过", {"amount_fen": 9800}),
    "payout_pending": ("流水号 RF20261124ABCD2345", {"path": "standard"}),
    "payout_exception": ("财务正在核实，1 个工作日内处理", {"exception_wd": "P1WD"}),
    "refunded": ("预计 11月24日（周二）11:00 到 12:00 到账", {"latest_at": "2026-11-24T12:00:05+08:00"}),
    "arrival_inquiry": ("1 个工作日内查清", {"inquiry_wd": "P1WD"}),
    "rejected": (
        "12月1日（周二）24:00前可以补材料重交、申诉、申请平台介入",
        {"code": "evidence_mismatch", "curable": True},
    ),
    "rejected_final": ("已经结案", {"policy_version": "2026.1"}),
    "appeal_review": ("12月1日（周二）24:00前", {"appeal_due_at": "2026-12-02T00:00:00+08:00"}),
    "disputed": ("11月26日（周四）10:30前回应", {"dispute_no": "D20261124ABCD2345"}),
    "closed": ("已经完成", {}),
    "cancelled": ("已经撤销", {}),
    "abandoned": ("已经作废", {}),
}


@pytest.mark.parametrize("state", EXPECTED)
async def test_every_state_is_told(state: str) -> None:
    talk = Talk(FakeDoor(topup(), refunds=(refund(state),)))
    said = await talk.say("退款到哪了", "check_refund_progress", refund_no=REFUND)
    words, facts = EXPECTED[state]
    assert acts(said) == ["inform_progress"]
    assert words in said[0]["text"]
    assert said[0]["facts"]["state"] == state
    assert said[0]["facts"] | facts == said[0]["facts"]
    assert said[0]["card"]["type"] == "refund"


def test_no_state_is_left_out_and_none_sounds_like_another() -> None:
    from backend.domain.wording import STATES

    assert set(EXPECTED) == set(STATES)
    assert len({words for words, _ in EXPECTED.values()}) == len(EXPECTED)


async def test_the_only_open_one_needs_no_number() -> None:
    old = refund("closed", refund_no="R20261101CLSD2345", order_no="LY1")
    talk = Talk(FakeDoor(topup(), refunds=(old, refund("under_review"))))
    said = await talk.say("退款进度", "check_refund_progress")
    assert said[0]["facts"]["refund_no"] == REFUND


async def test_several_are_offered_by_their_goods_and_states() -> None:
    other = refund("rejected", refund_no="R20261120BBBB2345", order_no="LY20261124000101")
    talk = Talk(FakeDoor(topup(), order(), refunds=(refund(), other)))
    said = await talk.say("退款进度", "check_refund_progress")
    assert acts(said) == ["ask_order"]
    assert labels(said) == ["话费充值 100元 ¥98.00 · 审核中", "王者荣耀点券 980 点卡 ¥98.00 · 未通过"]
    said = await talk.say("第二个", "inform", ordinal=2)
    assert said[0]["facts"]["refund_no"] == "R20261120BBBB2345"
    assert talk.agenda is None


@pytest.mark.parametrize(
    ("text", "facts", "number"),
    [
        ("没通过的那笔怎么回事", {}, "R20261120BBBB2345"),
        ("话费那笔怎么样了", {"product": "话费"}, REFUND),
        ("查 LY20261123000201", {"order_no": TOPUP_ORDER}, REFUND),
    ],
)
async def test_words_tell_which_refund(text: str, facts: dict[str, str], number: str) -> None:
    other = refund("rejected", refund_no="R20261120BBBB2345", order_no="LY20261124000101")
    talk = Talk(FakeDoor(topup(), order(), refunds=(refund(), other)))
    said = await talk.say(text, "check_refund_progress", **facts)
    assert said[0]["facts"]["refund_no"] == number


async def test_none_at_all_and_none_on_this_order() -> None:
    talk = Talk(FakeDoor(topup()))
    said = await talk.say("退款进度", "check_refund_progress")
    assert labels(said) == ["申请退款", "转人工"]
    talk = Talk(FakeDoor(topup(), order(), refunds=(refund(),)))
    said = await talk.say("LY20261124000101 退款到哪了", "check_refund_progress", order_no="LY20261124000101")
    assert "没有退款申请" in said[0]["text"]


async def test_an_unknown_refund_number_is_said() -> None:
    talk = Talk(FakeDoor(refunds=(refund(),)))
    said = await talk.say("R20260101ZZZZ9999 呢", "check_refund_progress", refund_no="R20260101ZZZZ9999")
    assert acts(said) == ["ask_order"]
    assert "R20260101ZZZZ9999" in said[0]["text"]


async def test_an_overdue_review_offers_to_expedite_once() -> None:
    late = refund(review_due_at="2026-11-24T00:00:00+08:00")
    talk = Talk(FakeDoor(refunds=(late,)))
    said = await talk.say("怎么还没审完", "check_refund_progress")
    assert "已经超时" in said[0]["text"]
    assert labels(said)[0] == "申请加急"
    ticket = {"expedite_no": "J20261124ABCD2345", "state": "open"}
    talk = Talk(FakeDoor(refunds=(late | {"expedite": ticket},)))
    said = await talk.say("怎么还没审完", "check_refund_progress")
    assert "J20261124ABCD2345" in said[0]["text"]
    assert "申请加急" not in labels(said)


async def test_after_an_appeal_only_the_dispute_is_left() -> None:
    talk = Talk(FakeDoor(refunds=(refund("rejected", appeal_until_at=None),)))
    said = await talk.say("结果呢", "check_refund_progress")
    assert "维持原来的结果：材料和订单对不上" in said[0]["text"]
    assert "重新提交" not in said[0]["text"]
    assert labels(said) == ["申请平台介入", "转人工"]


@pytest.mark.parametrize(
    ("found", "words", "logs"),
    [
        (dispute(notice_state="pending", merchant_due_at=None), "正在通知商家；通知到后商家有 48 小时", False),
        (dispute("adjudication"), "5 个工作日内给结果", True),
        (dispute("awaiting_user_evidence"), "请您补充证据，11月26日（周四）11:00前", False),
        (dispute("awaiting_merchant_evidence"), "商家在 11月26日（周四）11:00前补充证据", False),
    ],
)
async def test_a_dispute_tells_whose_turn_it_is(found: dict[str, object], words: str, logs: bool) -> None:
    talk = Talk(FakeDoor(refunds=(refund("disputed", dispute=found),)))
    said = await talk.say("纠纷怎么样了", "check_refund_progress")
    assert words in said[0]["text"]
    assert ("调取交易日志" in labels(said)) is logs


async def test_legs_are_told_each_with_its_number() -> None:
    legs = [payout(amount_fen=3000, channel="balance", out_refund_no="RF20261124LEG22222"),
            payout(amount_fen=6800, out_refund_no="RF20261124LEG33333"),
            payout(state="failed", out_refund_no="RF20261124DEAD2222")]  # fmt: skip
    talk = Talk(FakeDoor(refunds=(refund("refunded", payouts=legs),)))
    text = (await talk.say("到哪了", "check_refund_progress"))[0]["text"]
    assert "平台余额 ¥30.00（流水号 RF20261124LEG22222）、支付宝余额 ¥68.00" in text
    assert "DEAD" not in text


async def test_a_draft_is_no_refund_but_remembered() -> None:
    talk = Talk(FakeDoor(topup()), draft=summary("draft"))
    said = await talk.say("进度", "check_refund_progress")
    assert labels(said) == ["继续填写", "转人工"]
