"""The contract through HTTP alone: what an app's own form, a merchant's system and the staff's console can do."""

from datetime import datetime, timedelta

import pytest

from tests.backend.desk import HOUR, MINUTE, order_page, statement_page

from .doors import Answered, Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILE = "/v1/customer/refunds"


async def file(me: Caller, order_no: str, reason: str = "undelivered", *ids: str, **more: object) -> Answered:
    return await me.post(FILE, {"order_no": order_no, "reason": reason, "evidence_ids": list(ids)} | more)


async def test_express(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me, product={"express_capable": True})
    order = await me.get(f"/v1/customer/orders/{order_no}")
    assert order["eligibility"]["express"]["eligible"] is True
    filed = await file(me, order_no)
    assert filed.status == 201
    refund = await doors.settled(me, filed["refund_no"], "refunded")
    assert (refund["path"], refund["decision"]["outcome"]) == ("express", "approved")
    assert [payout["amount_fen"] for payout in refund["payouts"]] == [9800]
    first, last = (datetime.fromisoformat(refund["arrival"][name]) for name in ("earliest_at", "latest_at"))
    assert last - first == HOUR
    listed = await me.get(FILE)
    assert (set(listed), [item["refund_no"] for item in listed["items"]]) == ({"items", "next"}, [filed["refund_no"]])


async def topup(doors: Doors, me: Caller) -> str:
    return await doors.order(me, shipped=3 * HOUR, product={"kind": "phone_topup"})


async def two_pictures(doors: Doors, me: Caller, order_no: str) -> list[str]:
    async with doors.house.desk.store.reading() as tx:
        row = await tx.orders.get(order_no)
    paid = datetime.fromisoformat(row.body["paid_at"]).astimezone(doors.now().tzinfo) + 8 * HOUR
    at, trade = f"{paid:%Y-%m-%d %H:%M:%S}", row.body["payments"][0]["transaction_id"]
    doors.reader.next = [order_page(order_no, at=at), statement_page(trade, at=at)]
    path, ids = await doors.talk(me), []
    for _ in range(2):
        sent = await doors.picture(me, path, order_no=order_no)
        assert (sent.status, sent["check"]["state"]) == (201, "accepted"), sent
        ids.append(sent["evidence_id"])
    return ids


async def test_topup_not_received_is_reviewed_and_refunded(doors: Doors, me: Caller) -> None:
    order_no = await topup(doors, me)
    ids = await two_pictures(doors, me, order_no)
    early = await file(me, order_no, "topup_not_received", ids[0])
    assert early.problem == (409, "not_allowed")
    assert early["missing_evidence"] == [["payment_statement"]]
    filed = await file(me, order_no, "topup_not_received", *ids)
    assert filed["state"] == "under_review"
    assert filed["review_due_at"] == "2026-11-28T00:00:00+08:00"
    reviewer = await doors.staff("reviewer")
    case = await reviewer.get(f"/v1/agent/refunds/{filed['refund_no']}")
    assert {"approve", "reject", "request_evidence", "escalate"} <= set(case["allowed_events"])
    kinds = {kind for item in case["evidence"] for kind in item["kinds"]}
    assert kinds >= {"order_screenshot", "payment_statement"}
    approval = {"event": "approve", "note": "齐全"}
    decided = await reviewer.post(f"/v1/agent/refunds/{filed['refund_no']}/events", approval)
    assert decided.status == 200
    refund = await doors.settled(me, filed["refund_no"], "refunded")
    assert refund["arrival"]["basis"] == "channel_success"
    assert [row["event"] for row in refund["timeline"]][-3:] == ["approve", "create_obligation", "payout_succeeded"]


async def test_a_blocked_order_leads_to_a_person(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me, shipped=2 * HOUR, confirmed_at=doors.now().isoformat())
    blocked = await file(me, order_no, "product_invalid")
    assert blocked.problem == (409, "ineligible")
    assert blocked["blocked_by"] == ["receipt_confirmed"]
    assert {"R18", "R19"} <= set(blocked["rule_ids"])
    assert "request_human" in blocked["next_steps"]
    number = blocked["refund_no"]
    assert (await me.get(f"{FILE}/{number}"))["state"] == "ineligible"
    view = await me.get(f"/v1/customer/orders/{order_no}")
    assert not any(claim["allowed"] for claim in view["eligibility"]["claims"])
    agent = await doors.staff("agent")
    listed = await agent.get("/v1/agent/refunds", state="ineligible")
    assert number in [item["refund_no"] for item in listed["items"]]
    lifted = await agent.post(
        f"/v1/agent/refunds/{number}/events",
        {"event": "agent_override", "reason_code": "receipt_confirmed_fault", "note": "七天内发现"},
    )
    assert (lifted["state"], lifted["path"]) == ("manual_review", "manual")


async def test_the_agent_files_for_the_buyer(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me, shipped=2 * HOUR, confirmed_at=doors.now().isoformat())
    wish = {"order_no": order_no, "reason": "service_fault", "reason_code": "goodwill", "note": "电话里说的"}
    for role, code in (("reviewer", 403), ("agent", 201)):
        answer = await (await doors.staff(role)).post("/v1/agent/refunds", wish)
        assert answer.status == code, role
    assert (answer["path"], answer["state"]) == ("manual", "manual_review")


async def test_express_enabled_by_an_agent(doors: Doors, me: Caller) -> None:
    """The flag is all that can be waived (S4)."""
    order_no = await doors.order(me)
    agent = await doors.staff("agent")
    view = await agent.post(f"/v1/agent/orders/{order_no}/express")
    assert view["eligibility"]["express"]["eligible"] is True
    assert (await file(me, order_no))["path"] == "express"
    dear = await doors.order(me, fen=50_000)
    quick = (await agent.post(f"/v1/agent/orders/{dear}/express"))["eligibility"]["express"]
    assert (quick["eligible"], quick["why"]) == (False, "amount_limit")


