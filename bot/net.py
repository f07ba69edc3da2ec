"""A small net over the same features: what the linear side cannot say, that 别 turns 转人工 into its contrary.

One hidden layer, learnt with Adagrad in NumPy: scikit-learn's own takes no sparse rows quickly and no weights at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

HIDDEN = 64
PASSES, LEAST_STEPS, BATCH = 3, 300, 256
STEP, FLAT = 0.05, 1e-6
# Shares that are left out of every step, so that no single feature or unit is relied upon.
FEATURES_OUT, HIDDEN_OUT = 0.2, 0.3


@dataclass(frozen=True)
class Net:
    """`inner` (features × hidden), `outer` (hidden × intents) and their offsets."""

    inner: np.ndarray
    inner_bias: np.ndarray
    outer: np.ndarray
    outer_bias: np.ndarray

    @classmethod
    def learn(cls, rows: csr_matrix, intents: np.ndarray, of: int, importance: np.ndarray, seed: int) -> Net:
        """Learn from rows of features, the place of each row's intent among `of` intents and its weight."""
        chance = np.random.default_rng(seed)
        net = cls(
            (chance.standard_normal((rows.shape[1], HIDDEN)) * 0.1).astype(np.float32),
            np.zeros(HIDDEN, np.float32),
            (chance.standard_normal((HIDDEN, of)) * (2 / HIDDEN) ** 0.5).astype(np.float32),
            np.zeros(of, np.float32),
        )
        steepness = [np.full(shape, FLAT, np.float32) for shape in ((rows.shape[1], 1), HIDDEN, (HIDDEN, of), of)]
        passes = max(PASSES, ceil(LEAST_STEPS * BATCH / rows.shape[0]))
        for number in range(passes):
            order = chance.permutation(rows.shape[0])
            for begin in range(0, len(order), BATCH):
                batch = order[begin : begin + BATCH]
                net._step(
                    rows[batch], intents[batch], importance[batch], steepness, STEP * (1 - number / passes), chance
                )
        return net

    def _step(
        self,
        rows: csr_matrix,
        intents: np.ndarray,
        importance: np.ndarray,
        steepness: list[np.ndarray],
        size: float,
        chance: np.random.Generator,
    ) -> None:
        rows.data *= (chance.random(len(rows.data)) >= FEATURES_OUT) / np.float32(1 - FEATURES_OUT)
        # Only the features that the batch has are touched.
        here, rows.indices = np.unique(rows.indices, return_inverse=True)
        rows.resize(rows.shape[0], len(here))
        kept = (chance.random((rows.shape[0], HIDDEN)) >= HIDDEN_OUT) / np.float32(1 - HIDDEN_OUT)
        hidden = rows @ self.inner[here] + self.inner_bias
        active = np.maximum(hidden, 0) * kept
        off = softmax(active @ self.outer + self.outer_bias)
        off[np.arange(len(intents)), intents] -= 1
        off *= (importance / importance.sum())[:, None].astype(np.float32)
        back = (off @ self.outer.T) * kept * (hidden > 0)
        inner = rows.T @ back
        steepness[0][here] += np.square(inner).mean(axis=1, keepdims=True)
        self.inner[here] -= size * inner / np.sqrt(steepness[0][here])
        for weights, slope, steep in (
            (self.inner_bias, back.sum(0), steepness[1]),
            (self.outer, active.T @ off, steepness[2]),
            (self.outer_bias, off.sum(0), steepness[3]),
        ):
            steep += np.square(slope)
            weights -= size * slope / np.sqrt(steep)

    def likely(self, places: np.ndarray, values: np.ndarray) -> np.ndarray:
        """How likely each intent is for one row, given as the places of its features and their values."""
        hidden = np.maximum(values @ self.inner[places] + self.inner_bias, 0)
        return softmax(hidden @ self.outer + self.outer_bias)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Scores of one row or of many as probabilities."""
    likely = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return likely / likely.sum(axis=-1, keepdims=True)
