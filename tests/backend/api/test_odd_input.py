"""Whatever is sent to whichever route: an answer in the contract's words, never a fault of ours (no 500)."""

import re
from typing import Any

import pytest

from backend.api.contract_routes import ROUTES, Route

from .doors import Answered, Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
ODD_NAMES = ("x", "字", "%00", "a" * 300, "%ED%A0%80")
ODD_VALUES: tuple[Any, ...] = (
    None, "", "x" * 3000, -1, 10**30, [[]], {"a": 1}, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00",
)  # fmt: skip
SENSIBLE = {
    "reason": "undelivered", "evidence_ids": [], "client_msg_id": "f1", "text": "在吗", "event": "cancel",
    "phone": "13800001234", "message": "想问进度", "slot_start_at": "2026-11-24T11:00:00+08:00", "note": "看过",
    "reason_code": "goodwill", "username": "x", "password": "x", "state": "online", "name": "买家",
    "customer_id": "u-1", "merchant_id": "m-1", "paid_at": "2026-11-24T09:00:00+08:00", "deposit_fen": 1,
    "product": {"name": "点卡", "kind": "game_card"}, "channel": "alipay", "behaviour": "success",
    "payments": [{"channel": "alipay", "funding": "debit_card", "amount_fen": 1, "transaction_id": "T"}],
}  # fmt: skip
DOORS = ("customer", "merchant", "platform", "agent", "")
ASKED = [route for route in ROUTES if "stream" not in route.path and route.method != "DELETE"]


async def key(doors: Doors, door: str) -> Caller:
    if door == "agent":
        return await doors.staff("senior_reviewer")
    known = {"customer": doors.customer("u-odd"), "merchant": doors.merchant("m-1"), "platform": doors.platform}
    return known.get(door, doors.nobody)


async def ask(caller: Caller, route: Route, path: str, body: dict[str, Any]) -> Answered:
    if route.method == "GET":
        return await caller.get(path, after_seq=1, limit=0)
    return await (caller.put if route.method == "PUT" else caller.post)(path, body)


def fits(answer: Answered) -> bool:
    """A thing, or a refusal with a code and words fit for showing."""
    return answer.status < 400 or (answer.problem[0] < 500 and bool(answer["detail"]))


@pytest.mark.parametrize("door", DOORS)
async def test_odd_names_and_empty_bodies(doors: Doors, door: str) -> None:
    caller = await key(doors, door)
    for route in ASKED:
        if route.door == door:
            for odd in ODD_NAMES if "{" in route.path else ODD_NAMES[:1]:
                answer = await ask(caller, route, re.sub(r"{\w+}", odd, route.path), {})
                assert fits(answer), (route.method, route.path, odd, answer.status)


@pytest.mark.parametrize("door", DOORS)
async def test_odd_values(doors: Doors, door: str) -> None:
    """Each field in turn, the others sensible, on things that exist."""
    caller, me = await key(doors, door), doors.customer("u-odd")
    order_no = await doors.order(me)
    filed = await me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []})
    talk = (await doors.talk(me)).rsplit("/", 1)[1]
    known = {"order_no": order_no, "conversation_id": talk, "refund_no": filed["refund_no"], "customer_id": "u-odd"}
    for route in ASKED:
        if route.door != door or route.shape is None:
            continue
        path = re.sub(r"{(\w+)}", lambda found: known.get(found[1], "x"), route.path)
        good = {name: (SENSIBLE | known)[name] for name in route.shape.model_fields if name in SENSIBLE | known}
        for field in route.shape.model_fields:
            for odd in ODD_VALUES:
                answer = await ask(caller, route, path, good | {field: odd})
                assert fits(answer), (route.method, path, field, odd, answer.status)
