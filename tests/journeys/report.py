"""The figures of a run, and the transcript of each failure for reading."""

import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .score import Outcome, pass_at

FOLDER = Path(__file__).resolve().parents[2] / ".run" / "journeys"
WANTED = {1: 0.98, 4: 0.95}
STEP = 100  # talks between two words of how it goes
BEST_BASELINE = 0.15


class Report:
    """Hears of outcomes from many threads; a failure is written out at once, with `every` each talk."""

    def __init__(self, every: bool = False) -> None:
        self._every = every
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob("*.txt"):
            old.unlink()
        self._lock = threading.Lock()
        self._gold: list[Outcome] = []
        self._tried: list[Outcome] = []
        self._baselines: dict[str, list[Outcome]] = defaultdict(list)

    def gold(self, outcome: Outcome) -> None:
        self._keep(self._gold, outcome, "gold")

    def tried(self, outcome: Outcome) -> None:
        self._keep(self._tried, outcome, str(outcome.seed))

    def baseline(self, name: str) -> Callable[[Outcome], None]:
        """Hears of what this one does; its failures are no news."""

        def hear(outcome: Outcome) -> None:
            with self._lock:
                self._baselines[name].append(outcome)

        return hear

    def _keep(self, where: list[Outcome], outcome: Outcome, name: str) -> None:
        with self._lock:
            where.append(outcome)
            if len(where) % STEP == 0:
                print(f"  {len(where)} talks, {sum(o.passed for o in where)} passed", flush=True)
            if self._every or not outcome.passed:
                (FOLDER / f"{outcome.task.id}.{name}.txt").write_text(transcript(outcome), "utf-8")
            if not outcome.passed:
                first = [*outcome.forbidden, *outcome.false, *outcome.wrong][0].splitlines()[0]
                print(f"  ✗ {outcome.task.id} ({name}): {first[:150]}", flush=True)

    def kept(self) -> bool:
        """Gold whole, the figures reached, nothing forbidden, nothing false."""
        every = [*self._gold, *self._tried]
        rates = {k: self._rate(self._tried, k) for k in WANTED}
        best = max((_share(found) for found in self._baselines.values()), default=0.0)
        reached = best <= BEST_BASELINE and all(rate != rate or rate >= WANTED[k] for k, rate in rates.items())
        return reached and all(o.passed for o in self._gold) and not any(o.forbidden or o.false for o in every)

    def table(self, seconds: float) -> str:
        families = sorted({outcome.task.family for outcome in [*self._gold, *self._tried]})
        lines = [f"{'family':<14}{'tasks':>6}{'gold':>8}{'pass^1':>8}{'pass^4':>8}{'pass^8':>8}"]
        lines += [self._line(family) for family in families]
        lines.append(self._line(None))
        every = [*self._gold, *self._tried]
        forbidden, false = sum(len(o.forbidden) for o in every), sum(len(o.false) for o in every)
        turns = sum(o.turns for o in every)
        lines.append(f"{len(every)} talks, {turns} turns, {seconds:.0f} s")
        lines.append(f"{forbidden} forbidden writes, {false} false facts")
        for name, found in self._baselines.items():
            passed = sorted(o.task.id for o in found if o.passed)
            lines.append(f"baseline “{name}” passes {_share(found):.1%}: {' '.join(passed)}")
        if any(not o.passed for o in every):
            lines.append(f"transcripts of failures: {FOLDER}")
        return "\n".join(lines)

    def _line(self, family: str | None) -> str:
        gold = [o for o in self._gold if family in (None, o.task.family)]
        tried = [o for o in self._tried if family in (None, o.task.family)]
        figures = [_share(gold), *(self._rate(tried, k) for k in (1, 4, 8))]
        shown = "".join(f"{'–' if rate != rate else f'{rate:.1%}':>8}" for rate in figures)
        return f"{family or 'all':<14}{len({o.task.id for o in [*gold, *tried]}):>6}{shown}"

    def _rate(self, outcomes: list[Outcome], k: int) -> float:
        by_task: dict[str, list[bool]] = defaultdict(list)
        for outcome in outcomes:
            by_task[outcome.task.id].append(outcome.passed)
        rates = [pass_at(k, tries) for tries in by_task.values()]
        return sum(rates) / len(rates) if rates else float("nan")


def _share(outcomes: list[Outcome]) -> float:
    return sum(o.passed for o in outcomes) / len(outcomes) if outcomes else float("nan")


def transcript(outcome: Outcome) -> str:
    """The talk as it was, and what was wrong with it."""
    lines = [f"{outcome.task.id}, try {outcome.seed}", ""]
    notes = [(int(note.split(":", 1)[0]), note.split(":", 1)[1]) for note in outcome.talk.notes]
    for entry in outcome.talk.entries:
        while notes and notes[0][0] < entry["seq"]:
            lines.append(f"      [{notes.pop(0)[1].strip()}]")
        lines += _said(entry, entry["seq"] in outcome.talk.yes_after)
    lines += [f"      [{note.strip()}]" for _, note in notes]
    for name, found in (("wrong", outcome.wrong), ("forbidden", outcome.forbidden), ("false", outcome.false)):
        lines += ["", name, *(f"  {line}" for line in found)] if found else []
    return "\n".join(lines) + "\n"


def _said(entry: dict[str, Any], yes: bool) -> list[str]:
    if entry["kind"] == "customer.said":
        how = ("（同意）" if yes else "") + ("［点选］" if entry.get("choice") else "")
        return [f"{entry['seq']:>3} 买家{how}: {entry['text']}"]
    if entry["kind"] != "bot.said":
        return [f"{entry['seq']:>3} · {entry['kind']} {entry.get('text') or ''} {entry.get('facts') or ''}"]
    labels = " ".join(f"〔{choice['label']}〕" for choice in entry.get("choices") or [])
    rows = (entry.get("card") or {}).get("rows") or []
    card = "".join(f"\n        {row['label']}: {row['value']}" for row in rows)
    return [f"{entry['seq']:>3} 小云 {entry['act']}: {entry['text']}{card} {labels}", f"        {entry.get('facts')}"]
