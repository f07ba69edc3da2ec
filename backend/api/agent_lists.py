"""What the lists of the staff's door share: the `state` filter, the page, and what this person may do next."""

from typing import TypeVar

from sanic import Request

from ..domain.actor import Actor
from ..domain.errors import Invalid
from ..domain.machine import Machine
from ..service.ports import Repository

T = TypeVar("T")
MOST = 200


def states(request: Request, machine: Machine) -> list[str]:
    """The `state` filter, one or several. Raises `Invalid` for a state that does not exist."""
    found = [s for text in request.args.getlist("state") or [] for s in text.split(",") if s]
    if set(found) - machine.states:
        raise Invalid(errors=[{"field": "state", "code": "unknown"}])
    return found


async def page(rows: Repository[T], order: str, wanted: list[str]) -> list[T]:
    """The first 200 rows in these states (in any state, for none), in this order."""
    if wanted:
        return await rows.find(order=order, limit=MOST, state=wanted)
    return await rows.find(order=order, limit=MOST)


def allowed(machine: Machine, state: str, actor: Actor, known: tuple[str, ...]) -> list[str]:
    """The events of `known` that the table lets this person fire from here; guards may still refuse."""
    return [event for event in machine.events_for(state, actor) if event in known]
