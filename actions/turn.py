"""One turn as the action server sees it: the buyer's words or choice, the facts in them, and the backend's context."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker

from .simplified import simplified

Json = dict[str, Any]
FALLBACK = "nlu_fallback"
NUMBERED = re.compile(r"(?:退款单|订单)?号?[:：\s]*(?:[A-Za-z]{1,4}\d{8,}[0-9A-Za-z]*|\d{8,})")


@dataclass(frozen=True)
class Turn:
    """`said` is what was typed, in simplified script (`words` as it was typed), empty where a choice was taken or an
    event came; `given` the facts by entity, in their order; `sure` the confidence in `intent`, 1 for choices and
    events; `last_act` and `last_text` what 小云 said last, `offered` the choices below it."""

    conversation_id: str
    seq: int
    kind: str
    epoch: int
    now: datetime
    intent: str
    sure: float
    ranking: tuple[str, ...]
    said: str
    words: str
    chosen: bool
    given: Mapping[str, tuple[Any, ...]]
    unsure: int
    last_act: str | None
    last_text: str | None
    offered: tuple[Json, ...]
    customer: Json
    agenda: Json
    draft: Json | None
    refunds: tuple[Json, ...]
    hours: Json

    @property
    def trace(self) -> str:
        return f"{self.conversation_id}.{self.seq}"

    @property
    def spoken(self) -> bool:
        """Whether the buyer said this (not an event of the house)."""
        return self.kind == "customer.said"

    def one(self, *names: str) -> Any:
        """The first value given under the first of these names that has one; None where there is none."""
        return next((self.given[name][0] for name in names if self.given.get(name)), None)

    @property
    def story(self) -> str:
        """The buyer's words without the numbers of orders and refunds: what they tell beyond which one is meant."""
        return NUMBERED.sub("", self.said).strip()

    def quiet(self) -> "Turn":
        """The same turn with nothing said: to put an open question again."""
        return replace(self, said="", words="", given={}, chosen=False)


def turn_of(tracker: Tracker) -> Turn:
    """Read Rasa's tracker. Raises KeyError for a message that does not come from the backend's hub."""
    message = tracker.latest_message
    context: Json = message["metadata"]
    turn = context["turn"]
    text = str(message.get("text") or "")
    chosen = text.startswith("/")
    words = str(turn.get("text") or text)
    given: dict[str, tuple[Any, ...]] = {}
    for entity in message.get("entities") or []:
        if entity.get("value") is not None:
            given[entity["entity"]] = (*given.get(entity["entity"], ()), entity["value"])
    return Turn(
        conversation_id=turn["conversation_id"],
        seq=turn["seq"],
        kind=turn["kind"],
        epoch=turn["epoch"],
        now=datetime.fromisoformat(turn["now"]),
        intent=message["intent"]["name"] or FALLBACK,
        sure=float(message["intent"].get("confidence") or 0.0),
        ranking=tuple(rank["name"] for rank in message.get("intent_ranking") or []),
        said="" if chosen else simplified(words),
        words="" if chosen else words,
        chosen=chosen,
        given=given,
        unsure=turn.get("unsure") or 0,
        last_act=turn.get("last_act"),
        last_text=turn.get("last_text"),
        offered=tuple(turn.get("offered") or ()),
        customer=context.get("customer") or {},
        agenda=context.get("agenda") or {},
        draft=context.get("draft"),
        refunds=tuple(context.get("refunds") or ()),
        hours=context.get("hours") or {},
    )
