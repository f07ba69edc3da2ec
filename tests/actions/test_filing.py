"""From “想退款” to a filed refund: order, reason, day, evidence, the yes."""

import pytest

from actions.door import Refused

from .fake_door import FakeDoor, usual
from .talk import Talk, acts, labels
from .world import CARD_ORDER, REFUND, TOPUP_ORDER, order, picture, refund, topup

UNDELIVERED = "我买的点卡一直没发货，想退款"
SUBMIT = {"command": "refunds.submit", "args": {"refund_no": "R20261124DRAF2345"}}


def filed(**changes: object) -> dict[str, object]:
    return {"command": "refunds.submit", "refund": refund(**changes)}  # type: ignore[arg-type]


async def test_undelivered_card_goes_straight_to_the_yes() -> None:
    talk = Talk(usual())
    said = await talk.say(UNDELIVERED, "file_refund", refund_reason="undelivered", product="点卡")
    assert acts(said) == ["ask_confirm"]
    assert "王者荣耀点券 980 点卡" in said[0]["text"]
    assert "¥98.00" in said[0]["text"]
    assert talk.agenda is not None
    assert talk.agenda["pending"] == SUBMIT
    assert said[0]["facts"]["path"] == "express"
    assert said[0]["facts"]["express_slo"] == "PT10M"
    assert not talk.door.knocks("confirm")


async def test_the_yes_files_it_once_and_tells_the_number() -> None:
    talk = Talk(usual())
    await talk.say(UNDELIVERED, "file_refund", refund_reason="undelivered", product="点卡")
    talk.door.yes = filed(state="payout_pending", path="express")
    said = await talk.choose("确认提交")
    assert acts(said) == ["inform_submitted"]
    assert said[0]["facts"] | {"refund_no": REFUND, "path": "express"} == said[0]["facts"]
    assert "支付宝余额通常 1–2 小时到账" in said[0]["text"]
    assert said[0]["facts"]["wallet_arrival_max"] == "PT2H"
    assert talk.agenda is None
    talk.door.yes = None
    again = await talk.say("好的", "affirm")
    assert acts(again) == ["ask_topic"]
    assert len(talk.door.knocks("confirm")) == 1


@pytest.mark.parametrize(("path", "word"), [("standard", "普通审核"), ("manual", "人工复核")])
async def test_review_is_promised_with_its_day(path: str, word: str) -> None:
    talk = Talk(usual())
    await talk.say(UNDELIVERED, "file_refund", refund_reason="undelivered", product="点卡")
    talk.door.yes = filed(path=path)
    said = await talk.say("确认", "affirm")
    assert word in said[0]["text"]
    assert "11月27日（周五）24:00前" in said[0]["text"]


async def test_an_uncertain_yes_is_asked_again() -> None:
    talk = Talk(usual())
    await talk.say(UNDELIVERED, "file_refund", refund_reason="undelivered", product="点卡")
    said = await talk.say("那个啥", "affirm", sure=0.35)
    assert acts(said) == ["ask_confirm"]
    assert not talk.door.knocks("confirm")


async def test_several_orders_are_offered_as_cards() -> None:
    talk = Talk(FakeDoor(order(), order("LY20261124000104", "骏网点卡 50元", amount_fen=5000)))
    said = await talk.say("点卡没发货想退", "file_refund", refund_reason="undelivered", product="点卡")
    assert acts(said) == ["ask_order"]
    items = said[0]["card"]["items"]
    values = [choice["value"] for choice in said[0]["choices"]]
    assert [item["order_no"] for item in items] == [CARD_ORDER, "LY20261124000104"]
    assert all(item["order_no"] in value for item, value in zip(items, values, strict=True))
    said = await talk.say("第二个", "inform", ordinal=2)
    assert said[0]["facts"]["order_no"] == "LY20261124000104"
    assert acts(said) == ["ask_confirm"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("LY20261123000201", {"order_no": "LY20261123000201"}),
        ("尾号 0201", {}),
        ("话费那单", {"product": "话费"}),
        ("1", {"number": 1}),
        ("昨天那笔", {"time": "2026-11-23"}),
    ],
)
async def test_an_order_is_found_by_what_is_said_of_it(text: str, facts: dict[str, object]) -> None:
    talk = Talk(FakeDoor(topup(), order()))
    await talk.say("我要退款", "file_refund")
    said = await talk.say(text, "inform", **facts)
    assert acts(said) == ["ask_reason"]
    assert said[0]["card"]["order_no"] == TOPUP_ORDER


