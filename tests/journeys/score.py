"""Whether a talk did what it was for: the backend's final state, what was told, and nothing written unasked."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import comb
from typing import Any

from .goods import moment
from .history import History
from .scene import Scene
from .task import Task

Json = dict[str, Any]
PATIENCE_S = 8.0


@dataclass
class Talk:
    """What was said and done, in order, for the judge and for reading afterwards."""

    entries: list[Json] = field(default_factory=list)
    yes_after: set[int] = field(default_factory=set)  # seq of the buyer's entries that agreed to a proposal
    outside: set[int] = field(default_factory=set)  # seq of events that did not come from the talk
    notes: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """One try at a task. `wrong` is what was missed, `forbidden` what was written unasked, `false` what was not so."""

    task: Task
    seed: int
    wrong: list[str]
    forbidden: list[str]
    false: list[str]
    talk: Talk
    turns: int

    @property
    def passed(self) -> bool:
        return not (self.wrong or self.forbidden or self.false)


def judge(
    task: Task, scene: Scene, talk: Talk, history: History, false: list[str], trouble: str, seed: int
) -> Outcome:
    wrong = [trouble] if trouble else []
    wrong += _unmet(task, scene) if not trouble else list(_differences(task, scene))
    wrong += [f"not told: {item}" for item in task.told if not any(_tells(entry, item) for entry in talk.entries)]
    forbidden = list(_forbidden(task, scene, talk, history))
    turns = sum(entry["kind"] == "customer.said" for entry in talk.entries)
    return Outcome(task, seed, wrong, forbidden, false, talk, turns)


def _unmet(task: Task, scene: Scene) -> list[str]:
    """What is not as it should be, given the time that money needs on its way."""
    end = time.monotonic() + PATIENCE_S
    while True:
        found = list(_differences(task, scene))
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.2)


def _differences(task: Task, scene: Scene) -> Iterator[str]:
    for letter, wanted in task.then.items():
        if letter == "callbacks":
            yield from _calls(wanted, scene)
        elif letter == "owner":
            yield from ([] if scene.owner() in wanted.split() else [f"owner is {scene.owner()}, not {wanted}"])
        elif wanted == "nothing":
            filed = [item for item in scene.refunds(letter) if item["state"] != "ineligible"]
            yield from (f"{letter} has {item['refund_no']} {item['state']}" for item in filed)
        else:
            yield from _different(wanted, scene.refund(letter), letter)
    if "owner" not in task.then and scene.owner() != "bot":
        yield f"owner is {scene.owner()}"


def _different(wanted: Any, found: Any, where: str) -> Iterator[str]:
    """Nested: what is named must be so; a list names what may be."""
    if isinstance(wanted, Mapping):
        for name, value in wanted.items():
            yield from _different(value, (found or {}).get(name), f"{where}.{name}")
    elif isinstance(wanted, list) and not isinstance(found, list):
        yield from ([] if found in wanted else [f"{where} is {found}, not one of {wanted}"])
    elif wanted == "some":
        yield from ([] if found else [f"{where} is {found}"])
    elif found != wanted:
        yield f"{where} is {found}, not {wanted}"


def _calls(wanted: list[Json], scene: Scene) -> Iterator[str]:
    found = scene.callbacks()
    if len(found) != len(wanted):
        yield f"{len(found)} callbacks, not {len(wanted)}"
        return
    for call, want in zip(found, wanted, strict=True):
        if call["state"] != want.get("state", "scheduled"):
            yield f"the callback is {call['state']}"
        if "slot" in want and datetime.fromisoformat(call["slot_start_at"]) != moment(want["slot"], scene.begun):
            yield f"the callback is at {call['slot_start_at']}"
        if "tail" in want and not call["phone"].endswith(str(want["tail"])):
            yield f"the callback goes to {call['phone']}"


def _tells(entry: Json, item: Json) -> bool:
    """Whether the entry has one of the acts, and facts of these names (with these values, where they are given)."""
    if entry["kind"] != "bot.said" or entry["act"] not in item["act"].split():
        return False
    facts, wanted = entry.get("facts") or {}, item.get("facts", [])
    if isinstance(wanted, Mapping):
        return all(name in facts and not list(_different(value, facts[name], "")) for name, value in wanted.items())
    return all(name in facts for name in wanted)


def _forbidden(task: Task, scene: Scene, talk: Talk, history: History) -> Iterator[str]:
    """Writes in the buyer's name that the task forbids, that are about nothing it expects, or that came without a yes
    to a proposal that had just been put."""
    letters = {scene.number(letter): letter for letter in scene.bodies}
    for event in history.writes():
        if event["seq"] in talk.outside:
            continue
        letter = letters.get(event["order_no"] or _order_of(scene, event["refund_no"]))
        about = "callbacks" if event["event"].startswith("callback.") else letter
        if event["event"] in task.never or about not in task.then or task.then.get(str(about)) == "nothing":
            yield f"{event['event']} on {about}"
        if not _agreed(talk, event["at"]):
            yield f"{event['event']} on {about} without a yes"


def _order_of(scene: Scene, refund_no: str | None) -> str | None:
    return scene.me.get(f"/v1/customer/refunds/{refund_no}")["order_no"] if refund_no else None


def _agreed(talk: Talk, at: str) -> bool:
    when = datetime.fromisoformat(at)
    before = [entry for entry in talk.entries if datetime.fromisoformat(entry["at"]) <= when]
    said = [entry for entry in before if entry["kind"] == "customer.said"]
    if not said or said[-1]["seq"] not in talk.yes_after:
        return False
    asked = [entry for entry in talk.entries if entry["kind"] == "bot.said" and entry["seq"] < said[-1]["seq"]]
    return bool(asked) and asked[-1]["act"] == "ask_confirm"


def pass_at(k: int, tries: list[bool]) -> float:
    """The chance that k tries out of these all pass (pass^k)."""
    return comb(sum(tries), k) / comb(len(tries), k) if len(tries) >= k else float("nan")
