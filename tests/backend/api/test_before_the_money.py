"""By the doors: a chargeback from its report to its end, and a code that is taken back before it is paid for."""

import pytest

from tests.backend.desk import HOUR

from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
FILE = "/v1/customer/refunds"


async def test_a_chargeback_between_the_doors(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me)
    body = {"transaction_id": f"T{order_no}1", "amount_fen": 9800}
    place = f"/v1/platform/orders/{order_no}/chargebacks/CB-{order_no}"
    first = await doors.platform.put(place, body)
    assert (first.status, first["state"], first["customer_id"]) == (200, "open", me.id)
    assert (await doors.platform.put(place, body)).status == 200
    assert (await doors.platform.put(place, body | {"amount_fen": 1})).problem == (409, "conflict")
    assert (await doors.platform.put(place.replace(order_no, "LY0", 1), body)).problem == (404, "not_found")
    found = (await me.get(f"/v1/customer/orders/{order_no}"))["eligibility"]
    assert (found["blocked_by"], found["refundable_fen"]) == (["chargeback"], 9800)
    refused = await me.post(FILE, {"order_no": order_no, "reason": "undelivered", "evidence_ids": []})
    assert refused.problem == (409, "ineligible")
    finance = await doors.staff("finance")
    listed = (await finance.get("/v1/agent/chargebacks", state="open"))["items"]
    assert f"CB-{order_no}" in [item["chargeback_no"] for item in listed]
    shown = await finance.get(f"/v1/agent/chargebacks/CB-{order_no}")
    assert shown["allowed_events"] == ["lift", "lose"]
    assert (await (await doors.staff("agent")).get(f"/v1/agent/chargebacks/CB-{order_no}"))["allowed_events"] == []
    events = f"/v1/agent/chargebacks/CB-{order_no}/events"
    assert (await finance.post(events, {"event": "lift"})).problem == (422, "invalid")
    assert (await finance.post(events, {"event": "lift", "note": "银行撤回"}))["state"] == "lifted"
    assert (await finance.post(events, {"event": "lose", "note": "x"})).problem == (409, "not_allowed")
    assert (await me.get(f"/v1/customer/orders/{order_no}"))["eligibility"]["self_service"] is True


async def test_a_code_is_taken_back_by_itself(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me, shipped=HOUR, product={"revocable": True, "kind": "game_card", "name": "点卡"})
    wish = {"order_no": order_no, "reason": "undelivered", "evidence_ids": []}
    filed = await me.post(FILE, wish)
    assert (filed["type"], filed["state"], filed["revocation"]) == ("return_and_refund", "under_review", "asked")
    reviewer = await doors.staff("reviewer")
    approved = await reviewer.post(f"/v1/agent/refunds/{filed['refund_no']}/events", {"event": "approve"})
    assert (approved.status, approved["revocation"]) == (200, "revoked")
    assert (await doors.settled(me, filed["refund_no"], "refunded"))["payouts"][0]["state"] == "succeeded"
