"""What the proof prints: how far it is, and in the end one table of what it came to."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .mortal import Point

EVERY_S = 30
COLUMNS = ("steps", "races", "crashes", "kills", "refunds", "payouts", "refused")


@dataclass
class Tally:
    """One line of the table; `violations` in words."""

    what: str
    steps: int = 0
    races: int = 0
    crashes: int = 0
    kills: int = 0
    refunds: int = 0
    payouts: int = 0
    refused: int = 0
    seconds: float = 0
    notes: str = ""
    violations: list[str] = field(default_factory=list)

    def blame(self, *faults: str) -> None:
        """Said at once: a proof that goes on for an hour is not waited for."""
        self.violations += faults
        for text in faults:
            print(text, file=sys.stderr, flush=True)


class Summary:
    """`events` by machine over all worlds, `points` the crashes at each commit point, by part."""

    def __init__(self) -> None:
        self.lines: list[Tally] = []
        self.events = Counter[str]()
        self.points: dict[str, Counter[Point]] = {}

    @contextmanager
    def line(self, what: str) -> Iterator[Tally]:
        """Times one part. A fault of the part itself is a violation, and the next part still runs."""
        tally, began = Tally(what), time.monotonic()
        try:
            yield tally
        except Exception as fault:
            tally.blame(f"{what}: {type(fault).__name__}: {fault}")
        tally.seconds = time.monotonic() - began
        self.lines.append(tally)
        print(f"{what}: {len(tally.violations)} violations, {tally.seconds:.0f} s  {tally.notes}", flush=True)

    def print(self) -> int:
        """Events, commit points, and the table with its sums; 1 if there was any violation."""
        if self.events:
            print(f"\n{len(self.events)} kinds of event in the worlds: "
                  + ", ".join(f"{event} {times}" for event, times in self.events.most_common()))  # fmt: skip
        for what, found in self.points.items():
            print(f"\n{what}: {spread(found)}")
            for point, times in sorted(found.items()):
                print(f"{times:>8}  {point.side:<6}  {point.what}")
        total = Tally("all")
        for tally in self.lines:
            for name in (*COLUMNS, "seconds", "violations"):
                setattr(total, name, getattr(total, name) + getattr(tally, name))
        print(f"\n{'':<42}" + "".join(f"{name:>9}" for name in COLUMNS) + f"{'violations':>12}{'seconds':>9}")
        for t in (*self.lines, total):
            counts = "".join(f"{getattr(t, name):>9}" for name in COLUMNS)
            print(f"{t.what:<42}{counts}{len(t.violations):>12}{t.seconds:>9.0f}")
        return 1 if total.violations else 0


def spread(points: Counter[Point]) -> str:
    """How many points, and how often the least and the most visited of them."""
    if not points:
        return "no crashes"
    return (
        f"{points.total()} crashes at {len(points)} points, each {min(points.values())} to {max(points.values())} times"
    )


def now_and_then(tell: Callable[[], str]) -> Callable[[], None]:
    """Prints what `tell` says, if half a minute has gone since it last did."""
    last, began = time.monotonic(), time.monotonic()

    def maybe() -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_S:
            last = time.monotonic()
            print(f"  {last - began:6.0f} s  {tell()}", flush=True)

    return maybe
