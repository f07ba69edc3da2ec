"""A year's holidays have been published: what is still running is counted again, under the new calendar (2.8)."""

from typing import Any

from ..domain.actor import SYSTEM
from ..domain.calendar import CALENDARS
from ..domain.deadlines import recounted
from ..domain.dispute import DISPUTE
from ..domain.machine import Machine
from ..domain.refund import REFUND
from .desk import Desk
from .engine import rearm, record
from .events import publish
from .ports import Clash, Tx

# (state, its deadlines and how each is counted); the first is the one that the state's timer watches.
REFUNDS = {
    "under_review": {"review_due_at": "ours"},
    "manual_review": {"review_due_at": "ours"},
    "appeal_review": {"appeal_due_at": "ours"},
    "evidence_required": {"supplement_due_at": "theirs", "review_due_at": "ours"},
    "rejected": {"resubmit_until_at": "rolled", "appeal_until_at": "rolled"},
}
DISPUTES = {"adjudication": {"adjudication_due_at": "ours"}}


async def recount(desk: Desk) -> int:
    """Count again if the calendar is newer than the one that the books were counted in; how many cases have moved."""
    try:
        return await _recount(desk)
    except Clash:
        return await _recount(desk)  # another process starts at the same moment: it has done it by now


async def _recount(desk: Desk) -> int:
    async with desk.store.transaction() as tx:
        head = await tx.head("calendar")
        known = head.value.get("version")
        if known == desk.calendar.version:
            return 0
        head.value = {"version": desk.calendar.version}
        if known not in CALENDARS:
            return 0
        moved = [await _again(desk, tx, REFUND, case, REFUNDS[case.state], known)
                 for case in await tx.refunds.find(state=list(REFUNDS), lock=True)]  # fmt: skip
        moved += [await _again(desk, tx, DISPUTE, case, DISPUTES[case.state], known)
                  for case in await tx.disputes.find(state=list(DISPUTES), lock=True)]  # fmt: skip
        note = f"{sum(moved)} of {len(moved)} moved"
        await record(desk, tx, "calendar", desk.calendar.version, "recount", known, desk.calendar.version, SYSTEM,
                     note=note)  # fmt: skip
        return sum(moved)


async def _again(desk: Desk, tx: Tx, machine: Machine, case: Any, deadlines: dict[str, str], known: str) -> bool:
    changed = {}
    for name, counted in deadlines.items():
        due = getattr(case, name)
        again = recounted(due, desk.now(), CALENDARS[known], desk.calendar, counted) if due else None
        if due and due > desk.now() and again != due:
            changed[name] = again
    if not changed:
        return False
    for name, again in changed.items():
        setattr(case, name, again)
    await rearm(desk, tx, machine, case)
    data = {name: again.isoformat() for name, again in changed.items() if again} | {"state": case.state}
    await publish(desk, tx, f"{machine.name}.recounted", case.customer_id, refund_no=case.refund_no, data=data)
    return True
