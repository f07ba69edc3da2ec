"""A task: a buyer's errand as data. What was there before, what the buyer wants, what happens meanwhile, what must have
become of it in the backend, what must have been told, and what must never have been written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]
FOLDER = Path(__file__).parent / "tasks"
# What the buyer does in the talk; the value of the verb is an order's letter, words, or a fact.
BUYER = frozenset({
    "file", "progress", "ask", "supply", "resubmit", "appeal", "dispute", "logs", "expedite", "not_received", "arrived",
    "withdraw", "callback", "move_callback", "cancel_callback", "human", "say", "choose", "send", "leave",
})  # fmt: skip
# What happens around it: through the app's own form, by staff, the merchant, the platform, the clock.
WORLD = frozenset({
    "filed", "event", "booked", "staff", "ruling", "merchant", "ticket", "agent", "call", "clock", "channel", "order",
    "wait",
})  # fmt: skip
PHASES = ("day", "empty", "night", "moving")


@dataclass(frozen=True)
class Step:
    """One verb with what it is about and the rest of its line."""

    verb: str
    of: Any
    args: Mapping[str, Any]

    @property
    def buyers(self) -> bool:
        return self.verb in BUYER


@dataclass(frozen=True)
class Task:
    """`phase` says on which clock it runs: in hours with staff, in hours with none, at night, or moving."""

    id: str
    family: str
    orders: Mapping[str, Json]
    before: tuple[Step, ...]
    story: tuple[Step, ...]
    then: Mapping[str, Any]
    told: tuple[Json, ...]
    never: frozenset[str]
    phase: str = "day"
    standing: str = "good"
    open: Mapping[str, str] | None = None
    slice: bool = False

    @property
    def clock_plan(self) -> tuple[str, ...]:
        """The moments to which its clock moves, in order."""
        return tuple(str(step.of) for step in (*self.before, *self.story) if step.verb == "clock")


@cache
def all_tasks() -> tuple[Task, ...]:
    """Every task, by file; ids are unique. Raises ValueError for a line that means nothing."""
    found: list[Task] = []
    for path in sorted(FOLDER.glob("*.yml")):
        found += [_task(path.stem, row) for row in yaml.safe_load(path.read_text("utf-8"))]
    names = [task.id for task in found]
    if len(set(names)) != len(names):
        raise ValueError(f"twice: {sorted({name for name in names if names.count(name) > 1})}")
    return tuple(found)


def _task(family: str, row: Json) -> Task:
    row = dict(row)
    steps = {part: tuple(_step(line) for line in row.pop(part, ())) for part in ("before", "story")}
    task = Task(
        id=f"{family}.{row.pop('id')}", family=family, orders=row.pop("orders", {}), then=row.pop("then", {}),
        told=tuple(row.pop("told", ())), never=frozenset(row.pop("never", ())), **steps, **row,
    )  # fmt: skip
    if task.phase not in PHASES or not any(step.buyers for step in task.story) or not task.told:
        raise ValueError(f"{task.id}: a phase, something the buyer does, something that must be told")
    if bool(task.clock_plan) != (task.phase == "moving"):
        raise ValueError(f"{task.id}: the clock moves in the moving phase, and there alone")
    return task


def _step(line: Json) -> Step:
    verb = next(iter(line))
    if verb not in BUYER | WORLD:
        raise ValueError(f"no such verb: {line}")
    return Step(verb, line[verb], {name: value for name, value in line.items() if name != verb})
