"""`python -m tests.prove`: the proof of the money, as long as it is told to be, and one table of what it came to."""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from . import crashes, faults, killed, life, races
from .ground import KINDS, Grounds

PARTS = ("world", "races", "crashes", "faults", "kills")


@dataclass
class Tally:
    """One line of the table; `violations` in words."""

    what: str
    steps: int = 0
    races: int = 0
    crashes: int = 0
    refunds: int = 0
    seconds: float = 0
    notes: str = ""
    violations: list[str] = field(default_factory=list)


class Summary:
    def __init__(self) -> None:
        self.lines: list[Tally] = []

    @contextmanager
    def line(self, what: str) -> Iterator[Tally]:
        """Times one part. A fault of the part itself is a violation, and the next part still runs."""
        tally, began = Tally(what), time.monotonic()
        try:
            yield tally
        except Exception as fault:
            tally.violations.append(f"{what}: {type(fault).__name__}: {fault}")
        tally.seconds = time.monotonic() - began
        self.lines.append(tally)
        for text in tally.violations[:20]:
            print(text, file=sys.stderr)
        print(f"{what}: {len(tally.violations)} violations, {tally.seconds:.0f} s  {tally.notes}", flush=True)

    def print(self) -> int:
        """The table with its sums; 1 if there was any violation."""
        total = Tally("all")
        for tally in self.lines:
            for name in ("steps", "races", "crashes", "refunds", "seconds", "violations"):
                setattr(total, name, getattr(total, name) + getattr(tally, name))
        print(f"\n{'':<42}{'steps':>9}{'races':>8}{'crashes':>9}{'refunds':>9}{'violations':>12}{'seconds':>9}")
        for t in (*self.lines, total):
            print(f"{t.what:<42}{t.steps:>9}{t.races:>8}{t.crashes:>9}{t.refunds:>9}{len(t.violations):>12}"
                  f"{t.seconds:>9.0f}")  # fmt: skip
        return 1 if total.violations else 0


def main() -> int:
    given = _arguments()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**9)
    print(f"seed {seed}", flush=True)
    summary, wanted = Summary(), given.only or PARTS
    if "world" in wanted:
        with summary.line("world") as tally:
            tally.steps, came, tally.violations = life.run(given.steps, given.jobs, seed)
            tally.notes = f"{len(came)} kinds of event"
    for name in KINDS if given.database == "both" else (given.database,):
        with KINDS[name]() as grounds:
            for part, prove in (("races", _races), ("crashes", _crashes), ("faults", _faults), ("kills", _kills)):
                if part in wanted:
                    prove(summary, grounds, given, seed)
    return summary.print()


def _races(summary: Summary, grounds: Grounds, given: argparse.Namespace, seed: int) -> None:
    whole = {races.FOUR: given.payments, races.FORCED: given.payments}
    shares = len(races.RACES) - len(whole)
    each = -(-given.races // (shares * (len(KINDS) if given.database == "both" else 1)))
    for name in races.RACES:
        with summary.line(f"{grounds.name}: {name}") as tally:
            tally.races = whole.get(name, each)
            came, tally.violations = races.run(grounds, name, tally.races, seed)
            tally.notes = ", ".join(f"{outcome} {times}" for outcome, times in sorted(came.items()))


def _crashes(summary: Summary, grounds: Grounds, given: argparse.Namespace, seed: int) -> None:
    with summary.line(f"{grounds.name}: crashes") as tally:
        points, tally.crashes, tally.violations = crashes.run(grounds, given.crashes, given.points, seed)
        tally.notes = f"{points} points, each {given.crashes} times"


def _faults(summary: Summary, grounds: Grounds, given: argparse.Namespace, seed: int) -> None:
    proofs: dict[str, tuple[Callable[..., list[str]], int]] = {
        "express, faults": (faults.express, given.express),
        "no callbacks": (faults.deaf, max(len(faults.FAULTS), given.express // 5)),
    }
    for name, (prove, count) in proofs.items():
        with summary.line(f"{grounds.name}: {name}") as tally, grounds.new() as ground:
            tally.refunds = count
            tally.violations = prove(ground, count, seed)


def _kills(summary: Summary, grounds: Grounds, given: argparse.Namespace, seed: int) -> None:
    with summary.line(f"{grounds.name}: workers killed") as tally:
        tally.crashes, tally.refunds, tally.violations = killed.run(grounds, given.minutes, seed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    add = parser.add_argument
    add("--steps", type=int, default=200_000, help="steps of the world in which anybody does anything")
    add("--races", type=int, default=2000, help="forced races, the refunds on one payment not counted")
    add("--payments", type=int, default=200, help="payments of 100 yuan, four times 60 yuan refunded on each at once")
    add("--crashes", type=int, default=20, help="how often a process dies at each point")
    add("--points", type=int, help="so many of the points, drawn by chance, in place of all")
    add("--express", type=int, default=1000, help="express refunds on a faulty channel")
    add("--minutes", type=float, default=5, help="minutes during which workers are killed, on each database")
    add("--database", choices=[*KINDS, "both"], default="both")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="processes that live through the world side by side")
    add("--seed", type=int, help="where chance begins; the same again leads to the same worlds")
    add("--only", nargs="*", choices=PARTS, help="these parts alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
