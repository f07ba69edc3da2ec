"""From features to numbers: weighted counts of known features, stream by stream, and the meaning of the words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.extractor import Fact
from bot.features import STREAMS, grams, masked
from bot.meanings import Meanings, meanings

# How much each stream weighs beside the others; the meaning of the words is the last.
STREAM_WEIGHTS = {"c": 1.0, "p": 0.8, "s": 0.4}
MEANING_WEIGHT = 0.7
MIN_SEEN = 2


class Vectors:
    """Learnt once from the examples: which features are known, and how telling each is."""

    def __init__(self, known: dict[str, dict[str, int]], telling: np.ndarray, word_weights: np.ndarray) -> None:
        self.known = known
        self.telling = telling.astype(np.float32)
        self.word_weights = word_weights.astype(np.float32)
        self.meanings: Meanings = meanings()
        self.sparse = sum(map(len, known.values()))
        self.size = self.sparse + self.meanings.size

    @classmethod
    def learn(cls, texts: Sequence[str], found: Sequence[Sequence[Fact]]) -> Vectors:
        """Know every feature that at least two texts have; a feature is the more telling the fewer have it."""
        seen: dict[str, Counter[str]] = {stream: Counter() for stream in STREAMS}
        words: Counter[int] = Counter()
        table = meanings()
        for text, facts in zip(texts, found):
            for stream, features in grams(text, facts).items():
                seen[stream].update(set(features))
            words.update(set(table.words(masked(text, facts))))
        known: dict[str, dict[str, int]] = {}
        telling: list[float] = []
        for stream in STREAMS:
            kept = sorted(feature for feature, count in seen[stream].items() if count >= MIN_SEEN)
            known[stream] = {feature: len(telling) + place for place, feature in enumerate(kept)}
            telling += [math.log((1 + len(texts)) / (1 + seen[stream][feature])) + 1 for feature in kept]
        weights = np.full(len(table.places), math.log(1 + len(texts)), np.float32)
        for place, count in words.items():
            weights[place] = math.log((1 + len(texts)) / (1 + count))
        return cls(known, np.array(telling), weights)

    def parts_of(self, text: str, found: Sequence[Fact]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The text's known features (places and values; each stream of unit length times its weight), its meaning."""
        places: list[int] = []
        values: list[float] = []
        for stream, features in grams(text, found).items():
            known = self.known[stream]
            counts = Counter(known[feature] for feature in features if feature in known)
            here = [(1 + math.log(count)) * float(self.telling[place]) for place, count in counts.items()]
            length = math.sqrt(sum(value * value for value in here)) or 1.0
            places += counts
            values += [value * STREAM_WEIGHTS[stream] / length for value in here]
        words = self.meanings.words(masked(text, found))
        meaning = self.meanings.sum(words, self.word_weights[words]) * MEANING_WEIGHT
        return np.array(places, np.int64), np.array(values, np.float32), meaning

    def matrix(self, texts: Iterable[str], found: Iterable[Sequence[Fact]]) -> csr_matrix:
        """One row a text."""
        dense = np.arange(self.sparse, self.size)
        starts, places, values = [0], [], []
        for text, facts in zip(texts, found):
            at, value, meaning = self.parts_of(text, facts)
            places += [at, dense]
            values += [value, meaning]
            starts.append(starts[-1] + len(at) + len(dense))
        return csr_matrix((np.concatenate(values), np.concatenate(places), starts), shape=(len(starts) - 1, self.size))

    def state(self) -> dict[str, Any]:
        """What `restored` needs, as arrays."""
        features = "\n".join("\t".join(self.known[stream]) for stream in STREAMS)
        return {
            "features": np.frombuffer(features.encode(), np.uint8),
            "telling": self.telling,
            "word_weights": self.word_weights,
        }

    @classmethod
    def restored(cls, state: Any) -> Vectors:
        """The one whose state that was."""
        known: dict[str, dict[str, int]] = {}
        place = 0
        for stream, line in zip(STREAMS, bytes(state["features"]).decode().split("\n")):
            features = line.split("\t") if line else []
            known[stream] = {feature: place + i for i, feature in enumerate(features)}
            place += len(features)
        return cls(known, state["telling"], state["word_weights"])
