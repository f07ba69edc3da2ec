"""After a no, or a question: supply, resubmit, appeal, dispute, logs."""

import pytest

from actions.door import Refused

from .fake_door import FakeDoor
from .talk import Talk, acts, labels
from .world import REFUND, TOPUP_ORDER, decision, dispute, picture, refund, topup

STATEMENT = "商家答应过可以延期使用，现在又不认账"


def door(state: str, **changes: object) -> FakeDoor:
    return FakeDoor(topup(), refunds=(refund(state, **changes),))


def event(name: str, state: str, **changes: object) -> dict[str, object]:
    return {"command": "refunds.event", "event": name, "refund": refund(state, **changes)}


def args(talk: Talk) -> dict[str, object]:
    assert talk.agenda is not None
    found: dict[str, object] = talk.agenda["pending"]["args"]
    return found


async def test_pictures_go_to_the_case_that_waits_for_them() -> None:
    talk = Talk(door("evidence_required"))
    said = await talk.event("refund.evidence_required", "refund_moved", refund_no=REFUND)
    assert "支付流水（请拍到交易单号）" in said[0]["text"]
    assert talk.agenda is not None
    assert talk.agenda["order_no"] == TOPUP_ORDER
    talk.door.pictures_.append(picture("E1", "payment_statement"))
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert acts(said) == ["inform_evidence", "ask_confirm"]
    assert args(talk) == {"refund_no": REFUND, "event": "supply_evidence", "evidence_ids": ["E1"]}
    talk.door.yes = event("supply_evidence", "under_review")
    said = await talk.choose("确认提交")
    assert acts(said) == ["inform_evidence"]
    assert "11月27日（周五）24:00前给您结果" in said[0]["text"]


async def test_what_is_still_missing_is_named_unless_that_is_all() -> None:
    items = [{"kind": "order_screenshot", "note": None}, {"kind": "payment_statement", "note": None}]
    talk = Talk(door("evidence_required", requested_items=items))
    await talk.say("要补什么材料", "upload_evidence")
    talk.door.pictures_.append(picture("E1", "order_screenshot"))
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert "还差支付流水" in said[1]["text"]
    said = await talk.say("就这些", "deny")
    assert acts(said) == ["ask_confirm"]
    talk.door.yes = Refused({"code": "not_allowed", "detail": "还差审核员要的材料，补齐后就能继续审核。",
                             "rule_ids": ["R34"], "missing_evidence": [["payment_statement"]]})  # fmt: skip
    said = await talk.say("好", "affirm")
    assert "还差审核员要的材料" in said[0]["text"]
    assert talk.agenda is not None
    assert talk.agenda["asking"] == "evidence"


async def test_another_case_or_order_never_lends_its_pictures() -> None:
    talk = Talk(door("evidence_required"))
    talk.door.pictures_ += [
        picture("E1", "payment_statement", refund_no="R20261101ELSE2345"),
        picture("E2", "payment_statement", order_no="LY20261101000009"),
        picture("E3", "payment_statement", state="retake"),
    ]
    assert acts(await talk.say("补材料", "upload_evidence")) == ["ask_evidence"]


async def test_a_curable_no_is_resubmitted_with_new_evidence() -> None:
    talk = Talk(door("rejected"))
    said = await talk.say("为什么没通过", "check_refund_progress")
    assert labels(said) == ["补材料重交", "申诉", "申请平台介入", "转人工"]
    said = await talk.choose("补材料重交")
    assert acts(said) == ["ask_evidence"]
    assert "12月1日（周二）24:00前" in said[0]["text"]
    talk.door.pictures_ += [picture("E1", "order_screenshot"), picture("E2", "payment_statement")]
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E2")
    assert args(talk) == {"refund_no": REFUND, "event": "resubmit", "evidence_ids": ["E1", "E2"]}
    talk.door.yes = event("resubmit", "under_review")
    assert acts(await talk.say("确认", "affirm")) == ["inform_submitted"]


async def test_what_cannot_be_cured_is_not_resubmitted() -> None:
    talk = Talk(door("rejected", decision=decision("no_liability", False, text="平台和商家都没有责任。")))
    said = await talk.say("我要重新提交", "upload_evidence", refund_no=REFUND)
    assert acts(said) == ["inform_decision"]
    assert labels(said) == ["申诉", "申请平台介入", "转人工"]


