"""Where each rule of the guide is kept, tested and told: docs/policy/coverage.md, and beside it 《退款规则》 as a buyer
reads it. Rows and events come from the product, tests and the choice of sentences from tests/rules.yaml.

    python -m ops.coverage
"""

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from backend.domain import advice
from backend.domain.machine import Machine
from backend.domain.rows import LISTS, TABLES, Row
from backend.domain.rulebook import Policy
from backend.domain.rules_page import rules_page
from backend.store.policy_files import policy_book

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "policy"
RULES = [f"R{number}" for number in range(1, 93)]
MACHINES = ("refund", "dispute", "payout", "compensation", "expedite", "callback", "handoff")
FOLDERS = {name: f"tests/backend/{name}" for name in ("domain", "service", "api", "gateways", "store")}
HEAD = """# Where each rule is kept

Written by `make coverage`; a test holds it to the product, so it is never edited by hand. Policy version {version}.
“Kept by” names rows of the policy tables (backend/domain/policy_tables), events of the machines or a place in the code;
“grants” and “refuses” are the tests on the two sides of a boundary or of a decision.

| Rule | What it says | Kept by | Tests | What a buyer hears |
|---|---|---|---|---|
"""


def policy() -> Policy:
    return policy_book().versions[-1]


@cache
def mapping() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "rules.yaml").read_text("utf-8"))
    return found


def rows_of(of: Policy) -> Iterator[Row]:
    """Promises and rejections first: they say most to a buyer."""
    for name in LISTS:
        yield from getattr(of.tables, name).values()
    for name in TABLES:
        yield from getattr(of.tables, name)


def machines() -> list[Machine]:
    modules = [importlib.import_module(f"backend.domain.{name}") for name in MACHINES]
    return [found for module in modules for found in vars(module).values() if isinstance(found, Machine)]


def kept_by(rule: str, of: Policy) -> list[str]:
    """Rows, events, and places of the code. Raises ValueError for a place that is not there."""
    rows = [row.id for row in rows_of(of) if rule in row.rules]
    events = [f"{m.name}.{row.event}" for m in machines() for row in m.rows if rule in row.rules]
    places = []
    for place in mapping()[rule].get("lives", []):
        path, _, word = place.partition(": ")
        if not (ROOT / path).is_file() or word not in (ROOT / path).read_text("utf-8"):
            raise ValueError(f"{rule}: there is no {word} in {path}")
        places.append(path)
    return [*rows, *dict.fromkeys(events), *places]


def place_of(short: str) -> tuple[str, str]:
    """`service/review.an_appeal` as (tests/backend/service/test_review.py, test_an_appeal)."""
    place, _, name = short.partition(".")
    folder, _, stem = place.partition("/")
    return f"{FOLDERS.get(folder, f'tests/{folder}')}/test_{stem}.py", f"test_{name}"


@cache
def tests_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8")) if (ROOT / path).is_file() else ast.Module([], [])
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def proven_by(rule: str, side: str) -> list[str]:
    """The short names of one side. Raises ValueError for a test that is not there."""
    listed: list[str] = mapping()[rule].get(side, [])
    for path, name in map(place_of, listed):
        if name not in tests_in(path):
            raise ValueError(f"{rule}: there is no {name} in {path}")
    return listed


def said(rule: str, of: Policy) -> str:
    """The sentence: the one chosen, else the first row's, else the advice. Raises ValueError if nobody says it."""
    chosen = mapping()[rule].get("said")
    if isinstance(chosen, dict):
        ((path, words),) = chosen.items()
        parts = [re.escape(part) for part in words.split("…")]
        # A sentence of the code may be broken over two strings, and is filled in where the “…” stands.
        source = re.sub(r'"\s*\n\s*f?"', "", (ROOT / path).read_text("utf-8"))
        if not re.search(r"[^\n]*?".join(parts), source):
            raise ValueError(f"{rule}: {path} does not say {words}")
        return str(words)
    rows = [row for row in rows_of(of) if (row.id == chosen if chosen else rule in row.rules)]
    if chosen and (not rows or rule not in rows[0].rules):
        raise ValueError(f"{rule}: {chosen} is no row that cites it")
    told = [row.text for row in rows]
    told += [advice.told(one, of) for part in advice.ALL.values() for one in part if rule in one.rules]
    if not told:
        raise ValueError(f"{rule}: nobody says it")
    return told[0]


def coverage() -> str:
    """The page. Raises ValueError if any cell of it would be empty."""
    of = policy()
    if list(mapping()) != RULES:
        raise ValueError(f"tests/rules.yaml: {sorted(set(RULES) ^ set(mapping()))}")
    lines = "".join(_line(rule, of) for rule in RULES)
    return HEAD.format(version=of.version) + lines + _readings(of) + _values(of)


def _readings(of: Policy) -> str:
    """How the guide is read, and what keeps each reading; loading refuses one that nothing keeps."""
    head = "\n## Readings\n\n| Reading | Kept by | Signed | How it is read |\n|---|---|---|---|\n"
    kept = {r.id: ", ".join(name.replace("@", "backend: ") for name in r.kept) for r in of.readings}
    return head + "".join(
        f"| {r.id} | {kept[r.id]} | {'yes' if r.signed_off else 'waits'} | {r.text} |\n" for r in of.readings
    )


def _values(of: Policy) -> str:
    """Every number, by its name; each has its edge in tests/backend/edges.py or tests/backend/service/counts.py."""
    head = "\n## Named values\n\n| Value | Stands at | Source | Signed |\n|---|---|---|---|\n"
    return head + "".join(
        f"| {v.name} | {v.value} | {v.source} | {'yes' if v.signed_off else 'waits'} |\n" for v in of.named.values()
    )


def _line(rule: str, of: Policy) -> str:
    known = mapping()[rule]
    kept = kept_by(rule, of)
    sides = {side: proven_by(rule, side) for side in ("grants", "refuses")}
    if not kept or not sides["grants"]:
        raise ValueError(f"{rule}: kept by {kept}, tested by {sides['grants']}")
    if known.get("edge") and not sides["refuses"]:
        raise ValueError(f"{rule}: one side of {known['edge']} is not tested")
    tests = [f"{side}: {', '.join(names)}" for side, names in sides.items() if names]
    what = f"{known['what']} ({known['edge']})" if known.get("edge") else known["what"]
    cells = [rule, what, ", ".join(kept), "<br>".join(tests), said(rule, of)]
    return f"| {' | '.join(cells)} |\n"


def pages() -> dict[Path, str]:
    """Every generated page with what it should say."""
    return {PAGES / "coverage.md": coverage(), PAGES / "rules.zh.md": rules_page(policy())}


def main() -> int:
    PAGES.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, "utf-8")
        print(f"{path.relative_to(ROOT)}: {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
