"""What the classifier sees of a plain text: character n-grams, toneless syllable n-grams, and which facts it states.

Facts are masked (an order number is one mark, whatever its digits), so that no number is ever learnt
but those that are words (88, 12315).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from bot.extractor import Fact
from bot.pinyin import syllables

MARKS = {
    "order_no": "№", "refund_no": "№", "phone_number": "☎", "amount": "￥", "time": "⏰", "ordinal": "§", "number": "#",
}  # fmt: skip
BLANK = re.compile(r"[\s,。、;:~·…\"'()\[\]{}<>《》【】“”‘’\-_/\\|]+")
NUMBER = re.compile(r"\d+(?:[.:]\d+)*")
# Numbers that are words: goodbye, laughter, praise, the lines for complaints and police, the key for a person.
WORD = re.compile(r"88+6?|3166|233+|6{2,}|12315|12345|315|110|0")
CHARS, SOUNDS, SHAPE = "c", "p", "s"
STREAMS = (CHARS, SOUNDS, SHAPE)
CHAR_SIZES, GAPS, SOUND_SIZES = (1, 2, 3), (2, 3, 4), (1, 2)
LENGTHS = (1, 2, 4, 7, 11, 16, 24, 40, 80)


def masked(text: str, found: Iterable[Fact]) -> str:
    """The text with each fact as one mark, other numbers as 1 and punctuation as blanks."""
    for fact in sorted((f for f in found if f.entity in MARKS), key=lambda f: -f.start):
        if not (fact.entity == "number" and WORD.fullmatch(text, fact.start, fact.end)):
            text = text[: fact.start] + MARKS[fact.entity] + text[fact.end :]
    text = NUMBER.sub(lambda number: number.group() if WORD.fullmatch(number.group()) else "1", text)
    return BLANK.sub(" ", text).strip()


def grams(text: str, found: Sequence[Fact]) -> dict[str, list[str]]:
    """The features of each stream, repeated as often as they occur."""
    plain = masked(text, found)
    return {
        CHARS: list(_ngrams(f"^{plain}$", CHAR_SIZES)) + list(_gapped(plain.replace(" ", ""))),
        SOUNDS: [" ".join(gram) for gram in _sound_ngrams(syllables(plain))],
        SHAPE: list(_shape(plain, found)),
    }


def _ngrams(text: str, sizes: Sequence[int]) -> Iterator[str]:
    return (text[i : i + size] for size in sizes for i in range(len(text) - size + 1))


def _gapped(text: str) -> Iterator[str]:
    """Pairs with up to three characters between: 没…到, 不…退."""
    return (f"{text[i]}_{text[i + gap]}" for gap in GAPS for i in range(len(text) - gap))


def _sound_ngrams(sounds: list[str]) -> Iterator[tuple[str, ...]]:
    edged = ["^", *sounds, "$"]
    return chain.from_iterable(
        (tuple(edged[i : i + size]) for i in range(len(edged) - size + 1)) for size in SOUND_SIZES
    )


def _shape(plain: str, found: Sequence[Fact]) -> Iterator[str]:
    yield f"len{sum(len(plain) >= length for length in LENGTHS)}"
    for fact in found:
        yield f"has_{fact.entity}"
        if fact.entity == "refund_reason":
            yield f"reason_{fact.value}"
    bare = re.sub(r"[的是了吧呢啊哦呀嗯哈就那这个笔单我要\s!?]", "", plain)
    if bare and all(char in MARKS.values() for char in bare):
        yield "facts_alone"
    if "?" in plain or re.search(r"[吗么呢嘛]$", plain):
        yield "asks"