async def test_a_dispute_between_the_doors(doors: Doors, me: Caller) -> None:
    filed = await file(me, await doors.order(me))
    number = filed["refund_no"]
    opened = await me.post(f"{FILE}/{number}/events", {"event": "open_dispute", "reason": "商家不回复"})
    assert (opened["state"], opened["dispute"]["state"]) == ("disputed", "awaiting_merchant")
    due = datetime.fromisoformat(opened["merchant_due_at"]) - doors.now()
    assert timedelta(hours=47, minutes=59) < due <= 48 * HOUR
    shop = doors.merchant("m-1")
    found = (await shop.get("/v1/merchant/disputes"))["items"]
    assert found[0]["refund_no"] == number
    place = f"/v1/merchant/disputes/{found[0]['dispute_no']}"
    assert (await doors.merchant("m-2").get(place)).problem == (404, "not_found")
    empty = await shop.post(f"{place}/events", {"event": "merchant_contests", "reason": "已发货"})
    assert empty.problem == (422, "invalid")
    from tests.drawn import page

    proof = await shop.upload("/v1/merchant/evidence", page("发货记录", []), dispute_no=found[0]["dispute_no"])
    assert (await shop.get(f"/v1/merchant/evidence/{proof['evidence_id']}/picture")).status == 200
    answered = await shop.post(
        f"{place}/events",
        {"event": "merchant_contests", "reason": "已发货", "evidence_ids": [proof["evidence_id"]]},
    )
    assert answered["state"] == "adjudication"
    judge = await doors.staff("adjudicator")
    ruled = await judge.post(
        f"/v1/agent/disputes/{found[0]['dispute_no']}/events",
        {"event": "decide_partial", "amount_fen": 4900, "note": "各担一半"},
    )
    assert (ruled["state"], ruled["amount_fen"]) == ("resolved_partial", 4900)
    refund = await doors.settled(me, number, "refunded")
    assert refund["payouts"][0]["amount_fen"] == 4900
    assert refund["decision"]["rule_ids"] == ["R86"]


async def test_a_silent_merchant(doors: Doors, me: Caller) -> None:
    number = (await file(me, await doors.order(me)))["refund_no"]
    await me.post(f"{FILE}/{number}/events", {"event": "open_dispute", "reason": "不理人"})
    await doors.platform.post("/v1/platform/clock", {"advance_seconds": 48 * 3600 + 1})
    refund = await me.get(f"{FILE}/{number}")
    assert (refund["state"], refund["dispute"]["state"]) == ("refunded", "resolved_user")


async def test_a_person_by_the_assistant(doors: Doors, me: Caller) -> None:
    agent = await doors.staff("agent")
    await agent.post("/v1/agent/presence", {"state": "online"})
    path = await doors.talk(me)
    name = path.rsplit("/", 1)[1]
    told = await doors.actions.post(f"/v1/actions/conversations/{name}/handoff", {"reason_code": "customer_request"})
    assert (told["handoff_state"], told["position"]) == ("queued", 1)
    assert (await me.get(f"{path}/entries"))["owner"] == "queue"
    assert [item["conversation_id"] for item in (await agent.get("/v1/agent/queue"))["items"]] == [name]
    accepted = await agent.post(f"/v1/agent/conversations/{name}/accept")
    assert accepted["packet"]["customer"]["customer_id"] == me.id
    for number, (text, seen) in enumerate((("您好", "public"), ("老顾客", "internal"))):
        said = {"client_msg_id": f"a{number}", "text": text, "visibility": seen}
        assert (await agent.post(f"/v1/agent/conversations/{name}/messages", said)).status == 202
    entries = (await me.get(f"{path}/entries"))["entries"]
    assert [e["text"] for e in entries if e["kind"] == "agent.said"] == ["您好"]
    await agent.post(f"/v1/agent/conversations/{name}/resolve", {"outcome": "answered"})
    assert (await me.get(f"{path}/entries"))["status"] == "resolved"


async def test_a_callback(doors: Doors, me: Caller) -> None:
    slot = (await me.get("/v1/customer/callback-slots"))["items"][0]["slot_start_at"]
    wish = {"phone": "13800001234", "slot_start_at": slot, "message": "想问进度"}
    booked = await me.post("/v1/customer/callbacks", wish)
    assert (booked.status, booked["state"]) == (201, "scheduled")
    assert "1380000" not in booked["phone"]
    place = f"/v1/customer/callbacks/{booked['callback_no']}/events"
    later = (datetime.fromisoformat(slot) + 30 * MINUTE).isoformat()
    moved = await me.post(place, {"event": "reschedule", "slot_start_at": later})
    assert moved["slot_start_at"] == later
    agent = await doors.staff("agent")
    for event, state in (("attempt", "in_call"), ("done", "completed")):
        answer = await agent.post(f"/v1/agent/callbacks/{booked['callback_no']}/events", {"event": event, "note": "好"})
        assert answer["state"] == state
    assert (await me.post(place, {"event": "cancel"})).problem == (409, "not_allowed")
    assert [c["state"] for c in (await me.get("/v1/customer/callbacks"))["items"]] == ["completed"]
    for field, wrong in (("phone", "12345"), ("slot_start_at", "2026-11-24T23:00:00+08:00"), ("message", " ")):
        refused = await me.post("/v1/customer/callbacks", wish | {field: wrong})
        assert refused.problem == (422, "invalid")
        assert [error["field"] for error in refused["errors"]] == [field]
