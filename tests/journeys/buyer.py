"""The simulated buyer: an errand at a time, answered from what the window shows (acts, choices, cards, facts), in words
of people; says yes only to what is wanted, corrects what is not, wanders off now and then, and gives up in the end."""

import random
from collections.abc import Callable
from typing import Any

from .answers import Answers
from .errands import ASKS, Errand, Move, errand_of
from .noise import roughen
from .scene import Scene
from .task import Step
from .wording import Wording

Json = dict[str, Any]
LONGEST = 16
BURST = 0.15  # how often an errand begins with two messages at once
# Errands that are over with one answer leave no middle to wander off from.
PLAIN = frozenset({"say", "choose", "send", "leave"})


class GaveUp(Exception):
    """The buyer has had enough."""


class Buyer:
    """`plain` is the gold replay: the first wording of everything, no slips, no asides."""

    def __init__(self, scene: Scene, rng: random.Random, plain: bool = False) -> None:
        self.scene, self.rng, self.plain = scene, rng, plain
        self.words = Wording(rng, plain)
        self.tapping = 0.0 if plain else rng.choice((0.0, 0.2, 0.5))
        self.roughness = 0.0 if plain else rng.choice((0.0, 0.3, 0.6, 0.9))
        self.asides = 0 if plain else rng.choice((0, 1, 1, 2, 3))
        self.step = Step("say", [], {})
        self.errand: Errand = errand_of("say", None)
        self.said_yes = self.wandered = False
        self.turns = 0
        self.used: set[str] = set()
        self.answers = Answers(self)

    def begin(self, step: Step) -> Move:
        """The first move of an errand."""
        self.step, self.errand, self.said_yes, self.turns = step, errand_of(step.verb, step.of), False, 0
        self.answers = Answers(self)
        if step.verb == "choose":
            return Move("choose", self.answers.labelled(step.of))
        if step.verb == "send":
            return Move("send", step.of)
        if step.verb == "leave":
            return Move("leave", self.words.answer("bye") if step.of == "bye" else "")
        move = self.say(self.answers.want(first=True), yes=bool(step.args.get("agree")))
        if self.plain or move.yes or self.rng.random() > BURST:
            return move
        return Move("say", [self.words.answer("calls"), move.what])

    def answer(self, reply: list[Json]) -> Move | None:
        """The next move, or None when the errand is done. Raises `GaveUp`."""
        wandered, self.wandered = self.wandered, False
        if not wandered and self._done(reply):
            return None
        self.turns += 1
        if self.turns > LONGEST:
            raise GaveUp(f"{self.step.verb} takes too long")
        if not reply:
            raise GaveUp(f"{self.step.verb}: no answer")
        asked = reply[-1]
        if any(choice["value"] == "turn_resumed" for choice in asked.get("choices") or []):
            return Move("wait")
        if asked["act"] in ASKS and self.asides and self.step.verb not in PLAIN and self.rng.random() < 0.4:
            self.asides, self.wandered = self.asides - 1, True
            return self.say(self.words.aside())
        ways: dict[str, Callable[[Json], Move]] = self.answers.by_act
        return ways.get(asked["act"], self.answers.again)(asked)

    def _done(self, reply: list[Json]) -> bool:
        ends = self.step.args.get("ends")
        acts = {entry["act"] for entry in reply}
        if ends is not None:
            return bool(acts & set(ends.split()))
        if self.step.verb in {"leave", "send", "choose", "say"}:
            return bool(acts)
        return bool(acts & self.errand.done) and (self.said_yes or not self.errand.titles)

    def say(self, text: str, yes: bool = False) -> Move:
        self.used.add(text)
        self.said_yes |= yes
        rough = self.turns <= 3 and self.rng.random() < self.roughness
        keep = tuple(body["called"] for body in self.scene.bodies.values())
        return Move("say", roughen(text, self.rng, keep) if rough else text, yes)

    def tap(self, value: str, yes: bool = False) -> Move:
        self.said_yes |= yes
        return Move("choose", value, yes)

    def taps(self) -> bool:
        return self.rng.random() < self.tapping
