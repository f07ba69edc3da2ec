"""Any body at any operation of the published description: an answer or a refusal in the contract's words, never a fault
of ours. `--hypothesis-profile=thorough` looks further."""

import json
import re
import uuid
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.api.actions import KeepIneligible
from backend.api.openapi import document
from backend.api.shapes import AmendDraft, AskPerson, Confirm

from .cases import one_of_each
from .doors import Caller, Doors
from .fuzz import TEXTS, body_of, junk

pytestmark = pytest.mark.asyncio(loop_scope="module")
WHOLE = document()
SHAPES = WHOLE["components"]["schemas"]
# Streams never end, the clock is everybody's, and whoever signs out is gone.
LEFT_OUT = re.compile(r"/stream$|/clock$|/session$")
QUERIES = ("", "1", "-1", "x", "字", "9" * 30, "under_review")
# The assistant's own door, which the description leaves out.
INNER = {"draft": ("PUT", AmendDraft), "ineligible": ("POST", KeepIneligible), "handoff": ("POST", AskPerson),
         "confirm": ("POST", Confirm)}  # fmt: skip
STAFF = ("senior_reviewer", "supervisor", "finance", "senior_adjudicator", "agent")
DOORS = ("customer", "merchant", "platform", "agent", "actions")


def operations(door: str) -> list[tuple[str, str, list[str], Any]]:
    """(method, path, names in the query, the body's schema with what it refers to) of one door."""
    if door == "actions":
        base = "/v1/actions/conversations/{conversation_id}"
        return [(method, f"{base}/{name}", [], shape.model_json_schema()) for name, (method, shape) in INNER.items()]
    return [
        (method.upper(), path, [p["name"] for p in found["parameters"] if p["in"] == "query"], _body(found))
        for path, item in WHOLE["paths"].items() for method, found in item.items()
        if found["tags"][0] == door and not LEFT_OUT.search(path)
    ]  # fmt: skip


def _body(operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return SHAPES[content["schema"]["$ref"].rsplit("/", 1)[1]] | {"$defs": SHAPES} if content else None


QUICK = settings(max_examples=120, deadline=None, derandomize=True, database=None,
                 suppress_health_check=list(HealthCheck))  # fmt: skip
HEADERS = st.sampled_from([None, "k", "", "k" * 300, "键"])


@pytest_asyncio.fixture(loop_scope="module")
async def known(doors: Doors, me: Caller) -> dict[str, Any]:
    """The numbers of real things, so that what is sent is about something."""
    numbers = await one_of_each(doors, me)
    refund = await me.get(f"/v1/customer/refunds/{numbers['refund']}")
    talk = (await doors.talk(me)).rsplit("/", 1)[1]
    named = {f"{noun}_no": number for noun, number in numbers.items()}
    return named | {"order_no": refund["order_no"], "conversation_id": talk, "customer_id": me.id, "merchant_id": "m-1"}


async def keys(doors: Doors, door: str, me: Caller) -> list[Caller]:
    if door == "agent":
        return [await doors.staff(role) for role in STAFF]
    known = {"customer": me, "merchant": doors.merchant("m-1"), "platform": doors.platform, "actions": doors.actions}
    return [known[door]]


@pytest.mark.parametrize("door", DOORS)
async def test_never_a_fault_of_ours(
    doors: Doors, me: Caller, known: dict[str, Any], door: str, request: pytest.FixtureRequest
) -> None:
    callers, mine = await keys(doors, door, me), operations(door)
    thorough = request.config.getoption("--hypothesis-profile") == "thorough"
    drawn: list[tuple[Any, ...]] = []

    @settings(QUICK, max_examples=1500 if thorough else QUICK.max_examples)
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        drawn.append(ask(data, mine, known))

    draw()
    for turn, (method, path, query, body, headers) in enumerate(drawn):
        status, problem = await send(callers[turn % len(callers)], method, path, query, body, headers)
        assert status < 500, (method, path, query, body, problem)
        if status >= 400:
            assert problem["status"] == status
            assert problem["code"], (method, path)
            assert re.search("[一-鿿]", problem["detail"]), (method, path, problem)


def ask(data: st.DataObject, mine: list[Any], known: dict[str, Any]) -> tuple[Any, ...]:
    method, path, names, schema = data.draw(st.sampled_from(mine))
    for name in re.findall(r"{(\w+)}", path):
        word = data.draw(st.sampled_from([known.get(name, "x")] * 4 + list(TEXTS[1:6]) + ["%00", "hold", "messages"]))
        path = path.replace(f"{{{name}}}", word if "%" in word else quote(word, safe="", errors="surrogatepass"))
    query = {name: data.draw(st.sampled_from(QUERIES)) for name in names
             if name != "wait_ms" and data.draw(st.booleans())}  # fmt: skip
    sent = None
    if schema is not None:
        sent = data.draw(body_of(schema, schema.get("$defs", {})))
    elif method != "GET" and data.draw(st.booleans()):
        sent = data.draw(junk)
    return method, path, query, sent, data.draw(HEADERS)


async def send(
    caller: Caller, method: str, path: str, query: dict[str, str], body: Any, key: str | None
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {caller._token}", "Content-Type": "application/json"}
    if key is not None:
        headers["Idempotency-Key"] = quote(key) if key != "k" else uuid.uuid4().hex
    data = json.dumps(body).encode() if method != "GET" else None
    async with caller._session.request(
        method, caller._base + path, headers=headers, params=query, data=data
    ) as answer:
        kind = answer.headers.get("Content-Type", "")
        return answer.status, await answer.json(content_type=None) if "json" in kind else {}
