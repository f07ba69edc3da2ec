"""Lines beside and below each other: what stands in one row, in one column, and what reads on as one sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .labels import Label
from .page import Line
from .text import plain, widths

JOINT = "\u200a"
_SPEAKS = re.compile(r"[^\W\d][\w-]{0,9}:(?!\d)")


@dataclass(frozen=True)
class Row:
    """One line with its plain words and the labels in them; `named`: a label stands at its beginning."""

    line: Line
    text: str
    labels: tuple[Label, ...]

    @property
    def named(self) -> bool:
        return bool(self.labels) and self.labels[0].start <= 2


def level(one: Line, two: Line) -> bool:
    """Whether two lines stand in one row."""
    return leveled(one, two, 0.55)


def leveled(one: Line, two: Line, slack: float) -> bool:
    return abs((one.y + one.height / 2) - (two.y + two.height / 2)) < slack * max(one.height, two.height)


def under(one: Line, two: Line) -> bool:
    """Whether the columns of two lines overlap, or begin or end together."""
    share = min(one.right, two.right) - max(one.x, two.x)
    return share > 0.3 * min(one.box[2], two.box[2]) or abs(one.x - two.x) < two.height


def flush(one: Line, two: Line) -> bool:
    """Whether two lines begin together or, set to the right, end together."""
    return min(abs(one.x - two.x), abs(one.right - two.right)) < 0.8 * two.height


def hangs(one: Line, two: Line, value: str) -> bool:
    """Whether a line begins below the value with which the other one ends, behind its label."""
    whole = plain(two.text)
    if not value or not whole.endswith(value) or whole == value:
        return False
    start = two.x + two.box[2] * (1 - widths(value) / widths(whole))
    return abs(one.x - start) < 1.5 * two.height


def together(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows as sentences: each with the lines in which it goes on."""
    found: list[list[Row]] = []
    end = max((row.line.right for row in rows), default=0.0)
    for row in rows:
        home = next((sentence for sentence in reversed(found) if _reads_on(sentence, row, end)), None)
        if home is None:
            found.append([row])
        else:
            home.append(row)
    return found


def joined(texts: Sequence[str]) -> str:
    whole = texts[0]
    for text in texts[1:]:
        ends = f"{whole[-1:]}{text[:1]}"
        whole += JOINT + text if ends.isascii() and ends.isalnum() else text
    return whole


def readings(text: str) -> tuple[str, ...]:
    """A joined sentence with its broken numbers whole, and as two; one reading where nothing was broken."""
    return (text.replace(JOINT, ""), text) if JOINT in text else (text,)


def _reads_on(rows: Sequence[Row], row: Row, end: float) -> bool:
    """Whether a line goes on with the sentence above: close below, aligned, of one size, and that line was full.

    The lines of a document stand further apart, but fill most of its width, up to where its words `end`.
    """
    last, line = rows[-1].line, row.line
    size = max(last.height, line.height)
    width = max(r.line.right for r in rows)
    document = last.right > end - 2 * size and last.box[2] > 0.6 * end and len(rows[-1].text) > 12
    return (
        -0.4 * size < line.y - last.bottom < (1.2 if document else 0.45) * size
        and abs(line.x - min(r.line.x for r in rows)) < 2.2 * size
        and min(last.height, line.height) > 0.7 * size
        and last.right > max(width, line.right) - 2.2 * size
        and not row.named
        and not _SPEAKS.match(row.text)
    )
