"""Four doors, one guard each: a token for one opens no other, and nothing of another's is found."""

import time
from typing import Any

import jwt
import pytest

from tests.backend.desk import HOUR

from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")

# One route of each door, asked as its own would ask it.
PLACES = {
    "customer": ("GET", "/v1/customer/orders"),
    "merchant": ("GET", "/v1/merchant/disputes"),
    "agent": ("GET", "/v1/agent/queue"),
    "platform": ("GET", "/v1/platform/events"),
    "actions": ("GET", "/v1/actions/conversations/C1/orders"),
}


async def keys(doors: Doors) -> dict[str, Caller]:
    return {
        "customer": doors.customer("u-1"), "merchant": doors.merchant("m-1"), "agent": await doors.staff("agent"),
        "platform": doors.platform, "actions": doors.actions,
    }  # fmt: skip


@pytest.mark.parametrize("door", PLACES)
async def test_a_key_opens_its_own_door_alone(doors: Doors, door: str) -> None:
    method, path = PLACES[door]
    for name, caller in (await keys(doors)).items():
        answer = await caller.send(method, path)
        if name == door:
            assert answer.status in {200, 404}, name  # the conversation does not exist, but the key is right
        else:
            assert answer.problem == (401, "unauthenticated"), name
            assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("door", PLACES)
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dTpw", "Bearer x.y.z", "bearer \u00fc"])
async def test_no_key_no_door(doors: Doors, door: str, header: str | None) -> None:
    method, path = PLACES[door]
    answer = await doors.nobody.send(method, path, headers={} if header is None else {"Authorization": header})
    assert answer.problem == (401, "unauthenticated")


async def test_a_stranger_learns_nothing_from_a_bad_body(doors: Doors) -> None:
    """Who is calling is asked before what."""
    for path in ("/v1/platform/customers/u-9", "/v1/platform/merchants/m-9", "/v1/platform/orders/LY9"):
        assert (await doors.nobody.put(path, {"nonsense": 1})).problem == (401, "unauthenticated")
    for path in ("/v1/customer/refunds", "/v1/agent/presence", "/v1/merchant/disputes/D1/events", "/v1/platform/clock"):
        assert (await doors.nobody.raw(path, b"{")).problem == (401, "unauthenticated")


def signed(doors: Doors, claims: dict[str, Any], secret: str | None = None, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, doors.secrets["CUSTOMER_JWT_SECRET"] if secret is None else secret, algorithm=algorithm)


@pytest.mark.parametrize(
    "changes",
    [
        {"ahead": -60},
        {"ahead": 3600},
        {"exp": None},
        {"aud": "merchant"},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
    ],
    ids=str,
)
async def test_claims_that_do_not_hold(doors: Doors, changes: dict[str, Any]) -> None:
    claims = {"sub": "u-1", "aud": "customer", "exp": int(time.time()) + changes.get("ahead", 600)} | changes
    token = signed(doors, {name: value for name, value in claims.items() if value is not None})
    assert (await doors.caller(token).get("/v1/customer/orders")).problem == (401, "unauthenticated")


async def test_signatures_that_do_not_hold(doors: Doors) -> None:
    claims = {"sub": "u-1", "aud": "customer", "exp": int(time.time()) + 600}
    secret = doors.secrets["CUSTOMER_JWT_SECRET"]
    good = signed(doors, claims)
    assert (await doors.caller(good).get("/v1/customer/orders")).status == 200
    head, body, mark = good.split(".")
    for token in (
        signed(doors, claims, "another secret of thirty-two bytes!"),
        jwt.encode(claims, "", algorithm="none"),
        jwt.encode(claims, secret, algorithm="HS512"),
        f"{head}.{body}.",
        f"{head}.{body}.{mark[::-1]}",
        doors.secrets["PLATFORM_API_KEY"],
        signed(doors, {**claims, "aud": "merchant"}, doors.secrets["MERCHANT_JWT_SECRET"]),
    ):
        assert (await doors.caller(token).get("/v1/customer/orders")).problem == (401, "unauthenticated")


async def test_fifteen_minutes_are_the_longest(doors: Doors) -> None:
    for ahead, status in ((15 * 60, 200), (16 * 60, 401)):
        token = doors.token("u-1", exp=int(time.time()) + ahead)
        assert (await doors.caller(token).get("/v1/customer/orders")).status == status


