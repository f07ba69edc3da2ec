"""`make journeys`: every task by simulated buyers against the real house; pass^1, pass^4, pass^8 per family."""

import argparse
import fnmatch
import sys
import tempfile
import time
from pathlib import Path

from tests.live import LiveHouse

from .baselines import BASELINES, played_by
from .report import Report
from .schedule import Schedule
from .task import all_tasks


def main() -> int:
    """0 where every promise about the figures is kept."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("only", nargs="*", default=["*"], help="patterns of task ids")
    ask.add_argument("--tries", type=int, default=8)
    ask.add_argument("--seed", type=int, default=1, help="of the first try")
    ask.add_argument("--at-once", type=int, default=6)
    ask.add_argument("--transcripts", action="store_true", help="write out every talk, not the failures alone")
    ask.add_argument("--no-gold", action="store_true")
    ask.add_argument("--no-baselines", dest="baselines", action="store_false")
    ask.add_argument("--gold", action="store_true", help="the gold replay alone")
    args = ask.parse_args()
    tasks = [task for task in all_tasks() if any(fnmatch.fnmatch(task.id, p) for p in args.only)]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, LiveHouse(Path(folder)) as live:
        report = Report(args.transcripts)
        if not args.no_gold:
            Schedule(live, args.at_once, plain=True).run([(task, 0) for task in tasks], report.gold)
        if not args.gold:
            seeds = range(args.seed, args.seed + args.tries)
            Schedule(live, args.at_once).run([(task, seed) for task in tasks for seed in seeds], report.tried)
        for name, puppet in BASELINES.items() if args.baselines else ():
            played = Schedule(live, args.at_once, play=played_by(puppet))
            played.run([(task, 0) for task in tasks], report.baseline(name))
        outages = [line for line in live.log("backend").splitlines() if "assistant_down" in line]
    print(report.table(time.monotonic() - begun))
    print(f"{len(outages)} times the assistant was late or away")
    print("\n".join(outages[:5]))
    return 0 if report.kept() else 1


if __name__ == "__main__":
    sys.exit(main())
