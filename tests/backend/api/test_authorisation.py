"""Every key at every door, and every role at every event of every machine: what docs/authorisation.md says is so."""

import re
from typing import Any

import pytest

from backend.api.contract_routes import ROUTES
from backend.domain.actor import STAFF_ROLES
from backend.domain.errors import Refusal
from backend.service.audit import MACHINES
from backend.service.buyer_events import BUYER_EVENTS
from backend.service.confirm import _event as carry
from backend.service.threads import proxy
from ops.authorisation import CALLERS, events, inner, may_fire, may_use

from .cases import one_of_each
from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
LAST = [route for route in ROUTES if (route.method, route.path) == ("DELETE", "/v1/agent/session")]
CASES = ("refund", "dispute", "payout", "compensation", "expedite", "callback", "chargeback")
# The handoff's events as a conversation's route calls them.
STEPS = {"accept": "accept", "decline": "decline", "hold": "hold", "resume": "resume", "transfer": "transfer",
         "return": "return_to_bot", "resolve": "resolve"}  # fmt: skip


async def key(doors: Doors, caller: str) -> Caller:
    if caller in STAFF_ROLES:
        return await doors.staff(caller)
    known = {"nobody": doors.nobody, "customer": doors.customer("u-any"), "bot": doors.actions,
             "merchant": doors.merchant("m-any"), "platform": doors.platform}  # fmt: skip
    return known[caller]


async def knock(caller: Caller, method: str, path: str) -> int:
    """The status alone: a stream that opens is not read."""
    headers = {"Authorization": f"Bearer {caller._token}"} if caller._token else {}
    body = None if method == "GET" else {}
    async with caller._session.request(method, caller._base + path, headers=headers, json=body) as answer:
        return answer.status


@pytest.mark.parametrize("caller", CALLERS)
async def test_every_door_to_every_key(doors: Doors, caller: str) -> None:
    who = await key(doors, caller)
    for route in [*(r for r in ROUTES if r not in LAST), *inner(), *LAST]:
        status = await knock(who, route.method, re.sub(r"{\w+}", "x", route.path))
        if may_use(route, caller):
            assert status not in {401, 403}, (route.method, route.path)
        else:
            refused = 403 if route.door == "agent" and caller in STAFF_ROLES else 401
            assert status == refused, (route.method, route.path)
    doors._tokens.pop(caller, None)  # signed out


@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_every_event_of_every_machine_to_every_role(doors: Doors, me: Caller, role: str) -> None:
    """Refused by role (or, where the door does not know the event at all, as unknown), or let through to the guards."""
    staff, numbers = await doors.staff(role), await one_of_each(doors, me)
    for noun in CASES:
        machine, place = MACHINES[noun][0], f"/v1/agent/{noun}s/{numbers[noun]}/events"
        before = await state(doors, noun, numbers[noun])
        refused = [event for event in events(machine) if not may_fire(machine, event, role)]
        for event in refused:
            answer = await staff.post(place, {"event": event, "note": "试"})
            assert answer.problem in {(403, "forbidden"), (422, "invalid")}, (noun, event, answer)
        assert await state(doors, noun, numbers[noun]) == before
        for event in [event for event in events(machine) if event not in refused]:
            answer = await staff.post(place, {"event": event, "note": "试", "reason_code": "no_liability"})
            assert answer.status not in {401, 403}, (noun, event, answer)
            assert answer.status < 500


@pytest.mark.parametrize("role", STAFF_ROLES)
async def test_a_talks_steps_to_every_role(doors: Doors, me: Caller, role: str) -> None:
    staff, talk = await doors.staff(role), (await doors.talk(me)).rsplit("/", 1)[1]
    for step, event in STEPS.items():
        answer = await staff.post(f"/v1/agent/conversations/{talk}/{step}", {})
        allowed = may_fire(MACHINES["handoff"][0], event, role)
        assert (answer.status != 403) == allowed, (step, answer)


async def test_what_is_not_a_buyers_or_a_merchants_is_no_event_of_theirs(doors: Doors, me: Caller) -> None:
    numbers = await one_of_each(doors, me)
    theirs = {"customer": (me, f"/v1/customer/refunds/{numbers['refund']}/events"),
              "merchant": (doors.merchant("m-1"), f"/v1/merchant/disputes/{numbers['dispute']}/events")}  # fmt: skip
    everything = {event for machine, _ in MACHINES.values() for event in events(machine)}
    for role, (caller, place) in theirs.items():
        own = {e for e in everything for m, _ in MACHINES.values() if may_fire(m, e, role)}
        for event in sorted(everything - own):
            assert (await caller.post(place, {"event": event})).problem == (422, "invalid"), (role, event)
    assert await state(doors, "refund", numbers["refund"]) == "under_review"
    assert await state(doors, "dispute", numbers["dispute"]) == "adjudication"


async def test_the_bot_carries_a_buyers_yes_and_no_power(doors: Doors, me: Caller) -> None:
    """After a yes the backend does what was proposed: an event that is no buyer's is refused whatever was said."""
    number, desk = (await one_of_each(doors, me))["refund"], doors.house.desk
    everything = {event for machine, _ in MACHINES.values() for event in events(machine)} - set(BUYER_EVENTS)
    for event in sorted(everything):
        async with desk.store.reading() as tx:
            with pytest.raises(Refusal):
                await carry(desk, tx, proxy(me.id), me.id, {"refund_no": number, "event": event})
    assert await state(doors, "refund", number) == "under_review"


async def state(doors: Doors, noun: str, number: str) -> Any:
    async with doors.house.desk.store.reading() as tx:
        return (await getattr(tx, f"{noun}s").get(number)).state
