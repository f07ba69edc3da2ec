"""From a mapping (a YAML file, a proposal sent in) to a policy, refused whole if anything in it is unclear.

All faults are found, not the first alone: unknown or missing words, wrong types, gaps, overlaps, dead rows,
contradicting values, texts that name no value.
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from .dimensions import ASCENDING, INPUTS, PARAMS, READINGS, RULES
from .named_values import Value, say, value_of
from .rows import LISTS, TABLES, Row
from .rulebook import Policy, PolicyError, Tables
from .tables import Named, Reading, build

HEAD = ("version", "effective_from", "owner", "params", "readings", *TABLES, *LISTS)
RENAMED = {"since": "from", "until": "to", "next_steps": "next"}
NEVER = datetime.min.replace(tzinfo=UTC)
_RULE = re.compile(r"([RAS])([1-9]\d?)")
_SLOT = re.compile(r"\{([^{}]*)\}")


def policy_from(source: Mapping[str, Any]) -> Policy:
    """The policy that the mapping spells out. Raises `PolicyError` naming every fault found."""
    wrong: list[str] = []
    if not isinstance(source, Mapping):
        raise PolicyError(["a policy is a mapping"])
    _fields(wrong, "policy", source, HEAD, HEAD)
    start = _moment(wrong, "effective_from", source.get("effective_from"))
    owner = _text(wrong, "owner", source.get("owner"))
    version = _text(wrong, "version", source.get("version"))
    named, values = _params(wrong, source.get("params"), owner)
    rows = {
        name: _rows(wrong, name, kind, source.get(name), owner, values)
        for name, kind in {**TABLES, **{n: listed[0] for n, listed in LISTS.items()}}.items()
    }
    ids = [row.id for table in rows.values() for row in table]
    wrong += [f"two rows are called {name}" for name in sorted(set(ids)) if ids.count(name) > 1]
    readings = _readings(wrong, source.get("readings"), {*named, *ids}, owner, values)
    turns = sorted({at for table in rows.values() for row in table for at in (row.since, row.until) if at})
    faulty = {line.partition(":")[0].partition(".")[0] for line in wrong}
    views = [_tables(wrong, rows, faulty, at) for at in (NEVER, *turns)]
    found = [view for view in views if view is not None]
    if wrong or len(found) < len(views):
        raise PolicyError(wrong)
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
    _fields(wrong, "params", raw, PARAMS, PARAMS)
    for name, unit in PARAMS.items():
        body = raw.get(name)
        where = f"params.{name}"
        if not isinstance(body, Mapping):
            continue
        _fields(wrong, where, body, ("value", "source", "owner", "signed_off"), ("value", "source", "signed_off"))
        _rule(wrong, where, body.get("source"))
        _flag(wrong, where, body.get("signed_off"))
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
    for body in _mappings(wrong, "readings", raw):
        where = f"readings.{body.get('id')}"
        _fields(wrong, where, body, ("id", "text", "kept", "owner", "signed_off"), ("id", "text", "kept", "signed_off"))
        kept = body.get("kept")
        kept = [str(name) for name in kept] if isinstance(kept, list) else []
        lost = [name for name in kept if name[:1] != "@" and name not in known]
        wrong += [f"{where}: kept in {name}, which is not there" for name in lost]
        if not kept:
            wrong.append(f"{where}: kept nowhere")
        _flag(wrong, where, body.get("signed_off"))
        text = _filled(wrong, where, _text(wrong, where, body.get("text")), values)
        by = str(body.get("owner") or owner)
        found.append(Reading(str(body.get("id")), text, tuple(kept), by, body.get("signed_off") is True))
    ids = [reading.id for reading in found]
    wrong += [f"readings: {name} stands {ids.count(name)} times" for name in READINGS if ids.count(name) != 1]
    wrong += [f"readings: {name} is no reading" for name in ids if name not in READINGS]
    return tuple(found)


def _rows(
    wrong: list[str], table: str, kind: type[Row], raw: Any, owner: str, values: Mapping[str, Value]
) -> list[Row]:
    own = [f for f in fields(kind) if "kind" in f.metadata]
    shown = {f.name: RENAMED.get(f.name, f.name) for f in own}
    must = ["id", "rules", "text", *(["when"] if kind.inputs else [])]
    must += [shown[f.name] for f in own if not f.metadata["optional"]]
    found = []
    for body in _mappings(wrong, table, raw):
        where = f"{table}.{body.get('id')}"
        before = len(wrong)
        _fields(wrong, where, body, {*must, "owner", "from", "to", *shown.values()}, must)
        made: dict[str, Any] = {
            "id": _text(wrong, where, body.get("id")),
            "rules": tuple(_rule(wrong, where, rule) for rule in _list(wrong, where, body.get("rules"))),
            "text": _filled(wrong, where, _text(wrong, where, body.get("text")), values),
            "owner": str(body.get("owner") or owner),
            "when": _when(wrong, where, kind, body.get("when")),
            "since": _moment(wrong, where, body["from"]) if "from" in body else None,
            "until": _moment(wrong, where, body["to"]) if "to" in body else None,
        }
        if made["since"] and made["until"] and made["since"] >= made["until"]:
            wrong.append(f"{where}: ends before it begins")
        for f in own:
            if shown[f.name] in body:
                made[f.name] = _own(wrong, f"{where}.{shown[f.name]}", f.metadata, body[shown[f.name]])
        if len(wrong) == before:
            found.append(kind(**made))
    return found


def _own(wrong: list[str], where: str, known: Mapping[str, Any], raw: Any) -> Any:
    """A row's own field, by its kind."""
    if known["kind"] == "flag":
        return _flag(wrong, where, raw)
    if known["kind"] == "needs":
        return tuple(
            tuple(_word(wrong, where, word, known["allowed"]) for word in _list(wrong, where, kinds, empty=False))
            for kinds in _list(wrong, where, raw)
        )
    if known["kind"] == "words":
        return tuple(_word(wrong, where, word, known["allowed"]) for word in _list(wrong, where, raw))
    return None if raw is None and known["optional"] else _word(wrong, where, raw, known["allowed"])


