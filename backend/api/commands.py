"""Commands: parse, guard, remember. The same id with the same body gets the first answer for ever; with another body
it is refused (I15). A refused attempt leaves nothing behind but its audit row (I13)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel
from sanic import Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.errors import Conflict, Forbidden, Invalid, Refusal
from ..domain.journal import Command
from ..service.desk import Desk
from ..service.engine import digest, record
from ..service.ports import Clash, Tx
from .errors import problem

B = TypeVar("B", bound=BaseModel)
TRIES = 4


@dataclass
class Answer:
    """What a command answers; a problem answer (409 ineligible) is kept like any other."""

    status: int
    body: dict[str, Any]


Act = Callable[[Tx], Awaitable[Answer]]


def day_of(request: Request) -> date | None:
    """The day that `?day=YYYY-MM-DD` asks about. Raises `Invalid`."""
    text = request.args.get("day")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(errors=[{"field": "day", "code": "date"}]) from error


def parse(request: Request, shape: type[B]) -> B:
    """The request's JSON in the given shape. Raises `Invalid`, also for a body that is no JSON object."""
    try:
        body = request.json
    except Exception as error:
        raise Invalid(errors=[{"field": "body", "code": "json"}]) from error
    if not isinstance(body, dict):
        raise Invalid(errors=[{"field": "body", "code": "object_expected"}])
    return _shaped(body, shape)


def fields(form: Any, shape: type[B]) -> B:
    """The same for the fields of a multipart form."""
    return _shaped({name: form.get(name) for name in form}, shape)


def _shaped(body: dict[str, Any], shape: type[B]) -> B:
    for name, value in body.items():
        if not _storable(name) or not _storable(value):
            raise Invalid(errors=[{"field": name if _storable(name) else "body", "code": "characters"}])
    return shape.model_validate(body)


def _storable(value: Any) -> bool:
    """Whether every text in it can be written anywhere: JSON lets half a surrogate pair and NUL through."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, dict):
        return all(_storable(name) and _storable(item) for name, item in value.items())
    return all(map(_storable, value)) if isinstance(value, list) else True


async def run(
    desk: Desk, request: Request, actor: Actor, act: Act, *, command_id: str | None = None, body: Any = None,
    remember: bool = True,
) -> HTTPResponse:  # fmt: skip
    """Run `act` in one transaction, once per command id; `remember` False where the act itself knows what it has
    done before."""
    command_id = (command_id or request.headers.get("idempotency-key")) if remember else None
    if command_id is not None and not 0 < len(command_id) <= 200:
        raise Invalid(errors=[{"field": "Idempotency-Key", "code": "too_long"}])
    scope = f"{actor.role}:{actor.id}"
    mark = digest([request.method, request.path, body if body is not None else request.json])
    # A client that hangs up does not undo what it asked for.
    answer = await asyncio.shield(_once(desk, request, actor, act, scope, command_id, mark))
    if answer.status >= 400:
        return problem(**{"status": answer.status, **answer.body})
    return json(answer.body, status=answer.status)


async def _once(
    desk: Desk, request: Request, actor: Actor, act: Act, scope: str, command_id: str | None, mark: str
) -> Answer:
    try:
        return await _patiently(desk, act, scope, command_id, mark)
    except Refusal as refusal:
        if refusal.code == "not_allowed" or isinstance(refusal, Forbidden):
            await _record_refusal(desk, request, actor, refusal)
        raise


async def _patiently(desk: Desk, act: Act, scope: str, command_id: str | None, mark: str) -> Answer:
    """The command, again if another transaction was in its way."""
    for tries_left in reversed(range(TRIES)):
        try:
            return await _remembering(desk, act, scope, command_id, mark)
        except Clash:
            if not tries_left:
                raise
    raise AssertionError


async def _remembering(desk: Desk, act: Act, scope: str, command_id: str | None, mark: str) -> Answer:
    """The command and the memory of its answer, in one transaction."""
    async with desk.store.transaction() as tx:
        if command_id is not None:
            known = await tx.commands.get(scope, command_id, lock=True)
            if known is not None and known.digest != mark:
                raise Conflict()
            if known is not None:
                return Answer(known.status, known.answer)
        answer = await act(tx)
        if command_id is not None:
            tx.commands.add(Command(scope, command_id, mark, answer.status, answer.body, desk.now()))
        return answer


async def _record_refusal(desk: Desk, request: Request, actor: Actor, refusal: Refusal) -> None:
    extra = refusal.extra
    async with desk.store.transaction() as tx:
        await record(
            desk, tx, str(extra.get("machine", "door")), request.path[-200:], str(extra.get("event", request.method)),
            str(extra.get("state", "")), "", actor, allowed=False, note=refusal.code, rule_ids=extra.get("rule_ids"),
        )  # fmt: skip
