"""The corners of text lines: which way they lie, turned, made level, and as upright boxes.

A quadrilateral is four corners (x, y) in px, clockwise from the top left; several are an array (n, 4, 2).
"""

import math
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def sides(quad: Array) -> tuple[float, float]:
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))


def sideways(quads: Array) -> bool:
    tall = wide = 0.0
    for quad in quads:
        width, height = sides(quad)
        tall += height if height > 2 * width else 0
        wide += width if width > 2 * height else 0
    return tall > 1.5 * wide


def turn(quads: Array, width: int) -> Array:
    """Where the corners stand after a quarter turn counter-clockwise of a picture so many px wide."""
    return reorder(np.stack([quads[:, :, 1], width - quads[:, :, 0]], axis=2))


def reorder(quads: Array) -> Array:
    ordered = np.empty_like(quads)
    for index, quad in enumerate(quads):
        by_x = quad[np.argsort(quad[:, 0], kind="stable")]
        left, right = by_x[:2], by_x[2:]
        left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
        ordered[index] = (left[0], right[0], right[1], left[1])
    return ordered


def straighten(quads: Array, width: int, height: int) -> Array:
    """The corners as if the page were not slanted: rows become rows again."""
    slopes = [
        (math.atan2(float(q[1][1] - q[0][1]), float(q[1][0] - q[0][0])), sides(q)[0])
        for q in quads if sides(q)[0] > 3 * sides(q)[1]
    ]  # fmt: skip
    if not slopes:
        return quads
    angle = _weighted_median(slopes)
    if abs(angle) < math.radians(0.3):
        return quads
    cos, sin = math.cos(-angle), math.sin(-angle)
    centre = np.array([width / 2, height / 2], dtype=np.float32)
    return (quads - centre) @ np.array([[cos, sin], [-sin, cos]], dtype=np.float32) + centre


def _weighted_median(weighted: list[tuple[float, float]]) -> float:
    half, run = sum(weight for _, weight in weighted) / 2, 0.0
    for value, weight in sorted(weighted):
        run += weight
        if run >= half:
            return value
    return 0.0


def box(quad: Array) -> list[float]:
    """Upright box; the height is the line's own, not that of its slant."""
    width, height = sides(quad)
    centre = quad.mean(axis=0)
    return [round(float(centre[0]) - width / 2, 1), round(float(centre[1]) - height / 2, 1),
            round(width, 1), round(height, 1)]  # fmt: skip


def around(quad: Array) -> list[float]:
    """The upright box that holds the whole slanted line."""
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    return [round(float(x), 1) for x in (left, top, right - left, bottom - top)]


def edges(quad: Array, width: int, height: int) -> str:
    """The sides of the picture that the line runs into: l, r, t, b."""
    near = max(2.0, 0.002 * max(width, height))
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    touched = {"l": left <= near, "r": right >= width - near, "t": top <= near, "b": bottom >= height - near}
    return "".join(side for side, touches in touched.items() if touches)


def overlap(one: Array, two: Array) -> float:
    """Shared share of the smaller of two upright boxes."""
    low, high = np.maximum(one.min(axis=0), two.min(axis=0)), np.minimum(one.max(axis=0), two.max(axis=0))
    shared = float(np.prod(np.clip(high - low, 0, None)))
    smaller = min(float(np.prod(np.ptp(one, axis=0))), float(np.prod(np.ptp(two, axis=0))))
    return shared / smaller if smaller else 0.0
