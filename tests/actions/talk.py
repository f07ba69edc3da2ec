"""One conversation with 小云: real trackers through the real executor, the agenda kept as the hub keeps it."""

import json
from typing import Any

from actions.executor import executor

from .fake_door import FakeDoor
from .speech import check
from .world import CONVERSATION, NOW, Json, summary

OPEN = {"open": True, "next_open_at": "2026-11-25T09:00:00+08:00", "text": "9:00-22:00"}


class Talk:
    """`say` words with the intent that the ear would hear, `choose` an offered choice, let an `event` come.

    Every answer is held to the rules of `speech` before it is handed back.
    """

    def __init__(self, door: FakeDoor, **context: Any) -> None:
        self.door = door
        self.executor = executor(lambda turn: door)
        self.context: Json = {
            "customer": {"name": "林晓", "standing": "good"}, "hint": None, "draft": None, "hours": OPEN,
            "refunds": [_brief(item) for item in door.refunds_.values()],
        } | context  # fmt: skip
        self.agenda: Json | None = None
        self.seq, self.epoch, self.unsure = 1, 0, 0
        self.last: list[Json] = []
        self.now = NOW

    async def say(self, text: str, intent: str, sure: float = 0.9, ranking: tuple[str, ...] = (), **facts: Any) -> Any:
        several = {name: value if isinstance(value, tuple) else (value,) for name, value in facts.items()}
        entities = [{"entity": name, "value": value} for name, values in several.items() for value in values]
        ranks = [{"name": name, "confidence": 0.2} for name in (intent, *ranking)]
        return await self._turn("customer.said", text, text, intent, sure, entities, ranks)

    async def choose(self, part: str) -> Any:
        """Take the offered choice whose label holds this."""
        offered = [choice for bubble in self.last for choice in bubble.get("choices") or []]
        choice = next(c for c in offered if part in c["label"])
        intent, _, rest = choice["value"].partition(":")
        facts = dict(pair.split("=", 1) for pair in rest.split("&") if pair)
        return await self._given("customer.said", choice["label"], intent, facts)

    async def event(self, kind: str, intent: str, **facts: Any) -> Any:
        return await self._given(kind, None, intent, {"kind": kind, **facts})

    async def _given(self, kind: str, text: str | None, intent: str, facts: Json) -> Any:
        entities = [{"entity": name, "value": value} for name, value in facts.items() if value is not None]
        message = f"/{intent}{json.dumps(facts, ensure_ascii=False)}"
        return await self._turn(kind, text, message, intent, 1.0, entities, [])

    async def _turn(
        self, kind: str, text: str | None, message: str, intent: str, sure: float, entities: list[Json], ranks: Any
    ) -> list[Json]:
        self.seq += 2
        turn = {
            "conversation_id": CONVERSATION, "seq": self.seq, "kind": kind, "epoch": self.epoch, "now": self.now,
            "text": text, "unsure": self.unsure, "last_act": self.last[-1]["act"] if self.last else None,
            "last_text": self.last[-1]["text"] if self.last else None,
            "offered": (self.last[-1].get("choices") or []) if self.last else [],
        }  # fmt: skip
        action = "action_clarify" if intent == "nlu_fallback" else f"action_{intent}"
        result = await self.executor.run({
            "next_action": action, "sender_id": f"{CONVERSATION}.{self.seq}", "version": "3.6.21", "domain": {},
            "tracker": {
                "sender_id": f"{CONVERSATION}.{self.seq}", "slots": {}, "events": [], "active_loop": {},
                "latest_action_name": None, "latest_message": {
                    "text": message, "intent": {"name": intent, "confidence": sure}, "entities": entities,
                    "intent_ranking": ranks,
                    "metadata": {**self.context, "turn": turn, "agenda": self.agenda},
                },
            },
        })  # fmt: skip
        assert result is not None
        bubbles: list[Json] = [response["custom"] for response in result.responses]
        check(bubbles, self.now)
        for bubble in bubbles:
            if "agenda" in bubble:
                self.agenda = json.loads(json.dumps(bubble["agenda"]))  # it must be plain JSON
        self.unsure = self.unsure + 1 if {b["act"] for b in bubbles} & {"clarify", "fallback"} else 0
        drafts = list(self.door.drafts.values())
        self.context["draft"] = summary("draft", **{"reason": None, **_brief(drafts[-1])}) if drafts else None
        self.last = bubbles
        return bubbles


def _brief(item: Json) -> Json:
    return {name: value for name, value in item.items() if name in summary()}


def acts(bubbles: list[Json]) -> list[str]:
    return [bubble["act"] for bubble in bubbles]


def labels(bubbles: list[Json]) -> list[str]:
    return [choice["label"] for choice in bubbles[-1].get("choices") or []]
