"""Toneless syllables: of characters, and of pinyin typed in Latin letters (`tuikuan` is tui kuan)."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

HAN = re.compile(r"[一-鿿]")
PIECE = re.compile(r"[一-鿿]|[a-z]+|[^\sa-z一-鿿]")
# The readings that typing by sound and dialects mix up most: zh/z, ch/c, sh/s and -ng/-n.
MERGED = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"([aei])ng$"), r"\1n"))
ENGLISH = frozenset(
    ("ok", "hi", "hello", "hey", "bye", "vip", "svip", "app", "plus", "pro", "game", "apple", "steam", "dnf", "lol")
)


@lru_cache(maxsize=16384)
def syllable(char: str) -> str:
    """The usual reading of a character without its tone; another character stands for itself."""
    return str(lazy_pinyin(char, style=Style.NORMAL)[0]) if HAN.match(char) else char


@lru_cache(maxsize=1)
def known_syllables() -> frozenset[str]:
    """All toneless syllables of common characters."""
    return frozenset(syllable(char) for char in common_characters())


@lru_cache(maxsize=1)
def common_characters() -> tuple[str, ...]:
    """The 3,755 characters of GB 2312 level one, which people type."""
    codes = ((high, low) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    found = (bytes(code).decode("gb2312", "ignore") for code in codes)
    return tuple(char for char in found if char and ord(char) in PINYIN_DICT)


@lru_cache(maxsize=4096)
def split_latin(word: str) -> tuple[str, ...]:
    """Latin letters as pinyin syllables if they are nothing else (`tuikuan`: tui, kuan), otherwise the word itself."""
    if word in ENGLISH or len(word) < 2 or len(word) > 40:
        return (word,)
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            if before is None or word[start:end] not in known_syllables():
                continue
            way = (*before, word[start:end])
            now = best[end]
            if now is None or len(way) < len(now):
                best[end] = way
    return best[-1] or (word,)


@lru_cache(maxsize=4096)
def merged(reading: str) -> str:
    """A reading with the sounds that many people do not tell apart made one (zhang, zang, zan)."""
    for pattern, plain in MERGED:
        reading = pattern.sub(plain, reading)
    return reading


def pieces(text: str) -> list[str]:
    """The text's characters, typed pinyin by the syllable and other Latin words whole; blanks are left out."""
    return [part for piece in PIECE.findall(text) for part in (split_latin(piece) if _latin(piece) else (piece,))]


def syllables(text: str) -> list[str]:
    """The text as merged syllables, one for each piece; typed pinyin reads like the characters that it stands for."""
    return [
        merged(syllable(piece)) if HAN.match(piece) else merged(piece) if _latin(piece) else piece
        for piece in pieces(text)
    ]


def _latin(piece: str) -> bool:
    return piece.isascii() and piece.isalpha()
