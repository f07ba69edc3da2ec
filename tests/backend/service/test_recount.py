"""The next year's notice is published while cases are running over New Year (2.8)."""

from datetime import datetime

import pytest

from backend.domain.calendar import CALENDARS, Calendar
from backend.domain.calendar_data import FIXED, YEARS
from backend.service.audit import inspect
from backend.service.recount import recount
from tests.backend.desk import HOUR, at
from tests.backend.office import Office

# An invented notice: 4 and 5 January off, Saturday and Sunday, the 2nd and 3rd, worked.
NOTICE = Calendar(YEARS | {2027: ("0101 0104 0105", "0102 0103")}, FIXED, "test-2027")


async def published(office: Office) -> int:
    office.desk.calendar = NOTICE
    return await recount(office.desk)


@pytest.fixture
async def late(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """30 December, the books counted in the calendar of then."""
    monkeypatch.setitem(CALENDARS, NOTICE.version, NOTICE)
    await office.clock.set(at("2026-12-30 10:00"))
    assert await recount(office.desk) == 0
    return office


async def filed(office: Office, reason: str = "service_fault") -> str:
    return (await office.file(await office.order(shipped=HOUR), reason, "merchant_chat")).refund_no


async def due(office: Office, number: str, name: str) -> datetime:
    found: datetime = getattr(await office.refund(number), name)
    return found


async def test_our_promise_comes_earlier_with_the_new_working_days(late: Office) -> None:
    """Promised by the 6th (31, 4, 5); by the notice 31, 2, 3: by the end of the 3rd."""
    number = await filed(late)
    assert await due(late, number, "review_due_at") == at("2027-01-06 00:00")
    assert await published(late) == 1
    assert await due(late, number, "review_due_at") == at("2027-01-04 00:00")
    assert await late.timers(number) == [("review_overdue", at("2027-01-04 00:00"))]
    assert [e.data["state"] for e in await late.read("events", event="refund.recounted")] == ["under_review"]
    assert (await inspect(late.desk.store)).violations == ()


async def test_a_buyers_window_is_never_shortened_but_rolls_further(late: Office) -> None:
    asked, rejected = await filed(late), await filed(late)
    await late.staff("reviewer", asked, "request_evidence", items=({"kind": "fault_screenshot", "note": "要清楚的"},))
    await late.clock.set(at("2026-12-29 10:00"))
    await late.staff("reviewer", rejected, "reject", reason_code="no_liability")
    assert await due(late, rejected, "appeal_until_at") == at("2027-01-06 00:00")
    await late.clock.set(at("2026-12-30 11:00"))
    await published(late)
    assert await due(late, asked, "supplement_due_at") == at("2027-01-06 00:00")
    assert await due(late, asked, "review_due_at") == at("2027-01-04 00:00")
    assert await due(late, rejected, "appeal_until_at") == at("2027-01-07 00:00")
    assert await late.timers(rejected) == [("close_window", at("2027-01-07 00:00"))]


async def test_it_is_done_once_and_nothing_else_moves(late: Office) -> None:
    number = await filed(late)
    await late.staff("reviewer", number, "approve")
    assert await published(late) == 0
    assert await published(late) == 0
    assert len(await late.read("audit", machine="calendar")) == 1


async def test_a_breach_that_has_happened_stays(late: Office) -> None:
    number = await filed(late)
    await late.wait_until(at("2027-01-06 00:00"))
    breached = await due(late, number, "breached_at")
    await published(late)
    assert await due(late, number, "breached_at") == breached == await due(late, number, "review_due_at")
