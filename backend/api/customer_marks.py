"""The buyer's window says how far it has got the thread, and how far it was in view."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..service import threads
from ..service.desk import Desk
from ..settings import Settings
from . import desk_shapes, guards
from .commands import parse


def add(bp: Blueprint, desk: Desk, settings: Settings) -> None:
    @bp.post("/conversations/<conversation_id:str>/marks")
    async def _marks(request: Request, conversation_id: str) -> HTTPResponse:
        actor = guards.customer(request, settings)
        body = parse(request, desk_shapes.Marks)
        async with desk.store.transaction() as tx:
            conversation = await threads.conversation_of(tx, conversation_id, actor.id, lock=True)
            found = await threads.mark(
                desk, tx, conversation, "customer", body.delivered_seq, body.read_seq, actor.id
            )
        return json(found)
