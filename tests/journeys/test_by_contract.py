"""The contract alone, no chat: what an app's own form, a merchant's system and the staff's console can do."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.drawn import order_screenshot, payment_statement
from tests.live import Caller, Chat, LiveHouse, Refused

pytestmark = [pytest.mark.processes, pytest.mark.rasa]


def refund_in(me: Caller, refund_no: str, *states: str, seconds: float = 15.0) -> dict[str, Any]:
    """The refund, once it is in one of these states."""
    end = time.monotonic() + seconds
    while True:
        refund: dict[str, Any] = me.get(f"/v1/customer/refunds/{refund_no}")
        if refund["state"] in states:
            return refund
        assert time.monotonic() < end, f"{refund['state']}, not {states}"
        time.sleep(0.05)


def topup(house: LiveHouse, customer_id: str) -> tuple[str, str]:
    """A delivered top-up that never arrived: its order number and transaction id."""
    paid = datetime.now(UTC) - timedelta(hours=30)
    transaction_id = f"20261125{time.time_ns() % 10**14:014}"
    order_no = house.order(
        customer_id,
        merchant_id="m-sudi",
        product={"name": "话费充值 100元", "kind": "phone_topup"},
        paid_at=paid.isoformat(),
        shipped_at=paid.isoformat(),
        supplier_record="unused",
        requested={"account": "13800001234", "amount_fen": 9800},
        payments=[{
            "channel": "alipay", "funding": "debit_card", "amount_fen": 9800, "transaction_id": transaction_id,
        }],
    )  # fmt: skip
    return order_no, transaction_id


def paid_words(me: Caller, order_no: str) -> str:
    at = datetime.fromisoformat(me.get(f"/v1/customer/orders/{order_no}")["paid_at"])
    return f"{at:%Y-%m-%d %H:%M:%S}"


def test_express(house: LiveHouse) -> None:
    customer_id = house.buyer()
    me = house.customer(customer_id)
    order_no = house.order(customer_id)
    order = me.get(f"/v1/customer/orders/{order_no}")
    assert order["eligibility"]["express"]["eligible"] is True
    filed = me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []})
    refund = refund_in(me, filed["refund_no"], "refunded")
    assert refund["path"] == "express"
    assert refund["decision"]["outcome"] == "approved"
    assert refund["payouts"][0]["amount_fen"] == 9800
    first, last = (datetime.fromisoformat(refund["arrival"][k]) for k in ("earliest_at", "latest_at"))
    assert last - first == timedelta(hours=1)


def test_topup_not_received_is_reviewed(house: LiveHouse) -> None:
    customer_id = house.buyer()
    me = house.customer(customer_id)
    order_no, transaction_id = topup(house, customer_id)
    chat = Chat(house, customer_id)
    when = paid_words(me, order_no)
    pictures = (order_screenshot(order_no, "98.00", when), payment_statement(transaction_id, "98.00", when))
    sent = [
        me.upload(f"{chat.path}/evidence", picture, client_msg_id=f"p{n}", order_no=order_no)
        for n, picture in enumerate(pictures)
    ]
    for item in sent:
        while item["check"]["state"] == "pending":
            item = me.get(f"/v1/customer/evidence/{item['evidence_id']}")
        assert item["check"]["state"] == "accepted", item["check"]
    claim = {"order_no": order_no, "reason": "topup_not_received"}
    with pytest.raises(Refused) as early:
        me.post("/v1/customer/refunds", claim | {"evidence_ids": [sent[0]["evidence_id"]]})
    assert (early.value.status, early.value.body["code"]) == (409, "not_allowed")
    assert early.value.body["missing_evidence"] == [["payment_statement"]]
    ids = [item["evidence_id"] for item in sent]
    filed = me.post("/v1/customer/refunds", claim | {"evidence_ids": ids})
    assert filed["state"] == "under_review"
    assert filed["review_due_at"].endswith("00:00:00+08:00")
    reviewer = house.staff("reviewer")
    case = reviewer.get(f"/v1/agent/refunds/{filed['refund_no']}")
    assert {"approve", "reject", "request_evidence", "escalate"} <= set(case["allowed_events"])
    reviewer.post(f"/v1/agent/refunds/{filed['refund_no']}/events", {"event": "approve", "note": "材料齐全"})
    refund = refund_in(me, filed["refund_no"], "refunded")
    assert refund["arrival"]["basis"] == "channel_acceptance"
    assert "approve" in [row["event"] for row in refund["timeline"]]


def test_blocked_order_leads_to_a_person(house: LiveHouse) -> None:
    customer_id = house.buyer()
    me = house.customer(customer_id)
    order_no, _ = topup(house, customer_id)
    now = datetime.now(UTC)
    order_no = house.order(
        customer_id, shipped_at=(now - timedelta(hours=2)).isoformat(), confirmed_at=now.isoformat(),
        supplier_record="unused",
    )  # fmt: skip
    with pytest.raises(Refused) as blocked:
        me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "product_invalid", "evidence_ids": []})
    told = blocked.value.body
    assert (blocked.value.status, told["code"], told["blocked_by"]) == (409, "ineligible", ["receipt_confirmed"])
    assert "request_human" in told["next_steps"]
    assert {"R18", "R19"} <= set(told["rule_ids"])
    kept = me.get(f"/v1/customer/refunds/{told['refund_no']}")
    assert kept["state"] == "ineligible"
    agent = house.staff("agent")
    listed = agent.get("/v1/agent/refunds", state="ineligible")["items"]
    assert told["refund_no"] in [item["refund_no"] for item in listed]
    lifted = agent.post(
        f"/v1/agent/refunds/{told['refund_no']}/events",
        {"event": "agent_override", "reason_code": "receipt_confirmed_fault", "note": "确认后 7 天内发现"},
    )
    assert (lifted["state"], lifted["path"]) == ("manual_review", "manual")


def test_human_and_back(house: LiveHouse) -> None:
    house.platform.post("/v1/platform/clock", {"now": _today_at(10)})
    agent = house.staff("agent")
    agent.post("/v1/agent/presence", {"state": "online"})
    chat = Chat(house, house.buyer("想找人的买家"))
    chat.say("转人工")
    state = chat.me.get(f"{chat.path}/entries")
    assert state["owner"] in {"queue", "agent"}
    accepted = agent.post(f"/v1/agent/conversations/{chat.id}/accept")
    assert accepted["packet"]["customer"]["name"] == "想找人的买家"
    agent.post(
        f"/v1/agent/conversations/{chat.id}/messages",
        {"client_msg_id": "a1", "text": "您好，我来帮您看看。", "visibility": "public"},
    )
    agent.post(
        f"/v1/agent/conversations/{chat.id}/messages",
        {"client_msg_id": "a2", "text": "老顾客，态度好", "visibility": "internal"},
    )
    words = [entry.get("text") for entry in chat.entries() if entry["kind"] == "agent.said"]
    assert words == ["您好，我来帮您看看。"]
    agent.post(f"/v1/agent/conversations/{chat.id}/return", {"note": "已说明"})
    assert chat.me.get(f"{chat.path}/entries")["owner"] == "bot"


def test_callback(house: LiveHouse) -> None:
    me = house.customer(house.buyer())
    slot = me.get("/v1/customer/callback-slots")["items"][0]["slot_start_at"]
    booked = me.post("/v1/customer/callbacks", {"phone": "13800001234", "slot_start_at": slot, "message": "想问进度"})
    assert booked["state"] == "scheduled"
    assert "0000" not in booked["phone"].replace("****", "")
    agent = house.staff("agent")
    listed = agent.get("/v1/agent/callbacks", state="scheduled")["items"]
    assert booked["callback_no"] in [item["callback_no"] for item in listed]
    for event in ("attempt", "done"):
        agent.post(f"/v1/agent/callbacks/{booked['callback_no']}/events", {"event": event, "note": "已回电"})
    assert me.get("/v1/customer/callbacks")["items"][0]["state"] == "completed"


def _today_at(hour: int) -> str:
    day = datetime.now(UTC) + timedelta(hours=8)
    return f"{day:%Y-%m-%d}T{hour:02}:00:00+08:00"
