"""The worlds in which anybody does anything, lived for long and wherever chance leads, by several processes."""

import contextlib
import io
import itertools
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from backend.sandbox.manners import MANNERS
from backend.service import worker
from tests.backend.desk import CHANNELS
from tests.backend.invariants import Trail, check
from tests.backend.service.conftest import Loud
from tests.backend.service.test_everything import SPANS, Life, which

from .ground import Grounds, answers, crew, processes
from .mortal import SIDES, Point
from .worlds import SHARES, Lived, Stage, stage

LENGTH, BATCH = 80, 6
# Anything is tried at every commit of an act, and an act has hardly ever more of them.
COMMITS = 8
COMPENSATION = ("second_approve", "second_approve", "refuse", "deposit_short")


@dataclass
class Lives:
    """What came of worlds: steps by kind of world, worlds, events by machine, refusals by code, deaths by commit
    point, rows, and what was wrong, with the fewest steps that lead to it."""

    steps: Counter[str] = field(default_factory=Counter)
    worlds: int = 0
    events: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    deaths: Counter[Point] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Lives") -> None:
        for name, value in vars(other).items():
            if isinstance(value, Counter):
                getattr(self, name).update(value)
        self.worlds += other.worlds
        self.wrong += other.wrong


class Long(Life):
    """Counts what comes; the invariants are checked after each step, and at the end against the channel's books."""

    kind: ClassVar[str]
    told: ClassVar[Lives]
    world: Lived

    def __init__(self) -> None:
        super().__init__()
        self._trail, self._seen = Trail(), None

    @rule(n=which, behaviour=st.sampled_from(sorted(MANNERS)), channel=st.sampled_from(CHANNELS[:3]))
    def channel(self, n: int, behaviour: str, channel: str) -> None:
        self.world.behave(list(self.world.orders)[n % len(self.world.orders)], behaviour, channel)

    @rule(n=which, share=st.integers(1, 2))
    def charged_back(self, n: int, share: int) -> None:
        self.world.attempt(self.world.charged_back(list(self.world.orders)[n % len(self.world.orders)], share))

    @rule(n=which, event=st.sampled_from(["lift", "lift", "lose"]))
    def bank_decides(self, n: int, event: str) -> None:
        if known := self.world.read("chargebacks", state="open", order="chargeback_no"):
            self.world.attempt(self.world.bank_decides(known[n % len(known)].chargeback_no, event))

    @rule(n=which, fen=st.sampled_from([1, 60_000, 150_000]), event=st.sampled_from(COMPENSATION))
    def compensates(self, n: int, fen: int, event: str) -> None:
        if won := self.world.read("disputes", state=["resolved_user", "resolved_partial"], order="opened_at"):
            self.world.attempt(self.world.compensates(won[n % len(won)].dispute_no, fen, event))

    @rule(span=st.sampled_from(SPANS), ahead=st.integers(1, COMMITS), side=st.sampled_from(SIDES))
    def dies_at_work(self, span: Any, ahead: int, side: str) -> None:
        self.world.survive(self.world.office.wait(span), ahead, side)

    @rule(n=which, pick=which, side=st.sampled_from(SIDES))
    def dies_at_the_door(self, n: int, pick: int, side: str) -> None:
        """What somebody does is cut off at its own commit; pictures were sent before."""
        if (refund := self.world.live(n)) and (choices := self.world.legal(refund)):
            act = self.world.act(refund, *choices[pick % len(choices)])
            self.world.survive(act, 1, side)

    @invariant()
    def holds(self) -> None:
        """What was not written since the last step holds as it did."""
        if self._seen is None or self._seen != self.world.version():
            self.world.run(check(self.world.office.desk, self._trail))
            self._seen = self.world.version()
        self.told.steps[self.kind] += 1

    def teardown(self) -> None:
        """A day later everything has come to its end, whole, and the channel's books agree."""
        world = self.world
        try:
            world.settle()
            world.run(check(world.office.desk))
            world.true()
            self.told.worlds += 1
            self.told.events.update(f"{row.machine}.{row.event}" for row in world.read("audit"))
            self.told.rows.update({noun: len(world.read(noun)) for noun in ("refunds", "payouts", "obligations")})
            self.told.refused.update(world.refused)
            self.told.deaths.update(world.deaths)
        finally:
            world.close()


def run(grounds: dict[str, Grounds], keys: Path, steps: int, jobs: int, first_seed: int) -> Iterator[Lives]:
    """So many steps, by so many processes side by side; told in parts as they come."""
    told = processes.SimpleQueue()
    with crew(jobs, _live, grounds, keys, -(-steps // jobs), first_seed, told) as living:
        left = jobs
        while left:
            (said,) = answers(living, told, 1)
            if said is None:
                left -= 1
            else:
                yield said


def _live(number: int, grounds: dict[str, Grounds], keys: Path, steps: int, first_seed: int, told: Any) -> None:
    worker.log = Loud()
    for part in live(grounds, keys, steps, first_seed + number, f"shard{number}"):
        told.put(part)
    told.put(None)


def live(grounds: dict[str, Grounds], keys: Path, steps: int, with_seed: int, place: str) -> Iterator[Lives]:
    """Batches of worlds until so many steps are taken or something is wrong."""
    taken: Counter[str] = Counter()
    with ExitStack() as stack:
        stages = {
            kind: stack.enter_context(stage(kind, grounds, place, keys))
            for kind in SHARES
            if ("postgres" if kind == "postgres" else "sqlite") in grounds
        }
        for turn in itertools.count():
            kind = min(stages, key=lambda kind: taken[kind] / SHARES[kind])
            enter(kind, stages[kind])
            fault = batch(BATCH, with_seed * 1_000_003 + turn)
            if fault:
                Long.told.wrong.append(f"--again {kind}:{with_seed * 1_000_003 + turn}: {fault}")
            taken.update(Long.told.steps)
            yield Long.told
            if fault or taken.total() >= steps:
                return


def again(grounds: dict[str, Grounds], keys: Path, kind: str, with_seed: int) -> Lives:
    """One batch by the seed that was told with its fault."""
    with stage(kind, grounds, "again", keys) as made:
        enter(kind, made)
        Long.told.wrong = [fault] if (fault := batch(BATCH, with_seed)) else []
    return Long.told


def enter(kind: str, made: Stage) -> None:
    Long.kind, Long.make, Long.seen, Long.told = kind, made.world, Counter(), Lives()


def batch(worlds: int, with_seed: int) -> str | None:
    """So many worlds; a fault is told with the fewest steps that lead to it."""
    look = settings(
        deadline=None, max_examples=worlds, stateful_step_count=LENGTH, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            run_state_machine_as_test(seed(with_seed)(Long), settings=look)
    except Exception as problem:
        notes = "\n".join(getattr(problem, "__notes__", []))
        return f"{''.join(traceback.format_exception(problem, limit=-4))}\n{notes}\n{said.getvalue()}"
    return None
