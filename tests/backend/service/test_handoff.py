"""A person, now or later: the queue, the offer, silence, holding, giving back (POLICY section 2 G, S15)."""

import pytest

from backend.domain.errors import Forbidden, NotAllowed
from backend.service.threads import owed
from tests.backend.desk import HOUR, MINUTE, SECOND, at
from tests.backend.office import Office
from tests.backend.talk import Talk


async def queued(office: Office, *names: str) -> Talk:
    talk = await Talk.open(office)
    await talk.turn()
    await talk.on_duty(*(names or ("lin",)))
    await talk.ask_person()
    return talk


async def test_the_longest_waiting_is_offered(office: Office) -> None:
    talk = await queued(office)
    found = await talk.handoff()
    assert (found.state, found.offered_to) == ("offered", "lin")
    assert (await talk.now()).owner == "queue"
    again = await talk.ask_person()
    assert (again["handoff_id"], again["position"]) == (found.handoff_id, 1)
    await office.clock.set(office.clock.now() + SECOND)
    other = await Talk.open(office, "u-2")
    assert (await other.ask_person())["position"] == 2


async def test_while_it_waits_the_assistant_is_silent(office: Office) -> None:
    talk = await queued(office)
    heard = len(talk.xiaoyun.heard)
    await talk.say("还要多久")
    await talk.turn()
    assert len(talk.xiaoyun.heard) == heard


async def test_accepting(office: Office) -> None:
    talk = await queued(office, "lin", "zhou")
    offered_to = (await talk.handoff()).offered_to
    other = "zhou" if offered_to == "lin" else "lin"
    with pytest.raises(NotAllowed):
        await talk.accept(other)
    found = await talk.accept(str(offered_to))
    now = await talk.now()
    assert (found.state, now.owner, now.owner_id) == ("connected", "agent", offered_to)
    assert found.packet["customer"]["customer_id"] == "u-1"
    with pytest.raises(NotAllowed):
        await talk.agent_says("我也来", name=other)


@pytest.mark.parametrize("moment", ["2026-11-24 22:00", "2026-11-24 08:59", "2026-11-24 03:00"])
async def test_outside_hours_something_else_is_offered(office: Office, moment: str) -> None:
    await office.clock.set(at(moment))
    talk = await Talk.open(office)
    await talk.on_duty("lin")
    told = await talk.ask_person()
    assert (told["handoff_state"], told["open"]) == ("deferred", False)
    assert told["next_open_at"].endswith("T09:00:00+08:00")
    assert (await talk.now()).owner == "bot"


async def test_nobody_on_duty(office: Office) -> None:
    talk = await Talk.open(office)
    await talk.on_duty("lin", presence="away")
    assert (await talk.ask_person())["handoff_state"] == "deferred"


async def test_two_missed_offers_send_the_agent_away(office: Office) -> None:
    talk = await queued(office)
    since = (await talk.handoff()).waiting_since_at
    await office.wait(30 * SECOND)
    found = await talk.handoff()
    assert (found.state, found.offered_to, found.waiting_since_at) == ("offered", "lin", since)  # there is nobody else
    await office.wait(30 * SECOND)
    (member,) = await office.read("staff")
    assert (member.presence, (await talk.handoff()).state) == ("away", "queued")


async def test_who_missed_the_offer_is_asked_last(office: Office) -> None:
    talk = await queued(office, "lin", "zhou")
    first = (await talk.handoff()).offered_to
    await office.wait(30 * SECOND)
    assert {first, (await talk.handoff()).offered_to} == {"lin", "zhou"}
    await talk.step("decline", name=str((await talk.handoff()).offered_to))
    assert (await talk.handoff()).offered_to == first


async def test_accepting_makes_good_a_missed_offer(office: Office) -> None:
    talk = await queued(office)
    await office.wait(30 * SECOND)
    await talk.accept()
    (member,) = await office.read("staff")
    assert (member.presence, member.missed_offers) == ("online", 0)


async def test_three_minutes_then_three_ways_on(office: Office) -> None:
    talk = await queued(office)
    since = (await talk.handoff()).waiting_since_at
    await office.wait(minutes=4)
    last = (await talk.entries())[-1]
    assert (last.kind, (await talk.now()).owner) == ("handoff.deferred", "bot")
    assert [c["value"] for c in last.body["choices"]] == [
        "request_human", "request_callback", "request_human:choice=message",
    ]  # fmt: skip
    await talk.on_duty("lin")
    await talk.ask_person()
    assert sorted(await talk.handoff_states()) == ["expired", "offered"]
    found = (await office.read("handoffs", state="offered"))[0]
    assert found.waiting_since_at == since  # the place is kept


async def test_who_waited_for_the_opening_is_offered_then(office: Office) -> None:
    """The night does not count towards the limit, only the line does; the place is that of the evening."""
    await office.clock.set(at("2026-11-24 23:00"))
    talk = await Talk.open(office)
    await talk.on_duty("lin")
    await talk.ask_person(wait_for_opening=True)
    since = (await talk.handoff()).waiting_since_at
    await office.wait_until(at("2026-11-25 09:00"))
    found = await talk.handoff()
    assert (found.state, found.offered_to, found.waiting_since_at) == ("offered", "lin", since)
    await talk.on_duty("lin", presence="away")
    await office.wait(5 * MINUTE)
    assert ((await talk.handoff()).state, (await talk.kinds())[-1]) == ("deferred", "handoff.deferred")
    await talk.on_duty("lin")
    await office.wait(30 * MINUTE)
    assert (await talk.handoff()).state == "deferred"  # the three ways on are the buyer's to choose from


