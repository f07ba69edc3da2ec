"""Labels inside a line: the words that name a value, and where that value begins."""

import re
from dataclasses import dataclass

from .text import differing
from .words import LABELS

_ROLE = {word.upper(): role for role, words in LABELS.items() for word in words}
_WORDS = re.compile("|".join(sorted((re.escape(word) for word in _ROLE), key=len, reverse=True)), re.IGNORECASE)
_BEHIND = re.compile(r"(?:\s*\((?:元|人民币|RMB|CNY|小写|¥)\))?\s*(?P<colon>:|是|为)?\s*")


@dataclass(frozen=True)
class Label:
    """Its role (of `LABELS`), its words, where it starts, and where its value would begin."""

    role: str
    words: str
    start: int
    end: int


def labels_in(text: str, doubtful: bool = False) -> list[Label]:
    """The labels of one line of plain text: named by a colon, or standing first or apart with a value behind them.

    `doubtful`: the reader was unsure of a character, so a label that stands alone may have one of them wrong.
    """
    found: list[Label] = []
    for match in _WORDS.finditer(text):
        start, end = match.span()
        behind = _BEHIND.match(text, end)
        assert behind is not None
        colon = bool(behind.group("colon"))
        first, apart = not text[:start].strip(" -*•·●、"), text[start - 1 : start] in {" ", "|", ",", "，", ";"}
        value = behind.end() > end or behind.end() == len(text) or text[end] in "¥*+-" or text[end].isascii()
        # 时间, 单号 and the like end longer words that may mean something else.
        whole = end - start > 2 or start == 0 or not text[start - 1].isalpha()
        if whole and (colon or (value and (first or apart))):
            found.append(Label(_ROLE[match.group(0).upper()], match.group(0), start, behind.end()))
    return found or (_misread(text) if doubtful else [])


def _misread(text: str) -> list[Label]:
    words = text.strip(" :").upper()
    for word, role in _ROLE.items():
        if 4 <= len(word) == len(words) and differing(word, words) == 1:
            return [Label(role, word, 0, len(text))]
    return []