def _when(wrong: list[str], where: str, kind: type[Row], raw: Any) -> dict[str, frozenset[str]]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        wrong.append(f"{where}: when is a mapping of inputs")
        return {}
    _fields(wrong, f"{where}.when", raw, kind.inputs, ())
    return {
        name: frozenset(_word(wrong, f"{where}.when.{name}", value, INPUTS[name]) for value in
                        _list(wrong, f"{where}.when.{name}", values, empty=False))
        for name, values in raw.items()
        if name in kind.inputs
    }  # fmt: skip


def _filled(wrong: list[str], where: str, text: str, values: Mapping[str, Value]) -> str:
    """The text with its {value} slots said in Chinese, so that it cannot drift from the number that is applied."""

    def said(slot: re.Match[str]) -> str:
        name = slot.group(1)
        if name in values:
            return say(PARAMS[name], values[name])
        wrong.append(f"{where}: the text names {name or 'nothing'}, which is no value")
        return ""

    return _SLOT.sub(said, text)


def _fields(wrong: list[str], where: str, body: Mapping[Any, Any], known: Any, must: Any) -> None:
    wrong += [f"{where}: unknown field {name}" for name in body if name not in known]
    wrong += [f"{where}: {name} is missing" for name in must if name not in body]


def _mappings(wrong: list[str], where: str, raw: Any) -> list[Mapping[str, Any]]:
    found = _list(wrong, where, raw)
    wrong += [f"{where}: {body!r} is no row" for body in found if not isinstance(body, Mapping)]
    return [body for body in found if isinstance(body, Mapping)]


def _list(wrong: list[str], where: str, raw: Any, empty: bool = True) -> list[Any]:
    if not isinstance(raw, list) or not (raw or empty):
        wrong.append(f"{where}: {raw!r} is no list" + ("" if empty else " of something"))
        return []
    return raw


def _text(wrong: list[str], where: str, raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        wrong.append(f"{where}: {raw!r} is no text")
        return ""
    return raw


def _word(wrong: list[str], where: str, raw: Any, allowed: Any) -> str:
    if not isinstance(raw, str) or raw not in allowed:
        wrong.append(f"{where}: {raw!r} is not a word known here")
    return str(raw)


def _flag(wrong: list[str], where: str, raw: Any) -> bool:
    if not isinstance(raw, bool):
        wrong.append(f"{where}: {raw!r} is neither true nor false")
    return raw is True


def _rule(wrong: list[str], where: str, raw: Any) -> str:
    found = _RULE.fullmatch(raw) if isinstance(raw, str) else None
    if not found or int(found.group(2)) > RULES[found.group(1)]:
        wrong.append(f"{where}: {raw!r} is no rule of R1–R92, A1–A27, S1–S23")
    return str(raw)


def _moment(wrong: list[str], where: str, raw: Any) -> datetime:
    try:
        at = datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        at = None
    if at is None or at.tzinfo is None:
        wrong.append(f"{where}: {raw!r} is no moment with an offset")
        return NEVER
    return at.astimezone(UTC)
