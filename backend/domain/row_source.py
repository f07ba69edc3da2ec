"""Table rows from their source: every field by its kind, and what a row says must be possible to do."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from . import spelling
from .dimensions import INPUTS
from .named_values import Value
from .rows import Row

RENAMED = {"since": "from", "until": "to", "next_steps": "next"}


def read_rows(
    wrong: list[str], table: str, kind: type[Row], raw: Any, owner: str, values: Mapping[str, Value]
) -> list[Any]:
    """The rows without a fault, in their order; the faults of the others are added to `wrong`."""
    own = [f for f in fields(kind) if "kind" in f.metadata]
    shown = {f.name: RENAMED.get(f.name, f.name) for f in own}
    must = ["id", "rules", "text", *(["when"] if kind.inputs else [])]
    must += [shown[f.name] for f in own if not f.metadata["optional"]]
    known = {*must, "owner", "from", "to", *shown.values()}
    found = []
    for body in spelling.mappings(wrong, table, raw):
        where = f"{table}.{body.get('id')}"
        before = len(wrong)
        spelling.fields_of(wrong, where, body, known, must)
        made = _shared(wrong, where, kind, body, owner, values)
        for f in own:
            if shown[f.name] in body:
                made[f.name] = _own(wrong, f"{where}.{shown[f.name]}", f.metadata, body[shown[f.name]])
        if len(wrong) > before:
            continue
        row = kind(**made)
        found.append(row)
        wrong += [f"{where}: {fault}" for fault in row.unsound(values)]
    return found


def _shared(
    wrong: list[str], where: str, kind: type[Row], body: Mapping[str, Any], owner: str, values: Mapping[str, Value]
) -> dict[str, Any]:
    since, until = (spelling.instant(wrong, where, body[name]) if name in body else None for name in ("from", "to"))
    if since and until and since >= until:
        wrong.append(f"{where}: ends before it begins")
    rules = spelling.list_of(wrong, f"{where}.rules", body.get("rules"), empty=False)
    return {
        "id": spelling.text(wrong, where, body.get("id")),
        "rules": tuple(spelling.rule(wrong, where, rule) for rule in rules),
        "text": spelling.filled(wrong, where, body.get("text"), values),
        "owner": str(body.get("owner") or owner),
        "when": _when(wrong, where, kind, body.get("when")),
        "since": since,
        "until": until,
    }


def _when(wrong: list[str], where: str, kind: type[Row], raw: Any) -> dict[str, frozenset[str]]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        wrong.append(f"{where}: when is a mapping of inputs")
        return {}
    spelling.fields_of(wrong, f"{where}.when", raw, kind.inputs, ())
    found = {}
    for name, values in raw.items():
        if name in kind.inputs:
            at = f"{where}.when.{name}"
            listed = spelling.list_of(wrong, at, values, empty=False)
            found[name] = frozenset([spelling.word(wrong, at, value, INPUTS[name]) for value in listed])
    return found


def _own(wrong: list[str], where: str, known: Mapping[str, Any], raw: Any) -> Any:
    """A row's own field, by its kind."""
    allowed = known.get("allowed", ())
    if known["kind"] == "flag":
        return spelling.flag(wrong, where, raw)
    if known["kind"] == "needs":
        return tuple(
            tuple(spelling.word(wrong, where, kind, allowed) for kind in spelling.list_of(wrong, where, any_of, False))
            for any_of in spelling.list_of(wrong, where, raw)
        )
    if known["kind"] == "words":
        return tuple(spelling.word(wrong, where, word, allowed) for word in spelling.list_of(wrong, where, raw))
    return None if raw is None and known["optional"] else spelling.word(wrong, where, raw, allowed)
