"""The hours in force: the supervisor's last version, else the policy's (R58 A18). Every change is a version of its own,
kept and audited."""

from collections.abc import Mapping
from typing import Any

from ..domain import opening
from ..domain.actor import Actor
from ..domain.calendar import Hours
from ..domain.deadlines import service_hours
from ..domain.errors import Conflict
from ..domain.moment import iso
from ..domain.opening import Opening
from .desk import Desk
from .engine import record
from .ports import Tx

KEPT = 20
WATCH_S = 60.0


async def load(desk: Desk) -> None:
    """Take the hours in force from the books: at the start, and whenever they have been set elsewhere."""
    async with desk.store.reading() as tx:
        last = await _last(tx)
    _use(desk, last)


async def watch(desk: Desk) -> None:
    """For ever: another process may set the hours. Its bell tells; without one a minute is soon enough."""
    while True:
        rung = desk.bell.count("hours")
        await load(desk)
        await desk.bell.wait("hours", rung, WATCH_S)


async def set_hours(
    desk: Desk, tx: Tx, actor: Actor, known: int, opens: str, closes: str, days: Mapping[str, Mapping[str, Any]],
    note: str,
) -> Opening:  # fmt: skip
    """A new version, in force at once; `known` is the version that was being looked at. Raises `Invalid`, `Conflict`
    where somebody was quicker."""
    opening.check(opens, closes, days)
    await tx.head("audit:head")
    last = await _last(tx)
    version = last.version if last else 0
    if known != version:
        raise Conflict("营业时间刚刚被别人改过，请刷新后再改。")
    made = Opening(
        version + 1, opens, closes, actor.id, desk.now(), note, {day: dict(one) for day, one in sorted(days.items())}
    )
    tx.openings.add(made)
    await record(
        desk, tx, "opening", str(made.version), "set", str(version), str(made.version), actor,
        note=note, inputs={"opens": opens, "closes": closes, "days": made.days},
    )  # fmt: skip
    tx.after_commit(lambda: _use(desk, made))
    tx.after_commit(lambda: desk.bell.ring("hours"))
    return made


async def shown(desk: Desk, tx: Tx) -> dict[str, Any]:
    """The hours in force, whether it is open now, and the versions before."""
    versions = await tx.openings.find(order="-version", limit=KEPT)
    hours = versions[0].hours if versions else _policys(desk)
    now = desk.now()
    return {
        "version": versions[0].version if versions else 0,
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
        "days": [{"date": day, **one} for day, one in versions[0].days.items()] if versions else [],
        "open": desk.calendar.is_open(now),
        "next_open_at": iso(desk.calendar.next_open(now)),
        "history": [
            {"version": o.version, "opens": o.opens, "closes": o.closes, "days": len(o.days), "set_by": o.set_by,
             "set_at": iso(o.set_at), "note": o.note}
            for o in versions
        ],
    }  # fmt: skip


async def _last(tx: Tx) -> Opening | None:
    found = await tx.openings.find(order="-version", limit=1)
    return found[0] if found else None


def _use(desk: Desk, last: Opening | None) -> None:
    desk.calendar = desk.calendar.with_hours(last.hours if last else _policys(desk))


def _policys(desk: Desk) -> Hours:
    return service_hours(desk.policy)
