"""The staff's accounts, as the operator's command makes, changes and takes them away."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.errors import Invalid, NotAllowed, NotFound, Unauthenticated
from backend.domain.people import StaffMember, StaffSession
from backend.service import accounts, handoffs, staff
from tests.backend.office import Office
from tests.backend.talk import Talk

LONG = "a password of some length"


async def put(office: Office, username: str, role: str, password: str | None = LONG) -> StaffMember:
    async with office.desk.store.transaction() as tx:
        return await accounts.put(office.desk, tx, username, role, f"同事{username}", password)


async def enter(office: Office, username: str, password: str = LONG) -> str | None:
    """Sign in; the role that came of it."""
    async with office.desk.store.transaction() as tx:
        found = await staff.sign_in(office.desk, tx, username, password, lambda token: f"hash of {token}")
        return found[0].role if found else None


async def take_away(office: Office, username: str) -> None:
    async with office.desk.store.transaction() as tx:
        await accounts.remove(office.desk, tx, username)


async def test_made_changed_and_taken_away(office: Office) -> None:
    await put(office, "xiaohe", "agent")
    assert await enter(office, "xiaohe") == "agent"
    assert await enter(office, "xiaohe", "something else") is None
    await put(office, "xiaohe", "agent", None)  # another name alone: the password and the sessions stay
    assert len(await office.read("staff_sessions", username="xiaohe")) == 1
    await put(office, "xiaohe", "reviewer", None)
    assert await office.read("staff_sessions", username="xiaohe") == []  # a session of the old role is worth nothing
    assert await enter(office, "xiaohe") == "reviewer"
    await take_away(office, "xiaohe")
    assert await enter(office, "xiaohe") is None
    with pytest.raises(Unauthenticated):
        await staff.session_of(office.desk, "hash of anything")
    rows = await office.read("audit", machine="staff", key="xiaohe", order="seq")
    assert [(r.event, r.source, r.target, r.actor_id) for r in rows] == [
        ("account", "", "agent", "command"), ("account", "agent", "agent", "command"),
        ("account", "agent", "reviewer", "command"), ("account", "reviewer", "", "command"),
    ]  # fmt: skip


async def test_a_new_password_ends_what_was_signed_in_and_opens_a_lock(office: Office) -> None:
    await put(office, "xiaohe", "agent")
    for _ in range(5):
        await enter(office, "xiaohe", "wrong")
    async with office.desk.store.transaction() as tx:
        tx.staff_sessions.add(StaffSession("stolen", "xiaohe", "agent", datetime.now(UTC) + timedelta(hours=1)))
    await put(office, "xiaohe", "agent", f"{LONG} anew")
    assert await office.read("staff_sessions", username="xiaohe") == []
    assert await enter(office, "xiaohe", f"{LONG} anew") == "agent"


@pytest.mark.parametrize(("role", "password"), [("king", LONG), ("agent", "short"), ("agent", None)])
async def test_what_is_no_account(office: Office, role: str, password: str | None) -> None:
    with pytest.raises(Invalid):
        await put(office, "nobody", role, password)
    assert await office.read("staff", username="nobody") == []
    with pytest.raises(NotFound):
        await take_away(office, "nobody")


async def test_who_holds_a_talk_hands_it_on_first(office: Office) -> None:
    talk = await Talk.open(office)
    await talk.on_duty("lin")
    await talk.ask_person()
    await talk.accept("lin")
    for refused in (take_away(office, "lin"), put(office, "lin", "finance", None)):
        with pytest.raises(NotAllowed):
            await refused
    assert (await talk.handoff()).agent_id == "lin"
    async with office.desk.store.reading() as tx:
        assert await handoffs.open_for(tx, talk.id) is not None
