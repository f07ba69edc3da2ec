"""Messages that are several at once: 你好,退款到哪了?还有转人工."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.extractor import Fact

# A blank between Latin letters is none: `tui kuan jin du` is one part.
BREAK = re.compile(r"[。!?;…\n]+|[,、~ ]*[,、~][,、~ ]*|(?<![a-z]) +| +(?![a-z])")
MAX_PARTS = 8


def split(text: str, found: Sequence[Fact]) -> list[tuple[str, list[Fact]]]:
    """The parts between marks and blanks, each with its facts; a break inside a fact (138 0000 1234) is none."""
    inside = {place for fact in found for place in range(fact.start, fact.end)}
    parts: list[tuple[str, list[Fact]]] = []
    start = 0
    cuts = [match.span() for match in BREAK.finditer(text) if match.start() not in inside]
    for begin, end in [*cuts, (len(text), len(text))]:
        if text[start:begin].strip():
            parts.append((text[start:begin], _within(found, start, begin)))
        start = end
    return parts if len(parts) <= MAX_PARTS else parts[: MAX_PARTS - 2] + parts[-2:]


def _within(found: Sequence[Fact], start: int, end: int) -> list[Fact]:
    return [
        Fact(fact.entity, fact.start - start, fact.end - start, fact.value, fact.more)
        for fact in found
        if start <= fact.start and fact.end <= end
    ]


def joined(parts: Sequence[tuple[str, list[Fact]]]) -> tuple[str, list[Fact]]:
    """Parts as one text again, a blank between them, and the facts at their new places."""
    text, found = "", []
    for part, facts in parts:
        shift = len(text)
        found += [replace(fact, start=fact.start + shift, end=fact.end + shift) for fact in facts]
        text += part + " "
    return text.rstrip(), found