async def test_nothing_of_another_buyers_is_found(doors: Doors, me: Caller) -> None:
    """Orders, refunds, conversations, pictures, callbacks: to others they do not exist (I14)."""
    order_no = await doors.order(me)
    filed = await me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []})
    talk = await doors.talk(me)
    picture = (await doors.picture(me, talk))["evidence_id"]
    slot = (await me.get("/v1/customer/callback-slots"))["items"][2]["slot_start_at"]
    wish = {"phone": "13800001234", "slot_start_at": slot, "message": "想问进度"}
    call = (await me.post("/v1/customer/callbacks", wish))["callback_no"]
    refund_no = filed["refund_no"]
    other = doors.customer(f"{me.id}-x")
    asked = [
        await other.get(f"/v1/customer/orders/{order_no}"),
        await other.get(f"/v1/customer/refunds/{refund_no}"),
        await other.get(f"{talk}/entries"),
        await other.get(f"{talk}/stream"),
        await other.get(f"/v1/customer/evidence/{picture}"),
        await other.get(f"/v1/customer/evidence/{picture}/picture"),
        await other.post(f"{talk}/messages", {"client_msg_id": "x1", "text": "你好"}),
        await other.post(f"{talk}/typing"),
        await doors.picture(other, talk),
        await other.post("/v1/customer/conversations", {"order_no": order_no}),
        await other.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []}),
        await other.post(f"/v1/customer/refunds/{refund_no}/events", {"event": "cancel"}),
        await other.post(f"/v1/customer/callbacks/{call}/events", {"event": "cancel"}),
        await other.post("/v1/customer/callbacks", wish | {"refund_no": refund_no}),
    ]
    assert [answer.problem for answer in asked] == [(404, "not_found")] * len(asked)
    own = await doors.order(other, shipped=HOUR)
    theirs = await other.post(
        "/v1/customer/refunds", {"order_no": own, "reason": "service_fault", "evidence_ids": [picture]}
    )
    assert theirs.problem == (404, "not_found")
    for listed in ("orders", "refunds", "callbacks"):
        items = (await other.get(f"/v1/customer/{listed}"))["items"]
        assert [item for item in items if item.get("order_no") != own] == []
    assert (await me.get(f"/v1/customer/refunds/{refund_no}"))["state"] == "under_review"


async def test_the_assistant_acts_for_its_conversations_buyer_alone(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(doors.customer("u-other"))
    talk = (await doors.talk(me)).rsplit("/", 1)[1]
    base = f"/v1/actions/conversations/{talk}"
    assert (await doors.actions.get(f"{base}/orders/{order_no}")).problem == (404, "not_found")
    draft = await doors.actions.put(f"{base}/draft", {"order_no": order_no})
    assert draft.problem == (404, "not_found")
    assert (await doors.actions.get("/v1/actions/conversations/C0/orders")).problem == (404, "not_found")


@pytest.mark.parametrize("role", ["agent", "finance", "operator", "supervisor"])
async def test_roles_that_do_not_decide(doors: Doors, me: Caller, role: str) -> None:
    filed = await me.post(
        "/v1/customer/refunds", {"order_no": await doors.order(me), "reason": "undelivered", "evidence_ids": []}
    )
    staff = await doors.staff(role)
    place = f"/v1/agent/refunds/{filed['refund_no']}"
    assert (await staff.get(place))["allowed_events"] == []
    for event in ("approve", "reject", "escalate"):
        body = {"event": event, "reason_code": "no_liability"}
        assert (await staff.post(f"{place}/events", body)).problem == (403, "forbidden")


async def test_signing_in_and_out(doors: Doors) -> None:
    for wrong in ({"username": "agent", "password": "wrong"}, {"username": "nobody", "password": doors.password}):
        assert (await doors.nobody.post("/v1/agent/session", wrong)).problem == (401, "unauthenticated")
    good = await doors.nobody.post("/v1/agent/session", {"username": "operator", "password": doors.password})
    assert (good.status, good["role"]) == (200, "operator")
    staff = doors.caller(good["token"])
    assert (await staff.get("/v1/agent/queue")).status == 200
    await staff.send("DELETE", "/v1/agent/session")
    assert (await staff.get("/v1/agent/queue")).problem == (401, "unauthenticated")


async def test_five_wrong_passwords_lock_the_account(doors: Doors) -> None:
    for _ in range(5):
        wrong = await doors.nobody.post("/v1/agent/session", {"username": "finance", "password": "wrong"})
        assert wrong.problem == (401, "unauthenticated")
    right = {"username": "finance", "password": doors.password}
    locked = await doors.nobody.post("/v1/agent/session", right)
    assert locked.problem == (429, "too_many")
    assert 0 < int(locked.headers["Retry-After"]) <= 15 * 60
    assert (await doors.nobody.post("/v1/agent/session", right | {"username": "reviewer"})).status == 200
    async with doors.house.desk.store.transaction() as tx:
        (await tx.staff.get("finance")).locked_until_at = None
    assert (await doors.nobody.post("/v1/agent/session", right)).status == 200
