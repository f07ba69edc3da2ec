"""How real typing goes wrong, for training on it and for measuring against it. All of it is seeded."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from random import Random

from opencc import OpenCC

from bot.pinyin import HAN, common_characters, syllable

SHORT, PICKED = 10, 4
NEGATIONS = frozenset("不没别无未甭莫非勿")


@lru_cache(maxsize=1)
def _sounds() -> dict[str, tuple[str, ...]]:
    alike: dict[str, list[str]] = defaultdict(list)
    for char in common_characters():
        alike[syllable(char)].append(char)
    return {sound: tuple(chars) for sound, chars in alike.items()}


@lru_cache(maxsize=1)
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def homophones(text: str, chance: Random, share: float = 0.15) -> str:
    """Each Chinese character becomes, with that probability, another one of the same toneless sound."""
    return "".join(_alike(char, chance) if HAN.match(char) and chance.random() < share else char for char in text)


def _alike(char: str, chance: Random) -> str:
    others = [other for other in _sounds().get(syllable(char), ()) if other != char]
    return chance.choice(others) if others else char


def one_dropped(text: str, chance: Random) -> str:
    """One character missing; a text of one character stays."""
    if len(text) < 2:
        return text
    place = chance.randrange(len(text))
    return text[:place] + text[place + 1 :]


def some_dropped(text: str, chance: Random) -> list[str]:
    """Copies with one character missing: of a short text each in turn, of a longer one at most four that chance picks.

    A negation is never dropped: without it the text says the contrary.
    """
    places = range(len(text)) if len(text) <= SHORT else chance.sample(range(len(text)), PICKED)
    copies = [text[:place] + text[place + 1 :] for place in places if text[place] not in NEGATIONS]
    return [copy for copy in dict.fromkeys(copies) if copy]


def two_swapped(text: str, chance: Random) -> str:
    """Two neighbours in the wrong order."""
    if len(text) < 2:
        return text
    place = chance.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def two_as_pinyin(text: str, chance: Random) -> str:
    """Two Chinese characters typed as pinyin."""
    places = [place for place, char in enumerate(text) if HAN.match(char)]
    chosen = set(chance.sample(places, min(2, len(places))))
    return "".join(syllable(char) if place in chosen else char for place, char in enumerate(text))


def traditional(text: str) -> str:
    """The same in traditional script."""
    return str(_to_traditional().convert(text))