async def test_an_unknown_number_is_said_and_never_guessed() -> None:
    talk = Talk(usual())
    said = await talk.say("退 LY99999999999999", "file_refund", order_no="LY99999999999999")
    assert acts(said) == ["ask_order"]
    assert "LY99999999999999" in said[0]["text"]
    assert acts(await talk.choose("看我的订单")) == ["ask_order"]


async def test_only_what_may_be_claimed_is_offered_closest_first() -> None:
    talk = Talk(FakeDoor(topup()))
    said = await talk.say("退款", "file_refund")
    assert labels(said) == [
        "充值未到账", "充错账号或金额", "商品异常", "服务异常", "商品失效/无法激活", "其他", "换一笔订单",
    ]  # fmt: skip


async def test_a_fault_is_dated_proved_and_put_to_the_buyer() -> None:
    talk = Talk(FakeDoor(topup()))
    said = await talk.say("话费扣了钱一直没到账", "report_topup_not_received", product="话费")
    assert acts(said) == ["ask_fault_date"]
    assert labels(said) == ["今天", "昨天", "记不清了"]
    said = await talk.choose("昨天")
    assert acts(said) == ["ask_evidence"]
    assert [item["kinds"] for item in said[0]["card"]["items"]] == [["order_screenshot"], ["payment_statement"]]
    claimed = talk.door.knocks("amend")[-1]
    assert claimed["fault_discovered_at"] == "2026-11-23T12:00:00+08:00"
    assert claimed["description"] == "话费扣了钱一直没到账"
    talk.door.pictures_.append(picture("E1", "order_screenshot"))
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert acts(said) == ["inform_evidence", "ask_evidence"]
    assert "还差支付流水" in said[1]["text"]
    assert [item["done"] for item in said[1]["card"]["items"]] == [True, False]
    talk.door.pictures_.append(picture("E2", "payment_statement"))
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E2")
    assert acts(said) == ["inform_evidence", "ask_confirm"]
    assert said[1]["facts"]["review_wd"] == "P3WD"


@pytest.mark.parametrize(
    ("said", "days", "noticed"),
    [
        ("前天充的 昨天发现没到", ("2026-11-22", "2026-11-23"), "2026-11-23"),
        ("昨天发现的，今天才有空来问", ("2026-11-23", "2026-11-24"), "2026-11-23"),
        ("昨天发现没收到，今天来问一下", ("2026-11-23", "2026-11-24"), "2026-11-23"),
        ("昨天发现没到，明天能退吗", ("2026-11-23", "2026-11-25"), "2026-11-23"),
    ],
)
async def test_of_two_days_the_one_of_the_discovery_is_taken(said: str, days: tuple[str, ...], noticed: str) -> None:
    talk = Talk(FakeDoor(topup(delivered_at="2026-11-22T10:00:00+08:00")))
    await talk.say("话费没到账", "report_topup_not_received", product="话费")
    await talk.say(said, "inform", time=days)
    assert talk.door.knocks("amend")[-1]["fault_discovered_at"][:10] == noticed


@pytest.mark.parametrize(("said", "day"), [("2026-11-22", "之后"), ("2026-11-25", "之后")])
async def test_a_day_that_cannot_be_is_asked_again(said: str, day: str) -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("话费没到账", "report_topup_not_received", product="话费")
    bubbles = await talk.say(said, "inform", time=said)
    assert acts(bubbles) == ["ask_fault_date"]
    assert day in bubbles[0]["text"]
    assert not talk.door.knocks("amend")


async def test_a_retake_is_explained_and_the_second_time_a_person_is_offered() -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("话费没到账", "report_topup_not_received", product="话费")
    await talk.choose("昨天")
    advice = "这张图有点模糊，请重新截一张原图发来。"
    talk.door.pictures_.append(picture("E1", "order_screenshot", state="retake", advice=advice))
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert acts(said) == ["ask_evidence"]
    assert advice in said[0]["text"]
    assert labels(said) == []
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert labels(said) == ["转人工"]


