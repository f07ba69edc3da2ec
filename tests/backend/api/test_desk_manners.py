"""What each role is told waits for it; who is heard typing; what may be promised; and who signs out is gone at once."""

from datetime import timedelta

import pytest

from backend.service import accounts

from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
AGENT = "/v1/agent"
PASSWORD = "one of some length"


async def hired(doors: Doors, username: str) -> Caller:
    """A new agent, online, signed in once."""
    desk = doors.house.desk
    async with desk.store.transaction() as tx:
        await accounts.put(desk, tx, username, "agent", username, PASSWORD)
    return await signed_in(doors, username)


async def signed_in(doors: Doors, username: str) -> Caller:
    answer = await doors.nobody.post(f"{AGENT}/session", {"username": username, "password": PASSWORD})
    return doors.caller(answer["token"], username)


async def taken(doors: Doors, me: Caller, agent: Caller) -> str:
    """A talk that this agent has, asked for by the buyer."""
    await agent.post(f"{AGENT}/presence", {"state": "online"})
    name = (await doors.talk(me)).rsplit("/", 1)[1]
    await doors.actions.post(f"/v1/actions/conversations/{name}/handoff", {"reason_code": "complaint"})
    assert (await agent.post(f"{AGENT}/conversations/{name}/accept")).status == 200
    return name


async def shown(doors: Doors, name: str) -> tuple[str, str, str]:
    """(owner, state of the request, since when the buyer waits)"""
    found = await (await doors.staff("supervisor")).get(f"{AGENT}/conversations/{name}")
    return found["owner"], found["handoff"]["handoff_state"], found["handoff"]["waiting_since_at"]


@pytest.mark.parametrize(
    ("state", "told"),
    [("under_review", {"reviewer", "senior_reviewer", "supervisor"}), ("arrival_inquiry", {"agent"}),
     ("appeal_review", {"senior_reviewer", "supervisor"}), ("payout_exception", {"finance"}), ("ineligible", set())],
)  # fmt: skip
async def test_a_refund_is_counted_to_whom_it_waits_for(doors: Doors, me: Caller, state: str, told: set[str]) -> None:
    roles = ("agent", "reviewer", "senior_reviewer", "finance", "supervisor")
    body = {"order_no": await doors.order(me, fen=60_000), "reason": "undelivered"}
    number = (await me.post("/v1/customer/refunds", body))["refund_no"]

    async def put(wanted: str) -> None:
        async with doors.house.desk.store.transaction() as tx:
            (await tx.refunds.get(number, lock=True)).state = wanted

    async def counts() -> dict[str, int]:
        return {role: (await (await doors.staff(role)).get(f"{AGENT}/counts"))["refunds"] for role in roles}

    await put("closed")
    before = await counts()
    await put(state)
    after = await counts()
    assert {role for role in roles if after[role] == before[role] + 1} == told
    assert all(after[role] == before[role] for role in roles if role not in told)
    await put("closed")


async def test_only_who_has_the_talk_is_heard_typing(doors: Doors, me: Caller) -> None:
    agent, lead = await doors.staff("agent"), await doors.staff("supervisor")
    name = await taken(doors, me, agent)
    bell, typing = doors.house.desk.bell, f"typing:{name}:agent"
    before = bell.count(typing)
    assert (await lead.post(f"{AGENT}/conversations/{name}/typing")).status == 202  # a note, perhaps
    assert bell.count(typing) == before
    await agent.post(f"{AGENT}/conversations/{name}/typing")
    assert bell.count(typing) == before + 1
    assert (await agent.post(f"{AGENT}/conversations/C-none/typing")).problem == (404, "not_found")
    await agent.post(f"{AGENT}/conversations/{name}/return")


async def test_what_is_promised_is_ahead_and_today(doors: Doors, me: Caller) -> None:
    agent = await doors.staff("agent")
    name = await taken(doors, me, agent)
    hold = f"{AGENT}/conversations/{name}/hold"
    for off in (timedelta(minutes=-1), timedelta(days=1), timedelta(days=3650)):
        refused = await agent.post(hold, {"until_at": (doors.now() + off).isoformat()})
        assert refused.problem == (422, "invalid")
        assert (await shown(doors, name))[1] == "connected"
    assert (await agent.post(hold, {"until_at": (doors.now() + timedelta(minutes=10)).isoformat()})).status == 200
    await agent.post(f"{AGENT}/conversations/{name}/resume")
    await agent.post(f"{AGENT}/conversations/{name}/return")


async def test_who_signs_out_is_gone_at_once(doors: Doors, me: Caller) -> None:
    for name in ("agent", "supervisor"):
        await (await doors.staff(name)).post(f"{AGENT}/presence", {"state": "offline"})
    one = await hired(doors, f"x-{me.id}")
    two = await signed_in(doors, one.id)
    name = await taken(doors, me, one)
    owner, state, since = await shown(doors, name)
    assert (owner, state) == ("agent", "connected")
    await two.send("DELETE", f"{AGENT}/session")  # still there in the other tab
    assert await shown(doors, name) == ("agent", "connected", since)
    await one.send("DELETE", f"{AGENT}/session")
    assert await shown(doors, name) == ("queue", "queued", since)
    people = (await (await doors.staff("supervisor")).get(f"{AGENT}/staff"))["items"]
    assert [each["presence"] for each in people if each["username"] == one.id] == ["offline"]
    await me.post(f"/v1/customer/conversations/{name}/messages", {"client_msg_id": "c", "choice": "cancel_handoff"})


async def test_a_number_is_whole_for_who_may_dial_it(doors: Doors, me: Caller) -> None:
    slot = (await me.get("/v1/customer/callback-slots"))["items"][0]["slot_start_at"]
    asked = {"phone": "13800001234", "slot_start_at": slot, "message": "想问进度"}
    number = (await me.post("/v1/customer/callbacks", asked))["callback_no"]
    for role, shown in (("agent", "+8613800001234"), ("supervisor", "+8613800001234"),
                        ("reviewer", "138****1234"), ("finance", "138****1234")):  # fmt: skip
        who = await doors.staff(role)
        listed = {c["callback_no"]: c["phone"] for c in (await who.get(f"{AGENT}/callbacks"))["items"]}
        assert listed[number] == (await who.get(f"{AGENT}/callbacks/{number}"))["phone"] == shown
    agent = await doors.staff("agent")
    assert (await agent.post(f"{AGENT}/callbacks/{number}/events", {"event": "attempt"})).status == 200
    colleague = await hired(doors, f"y-{me.id}")
    case = await colleague.get(f"{AGENT}/callbacks/{number}")
    assert case["allowed_events"] == []
    assert {each["event"] for each in case["refused_events"] if each["why"]} == {"done", "no_answer", "gave_up"}
    done = {"event": "done", "reason_code": "solved"}
    assert (await colleague.post(f"{AGENT}/callbacks/{number}/events", done)).problem == (409, "not_allowed")
    assert (await agent.post(f"{AGENT}/callbacks/{number}/events", done)).status == 200
