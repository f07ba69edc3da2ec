"""What the lists of the staff's door share: the `state` filter, the page, and what this person may do next."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sanic import Request

from ..domain.actor import Actor
from ..domain.errors import Invalid
from ..domain.machine import Machine
from ..service.ports import Repository, Tx

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


class Names:
    """What members of staff are called, read once for a request."""

    def __init__(self, by_username: Mapping[str, str]) -> None:
        self._by_username = by_username

    @classmethod
    async def read(cls, tx: Tx) -> "Names":
        """All of them."""
        return cls({member.username: member.name for member in await tx.staff.find()})

    def of(self, username: str | None) -> str | None:
        """The name; the user name itself of whoever is no longer one of the staff."""
        return self._by_username.get(username, username) if username else None


def acts(
    machine: Machine, state: str, actor: Actor, known: tuple[str, ...], kept: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """`{allowed_events, refused_events}`: the events of `known` that this person may fire from here, and for each other
    `{event, roles, states, why}`: whose it is, where it may be done, in words what else is in the way (`kept`, by
    event); null where that is no hindrance. Guards that need the whole case may still refuse."""
    kept = kept or {}
    allowed = [event for event in machine.events_for(state, actor) if event in known and event not in kept]
    refused = []
    for event in known:
        rows = [row for row in machine.rows if row.event == event]
        if not rows or event in allowed:
            continue
        roles = {role for row in rows for role in row.actors}
        states = {source for row in rows for source in row.sources}
        refused.append({
            "event": event,
            "roles": None if actor.roles & roles else sorted(roles),
            "states": None if state in states else sorted(states),
            "why": kept.get(event),
        })  # fmt: skip
    return {"allowed_events": allowed, "refused_events": refused}
