"""Who answers what: a topic's functions put their names here, the executor and the other topics find them here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from .door import Door
from .reply import Reply
from .turn import Json, Turn

Handler = Callable[[Turn, Door], Awaitable[Reply]]
# Takes the agenda on: asks the next thing that is missing, or proposes what is to be done.
GoOn = Callable[[Turn, Door, Json], Awaitable[Reply]]
# What the message adds to the agenda, or None where it is no answer to the question that is open.
Hear = Callable[[Turn, Json], Json | None]
# What is said after the backend has carried out what the buyer said yes to.
Done = Callable[[Turn, Door, Json], Awaitable[Reply]]

HANDLERS: dict[str, Handler] = {}
# What is answered on the way: heard by 小云 herself, no intent of the assistant's.
ASIDES: dict[str, Handler] = {}
DONE: dict[str, Done] = {}


@dataclass(frozen=True)
class Flow:
    """Something that takes several turns. `topics` are the intents that belong to it beside plain facts; `lasting`
    what is taken up again after a question in between (a look at one's refunds is not)."""

    go_on: GoOn
    hear: Hear
    topics: frozenset[str]
    lasting: bool = True


FLOWS: dict[str, Flow] = {}


def answers(*intents: str) -> Callable[[Handler], Handler]:
    """Answer these intents: `action_<intent>` is run by this function."""

    def keep(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(intents, handler))
        return handler

    return keep


def aside(*names: str) -> Callable[[Handler], Handler]:
    """Answer these words on the way (`actions/asides.py` names them)."""

    def keep(handler: Handler) -> Handler:
        ASIDES.update(dict.fromkeys(names, handler))
        return handler

    return keep


def after(*commands: str) -> Callable[[Done], Done]:
    """Speak after this command (`refunds.submit`), or after this event of `refunds.event`."""

    def keep(done: Done) -> Done:
        DONE.update(dict.fromkeys(commands, done))
        return done

    return keep


def flow(doing: str, go_on: GoOn, hear: Hear, *topics: str, lasting: bool = True) -> None:
    """Let this be done over several turns."""
    FLOWS[doing] = Flow(go_on, hear, frozenset({doing, *topics}), lasting)


async def go_on(turn: Turn, door: Door, agenda: Json) -> Reply:
    """Take what is being done one step on."""
    return await FLOWS[agenda["doing"]].go_on(turn, door, agenda)


def asking(agenda: Json, what: str, **more: object) -> Json:
    """The agenda with this question open; whatever was proposed before is no longer."""
    kept = {name: value for name, value in agenda.items() if name not in {"pending", "offers"}}
    return kept | {"asking": what} | {name: value for name, value in more.items() if value is not None}
