"""What a door refuses leaves one audit row behind, and nothing else in any table (I13)."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.store.tables import metadata

from .cases import one_of_each
from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
# noun, who, what: refused for the role by the machine (one audit row), by the route (none), or for the state (one).
REFUSED = (
    ("refund", "agent", "approve", 403, 1),
    ("refund", "senior_reviewer", "overturn", 409, 1),
    ("dispute", "agent", "decide_user", 403, 1),
    ("payout", "agent", "redirect", 403, 0),
    ("compensation", "finance", "second_approve", 403, 1),
    ("compensation", "finance", "deposit_short", 409, 1),
    ("expedite", "agent", "assign", 403, 1),
    ("callback", "finance", "attempt", 403, 1),
    ("callback", "agent", "done", 409, 1),
    ("chargeback", "supervisor", "lift", 403, 0),
)


async def books(doors: Doors) -> dict[str, list[Any]]:
    """Every row of every table; who signs in and who is seen is no business of the cases."""
    async with doors.house.desk.store.reading() as tx:
        return {
            table.name: sorted((await tx.session.execute(select(table))).all(), key=repr)
            for table in metadata.sorted_tables
            if table.name not in {"staff", "staff_sessions"}
        }


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, int]:
    """Tables that are not as they were, with how many rows more they have."""
    return {name: len(after[name]) - len(rows) for name, rows in before.items() if after[name] != rows}


@pytest.mark.parametrize(("noun", "role", "event", "status", "rows"), REFUSED)
async def test_one_audit_row_and_nothing_else(
    doors: Doors, me: Caller, noun: str, role: str, event: str, status: int, rows: int
) -> None:
    number, staff = (await one_of_each(doors, me))[noun], await doors.staff(role)
    async with doors.house.worker.still():
        before = await books(doors)
        answer = await staff.post(f"/v1/agent/{noun}s/{number}/events", {"event": event, "note": "试"})
        assert answer.problem[0] == status
        assert changed(before, await books(doors)) == ({"audit": 1, "settings": 0} if rows else {})


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"event": 1},
        {"event": "approve", "x": 1},
        {"event": "approve", "amount_fen": -1},
        {"event": "approve", "amount_fen": 10**30},
        {"event": "extend_deadline", "due_at": "9999-12-31T23:59:59-01:00"},
    ],
    ids=str,
)
async def test_a_shape_that_is_none_leaves_nothing(doors: Doors, me: Caller, body: Any) -> None:
    number, staff = (await one_of_each(doors, me))["refund"], await doors.staff("senior_reviewer")
    async with doors.house.worker.still():
        before = await books(doors)
        answer = await staff.post(f"/v1/agent/refunds/{number}/events", body)
        assert answer.problem == (422, "invalid")
        assert changed(before, await books(doors)) == {}
