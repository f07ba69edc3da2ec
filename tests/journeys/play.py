"""One task played once: the buyer talks, the world moves on cue, and every word is written down and judged."""

import random
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.live import Refused

from .buyer import Buyer, GaveUp
from .errands import Move
from .history import Feed, History
from .line import Line
from .scene import House, Scene
from .score import Outcome, Talk, judge
from .task import Step, Task
from .truth import Truth

Json = dict[str, Any]
LATE_S = 40.0


class Play:
    """`plain` is the gold replay."""

    def __init__(
        self, house: House, feed: Feed, task: Task, seed: int, plain: bool, meet: Callable[[datetime], None]
    ) -> None:
        self.scene = Scene(house, task, meet)
        self.history = History(feed, self.scene.customer_id)
        self.truth = Truth(self.scene, self.history)
        self.buyer = Buyer(self.scene, random.Random(f"{task.id}:{seed}"), plain)
        self.task, self.seed, self.talk = task, seed, Talk()

    def run(self) -> Outcome:
        """Play and judge. A house that breaks is a failure of the task, with the reason."""
        trouble = ""
        try:
            for step in self.task.before:
                self._world(step)
            self._open()
            for step in self.task.story:
                if step.buyers:
                    self._errand(step)
                else:
                    self._world(step)
        except GaveUp as enough:
            trouble = f"gave up: {enough}"
        except Exception as error:
            trouble = "".join(traceback.format_exception(error)[-1:] + traceback.format_exception(error)[-4:-1])
        outcome = judge(self.task, self.scene, self.talk, self.history, self.truth.false, trouble, self.seed)
        self._hang_up()
        return outcome

    def _open(self) -> None:
        hint = dict(self.task.open or {})
        if "order_no" in hint:
            hint["order_no"] = self.scene.number(hint["order_no"])
        self.scene.line = self.scene.line or Line(self.scene.house.live, self.scene.customer_id, **hint)
        self.line.settled()
        self._read()

    @property
    def line(self) -> Line:
        assert self.scene.line is not None
        return self.scene.line

    def _world(self, step: Step) -> None:
        before = {event["seq"] for event in self.history.events()}
        self.scene.do(step)
        self.talk.outside |= {event["seq"] for event in self.history.events()} - before
        after = self.scene.line.seen if self.scene.line else 0
        self.talk.notes.append(f"{after}: {step.verb} {step.of} {dict(step.args)}")
        if self.scene.line:
            self.line.settled()
            self._read()

    def _errand(self, step: Step) -> None:
        move: Move | None = self.buyer.begin(step)
        while move is not None:
            reply = self._make(move)
            move = self.buyer.answer(reply)

    def _make(self, move: Move) -> list[Json]:
        """Do it, and read what 小云 answers."""
        if move.how == "leave":
            if move.what:
                self.line.post(text=move.what)
                self.line.settled()
            self._read()
            self.line.open_again()
            return self._read() or self.scene.last
        if move.how == "wait":
            self.line.wait_for("bot.said", LATE_S)
        elif move.how == "send":
            self.line.upload(self.scene.picture(move.what, self.buyer.answers.letter or "a"))
        else:
            words = move.what if isinstance(move.what, list) else [move.what]
            for word in words:
                seq = self.line.post(**{{"say": "text", "choose": "choice"}[move.how]: word})
            if move.yes:
                self.talk.yes_after.add(seq)
        self.line.settled()
        return self._read()

    def _read(self) -> list[Json]:
        entries = self.line.take()
        self.talk.entries += entries
        if entries:
            self.truth.look(entries)
        said = [entry for entry in entries if entry["kind"] == "bot.said"]
        self.scene.saw(said)
        return said

    def _hang_up(self) -> None:
        """Free the people who were asked for, so that the next talk finds them."""
        scene = self.scene
        if scene.owner() == "bot":
            return
        for do in ("accept", "resolve"):
            try:
                scene.house.staff("supervisor").post(f"/v1/agent/conversations/{self.line.id}/{do}", {})
            except Refused:
                continue