async def test_an_appeal_takes_a_statement_and_something_new() -> None:
    talk = Talk(door("rejected", decision=decision("no_liability", False, text="平台和商家都没有责任。")))
    said = await talk.say("我要申诉", "appeal_rejection")
    assert acts(said) == ["ask_statement"]
    said = await talk.say(STATEMENT, "report_merchant_unresponsive")
    assert acts(said) == ["ask_evidence"]
    talk.door.pictures_.append(picture("E1", "merchant_chat"))
    said = await talk.event("evidence.checked", "evidence_checked", evidence_id="E1")
    assert acts(said) == ["inform_evidence", "ask_confirm"]
    assert args(talk) == {"refund_no": REFUND, "event": "appeal", "statement": STATEMENT, "evidence_ids": ["E1"]}
    talk.door.yes = event("appeal", "appeal_review")
    assert acts(await talk.choose("确认申诉")) == ["inform_submitted"]


async def test_a_curable_no_advises_before_the_only_appeal_is_spent() -> None:
    talk = Talk(door("rejected"))
    said = await talk.say("申诉", "appeal_rejection")
    assert labels(said) == ["补材料重交", "还是申诉", "申请平台介入"]
    assert acts(await talk.choose("还是申诉")) == ["ask_statement"]


@pytest.mark.parametrize(
    ("text", "intent", "act"),
    [
        ("转人工", "request_human", "inform_handoff"),
        ("退款到哪了", "check_refund_progress", "inform_decision"),
        ("客服几点上班", "ask_service_hours", "inform_policy"),
    ],
)
async def test_a_wish_is_never_swallowed_as_the_statement(text: str, intent: str, act: str) -> None:
    talk = Talk(door("rejected", decision=decision("no_liability", False, text="平台和商家都没有责任。")))
    await talk.say("我要申诉", "appeal_rejection")
    said = await talk.say(text, intent)
    assert said[0]["act"] in {act, "inform_progress"}
    assert not talk.agenda or "statement" not in talk.agenda
    if intent != "request_human":
        assert said[-1]["act"] == "ask_statement"


async def test_an_appeal_that_is_spent_or_none_is_explained() -> None:
    said = await Talk(door("rejected", appeal_until_at=None)).say("申诉", "appeal_rejection")
    assert "只能申诉一次" in said[0]["text"]
    said = await Talk(door("under_review")).say("申诉", "appeal_rejection")
    assert "没通过的申请" in said[0]["text"]


async def test_nothing_new_to_show_has_other_ways() -> None:
    talk = Talk(door("rejected", decision=decision("no_liability", False, text="平台和商家都没有责任。")))
    await talk.say("我要申诉", "appeal_rejection")
    await talk.say(STATEMENT, "complain")
    said = await talk.say("没有", "deny")
    assert labels(said) == ["申请平台介入", "转人工"]


async def test_the_platform_steps_in_after_the_yes() -> None:
    talk = Talk(door("under_review"))
    said = await talk.say("商家不理人，我要平台介入", "open_dispute")
    assert acts(said) == ["ask_confirm"]
    assert said[0]["facts"]["merchant_response"] == "PT48H"
    assert args(talk)["reason"] == "商家不理人，我要平台介入"
    talk.door.yes = event("open_dispute", "disputed")
    said = await talk.say("确认", "affirm")
    assert acts(said) == ["inform_dispute"]
    assert "D20261124ABCD2345" in said[0]["text"]


async def test_a_silent_merchant_without_a_case_leads_into_filing() -> None:
    talk = Talk(FakeDoor(topup()))
    said = await talk.say("商家一直不回消息", "report_merchant_unresponsive")
    assert acts(said) == ["inform_dispute", "ask_reason"]


async def test_logs_are_pulled_when_the_platform_judges() -> None:
    talk = Talk(door("disputed"))
    said = await talk.say("调取后台日志", "open_dispute")
    assert "平台裁定时才能调取" in said[0]["text"]
    talk = Talk(door("disputed", dispute=dispute("adjudication")))
    await talk.say("调取后台日志", "open_dispute")
    assert args(talk)["event"] == "request_logs"
    talk.door.yes = event("request_logs", "disputed", dispute=dispute("adjudication"))
    assert acts(await talk.choose("确认调取")) == ["inform_dispute"]


async def test_a_refusal_is_explained_with_how_the_case_stands() -> None:
    talk = Talk(door("under_review"))
    await talk.say("平台介入", "open_dispute")
    talk.door.yes = Refused({"code": "not_allowed", "detail": "这笔申请已经在纠纷处理中。", "rule_ids": ["R85"]})
    said = await talk.say("好", "affirm")
    assert acts(said) == ["inform_decision", "inform_progress"]
    assert said[0]["facts"]["rule_ids"] == ["R85"]
    assert talk.agenda is None
