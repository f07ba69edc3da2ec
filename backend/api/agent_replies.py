"""The staff's door to canned replies (常用语): everybody reads and uses them, supervisors write them."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.errors import Invalid
from ..domain.reply import VARIABLES
from ..service import replies
from ..service.desk import Desk
from ..service.ports import Tx
from ..service.threads import conversation_of
from . import desk_shapes, guards
from .commands import Answer, parse, run


def add(bp: Blueprint, desk: Desk) -> None:
    @bp.get("/replies")
    async def _replies(request: Request) -> HTTPResponse:
        """All, or one `team`'s with everybody's; with `conversation_id` also as they read in that conversation."""
        actor = await guards.staff(request, desk)
        team, talk = request.args.get("team"), request.args.get("conversation_id")
        if team is not None and team not in replies.TEAMS:
            raise Invalid(errors=[{"field": "team", "code": "unknown"}])
        teams = sorted({team, replies.GENERAL}) if team else list(replies.TEAMS)
        async with desk.store.reading() as tx:
            facts = None
            if talk is not None:
                facts = await replies.facts_of(desk, tx, actor, await conversation_of(tx, talk, None))
            found = await tx.replies.find(team=teams, order="title")
        items = [replies.reply_json(one, facts) for one in found]
        return json({"items": items, "teams": replies.TEAMS, "variables": list(VARIABLES), "next": None})

    @bp.post("/replies")
    async def _add(request: Request) -> HTTPResponse:
        return await put(request, None)

    @bp.post("/replies/<reply_no:str>")
    async def _change(request: Request, reply_no: str) -> HTTPResponse:
        return await put(request, reply_no)

    async def put(request: Request, reply_no: str | None) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, desk_shapes.PutReply)

        async def act(tx: Tx) -> Answer:
            found = await replies.put(desk, tx, actor, reply_no, body.team, body.title, body.text)
            return Answer(200 if reply_no else 201, replies.reply_json(found, None))

        return await run(desk, request, actor, act)

    @bp.delete("/replies/<reply_no:str>")
    async def _remove(request: Request, reply_no: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)

        async def act(tx: Tx) -> Answer:
            await replies.remove(desk, tx, actor, reply_no)
            return Answer(200, {})

        return await run(desk, request, actor, act, body={})
