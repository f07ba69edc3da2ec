"""The supervisor's door: the live board, the people and what they are given, the hours of service."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.errors import Invalid, NotFound
from ..domain.handoff import OUTCOMES, SKILLS
from ..domain.moment import iso
from ..domain.people import StaffMember
from ..service import board, openings, presence, queue
from ..service.desk import Desk
from ..service.engine import record
from ..service.ports import Tx
from . import desk_shapes, guards
from .commands import Answer, parse, run


def add(bp: Blueprint, desk: Desk) -> None:
    _add_people(bp, desk)

    @bp.get("/board")
    async def _board(request: Request) -> HTTPResponse:
        """Figures about colleagues are the supervisor's and the operator's."""
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            return json(await board.figures(desk, tx))

    @bp.get("/hours")
    async def _hours(request: Request) -> HTTPResponse:
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            return json(await openings.shown(desk, tx))

    @bp.post("/hours")
    async def _set_hours(request: Request) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, desk_shapes.SetHours)
        days = {day.date.isoformat(): {"opens": day.opens, "closes": day.closes, "note": day.note} for day in body.days}
        if len(days) != len(body.days):
            raise Invalid("同一天只能填一次。", errors=[{"field": "days", "code": "twice"}])

        async def act(tx: Tx) -> Answer:
            made = await openings.set_hours(desk, tx, actor, body.version, body.opens, body.closes, days, body.note)
            return Answer(200, {"version": made.version})

        return await run(desk, request, actor, act)


def _add_people(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/staff")
    async def _people(request: Request) -> HTTPResponse:
        """Who serves, and to whom a talk can be handed: the words of teams and outcomes come along."""
        await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            found = await tx.staff.find(order="username")
            items = [await _member(tx, m) for m in found]
        return json({"items": items, "teams": SKILLS, "outcomes": OUTCOMES, "next": None})

    @bp.post("/staff/<username:str>")
    async def _put(request: Request, username: str) -> HTTPResponse:
        """Skills and room of one of the staff."""
        actor = await guards.staff(request, desk)
        body = parse(request, desk_shapes.PutStaff)
        if set(body.skills) - set(SKILLS):
            raise Invalid("没有这个组。", errors=[{"field": "skills", "code": "unknown"}])

        async def act(tx: Tx) -> Answer:
            member = await _named(tx, username)
            member.skills, member.capacity = sorted(set(body.skills)), body.capacity
            await record(desk, tx, "staff", username, "put", "", "", actor, inputs=body.model_dump())
            await queue.moved(desk, tx)
            return Answer(200, await _member(tx, member))

        return await run(desk, request, actor, act)

    @bp.post("/staff/<username:str>/presence")
    async def _send_away(request: Request, username: str) -> HTTPResponse:
        """The supervisor takes a colleague off duty who has forgotten to."""
        actor = await guards.staff(request, desk)
        body = parse(request, desk_shapes.SetPresence)

        async def act(tx: Tx) -> Answer:
            member = await _named(tx, username)
            await presence.say(desk, tx, username, body.state)
            await record(desk, tx, "staff", username, "presence", "", body.state, actor)
            return Answer(200, await _member(tx, member))

        return await run(desk, request, actor, act)


async def _named(tx: Tx, username: str) -> StaffMember:
    found = await tx.staff.get(username, lock=True)
    if found is None:
        raise NotFound("没有这位同事。")
    return found


async def _member(tx: Tx, member: StaffMember) -> dict[str, Any]:
    serves = member.role in queue.SERVES
    held = await queue.load(tx, member.username) if serves else 0
    return {
        "username": member.username,
        "name": member.name,
        "role": member.role,
        "presence": member.presence,
        "seen_at": iso(member.seen_at),
        "skills": member.skills,
        "capacity": member.capacity,
        "load": held,
        "can_take": serves and member.presence == "online" and held < member.capacity,
    }
