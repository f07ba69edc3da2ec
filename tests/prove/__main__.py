"""`python -m tests.prove`: the proof of the money, as long as it is told to be, and one table of what it came to."""

import argparse
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from backend.settings import make_channel_keys

from . import crashes, faults, killed, life, races
from .ground import KINDS, Grounds
from .report import Summary, now_and_then, spread

PARTS = ("world", "races", "crashes", "faults", "kills")
Known = dict[str, Grounds]


def main() -> int:
    given = _arguments()
    given.seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**6)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers and folders are cleared away even so
    print(f"seed {given.seed}", flush=True)
    summary = Summary()
    with ExitStack() as stack:
        kinds = KINDS if given.database == "both" else (given.database,)
        grounds = {name: stack.enter_context(KINDS[name]()) for name in kinds}
        for part in given.only or PARTS:
            if part == "world":
                _world(summary, grounds, given)
            else:
                for each in grounds.values():
                    {"races": _races, "crashes": _crashes, "faults": _faults, "kills": _kills}[part](
                        summary, each, given
                    )
    return summary.print()


def _world(summary: Summary, grounds: Known, given: argparse.Namespace) -> None:
    with summary.line("worlds") as tally, tempfile.TemporaryDirectory(prefix="refund-desk-") as folder:
        make_channel_keys(Path(folder))
        if given.again:
            kind, _, seed = given.again.partition(":")
            lived = life.again(grounds, Path(folder), kind, int(seed))
            tally.blame(*lived.wrong)
        else:
            lived = life.Lives()
            tell = now_and_then(
                lambda: f"{lived.steps.total()} steps, {lived.worlds} worlds, {len(lived.wrong)} violations"
            )
            for part in life.run(grounds, Path(folder), given.steps, given.jobs, given.seed):
                lived.add(part)
                tally.blame(*part.wrong)
                tell()
        tally.steps, tally.refused = lived.steps.total(), lived.refused.total()
        tally.refunds, tally.payouts = lived.rows["refunds"], lived.rows["payouts"]
        tally.crashes = lived.deaths.total()
        summary.events.update(lived.events)
        kinds = ", ".join(f"{steps} steps on {kind}" for kind, steps in lived.steps.items())
        tally.notes = f"{lived.worlds} worlds: {kinds}; inside them {spread(lived.deaths)}"


def _races(summary: Summary, grounds: Grounds, given: argparse.Namespace) -> None:
    whole = {races.FOUR: given.payments, races.FORCED: given.payments}
    shares = len(races.RACES) - len(whole)
    each = -(-given.races // (shares * (len(KINDS) if given.database == "both" else 1)))
    for name in races.RACES:
        with summary.line(f"{grounds.name}: {name}") as tally:
            tally.races = whole.get(name, each)
            came, wrong = races.run(grounds, name, tally.races, given.seed)
            tally.blame(*wrong)
            tally.notes = ", ".join(f"{outcome} {times}" for outcome, times in sorted(came.items()))


def _crashes(summary: Summary, grounds: Grounds, given: argparse.Namespace) -> None:
    with summary.line(f"{grounds.name}: crashes") as tally:
        found = summary.points.setdefault(tally.what, Counter())
        tell = now_and_then(lambda: spread(found))
        for place, wrong in crashes.run(grounds, given.crashes, given.jobs, given.seed, most=given.places):
            found[place.point] += 1
            tally.blame(*wrong)
            tell()
        tally.crashes, tally.refunds, tally.notes = found.total(), found.total(), spread(found)


def _faults(summary: Summary, grounds: Grounds, given: argparse.Namespace) -> None:
    proofs: dict[str, tuple[Callable[..., list[str]], int]] = {
        "express, faults": (faults.express, given.express),
        "no callbacks": (faults.deaf, max(len(faults.FAULTS), given.express // 5)),
    }
    for name, (prove, count) in proofs.items():
        with summary.line(f"{grounds.name}: {name}") as tally, grounds.new() as ground:
            tally.refunds = count
            tally.blame(*prove(ground, count, given.seed))


def _kills(summary: Summary, grounds: Grounds, given: argparse.Namespace) -> None:
    with summary.line(f"{grounds.name}: workers killed") as tally:
        tally.kills, tally.refunds, wrong = killed.run(grounds, given.minutes, given.seed)
        tally.blame(*wrong)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    add = parser.add_argument
    add("--steps", type=int, default=200_000, help="steps of the worlds in which anybody does anything")
    add("--again", help="one batch of worlds anew, by the word that a violation was told with, as sqlite:12345")
    add("--races", type=int, default=2000, help="forced races, the refunds on one payment not counted")
    add("--payments", type=int, default=200, help="payments of 100 yuan, four times 60 yuan refunded on each at once")
    add("--crashes", type=int, default=20, help="how often at least a process dies at each point, on each side of it")
    add("--places", type=int, help="so many of the places where a story may be cut off, drawn by chance, once each")
    add("--express", type=int, default=1000, help="express refunds on a faulty channel")
    add("--minutes", type=float, default=5, help="minutes during which workers are killed, on each database")
    add("--database", choices=[*KINDS, "both"], default="both")
    add("--jobs", type=int, default=os.cpu_count() or 1, help="processes that live through worlds and die side by side")
    add("--seed", type=int, help="where chance begins; the same again leads to the same worlds")
    add("--only", nargs="*", choices=PARTS, help="these parts alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
