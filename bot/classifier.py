"""What a message wants: a linear model and a small net over its features, learnt from the examples and from noised
copies of them; what the two say is averaged.

It understands a short message in about a millisecond.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timezone
from pathlib import Path
from random import Random

import numpy as np

from bot.extractor import Fact
from bot.net import Net
from bot.noise import homophones, some_dropped, two_as_pinyin, two_swapped
from bot.normaliser import Plain, normalise
from bot.parts import joined, split
from bot.senses import senses
from bot.vectors import Vectors

FILE = "understanding.npz"
# Traditional script is not among them: the normaliser undoes it before anything is learnt.
# Of each example there is one copy by each, and several with a character dropped, which costs most. A copy counts as
# much as an example does.
NOISES: tuple[Callable[[str, Random], str], ...] = (homophones, two_as_pinyin, two_swapped)
SEED = 20261124

HUMAN, OUTSIDE = "request_human", "out_of_scope"
# What is said beside a matter and gives way to it.
BESIDE = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "inform", "chitchat", "complain", OUTSIDE})
ELSEWHERE = ("other_customer_service", OUTSIDE, "chitchat")
# Two mistakes cost more than others: not to hear that a person is asked for, and to be sure of a refund's matter where
# there is none. So these intents need less than the likeliest other one to be believed (odds against what was learnt).
# How they were read off: docs/decisions/0005-our-own-classifier.md.
ODDS = {HUMAN: 2.0, **dict.fromkeys(ELSEWHERE, 8.0)}
# How sure a part must be that it asks for a person: where another part brings a matter (who tells a story,
# `客服说转人工 结果没人`, has such parts as well), and where none does.
ASKS_BESIDE_MATTER, ASKS = 0.95, 0.8
ADDRESS = ["agent"]

Ranking = list[tuple[str, float]]


class Understanding:
    """The intents, the features that are known, and what they say together."""

    def __init__(self, intents: Sequence[str], vectors: Vectors, net: Net) -> None:
        self.intents = tuple(intents)
        self._vectors = vectors
        self._net = net
        self._odds = np.array([ODDS.get(intent, 1.0) for intent in intents])

    @classmethod
    def learn(cls, examples: Sequence[tuple[str, str]]) -> Understanding:
        """Learn from texts as they are typed, and their intents. The same examples teach the same."""
        texts, intents = _with_copies(examples)
        now = datetime.now(timezone.utc)
        vectors = Vectors.learn(texts[: len(examples)], now)
        known, places = np.unique(intents, return_inverse=True)
        net = Net.learn(vectors.matrix(texts, now), places, len(known), SEED)
        return cls([str(intent) for intent in known], vectors, net)

    def rank(self, plain: Plain, found: Sequence[Fact]) -> Ranking:
        """All intents with their confidence, the likeliest first; the confidences sum to 1.

        A matter goes before what is said beside it (`你好,退款到哪了`), and the wish for a person before all else.
        """
        if not self._says_anything(plain.text):
            return self._ranked(np.array([float(intent == OUTSIDE) for intent in self.intents]))
        return self._ranked(self._weighed(plain.text, found))

    def _weighed(self, text: str, found: Sequence[Fact]) -> np.ndarray:
        parts = split(text, found)
        whole = self._confidences(text, found)
        if len(parts) < 2:
            return whole
        each = [self._confidences(*part) for part in parts]
        best = [self.intents[int(one.argmax())] for one in each]
        matters = [part for part, intent in zip(parts, best, strict=True) if intent not in BESIDE | {HUMAN}]
        asks = ASKS_BESIDE_MATTER if matters else ASKS
        for part, one, intent in zip(parts, each, best, strict=True):
            # `客服,我的话费没到` calls by a title whoever is there.
            if intent == HUMAN and one.max() >= asks and not (matters and _is_address(part[0])):
                return one
        if not matters or len(matters) == len(parts):
            return whole
        return (whole + self._confidences(*joined(matters))) / 2

    def _confidences(self, text: str, found: Sequence[Fact]) -> np.ndarray:
        places, values = self._vectors.row(text, found)
        likely = self._net.likely(places, values).astype(np.float64) * self._odds
        return likely / likely.sum()

    def _says_anything(self, text: str) -> bool:
        """It has letters, digits, Chinese, or a picture sign that the examples use: 👍 says something, 🦄 nothing."""
        return any(char.isalnum() or self._vectors.knows_sign(char) for char in text)

    def _ranked(self, confidences: np.ndarray) -> Ranking:
        return [(self.intents[place], float(confidences[place])) for place in np.argsort(-confidences, kind="stable")]

    def save(self, folder: Path | str) -> None:
        """Write everything to one file in the folder, as plain arrays."""
        names = np.frombuffer("\n".join(self.intents).encode(), np.uint8)
        state = self._vectors.state() | {f"net_{name}": array for name, array in vars(self._net).items()}
        np.savez_compressed(Path(folder) / FILE, intents=names, **state)

    @classmethod
    def load(cls, folder: Path | str) -> Understanding:
        """Read what was saved. Raises FileNotFoundError when nothing was, and never unpickles."""
        with np.load(Path(folder) / FILE, allow_pickle=False) as state:
            intents = bytes(state["intents"]).decode().split("\n")
            net = Net(*(state[f"net_{field.name}"] for field in fields(Net)))
            return cls(intents, Vectors.restored(state), net)


def _is_address(text: str) -> bool:
    return [sense for sense, _ in senses(text)] == ADDRESS


def _with_copies(examples: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The examples as plain text, then noised copies of them, with the intent of each. No copy is another intent's
    example."""
    chance = Random(SEED)
    plain = [(normalise(text).text, intent) for text, intent in examples]
    known = dict(plain)
    copies = [
        (copy, intent)
        for (text, _), (as_plain, intent) in zip(examples, plain, strict=True)
        for copy in _copies(text, as_plain, chance)
        if copy and copy != as_plain and known.get(copy, intent) == intent
    ]
    texts, intents = zip(*plain, *copies, strict=True)
    return list(texts), list(intents)


def _copies(typed: str, plain: str, chance: Random) -> Iterator[str]:
    yield from (normalise(noise(typed, chance)).text for noise in NOISES)
    yield from some_dropped(plain, chance)
