"""Callbacks: a number that exists, a half-hour inside service hours, three attempts, our misses not counted (S13)."""

from datetime import date

import pytest

from backend.domain.actor import Actor
from backend.domain.callback import Callback
from backend.domain.errors import Forbidden, Invalid, NotAllowed, NotFound
from backend.service import callbacks
from tests.backend.desk import DAY, HOUR, MINUTE, SECOND, at
from tests.backend.office import BUYER, Office

SLOT = at("2026-11-24 11:00")
PHONE = "13800001234"


async def book(
    office: Office, phone: str = PHONE, slot: object = SLOT, customer_id: str = BUYER, **more: str
) -> Callback:
    async with office.desk.store.transaction() as tx:
        actor = Actor("customer", customer_id)
        return await callbacks.request(office.desk, tx, actor, customer_id, phone, slot, "想问进度", **more)  # type: ignore[arg-type]


async def agent(
    office: Office, booked: Callback, event: str, role: str = "agent", name: str | None = None
) -> Callback:
    async with office.desk.store.transaction() as tx:
        found = await tx.callbacks.get(booked.callback_no, lock=True)
        await callbacks.fire_staff_event(office.desk, tx, Actor(role, name or role), found, event, None, "备注")
        return found


async def change(office: Office, booked: Callback, event: str, slot: object = None) -> None:
    async with office.desk.store.transaction() as tx:
        found = await tx.callbacks.get(booked.callback_no, lock=True)
        await callbacks.change(office.desk, tx, Actor("customer", BUYER), found, event, slot)  # type: ignore[arg-type]


async def now(office: Office, booked: Callback) -> Callback:
    return (await office.read("callbacks", callback_no=booked.callback_no))[0]


@pytest.mark.parametrize("phone", ["13800001234", "+8613800001234", "010-62345678", "0755 8234 5678"])
async def test_numbers_of_china(office: Office, phone: str) -> None:
    assert (await book(office, phone)).phone.startswith("+86")


@pytest.mark.parametrize("phone", ["12345", "62345678", "+1 202 555 0100", "1380000123", "电话", "12800001234"])
async def test_numbers_that_are_none(office: Office, phone: str) -> None:
    with pytest.raises(Invalid) as refused:
        await book(office, phone)
    assert refused.value.errors == [{"field": "phone", "code": "phone"}]


@pytest.mark.parametrize(
    ("slot", "fits"),
    [
        (at("2026-11-25 09:00"), True),
        (at("2026-11-24 21:30"), True),
        (at("2026-11-24 22:00"), False),
        (at("2026-11-25 08:30"), False),
        (at("2026-11-24 11:15"), False),
        (at("2026-11-24 11:00") + SECOND, False),
        (at("2026-11-24 10:00"), False),
        (at("2026-11-24 09:30"), False),
        (at("2026-12-01 10:00"), True),
        (at("2026-12-01 10:30"), False),
    ],
)
async def test_slots(office: Office, slot: object, fits: bool) -> None:
    if fits:
        assert (await book(office, slot=slot)).state == "scheduled"
    else:
        with pytest.raises(Invalid):
            await book(office, slot=slot)


async def test_what_is_offered_can_be_booked(office: Office) -> None:
    for moment in (at("2026-11-24 10:00"), at("2026-11-24 21:50"), at("2026-11-24 03:00")):
        await office.clock.set(moment)
        offered = callbacks.slots(office.desk)
        assert len(offered) == 8
        for slot in offered:
            callbacks.check_slot(office.desk, at(slot["slot_start_at"][:16].replace("T", " ")))


async def test_three_unanswered_attempts_end_it(office: Office) -> None:
    booked = await book(office)
    for _ in range(2):
        await agent(office, booked, "attempt")
        with pytest.raises(NotAllowed):
            await agent(office, booked, "gave_up")
        await agent(office, booked, "no_answer")
    await agent(office, booked, "attempt")
    with pytest.raises(NotAllowed):
        await agent(office, booked, "no_answer")
    ended = await agent(office, booked, "gave_up")
    assert (ended.state, ended.attempts) == ("unreachable", 3)


async def test_a_slot_we_miss_is_given_anew(office: Office) -> None:
    booked = await book(office)
    await office.wait_until(SLOT + 30 * MINUTE)
    found = await now(office, booked)
    assert (found.state, found.slot_start_at, found.missed, found.attempts) == ("scheduled", SLOT + HOUR, 1, 0)


async def test_a_call_that_hangs_is_put_back(office: Office) -> None:
    booked = await book(office)
    await agent(office, booked, "attempt")
    await office.wait(minutes=30)
    assert (await now(office, booked)).state == "scheduled"


async def test_how_a_call_went_is_told_by_who_made_it(office: Office) -> None:
    booked = await book(office)
    await agent(office, booked, "attempt", name="lin")
    for event in ("attempt", "done", "no_answer", "gave_up"):
        with pytest.raises(NotAllowed):
            await agent(office, booked, event, name="zhou")
    await agent(office, booked, "no_answer", name="lin")
    assert (await agent(office, booked, "attempt", name="zhou")).agent_id == "zhou"  # the next may be anybody's
    assert (await agent(office, booked, "done", name="zhou")).state == "completed"


async def test_the_last_miss_of_the_day_goes_to_the_morning(office: Office) -> None:
    booked = await book(office, slot=at("2026-11-24 21:30"))
    await office.wait_until(at("2026-11-24 22:00"))
    assert (await now(office, booked)).slot_start_at == at("2026-11-25 09:00")


async def test_done(office: Office) -> None:
    booked = await book(office)
    for role in ("reviewer", "supervisor"):
        with pytest.raises(Forbidden):
            await agent(office, booked, "attempt", role)
    await agent(office, booked, "attempt")
    assert (await agent(office, booked, "done")).state == "completed"
    for event in ("reschedule", "cancel"):
        with pytest.raises(NotAllowed):
            await change(office, booked, event, SLOT + DAY)


async def test_the_buyer_moves_it_and_calls_it_off(office: Office) -> None:
    booked = await book(office)
    for wrong in (None, at("2026-11-24 23:00")):
        with pytest.raises(Invalid):
            await change(office, booked, "reschedule", wrong)
    await change(office, booked, "reschedule", SLOT + DAY)
    assert await office.timers(booked.callback_no) == [("slot_missed", SLOT + DAY + 30 * MINUTE)]
    await change(office, booked, "cancel")
    assert (await now(office, booked)).state == "cancelled"


async def test_three_at_a_time(office: Office) -> None:
    for _ in range(3):
        await book(office)
    with pytest.raises(NotAllowed):
        await book(office)
    assert (await book(office, customer_id="u-2")).state == "scheduled"


async def test_about_ones_own_refund_only(office: Office) -> None:
    refund = await office.file(await office.order())
    assert (await book(office, refund_no=refund.refund_no)).refund_no == refund.refund_no
    with pytest.raises(NotFound):
        await book(office, customer_id="u-2", refund_no=refund.refund_no)


async def test_a_day_has_all_its_half_hours_that_can_be_booked(office: Office) -> None:
    await office.clock.set(at("2026-11-24 20:10"))
    today = callbacks.slots(office.desk, at("2026-11-24 12:00").date())
    assert [slot["slot_start_at"][11:16] for slot in today] == ["20:30", "21:00", "21:30"]
    assert len(callbacks.slots(office.desk, at("2026-11-26 12:00").date())) == 26
    assert callbacks.slots(office.desk, at("2026-11-23 12:00").date()) == []
    for day in (at("2027-11-26 12:00").date(), date.min, date.max):
        assert callbacks.slots(office.desk, day) == []
