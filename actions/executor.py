"""`action_<intent>` for every topic: reads the tracker, has the turn answered, hands the bubbles to Rasa."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from .door import Door
from .registry import HANDLERS
from .respond import respond
from .topics import (  # noqa: F401  # each puts its names into the registry
    appeals,
    asides,
    callbacks,
    clarify,
    disputes,
    explained,
    filing,
    given,
    handoff,
    milestones,
    pictures,
    progress,
    rights,
    rules,
    steps,
    supplies,
    talk,
)
from .turn import FALLBACK, Turn, turn_of

log = structlog.get_logger()
OpenDoor = Callable[[Turn], Door]
Run = Callable[[CollectingDispatcher, Tracker, dict[str, Any]], Awaitable[list[dict[str, Any]]]]


def executor(open_door: OpenDoor) -> ActionExecutor:
    """Every action of the domain, each answered through the door that `open_door` makes for its turn."""
    made = ActionExecutor()
    for intent in HANDLERS:
        made.register_function("action_clarify" if intent == FALLBACK else f"action_{intent}", _run(open_door))
    return made


def _run(open_door: OpenDoor) -> Run:
    async def run(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        turn = turn_of(tracker)
        structlog.contextvars.bind_contextvars(trace=turn.trace)
        begun = time.perf_counter()
        reply = await respond(turn, open_door(turn))
        for bubble in reply.as_json():
            dispatcher.utter_message(json_message=bubble)
        log.info(
            "answered", intent=turn.intent, sure=round(turn.sure, 2), doing=turn.agenda.get("doing"),
            asking=turn.agenda.get("asking"), acts=[bubble.act for bubble in reply.bubbles],
            ms=round((time.perf_counter() - begun) * 1000),
        )  # fmt: skip
        return []

    return run
