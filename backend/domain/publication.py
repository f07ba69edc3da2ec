"""From a mapping (a YAML file, a proposal sent in) to a policy, refused whole if anything in it is unclear.

All faults are found, not the first alone: unknown or missing words, wrong types, gaps, overlaps, dead rows,
contradicting values, texts that name no value.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from . import spelling
from .dimensions import ASCENDING, PARAMS, READINGS
from .named_values import Value, value_of
from .row_source import read_rows
from .rows import LISTS, TABLES
from .rulebook import Policy, PolicyError, Tables
from .tables import Named, Reading, build

HEAD = ("version", "effective_from", "owner", "params", "readings", *TABLES, *LISTS)
VALUE = ("value", "source", "signed_off")
READING = ("id", "text", "kept", "signed_off")


def policy_from(source: Mapping[str, Any]) -> Policy:
    """The policy that the mapping spells out. Raises `PolicyError` naming every fault found."""
    wrong: list[str] = []
    if not isinstance(source, Mapping):
        raise PolicyError(["a policy is a mapping"])
    spelling.fields_of(wrong, "policy", source, HEAD, HEAD)
    start = spelling.instant(wrong, "effective_from", source.get("effective_from"))
    owner = spelling.text(wrong, "owner", source.get("owner"))
    version = spelling.text(wrong, "version", source.get("version"))
    named, values = _params(wrong, source.get("params"), owner)
    kinds = {**TABLES, **{name: listed[0] for name, listed in LISTS.items()}}
    rows = {name: read_rows(wrong, name, kind, source.get(name), owner, values) for name, kind in kinds.items()}
    ids = [str(row.get("id")) for name in kinds for row in spelling.mappings([], name, source.get(name))]
    wrong += [f"two rows are called {name}" for name in sorted(set(ids)) if ids.count(name) > 1]
    readings = _readings(wrong, source.get("readings"), {*PARAMS, *ids}, owner, values)
    all_rows = [row for table in rows.values() for row in table]
    wrong += [f"row {row.id} is dead before the version begins" for row in all_rows if row.until and row.until <= start]
    turns = sorted({at for row in all_rows for at in (row.since, row.until) if at and at > start})
    faulty = {line.partition(":")[0].partition(".")[0] for line in wrong}
    views = [_tables(wrong, rows, faulty, at) for at in (start, *turns)]
    found = [view for view in views if view is not None]
    if wrong or len(found) < len(views):
        raise PolicyError(list(dict.fromkeys(wrong)))
    made = [Policy(version, start, owner, named, values, readings, tables, source) for tables in found]
    later = tuple(zip(turns, made[1:], strict=True))
    return Policy(version, start, owner, named, values, readings, found[0], source, later)


def _tables(wrong: list[str], rows: Mapping[str, list[Any]], faulty: set[str], at: datetime) -> Tables | None:
    """The tables with the rows that live at the moment; None if one is faulty. One with a faulty row is not tried:
    its gaps would say nothing new."""
    alive = {name: [row for row in table if row.lives(at)] for name, table in rows.items()}
    built: dict[str, Any] = {name: None if name in faulty else build(name, alive[name], wrong) for name in TABLES}
    for name, (_, key, expected) in LISTS.items():
        if name in faulty:
            continue
        found = [getattr(row, key) for row in alive[name]]
        wrong += [f"{name}: {word} stands {found.count(word)} times" for word in expected if found.count(word) != 1]
        built[name] = {getattr(row, key): row for row in alive[name]}
    return None if faulty & {*TABLES, *LISTS} or None in built.values() else Tables(**built)


def _params(wrong: list[str], raw: Any, owner: str) -> tuple[dict[str, Named], dict[str, Value]]:
    named: dict[str, Named] = {}
    values: dict[str, Value] = {}
    raw = raw if isinstance(raw, Mapping) else {}
    spelling.fields_of(wrong, "params", raw, PARAMS, PARAMS)
    for name, unit in PARAMS.items():
        body = raw.get(name)
        where = f"params.{name}"
        if not isinstance(body, Mapping):
            wrong += [f"{where}: {body!r} is no value with its source"] if name in raw else []
            continue
        spelling.fields_of(wrong, where, body, (*VALUE, "owner"), VALUE)
        spelling.rule(wrong, where, body.get("source"))
        spelling.flag(wrong, where, body.get("signed_off"))
        try:
            values[name] = value_of(unit, body.get("value"))
        except ValueError as fault:
            wrong.append(f"{where}: {fault}")
            continue
        by = str(body.get("owner") or owner)
        named[name] = Named(name, body["value"], str(body.get("source")), by, body.get("signed_off") is True)
    for low, high in ASCENDING:
        if low in values and high in values and values[low] > values[high]:  # type: ignore[operator]
            wrong.append(f"params: {low} is more than {high}")
    return named, values


def _readings(
    wrong: list[str], raw: Any, known: set[str], owner: str, values: Mapping[str, Value]
) -> tuple[Reading, ...]:
    """A1–A27 and S1–S23, each once, each kept somewhere that exists."""
    found = []
    for body in spelling.mappings(wrong, "readings", raw):
        where = f"readings.{body.get('id')}"
        spelling.fields_of(wrong, where, body, (*READING, "owner"), READING)
        kept = body.get("kept")
        kept = [str(name) for name in kept] if isinstance(kept, list) else []
        lost = [name for name in kept if name[:1] != "@" and name not in known]
        wrong += [f"{where}: kept in {name}, which is not there" for name in lost]
        if not kept:
            wrong.append(f"{where}: kept nowhere")
        spelling.flag(wrong, where, body.get("signed_off"))
        text = spelling.filled(wrong, where, body.get("text"), values)
        by = str(body.get("owner") or owner)
        found.append(Reading(str(body.get("id")), text, tuple(kept), by, body.get("signed_off") is True))
    ids = [reading.id for reading in found]
    wrong += [f"readings: {name} stands {ids.count(name)} times" for name in READINGS if ids.count(name) != 1]
    wrong += [f"readings: {name} is no reading" for name in ids if name not in READINGS]
    return tuple(found)
