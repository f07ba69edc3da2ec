"""What an order does not allow: said with its rules, kept for a person, and never a dead end."""

import pytest

from .fake_door import FakeDoor, usual
from .talk import Talk, acts, labels
from .world import CARD_ORDER, REFUND, TOPUP_ORDER, order, refund, topup

SENTENCE = "这笔订单您已经确认收货"


def confirmed() -> FakeDoor:
    return FakeDoor(topup(blocked_by=["receipt_confirmed"], delivery="confirmed"))


async def test_a_blocked_order_asks_what_happened_and_is_kept_for_a_person() -> None:
    talk = Talk(confirmed())
    said = await talk.say("我想退款", "file_refund")
    assert acts(said) == ["inform_eligibility", "ask_reason"]
    assert SENTENCE in said[0]["text"]
    assert said[0]["facts"]["blocked_by"] == ["receipt_confirmed"]
    assert {"R18", "R19"} <= set(said[0]["facts"]["rule_ids"])
    assert "未发货" not in labels(said)
    assert not talk.door.knocks("keep_ineligible")
    said = await talk.choose("商品失效")
    assert acts(said) == ["inform_eligibility"]
    assert talk.door.knocks("keep_ineligible") == [(TOPUP_ORDER, "product_invalid")]
    assert said[0]["facts"]["refund_no"] == REFUND
    assert labels(said)[:2] == ["转人工", "预约电话回拨"]
    assert talk.agenda is None


async def test_a_person_asked_for_at_a_blocked_order_finds_the_case_kept() -> None:
    talk = Talk(confirmed())
    await talk.say("我想退款", "file_refund")
    said = await talk.say("转人工", "request_human")
    assert acts(said) == ["inform_handoff"]
    assert talk.door.knocks("keep_ineligible") == [(TOPUP_ORDER, "other")]
    assert talk.door.knocks("ask_person") == ["policy_requires_human"]


async def test_an_order_with_a_case_shows_the_case() -> None:
    bought = topup(blocked_by=["active_refund"], refund={"refund_no": REFUND, "state": "under_review"})
    talk = Talk(FakeDoor(bought, refunds=(refund(),)))
    said = await talk.say("退这笔", "file_refund", order_no=TOPUP_ORDER)
    assert acts(said) == ["inform_eligibility", "inform_progress"]
    assert REFUND in said[1]["text"]
    assert not talk.door.knocks("amend")


@pytest.mark.parametrize("reason", ["product_invalid", "product_abnormal", "wrong_topup", "service_fault"])
async def test_goods_that_have_not_come_are_claimed_as_undelivered(reason: str) -> None:
    talk = Talk(FakeDoor(order()))
    said = await talk.say("这张卡用不了", "file_refund", refund_reason=reason)
    assert acts(said) == ["ask_confirm"]
    assert said[0]["text"].startswith("商品还没发货，选“未发货”就能申请。")
    assert talk.door.knocks("amend")[-1]["reason"] == "undelivered"


async def test_a_vague_reason_is_made_precise_but_a_chosen_one_stands() -> None:
    talk = Talk(FakeDoor(order()))
    said = await talk.say("不想要了，退了吧", "file_refund", refund_reason="other")
    assert talk.door.knocks("amend")[-1]["reason"] == "undelivered"
    assert "按“未发货”申请最快" in said[0]["text"]
    await talk.choose("再想想")
    await talk.choose("换个原因")
    assert acts(await talk.choose("其他")) == ["ask_evidence"]
    assert talk.door.knocks("amend")[-1]["reason"] == "other"


async def test_a_top_up_that_was_never_shipped_lets_the_buyer_pick_the_reason() -> None:
    talk = Talk(FakeDoor(order(CARD_ORDER, "话费充值 50元", product_kind="phone_topup")))
    said = await talk.say("话费没到账", "report_topup_not_received", product="话费")
    assert acts(said) == ["ask_reason"]
    assert labels(said) == ["未发货", "充值未到账", "换一笔订单"]
    assert acts(await talk.choose("充值未到账")) == ["ask_evidence"]


async def test_a_reason_that_is_not_allowed_names_the_others() -> None:
    talk = Talk(FakeDoor(topup(claims=("product_abnormal", "other"))))
    said = await talk.say("一直没发货", "file_refund", refund_reason="undelivered")
    assert acts(said) == ["inform_eligibility"]
    assert talk.door.knocks("keep_ineligible") == [(TOPUP_ORDER, "undelivered")]
    assert labels(said) == ["商品异常", "转人工", "预约电话回拨"]
    assert acts(await talk.choose("商品异常")) == ["ask_fault_date"]


async def test_nobody_without_orders_is_left_alone() -> None:
    talk = Talk(FakeDoor())
    said = await talk.say("退款", "file_refund")
    assert acts(said) == ["ask_order"]
    assert labels(said) == ["转人工"]


async def test_why_not_express_is_said_before_the_yes() -> None:
    talk = Talk(FakeDoor(order(express=False)))
    said = await talk.say("没发货退款", "file_refund", refund_reason="undelivered")
    assert "账户目前的信用状态用不了极速退款" in said[0]["text"]
    assert said[0]["facts"]["review_wd"] == "P3WD"


@pytest.mark.parametrize(
    ("door", "act", "word"),
    [
        (confirmed(), "inform_eligibility", SENTENCE),
        (FakeDoor(order()), "inform_eligibility", "可以退"),
        (FakeDoor(), "inform_policy", "自己填错信息的一般不能退"),
    ],
)
async def test_can_it_be_refunded(door: FakeDoor, act: str, word: str) -> None:
    talk = Talk(door)
    said = await talk.say("这笔能退吗", "ask_eligibility")
    assert acts(said) == [act]
    assert word in said[0]["text"]
    assert said[0]["facts"]["rule_ids"]


async def test_which_order_is_asked_before_its_rights_are_told() -> None:
    talk = Talk(usual())
    assert acts(await talk.say("我买的能退吗", "ask_eligibility")) == ["ask_order"]
    said = await talk.choose("话费")
    assert acts(said) == ["inform_eligibility"]
    assert said[0]["card"]["order_no"] == TOPUP_ORDER
    assert talk.agenda is None


async def test_an_order_frozen_by_the_bank_promises_nobody_who_could_lift_it() -> None:
    door = FakeDoor(topup(blocked_by=["chargeback"]))
    said = await Talk(door).say("我想退款", "file_refund")
    assert acts(said) == ["inform_eligibility"]
    assert said[0]["facts"]["blocked_by"] == ["chargeback"]
    assert labels(said)[0] == "转人工"
    assert not door.knocks("keep_ineligible")


async def test_what_the_records_say_is_no_better_by_another_name() -> None:
    used = topup()
    for claim in used["eligibility"]["claims"]:
        if claim["reason"] == "product_invalid":
            claim |= {"allowed": False, "why": "product_used"}
    talk = Talk(FakeDoor(used))
    said = await talk.say("激活不了", "file_refund", refund_reason="product_invalid", time="2026-11-24")
    assert acts(said)[-1] == "inform_eligibility"
    assert labels(said)[:2] == ["转人工", "预约电话回拨"]
