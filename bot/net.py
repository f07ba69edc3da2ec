"""Two small models over the same features, learnt side by side; what they say is averaged.

The linear one is careful outside what was taught. The one with a hidden layer says what a sum cannot: that 别 turns
转人工 into its contrary. Both are learnt with Adagrad in NumPy: scikit-learn's own take sparse rows slowly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

HIDDEN = 64
PASSES, LEAST_STEPS, BATCH = 2, 300, 256
# In the order of the fields: how large the first step is, and whether there is a row for each feature.
STEPS, FLAT = (0.5, 0.5, 0.05, 0.05, 0.05, 0.05), 1e-6
BY_FEATURE = (True, False, True, False, False, False)
# Shares that are left out of every step of the net, so that no single feature or unit is relied upon.
FEATURES_OUT, HIDDEN_OUT = 0.2, 0.3


@dataclass(frozen=True)
class Net:
    """`linear` (features × intents); `inner` (features × hidden), `outer` (hidden × intents); and their offsets."""

    linear: np.ndarray
    linear_bias: np.ndarray
    inner: np.ndarray
    inner_bias: np.ndarray
    outer: np.ndarray
    outer_bias: np.ndarray

    @classmethod
    def learn(cls, rows: csr_matrix, intents: np.ndarray, of: int, seed: int) -> Net:
        """Learn from rows of features and the place of each row's intent among `of` intents."""
        chance = np.random.default_rng(seed)
        features = rows.shape[1]
        net = cls(
            np.zeros((features, of), np.float32),
            np.zeros(of, np.float32),
            (chance.standard_normal((features, HIDDEN)) * 0.1).astype(np.float32),
            np.zeros(HIDDEN, np.float32),
            (chance.standard_normal((HIDDEN, of)) * (2 / HIDDEN) ** 0.5).astype(np.float32),
            np.zeros(of, np.float32),
        )
        shapes = [(features, 1) if by else part.shape for part, by in zip(net.parts, BY_FEATURE, strict=True)]
        steepness = [np.full(shape, FLAT, np.float32) for shape in shapes]
        for picked, share in _batches(rows.shape[0], chance):
            batch, here = _narrowed(rows[picked])
            right = intents[picked]
            slopes = (*net._linear_slopes(batch, here, right), *net._net_slopes(batch, here, right, chance))
            for part, slope, steep, by, size in zip(net.parts, slopes, steepness, BY_FEATURE, STEPS, strict=True):
                if by:
                    steep[here] += np.square(slope).mean(axis=1, keepdims=True)
                    part[here] -= share * size * slope / np.sqrt(steep[here])
                else:
                    steep += np.square(slope)
                    part -= share * size * slope / np.sqrt(steep)
        return net

    @property
    def parts(self) -> tuple[np.ndarray, ...]:
        """The arrays in the order of the fields."""
        return self.linear, self.linear_bias, self.inner, self.inner_bias, self.outer, self.outer_bias

    def _linear_slopes(self, rows: csr_matrix, here: np.ndarray, intents: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        off = _off(rows @ self.linear[here] + self.linear_bias, intents)
        return rows.T @ off, off.sum(0)

    def _net_slopes(
        self, rows: csr_matrix, here: np.ndarray, intents: np.ndarray, chance: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        rows = rows.copy()
        rows.data *= _kept(rows.data.shape, FEATURES_OUT, chance)
        kept = _kept((rows.shape[0], HIDDEN), HIDDEN_OUT, chance)
        hidden = rows @ self.inner[here] + self.inner_bias
        active = np.maximum(hidden, 0) * kept
        off = _off(active @ self.outer + self.outer_bias, intents)
        back = (off @ self.outer.T) * kept * (hidden > 0)
        return rows.T @ back, back.sum(0), active.T @ off, off.sum(0)

    def likely(self, places: np.ndarray, values: np.ndarray) -> np.ndarray:
        """How likely each intent is for one row, given as the places of its features and their values."""
        linear = softmax(values @ self.linear[places] + self.linear_bias)
        hidden = np.maximum(values @ self.inner[places] + self.inner_bias, 0)
        return (linear + softmax(hidden @ self.outer + self.outer_bias)) / 2


def _batches(rows: int, chance: np.random.Generator) -> Iterator[tuple[np.ndarray, float]]:
    """Which rows each step sees, and the share of the first step's size that it has: they grow smaller by the pass."""
    passes = max(PASSES, ceil(LEAST_STEPS * BATCH / rows))
    for number in range(passes):
        # Of one length, so that no row at the end counts for more than another.
        for batch in np.array_split(chance.permutation(rows), ceil(rows / BATCH)):
            yield batch, 1 - number / passes


def _narrowed(rows: csr_matrix) -> tuple[csr_matrix, np.ndarray]:
    """The rows with the columns alone that they use, and which those are: only they are touched by the step."""
    used = np.zeros(rows.shape[1], bool)
    used[rows.indices] = True
    here = np.flatnonzero(used)
    rows.indices = np.cumsum(used, dtype=rows.indices.dtype)[rows.indices] - 1
    rows.resize(rows.shape[0], len(here))
    return rows, here


def _kept(shape: tuple[int, ...], out: float, chance: np.random.Generator) -> np.ndarray:
    return ((chance.random(shape, np.float32) >= out) / np.float32(1 - out)).astype(np.float32)


def _off(scores: np.ndarray, intents: np.ndarray) -> np.ndarray:
    """How far what is said lies from what is right, a row's share of the step."""
    off = softmax(scores)
    off[np.arange(len(intents)), intents] -= 1
    return off / np.float32(len(intents))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Scores of one row or of many as probabilities."""
    likely = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return likely / likely.sum(axis=-1, keepdims=True)