async def test_no_evidence_at_all_has_a_way_on() -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("话费没到账", "report_topup_not_received", product="话费")
    await talk.choose("昨天")
    said = await talk.say("没有截图", "ask_evidence_requirements")
    assert labels(said) == ["换个原因", "转人工"]
    assert acts(await talk.choose("换个原因")) == ["ask_reason"]


async def test_a_smaller_amount_is_taken_and_an_impossible_one_refused() -> None:
    talk = Talk(usual())
    await talk.say(UNDELIVERED, "file_refund", refund_reason="undelivered", product="点卡")
    said = await talk.say("只退50吧", "inform", amount=5000)
    assert "¥50.00" in said[0]["text"]
    said = await talk.say("退500", "inform", amount=50000)
    assert acts(said) == ["inform_eligibility"]
    assert "¥98.00" in said[0]["text"]
    said = await talk.choose("全额退款")
    assert acts(said) == ["ask_confirm"]
    assert "¥98.00" in said[0]["text"]


async def test_other_asks_for_a_word_and_takes_it_as_the_story() -> None:
    talk = Talk(FakeDoor(topup()))
    await talk.say("退款", "file_refund")
    await talk.choose("其他")
    assert acts(await talk.choose("今天")) == ["ask_statement"]
    said = await talk.say("孩子拿手机乱点的，实在不需要", "complain")
    assert acts(said) == ["ask_evidence"]
    assert talk.door.knocks("amend")[-1]["description"] == "孩子拿手机乱点的，实在不需要"


async def test_no_leaves_everything_and_asks_what_to_change() -> None:
    talk = Talk(usual())
    await talk.say(UNDELIVERED, "file_refund", refund_reason="undelivered", product="点卡")
    said = await talk.choose("再想想")
    assert labels(said) == ["换个原因", "换一笔订单", "先不退了"]
    assert talk.agenda is not None
    assert "pending" not in talk.agenda
    said = await talk.choose("换一笔订单")
    assert acts(said) == ["ask_order"]
    assert len(said[0]["card"]["items"]) == 2


async def test_what_changed_in_between_is_put_again() -> None:
    talk = Talk(usual())
    await talk.say(UNDELIVERED, "file_refund", refund_reason="undelivered", product="点卡")
    talk.door.yes = Refused({"code": "not_allowed", "detail": "确认之后内容有变化，请再确认一次。", "rule_ids": []})
    said = await talk.say("好", "affirm")
    assert acts(said) == ["ask_confirm"]
    assert talk.agenda is not None
    assert talk.agenda["pending"] == SUBMIT


async def test_more_orders_than_fit_may_be_named() -> None:
    many = [order(f"LY2026112400{n:04}", f"商品{n}") for n in range(7)]
    talk = Talk(FakeDoor(*many))
    said = await talk.say("退款", "file_refund")
    assert len(said[0]["card"]["items"]) == 5
    assert "把订单号发给我" in said[0]["text"]
    said = await talk.say("LY20261124000006", "inform", order_no="LY20261124000006")
    assert said[0]["card"]["order_no"] == "LY20261124000006"


async def test_what_is_only_being_filled_in_is_let_go_at_once() -> None:
    talk = Talk(usual())
    await talk.say(UNDELIVERED, "file_refund", refund_reason="undelivered", product="点卡")
    assert acts(await talk.say("算了不退了", "withdraw_refund")) == ["inform_withdrawn"]
    assert not talk.agenda


async def test_not_this_one_brings_the_others() -> None:
    talk = Talk(usual())
    await talk.say(UNDELIVERED, "file_refund", refund_reason="undelivered", product="点卡")
    said = await talk.say("不是这一单", "deny")
    assert acts(said) == ["ask_order"]
    assert len(said[0]["card"]["items"]) == 2


async def test_submitting_again_means_the_one_that_was_turned_down() -> None:
    talk = Talk(FakeDoor(topup(), refunds=(refund("rejected"),)))
    said = await talk.say(f"退款单 {REFUND} 我要修改后重新提交", "file_refund", refund_no=REFUND)
    assert acts(said) == ["ask_evidence"]
    assert said[0]["facts"]["refund_no"] == REFUND
