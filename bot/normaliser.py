"""What a buyer typed, made plain: one script, one width, one spelling, no invisible characters.

The message's own text is never replaced, so nothing done here can turn words into a command: Rasa reads commands
(`/intent`) from that text alone, and the plain text lies beside it with the way back to every typed character.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from opencc import OpenCC

from bot.spelling import IN_COMPANY, LITERAL, USUAL

MAX_CHARS = 2000
HEAD, TAIL = 300, 100
DROPPED = {"Cc", "Cf", "Cn", "Co", "Cs"}
SPACED_OUT = re.compile(r"(?<!\S)[一-鿿](?: [一-鿿])+(?!\S)")
RUN = re.compile(r"([^\W\d_零〇洞一幺二两三四五六七拐八九十百千万])\1{2,}|([^\w\s])\2+|(\s)\3+")
PHRASE_RUN = re.compile(r"(?![零一幺二两三四五六七八九]{2})([一-鿿]{2,4})(?:[\s,!~]?\1)+")


@dataclass(frozen=True)
class Plain:
    """Plain text, and for each of its characters the place in the typed text that it came from."""

    text: str
    origin: tuple[int, ...]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The span of the typed text behind the span of the plain one."""
        if start >= end:
            raise ValueError("an empty span has no place in the typed text")
        return self.origin[start], self.origin[end - 1] + 1

    def clipped(self) -> str:
        """The part that tells what is wanted: the beginning and the end of a long message."""
        if len(self.text) <= HEAD + TAIL:
            return self.text
        return f"{self.text[:HEAD]}\n{self.text[-TAIL:]}"


def normalise(typed: str) -> Plain:
    """NFKC, lower case, simplified script, usual spellings, no invisible characters, no runs; at most 2,000 typed."""
    chars, origin = _visible(typed[:MAX_CHARS])
    text = _simplified("".join(chars))
    plain = Plain(text, tuple(origin))
    plain = _joined(plain)
    for pattern, usual in IN_COMPANY:
        plain = _replaced(plain, pattern, usual)
    plain = _replaced(plain, LITERAL, lambda match: USUAL[match.group()])
    for _ in range(3):
        before = plain.text
        plain = _replaced(plain, RUN, _squeezed)
        plain = _replaced(plain, PHRASE_RUN, lambda match: match.group(1))
        if plain.text == before:
            break
    return _stripped(plain)


def _visible(typed: str) -> tuple[list[str], list[int]]:
    chars: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(typed):
        if char in "\r\n\u2028\u2029":
            wide = "\n"
        elif char.isspace():
            wide = " "
        elif unicodedata.category(char) in DROPPED or "\ufe00" <= char <= "\ufe0f":
            continue
        else:
            wide = unicodedata.normalize("NFKC", char).lower()
        for one in wide:
            chars.append(" " if one.isspace() and one != "\n" else one)
            origin.append(place)
    return chars, origin


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def _simplified_char(char: str) -> str:
    return str(_converter().convert(char))[:1] or char


def _simplified(text: str) -> str:
    if text.isascii():
        return text
    whole = str(_converter().convert(text))
    return whole if len(whole) == len(text) else "".join(map(_simplified_char, text))


def _replaced(plain: Plain, pattern: re.Pattern[str], usual: Any) -> Plain:
    """The pattern's matches replaced; each new character points at the first typed character of its match."""
    out: list[str] = []
    origin: list[int] = []
    done = 0
    for match in pattern.finditer(plain.text):
        new = usual(match) if callable(usual) else usual
        out.append(plain.text[done : match.start()])
        origin.extend(plain.origin[done : match.start()])
        places = plain.origin[match.start() : match.end()]
        out.append(new)
        last = len(places) - 1 if len(new) <= len(places) else 0
        origin.extend(places[min(i, last)] for i in range(len(new)))
        done = match.end()
    if not done:
        return plain
    return Plain("".join(out) + plain.text[done:], (*origin, *plain.origin[done:]))


def _joined(plain: Plain) -> Plain:
    """`退 款 进 度`, spaced out, put together."""
    drop = {
        place
        for match in SPACED_OUT.finditer(plain.text)
        for place in range(match.start(), match.end())
        if plain.text[place] == " "
    }
    return _without(plain, drop)


def _squeezed(match: re.Match[str]) -> str:
    run = match.group()
    return run[:2] if match.group(1) else run[0]


def _stripped(plain: Plain) -> Plain:
    """Without blanks at the ends, and without leading slashes: the plain text never looks like a command."""
    start = len(plain.text) - len(plain.text.lstrip(" \n/"))
    end = len(plain.text.rstrip())
    return Plain(plain.text[start:end], plain.origin[start:end]) if start < end else Plain("", ())


def _without(plain: Plain, drop: set[int]) -> Plain:
    if not drop:
        return plain
    kept = [place for place in range(len(plain.text)) if place not in drop]
    return Plain("".join(plain.text[place] for place in kept), tuple(plain.origin[place] for place in kept))
