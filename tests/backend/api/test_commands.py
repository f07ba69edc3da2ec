"""Commands: one shape, one effect, one answer; what is refused leaves an audit row and nothing else (I13, I15)."""

import asyncio
import uuid
from typing import Any

import pytest

from tests.backend.desk import HOUR

from .doors import Answered, Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
FILE = "/v1/customer/refunds"


async def rows(doors: Doors) -> dict[str, int]:
    """How much there is of everything that a command could write."""
    nouns = ("customers", "orders", "refunds", "obligations", "payouts", "disputes", "expedites", "callbacks",
             "conversations", "entries", "evidence", "handoffs", "timers", "outbox", "events", "ledger",
             "commands", "audit")  # fmt: skip
    async with doors.house.desk.store.reading() as tx:
        return {noun: await getattr(tx, noun).count() for noun in nouns}


async def filing(doors: Doors, me: Caller, **change: Any) -> dict[str, Any]:
    return {"order_no": await doors.order(me), "reason": "undelivered", "evidence_ids": []} | change


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "object_expected"), (b"{", "json"), (b"[]", "object_expected"), (b"null", "object_expected"),
     (b'"x"', "object_expected"), (b"\xff\xfe", "json"), (b"[" * 5000, "json"),
     (b'{"order_no": "a\\u0000b", "reason": "other"}', "characters"),
     (b'{"order_no": "\\ud800", "reason": "other"}', "characters"),
     (b'{"\\ud800": 1}', "characters")],
)  # fmt: skip
async def test_bodies_that_are_none(doors: Doors, me: Caller, data: bytes, code: str) -> None:
    before = await rows(doors)
    answer = await me.raw(FILE, data)
    assert answer.problem == (422, "invalid")
    assert [error["code"] for error in answer["errors"]] == [code]
    assert await rows(doors) == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"extra": 1}, "extra"),
        ({"reason": "because"}, "reason"),
        ({"reason": None}, "reason"),
        ({"amount_fen": 0}, "amount_fen"),
        ({"amount_fen": -1}, "amount_fen"),
        ({"amount_fen": 98.0}, "amount_fen"),
        ({"amount_fen": "98"}, "amount_fen"),
        ({"amount_fen": True}, "amount_fen"),
        ({"amount_fen": 10**30}, "amount_fen"),
        ({"amount_fen": 9801}, "amount_fen"),
        ({"fault_discovered_at": "yesterday"}, "fault_discovered_at"),
        ({"fault_discovered_at": "2026-11-24T09:00:00"}, "fault_discovered_at"),
        ({"description": "x" * 2001}, "description"),
        ({"evidence_ids": "E1"}, "evidence_ids"),
        ({"evidence_ids": [f"E{n}" for n in range(21)]}, "evidence_ids"),
        ({"order_no": ""}, "order_no"),
        ({"order_no": "x" * 129}, "order_no"),
    ],
    ids=str,
)
async def test_fields_that_are_wrong_are_named(doors: Doors, me: Caller, change: dict[str, Any], field: str) -> None:
    body = await filing(doors, me, **change)
    before = await rows(doors)
    answer = await me.post(FILE, body)
    assert answer.problem == (422, "invalid")
    assert [error["field"] for error in answer["errors"]] == [field]
    assert all(error["code"] for error in answer["errors"])
    assert await rows(doors) == before


async def test_a_missing_field(doors: Doors, me: Caller) -> None:
    answer = await me.post(FILE, {"reason": "other"})
    assert answer["errors"] == [{"field": "order_no", "code": "missing"}]


async def test_the_same_command_again(doors: Doors, me: Caller) -> None:
    """One effect and equal answers; the same id with another body is refused."""
    body, key = await filing(doors, me), uuid.uuid4().hex
    first = await me.post(FILE, body, key=key)
    before = await rows(doors)
    again = await me.post(FILE, body, key=key)
    assert (again.status, dict(again)) == (first.status, dict(first))
    assert (await me.post(FILE, body | {"reason": "other"}, key=key)).problem == (409, "conflict")
    elsewhere = f"{FILE}/{first['refund_no']}/events"
    assert (await me.post(elsewhere, {"event": "cancel"}, key=key)).problem == (409, "conflict")
    assert await rows(doors) == before
    assert (await me.get(f"{FILE}/{first['refund_no']}"))["state"] == "under_review"


async def test_six_times_at_once_is_once(doors: Doors, me: Caller) -> None:
    body, key = await filing(doors, me), uuid.uuid4().hex
    answers = await asyncio.gather(*(me.post(FILE, body, key=key) for _ in range(6)))
    assert {answer["refund_no"] for answer in answers} == {answers[0]["refund_no"]}
    assert len((await me.get(FILE))["items"]) == 1


