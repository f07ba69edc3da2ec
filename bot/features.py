"""What the classifier sees of a plain text: character n-grams, toneless syllable n-grams, senses in their order, and
which facts it states.

Facts are masked (an order number is one mark, whatever its digits), so that no number is ever learnt
but those that are words (88, 12315).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from bot.extractor import Fact
from bot.pinyin import syllables
from bot.senses import senses

MARKS = {
    "order_no": "№", "refund_no": "№", "phone_number": "☎", "amount": "￥", "time": "⏰", "ordinal": "§", "number": "#",
}  # fmt: skip
BLANK = re.compile(r"[\s,。、;:~·…\"'()\[\]{}<>《》【】“”‘’\-_/\\|]+")
NUMBER = re.compile(r"\d+(?:[.:]\d+)*")
# Numbers that are words: goodbye, laughter, praise, the lines for complaints and police, the key for a person.
WORD = re.compile(r"88+6?|3166|233+|6{2,}|12315|12345|315|110|0")
CHARS, SOUNDS, SHAPE, SENSES = "c", "p", "s", "m"
STREAMS = (CHARS, SOUNDS, SHAPE, SENSES)
CHAR_SIZES, SOUND_SIZES, SENSE_SIZES = (1, 2, 3), (1, 2), (2, 3)
# A neighbour is among the gapped pairs of characters, so that one that falls out between two leaves the pair as it was.
CHAR_GAPS, SENSE_GAPS = (1, 2, 3, 4), (2, 3, 4)
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
        SENSES: list(_sense_grams(plain)),
    }


def _ngrams(text: str, sizes: Sequence[int]) -> Iterator[str]:
    return (text[i : i + size] for size in sizes for i in range(len(text) - size + 1))


def _gapped(text: str) -> Iterator[str]:
    """Pairs with at most three characters between: 没…到, 不…退."""
    return (f"{text[i]}_{text[i + gap]}" for gap in CHAR_GAPS for i in range(len(text) - gap))


def _sound_ngrams(sounds: list[str]) -> Iterator[tuple[str, ...]]:
    edged = ["^", *sounds, "$"]
    return chain.from_iterable(
        (tuple(edged[i : i + size]) for i in range(len(edged) - size + 1)) for size in SOUND_SIZES
    )


def _sense_grams(plain: str) -> Iterator[str]:
    """Each sense; pairs of senses with one to three others between; runs of senses and of the words that have none."""
    both = senses(plain)
    alone = ["^", *(sense for sense, known in both if known), "$"]
    alone = [sense for place, sense in enumerate(alone) if sense != alone[place - 1]]
    yield from alone[1:-1]
    yield from (f"{alone[i]}_{alone[i + gap]}" for gap in SENSE_GAPS for i in range(len(alone) - gap))
    edged = ["^", *(word for word, _ in both), "$"]
    yield from (" ".join(edged[i : i + size]) for size in SENSE_SIZES for i in range(len(edged) - size + 1))


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
