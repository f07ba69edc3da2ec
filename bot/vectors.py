"""From features to numbers: weighted counts of the known features, stream by stream."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, vstack

from bot.extractor import Fact, facts
from bot.features import CHARS, SENSES, SHAPE, SOUNDS, STREAMS, grams

# How much each stream weighs beside the others.
STREAM_WEIGHTS = {CHARS: 1.0, SOUNDS: 0.9, SHAPE: 0.3, SENSES: 0.8}
MIN_SEEN = 2
PART = 20_000  # texts that a process counts at a time


class Vectors:
    """Learnt once from the examples: which features are known (their places), and how telling each is."""

    def __init__(self, known: dict[str, dict[str, int]], telling: np.ndarray) -> None:
        self.known = known
        self.telling = telling.astype(np.float32)
        self._telling: list[float] = self.telling.tolist()
        self.size = len(telling)

    @classmethod
    def learn(cls, texts: Sequence[str], now: datetime) -> Vectors:
        """Know every feature that at least two texts have; a feature is the more telling the fewer have it."""
        seen: dict[str, Counter[str]] = {stream: Counter() for stream in STREAMS}
        for text in texts:
            for stream, features in grams(text, facts(text, now)).items():
                seen[stream].update(set(features))
        known: dict[str, dict[str, int]] = {}
        telling: list[float] = []
        for stream in STREAMS:
            kept = sorted(feature for feature, count in seen[stream].items() if count >= MIN_SEEN)
            known[stream] = {feature: len(telling) + place for place, feature in enumerate(kept)}
            telling += [math.log((1 + len(texts)) / (1 + seen[stream][feature])) + 1 for feature in kept]
        return cls(known, np.array(telling))

    def knows_sign(self, char: str) -> bool:
        """Whether the character is a picture sign (👍) that the texts use."""
        return unicodedata.category(char) == "So" and char in self.known[CHARS]

    def row(self, text: str, found: Sequence[Fact]) -> tuple[np.ndarray, np.ndarray]:
        """The text's known features: their places and their values, each stream of unit length times its weight."""
        places: list[int] = []
        values: list[float] = []
        for stream, features in grams(text, found).items():
            place_of = self.known[stream].get
            counts: dict[int, int] = {}
            for feature in features:
                if (place := place_of(feature)) is not None:
                    counts[place] = counts.get(place, 0) + 1
            here = [self._telling[place] * (1 + math.log(count) if count > 1 else 1) for place, count in counts.items()]
            scale = STREAM_WEIGHTS[stream] / (math.sqrt(sum([value * value for value in here])) or 1.0)
            places += counts
            values += [value * scale for value in here]
        return np.array(places, np.int64), np.array(values, np.float32)

    def matrix(self, texts: Sequence[str], now: datetime) -> csr_matrix:
        """One row a text, of `size` columns. Many texts are shared out among the processors that there are."""
        from joblib import Parallel, cpu_count, delayed  # whoever serves needs no second process

        if len(texts) <= PART or (at_once := cpu_count()) == 1:
            return self._matrix(texts, now)
        parts = (texts[begin : begin + PART] for begin in range(0, len(texts), PART))
        return vstack(Parallel(at_once)(delayed(self._matrix)(part, now) for part in parts), "csr")

    def _matrix(self, texts: Sequence[str], now: datetime) -> csr_matrix:
        rows = [self.row(text, facts(text, now)) for text in texts]
        starts = np.cumsum([0, *(len(places) for places, _ in rows)])
        places = np.concatenate([places for places, _ in rows])
        values = np.concatenate([values for _, values in rows])
        return csr_matrix((values, places, starts), shape=(len(rows), self.size))

    def state(self) -> dict[str, np.ndarray]:
        """What `restored` needs, as arrays."""
        features = "\n".join("\t".join(self.known[stream]) for stream in STREAMS)
        return {"features": np.frombuffer(features.encode(), np.uint8), "telling": self.telling}

    @classmethod
    def restored(cls, state: Mapping[str, Any]) -> Vectors:
        """The one whose state that was."""
        known: dict[str, dict[str, int]] = {}
        place = 0
        for stream, line in zip(STREAMS, bytes(state["features"]).decode().split("\n"), strict=True):
            features = line.split("\t") if line else []
            known[stream] = {feature: place + i for i, feature in enumerate(features)}
            place += len(features)
        return cls(known, state["telling"])