async def test_a_kept_refusal_is_the_first_answer_too(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me, shipped=HOUR, confirmed_at=doors.now().isoformat())
    body, key = {"order_no": order_no, "reason": "product_invalid", "evidence_ids": []}, uuid.uuid4().hex
    first = await me.post(FILE, body, key=key)
    again = await me.post(FILE, body, key=key)
    assert (first.problem, dict(again)) == ((409, "ineligible"), dict(first))
    assert len((await me.get(FILE))["items"]) == 1


async def test_anothers_command_id_is_no_matter(doors: Doors, me: Caller) -> None:
    other, key = doors.customer(f"{me.id}-y"), uuid.uuid4().hex
    mine, theirs = await filing(doors, me), await filing(doors, other)
    assert {(await c.post(FILE, b, key=key)).status for c, b in ((me, mine), (other, theirs))} == {201}


async def test_a_command_id_has_a_length(doors: Doors, me: Caller) -> None:
    assert (await me.post(FILE, await filing(doors, me), key="k" * 201)).problem == (422, "invalid")


async def refused(doors: Doors, caller: Caller, path: str, body: Any) -> Answered:
    """A refused attempt: one audit row more, and nothing else."""
    before = await rows(doors)
    answer = await caller.post(path, body)
    assert await rows(doors) == before | {"audit": before["audit"] + 1}
    return answer


async def test_a_refused_attempt_writes_its_audit_row_alone(doors: Doors, me: Caller) -> None:
    """Neither state, thread, timer, event nor the command's memory (I13)."""
    filed = await me.post(FILE, await filing(doors, me))
    number = filed["refund_no"]
    answer = await refused(doors, me, f"{FILE}/{number}/events", {"event": "appeal", "statement": "再看看"})
    assert answer.problem == (409, "not_allowed")
    assert answer["rule_ids"] == ["R81"]
    finance = await doors.staff("finance")
    answer = await refused(doors, finance, f"/v1/agent/refunds/{number}/events", {"event": "approve"})
    assert answer.problem == (403, "forbidden")
    async with doors.house.desk.store.reading() as tx:
        last = (await tx.audit.find(order="-seq", limit=1))[0]
    assert (last.allowed, last.actor_role, last.event, last.note) == (False, "finance", "approve", "forbidden")
    half = {"order_no": await doors.order(me, shipped=HOUR), "reason": "service_fault", "evidence_ids": []}
    assert (await refused(doors, me, FILE, half)).problem == (409, "not_allowed")


async def test_unknown_events(doors: Doors, me: Caller) -> None:
    number = (await me.post(FILE, await filing(doors, me)))["refund_no"]
    before = await rows(doors)
    for event in ("approve", "explode", "submit"):
        answer = await me.post(f"{FILE}/{number}/events", {"event": event})
        assert answer.problem == (422, "invalid")
        assert answer["errors"] == [{"field": "event", "code": "unknown"}]
    assert await rows(doors) == before


async def test_no_such_place(doors: Doors, me: Caller) -> None:
    for path in ("/v1/customer/nothing", "/v1/nothing", "/v2/customer/orders", f"{FILE}/R0", "/v1/customer/orders/X"):
        assert (await me.get(path)).problem == (404, "not_found")
    assert (await me.send("DELETE", FILE)).problem == (405, "method_not_allowed")


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "9" * 20, "٣"])
async def test_numbers_of_the_query(doors: Doors, me: Caller, text: str) -> None:
    talk = await doors.talk(me)
    assert (await me.get(f"{talk}/entries", after_seq=text)).problem == (422, "invalid")
    assert (await doors.platform.get("/v1/platform/events", after_seq=text)).problem == (422, "invalid")


async def test_lists_have_one_shape(doors: Doors, me: Caller) -> None:
    await me.post(FILE, await filing(doors, me))
    agent = await doors.staff("agent")
    for listed in ("orders", "refunds", "callbacks"):
        assert set(await me.get(f"/v1/customer/{listed}")) == {"items", "next"}
    for listed in ("refunds", "disputes", "payouts", "compensations", "callbacks", "expedites", "conversations"):
        assert {"items", "next"} <= set(await agent.get(f"/v1/agent/{listed}"))
    assert {"items", "next"} <= set(await doors.merchant("m-1").get("/v1/merchant/disputes"))
    assert set(await doors.platform.get("/v1/platform/events")) == {"items", "next"}
