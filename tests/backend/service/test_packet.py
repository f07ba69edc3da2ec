"""What the agent has before them when a talk is handed over (POLICY section 2 G)."""

from typing import Any

from tests.backend.desk import HOUR, MINUTE, at
from tests.backend.office import Office
from tests.backend.talk import Talk

ASKS = {"act": "ask_reason", "text": "是什么原因想退款？", "facts": {}}


async def talked(office: Office, agenda: dict[str, Any] | None) -> Talk:
    """小云 has asked for the reason and was told it; she is in the middle of `agenda`."""
    talk = await Talk.open(office)
    talk.xiaoyun.says = [{"act": "greet", "text": "您好。", "facts": {}}]
    await talk.turn()
    talk.xiaoyun.says = [ASKS]
    await talk.say("我要退款")
    await talk.turn()
    talk.xiaoyun.says = [{"act": "clarify", "text": "我再看看。", "facts": {}, "agenda": agenda}]
    await talk.say("充错号了")
    await talk.turn()
    return talk


async def asked_for(talk: Talk) -> dict[str, Any]:
    await talk.ask_person()
    return (await talk.handoff()).packet


async def test_the_case_they_spoke_of_with_its_trace_and_evidence(office: Office) -> None:
    order_no, other = await office.order(shipped=HOUR), await office.order()
    refund = await office.file(order_no, "service_fault", "merchant_chat")
    await office.file(other)  # newer, and not what they speak of
    agenda = {"doing": "check_refund_progress", "refund_no": refund.refund_no}
    talk = await talked(office, agenda)
    await talk.on_duty("lin")
    found = await asked_for(talk)
    assert found["customer"] == {"customer_id": "u-1", "name": found["customer"]["name"], "standing": "good"}
    case = found["case"]
    assert (case["refund_no"], case["state"]) == (refund.refund_no, refund.state)
    assert case["decision"]["outcome"] == refund.decision["outcome"]
    assert case["decision"]["rule_ids"] == refund.decision["rule_ids"]
    assert {e["state"] for e in case["evidence"]} == {"accepted"}
    assert [e["evidence_id"] for e in case["evidence"]] == [e.evidence_id for e in await _evidence(office, refund)]
    order = found["order"]
    assert (order["order_no"], order["paid_fen"], order["refundable_fen"]) == (order_no, 9800, 9800)
    assert not order["frozen"]
    assert [r["order_no"] for r in found["refunds"]] == [other, order_no]
    assert found["agenda"] == agenda


async def _evidence(office: Office, refund: Any) -> list[Any]:
    return await office.read("evidence", refund_no=refund.refund_no, order="uploaded_at")


async def test_what_was_asked_and_said(office: Office) -> None:
    talk = await talked(office, None)
    await talk.on_duty("lin")
    found = await asked_for(talk)
    assert [(a["act"], a["text"]) for a in found["asked"]] == [("ask_reason", ASKS["text"])]
    assert [s["text"] for s in found["said"]] == ["我要退款", "充错号了"]
    assert found["said"][0]["seq"] < found["asked"][0]["seq"] < found["said"][1]["seq"]


async def test_of_an_order_without_a_case(office: Office) -> None:
    """Another order's case is not theirs."""
    await office.file(await office.order())
    order_no = await office.order()
    talk = await talked(office, {"doing": "file_refund", "asking": "reason", "order_no": order_no})
    await talk.on_duty("lin")
    found = await asked_for(talk)
    assert (found["case"], found["order"]["order_no"]) == (None, order_no)


async def test_a_stranger_s_number_shows_nothing(office: Office) -> None:
    theirs = await office.order("u-2")
    refund = await office.file(theirs, customer_id="u-2")
    talk = await talked(office, {"order_no": theirs, "refund_no": refund.refund_no})
    await talk.on_duty("lin")
    found = await asked_for(talk)
    assert (found["case"], found["order"]) == (None, None)


async def test_a_rejection_is_told_with_what_the_buyer_read(office: Office) -> None:
    refund = await office.file(await office.order())
    await office.staff("reviewer", refund.refund_no, "reject", reason_code="evidence_incomplete")
    talk = await talked(office, None)
    await talk.on_duty("lin")
    case = (await asked_for(talk))["case"]
    assert (case["state"], case["told"]["outcome"]) == ("rejected", "rejected")


async def test_what_was_learned_outlives_the_wait(office: Office) -> None:
    """小云's agenda is put away while a person is waited for; who stays in the line is not asked anew."""
    agenda = {"doing": "file_refund", "asking": "reason", "order_no": await office.order()}
    talk = await talked(office, agenda)
    await talk.on_duty("lin")
    await talk.ask_person()
    await talk.on_duty("lin", presence="away")
    await office.wait(4 * MINUTE)
    assert (await talk.handoff()).state == "deferred"
    await talk.on_duty("lin")
    again = await asked_for(talk)
    assert again["agenda"] == agenda
    assert again["order"]["order_no"] == agenda["order_no"]


async def test_who_takes_over_has_it_too(office: Office) -> None:
    await office.clock.set(at("2026-11-24 23:00"))
    agenda = {"doing": "file_refund", "order_no": await office.order()}
    talk = await talked(office, agenda)
    await talk.on_duty("lin")
    found = await talk.accept("lin")
    assert (found.reason_code, found.packet["agenda"]) == ("takeover", agenda)
