"""The staff's door to a talk: take it, speak, hand it on, end it."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.errors import NotFound
from ..domain.handoff import Handoff
from ..service import handoff_steps, handoffs, queue, threads
from ..service.desk import Desk
from ..service.ports import Tx
from ..service.threads import conversation_of
from . import desk_shapes, guards, shapes
from .commands import Answer, parse, run
from .stream import says_typing

STEPS = ("decline", "hold", "resume", "transfer", "return", "resolve")


def add(bp: Blueprint, desk: Desk) -> None:
    @bp.post("/conversations/<conversation_id:str>/accept")
    async def _accept(request: Request, conversation_id: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)

        async def act(tx: Tx) -> Answer:
            conversation = await conversation_of(tx, conversation_id, None, lock=True)
            found = await handoffs.accept(desk, tx, actor, conversation)
            return Answer(200, {"handoff_id": found.handoff_id, "state": found.state, "packet": found.packet})

        return await run(desk, request, actor, act)

    @bp.post("/conversations/<conversation_id:str>/take")
    async def _take(request: Request, conversation_id: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, shapes.HandoffStep) if request.body else shapes.HandoffStep()

        async def act(tx: Tx) -> Answer:
            conversation = await conversation_of(tx, conversation_id, None, lock=True)
            return stood(await handoff_steps.take(desk, tx, actor, conversation, body.reason or body.note))

        return await run(desk, request, actor, act, body=body.model_dump(mode="json"))

    @bp.post("/conversations/<conversation_id:str>/reassign")
    async def _reassign(request: Request, conversation_id: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        body = parse(request, desk_shapes.Reassign)

        async def act(tx: Tx) -> Answer:
            conversation = await conversation_of(tx, conversation_id, None, lock=True)
            return stood(await handoff_steps.reassign(desk, tx, actor, conversation, body.to, body.reason))

        return await run(desk, request, actor, act)

    @bp.post("/conversations/<conversation_id:str>/marks")
    async def _marks(request: Request, conversation_id: str) -> HTTPResponse:
        """What this page has got, and what was in view: of the one who holds the talk."""
        actor = await guards.staff(request, desk)
        body = parse(request, desk_shapes.Marks)
        async with desk.store.transaction() as tx:
            conversation = await conversation_of(tx, conversation_id, None, lock=True)
            found = await threads.mark(desk, tx, conversation, "staff", body.delivered_seq, body.read_seq, actor.id)
        return json(found)

    @bp.post("/conversations/<conversation_id:str>/<event:str>")
    async def _step(request: Request, conversation_id: str, event: str) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        if event == "messages":
            return await _say(request, actor, conversation_id)
        if event == "typing":
            async with desk.store.reading() as tx:
                conversation = await conversation_of(tx, conversation_id, None)
            if conversation.owner_id == actor.id:  # a colleague who writes a note is not heard by the buyer
                says_typing(desk, conversation_id, "agent")
            return json({}, status=202)
        if event not in STEPS:
            raise NotFound("没有这个地址。")
        guards.need(actor, *queue.SERVES)
        body = parse(request, shapes.HandoffStep) if request.body else shapes.HandoffStep()
        wish = handoff_steps.Wish(body.reason or body.note, body.until_at, body.outcome, body.to, body.team)

        async def act(tx: Tx) -> Answer:
            conversation = await conversation_of(tx, conversation_id, None, lock=True)
            return stood(await handoff_steps.step(desk, tx, actor, conversation, event, wish))

        return await run(desk, request, actor, act, body=body.model_dump(mode="json"))

    async def _say(request: Request, actor: Actor, conversation_id: str) -> HTTPResponse:
        body = parse(request, shapes.AgentSay)
        if body.visibility == "public":
            guards.need(actor, *queue.SERVES)

        async def act(tx: Tx) -> Answer:
            conversation = await conversation_of(tx, conversation_id, None, lock=True)
            seq = await handoffs.agent_says(
                desk, tx, actor, conversation, body.client_msg_id, body.text, body.visibility
            )
            return Answer(202, {"seq": seq})

        return await run(desk, request, actor, act, command_id=body.client_msg_id)


def stood(found: Handoff) -> Answer:
    """Where the request stands now, and with whom."""
    shape = {"handoff_id": found.handoff_id, "state": found.state, "agent_id": found.agent_id}
    return Answer(200, shape | {"offered_to": found.offered_to})
