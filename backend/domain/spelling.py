"""The small pieces of a policy's source, each checked: what is wrong is added to `wrong`, with where it stands.

Each function answers something of the right type even for a fault, so that one reading finds them all.
"""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from .dimensions import PARAMS, RULES
from .named_values import Value, say, say_range

NEVER = datetime.min.replace(tzinfo=UTC)
_RULE = re.compile(r"([RAS])([1-9]\d?)")
_SLOT = re.compile(r"\{([^{}]*)\}")


def fields_of(wrong: list[str], where: str, body: Mapping[Any, Any], known: Collection[str], must: Any) -> None:
    """No field that is not known, none missing that must be there."""
    wrong += [f"{where}: unknown field {name}" for name in body if name not in known]
    wrong += [f"{where}: {name} is missing" for name in must if name not in body]


def mappings(wrong: list[str], where: str, raw: Any) -> list[Mapping[str, Any]]:
    found = list_of(wrong, where, raw)
    wrong += [f"{where}: {body!r} is no row" for body in found if not isinstance(body, Mapping)]
    return [body for body in found if isinstance(body, Mapping)]


def list_of(wrong: list[str], where: str, raw: Any, empty: bool = True) -> list[Any]:
    if not isinstance(raw, list) or not (raw or empty):
        wrong.append(f"{where}: {raw!r} is no list" + ("" if empty else " of something"))
        return []
    return raw


def text(wrong: list[str], where: str, raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        wrong.append(f"{where}: {raw!r} is no text")
        return ""
    return raw


def filled(wrong: list[str], where: str, raw: Any, values: Mapping[str, Value]) -> str:
    """The text with its {value} and {low–high} slots said in Chinese, so that it cannot drift from what is applied."""

    def said(slot: re.Match[str]) -> str:
        low, dash, high = slot.group(1).partition("–")
        names = (low, high) if dash else (low,)
        wrong.extend(f"{where}: the text names {n or 'nothing'}, which is no value" for n in names if n not in PARAMS)
        if any(name not in values for name in names):  # A faulty value is told where it stands, not here again.
            return ""
        return say_range(PARAMS[low], values[low], values[high]) if dash else say(PARAMS[low], values[low])

    return _SLOT.sub(said, text(wrong, where, raw))


def word(wrong: list[str], where: str, raw: Any, allowed: Collection[str]) -> str:
    if not isinstance(raw, str) or raw not in allowed:
        wrong.append(f"{where}: {raw!r} is not a word known here")
    return str(raw)


def flag(wrong: list[str], where: str, raw: Any) -> bool:
    if not isinstance(raw, bool):
        wrong.append(f"{where}: {raw!r} is neither true nor false")
    return raw is True


def rule(wrong: list[str], where: str, raw: Any) -> str:
    found = _RULE.fullmatch(raw) if isinstance(raw, str) else None
    if not found or int(found.group(2)) > RULES[found.group(1)]:
        wrong.append(f"{where}: {raw!r} is no rule of R1–R92, A1–A27, S1–S23")
    return str(raw)


def instant(wrong: list[str], where: str, raw: Any) -> datetime:
    """The moment, in UTC, that an ISO 8601 text with an offset names."""
    try:
        at = datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        at = None
    if at is None or at.tzinfo is None:
        wrong.append(f"{where}: {raw!r} is no moment with an offset")
        return NEVER
    return at.astimezone(UTC)
