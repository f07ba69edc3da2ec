"""Whether a person who may zoom could read the page: the reader's confidence and the height of the words.

Sharpness is no test: a soft picture may be read and a sharp one may be 90 px wide.
"""

from statistics import median

from .page import Line, Page

# Measured over characters: pages that a person could read 0.93 to 1.00, with effort included; others 0.42 to 0.70.
MIN_CONFIDENCE, MIN_HEIGHT, MIN_LINES = 0.85, 8.0, 3


def confidence(page: Page) -> float:
    """The reader's confidence over the page's characters; single ones are icons more often than words."""
    words = [line for line in page.lines if len(line.text) > 1]
    characters = sum(len(line.text) for line in words)
    return sum(line.confidence * len(line.text) for line in words) / characters if characters else 0.0


def text_height(page: Page) -> float:
    """Of the page's usual line, in px."""
    return median(_size(line) for line in page.lines) if page.lines else 0.0


def legible(page: Page) -> bool:
    return (
        len(page.lines) >= MIN_LINES and confidence(page) >= MIN_CONFIDENCE and text_height(page) >= MIN_HEIGHT
    )


def _size(line: Line) -> float:
    return min(line.box[2], line.box[3])