async def test_leaving_the_queue(office: Office) -> None:
    talk = await queued(office)
    await talk.say(choice="cancel_handoff")
    assert await talk.handoff_states() == ["cancelled"]
    assert (await talk.now()).owner == "bot"
    await talk.turn()
    assert talk.xiaoyun.heard[-1][1] == "/cancel_handoff"


async def test_a_silent_agent_loses_the_talk(office: Office) -> None:
    """Two minutes after the customer's word it goes back to the queue, with its place kept; the customer sees it."""
    talk = await queued(office)
    since = (await talk.handoff()).waiting_since_at
    await talk.accept()
    await talk.agent_says("您好")
    await office.wait(5 * MINUTE)
    assert (await talk.handoff()).state == "connected"
    await talk.say("帮我看看")
    await office.wait(119 * SECOND)
    assert (await talk.handoff()).state == "connected"
    await office.wait(2 * SECOND)
    found = await talk.handoff()
    assert (found.state, found.waiting_since_at) == ("offered", since)
    assert "handoff.requeued" in await talk.kinds()
    assert (await talk.now()).owner == "queue"


async def test_an_idle_customer(office: Office) -> None:
    talk = await queued(office)
    await talk.accept()
    await talk.agent_says("还在吗")
    await office.wait(16 * MINUTE)
    assert (await talk.handoff()).state == "completed"
    assert (await talk.now()).owner == "bot"


async def test_an_overdue_hold_is_told(office: Office) -> None:
    talk = await queued(office)
    await talk.accept()
    await talk.step("hold", until_at=office.clock.now() + 10 * MINUTE)
    await office.wait(10 * MINUTE)
    assert ((await talk.handoff()).state, (await talk.kinds())[-1]) == ("on_hold", "handoff.hold_overdue")
    await talk.step("resume")
    assert (await talk.handoff()).state == "connected"


async def test_transfer_needs_a_reason(office: Office) -> None:
    talk = await queued(office)
    await talk.accept()
    with pytest.raises(NotAllowed):
        await talk.step("transfer")
    with pytest.raises(NotAllowed):
        await talk.step("transfer", name="zhou", reason="我来")
    await talk.step("transfer", reason="需要财务")
    told = [(e.visibility, e.text) for e in await talk.entries() if e.kind == "agent.said"]
    assert told == [("internal", "转接说明：需要财务")]
    assert ((await talk.handoff()).state, (await talk.now()).owner) == ("offered", "queue")


async def test_giving_back(office: Office) -> None:
    """The assistant hears that a person spoke, and owns the talk again."""
    talk = await queued(office)
    await talk.accept()
    await talk.agent_says("已经帮您登记")
    epoch = (await talk.now()).owner_epoch
    await talk.step("return", reason="已说明")
    assert (await talk.handoff()).state == "returned"
    await talk.turn()
    assert talk.xiaoyun.heard[-1][1].startswith("/handoff_ended")
    now = await talk.now()
    assert (now.owner, now.owner_epoch) == ("bot", epoch + 1)


async def test_a_resolved_talk_opens_again(office: Office) -> None:
    talk = await queued(office)
    await talk.accept()
    await talk.step("resolve", outcome="answered")
    asked = await office.read("ratings", conversation_id=talk.id)
    assert ((await talk.now()).status, [r.score for r in asked]) == ("resolved", [None])
    await talk.say("还有一个问题")
    assert ((await talk.now()).status, (await talk.now()).owner) == ("open", "bot")
    await talk.ask_person()
    await talk.accept()
    await talk.step("resolve", outcome="answered")
    assert (await Talk.open(office)).id == talk.id
    assert (await talk.now()).status == "open"


async def test_milestones_reach_a_resolved_talk(office: Office) -> None:
    talk = await queued(office)
    await talk.accept()
    await talk.step("resolve", outcome="answered")
    await office.file(await office.order())
    assert "refund.under_review" in await talk.kinds()


async def test_what_a_reviewer_passes_on_is_told_and_what_was_just_handed_in_is_not(office: Office) -> None:
    talk = await Talk.open(office)
    await talk.turn()
    large = await office.file(await office.order(shipped=HOUR, fen=1_000_000), "service_fault", "merchant_chat")
    assert (large.state, owed(await talk.now())) == ("manual_review", False)
    plain = await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")
    assert (plain.state, owed(await talk.now())) == ("under_review", False)
    await office.staff("reviewer", plain.refund_no, "escalate", note="商家否认")
    assert owed(await talk.now())


@pytest.mark.parametrize(("name", "role"), [("lin", "agent"), ("li", "supervisor")])
async def test_stepping_in_where_the_bot_talks(office: Office, name: str, role: str) -> None:
    talk = await Talk.open(office)
    await talk.accept(name, role)
    assert ((await talk.handoff()).reason_code, (await talk.now()).owner_id) == ("takeover", name)


async def test_stepping_in_answers_what_was_put_off(office: Office) -> None:
    talk = await Talk.open(office)
    await talk.ask_person()  # nobody on duty
    await talk.agent_says("我来了")
    assert sorted(await talk.handoff_states()) == ["connected", "expired"]


async def test_only_who_serves(office: Office) -> None:
    talk = await queued(office)
    with pytest.raises((Forbidden, NotAllowed)):
        await talk.accept("zhou", "reviewer")


async def test_internal_notes_stay_inside(office: Office) -> None:
    talk = await queued(office)
    await talk.accept()
    await talk.agent_says("老顾客", visibility="internal")
    entry = (await talk.entries())[-1]
    assert (entry.visibility, entry.as_json()["visibility"]) == ("internal", "internal")
    assert not [e for e in await office.read("events", event="customer.notice") if "老顾客" in str(e.data)]
    await talk.agent_says("您好")
    assert [e.data["text"] for e in await office.read("events", event="customer.notice")] == ["客服回复您：您好"]
