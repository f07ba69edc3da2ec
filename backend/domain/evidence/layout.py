"""How the words of a page belong together: label and value, columns of a table, sentences broken over lines.

Nothing here knows a template. A value stands to the right of its label, else below it, else (an amount) above it; a
number that breaks goes on below itself; a sentence goes on where its line was full.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .labels import Label, labels_in
from .page import Box, Line, Page
from .rows import Row, flush, hangs, joined, level, leveled, together, under
from .text import plain

_SHAPE = {
    "order": r"[0-9A-Za-z*]{4}", "transaction": r"[0-9*](?:[ -]?[0-9*]){4}", "card": r"[0-9A-Za-z*]{4}",
    "secret": r"[0-9A-Za-z*]{4}", "account": r"[0-9A-Za-z*]{3}", "other": r"\S",
}  # fmt: skip
_AMOUNTS = {"paid", "total", "sum"}
_PIECE = re.compile(r"[0-9A-Za-z*-]+")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
# How the values that may be broken over lines go on.
_ONWARD = dict.fromkeys(("order", "transaction", "card", "secret"), _PIECE) | dict.fromkeys(("when", "ordered"), _CLOCK)
DOUBTFUL = 0.8  # a line whose weakest character the reader was less sure of


@dataclass(frozen=True)
class Bit:
    """Plain words of one place, the lines they come from, and the role and words of the label that names them."""

    text: str
    lines: tuple[Line, ...]
    role: str = ""
    label: str = ""

    @property
    def confidence(self) -> float:
        return min(line.confidence for line in self.lines)

    @property
    def weakest(self) -> float:
        return min(line.weakest for line in self.lines)

    @property
    def box(self) -> Box:
        return _around([line.box for line in self.lines])

    @property
    def place(self) -> Box:
        """Where it stands on the upright picture, be the page slanted or not."""
        return _around([line.place for line in self.lines])

    @property
    def middle(self) -> float:
        return self.box[1] + self.box[3] / 2


class Layout:
    """`values`: what labels name, with empty text where no value was found; `loose`: every line that no label took;
    `paragraphs`: lines that read on, joined, with `JOINT` where a number may go on; `lines`: every line."""

    def __init__(self, page: Page) -> None:
        self.page = page
        texts = [(line, plain(line.text)) for line in page.lines]
        self._rows = [Row(line, t, tuple(labels_in(t, line.weakest < DOUBTFUL))) for line, t in texts]
        self._taken: set[int] = set()
        self.values = list(self._values())
        self.lines = [Bit(row.text, (row.line,)) for row in self._rows]
        self.loose = [Bit(row.text, (row.line,)) for row in self._rows if self._free(row.line)]

    def of(self, *roles: str) -> list[Bit]:
        return [bit for bit in self.values if bit.role in roles]

    @cached_property
    def paragraphs(self) -> list[Bit]:
        """Sentences that were broken over lines, joined; a line that stands alone is a paragraph too."""
        return [Bit(joined([r.text for r in rows]), tuple(r.line for r in rows)) for rows in together(self._rows)]

    @cached_property
    def free(self) -> list[Bit]:
        """The paragraphs of which no label took a line, and the lines that are left of the others."""
        whole = [bit for bit in self.paragraphs if all(self._free(line) for line in bit.lines)]
        used = {id(line) for bit in whole for line in bit.lines}
        return whole + [bit for bit in self.loose if id(bit.lines[0]) not in used]

    def _free(self, line: Line) -> bool:
        return id(line) not in self._taken

    def _values(self) -> Iterator[Bit]:
        for row in self._rows:
            for place, label in enumerate(row.labels):
                last = place + 1 == len(row.labels)
                inside = row.text[label.end : None if last else row.labels[place + 1].start].strip(" |,;，")
                if not row.named:  # in the middle of a sentence, which stays one
                    on = self._below(row, label.role) if last and not inside else None
                    yield Bit(on.text if on else inside, ((on or row).line,), label.role, label.words)
                elif not last or (inside and _fits(label.role, inside)):
                    yield self._bit(label, row.line, inside)
                else:
                    yield from self._beside(row, label)

    def _beside(self, row: Row, label: Label) -> Iterator[Bit]:
        self._taken.add(id(row.line))
        right = self._right_of(row.line)
        text = " ".join(r.text for r in right)
        if right and _fits(label.role, text):
            yield self._bit(label, right[-1].line, text, [r.line for r in right[:-1]])
            return
        found = self._below(row, label.role)
        if found is None and label.role in _AMOUNTS:
            found = self._above(row, label.role)
        if found is None:
            yield Bit("", (row.line,), label.role, label.words)
            return
        yield self._bit(label, found.line, found.text)
        yield from self._column(row, found, label)

    def _bit(self, label: Label, line: Line, text: str, before: Sequence[Line] = ()) -> Bit:
        onward = self._onward(label.role, text, line)
        lines = (*before, line, *onward)
        self._taken |= {id(taken) for taken in lines}
        between = " " if _ONWARD.get(label.role) is _CLOCK else ""
        return Bit(text + "".join(between + plain(more.text) for more in onward), lines, label.role, label.words)

    def _right_of(self, line: Line) -> list[Row]:
        """What stands in the label's row up to the next label or a wide gap; or two lines, the label between them."""
        to_right = [r for r in self._rows if r.line is not line and r.line.x > _middle(line)]
        straight = [r for r in to_right if leveled(r.line, line, 0.35)]
        stacked = [r for r in to_right if leveled(r.line, line, 0.9)]
        if not straight and len(stacked) == 2 and under(stacked[0].line, stacked[1].line):
            return [] if any(r.named for r in stacked) else sorted(stacked, key=lambda r: r.line.y)
        found: list[Row] = []
        for row in sorted(straight or [r for r in to_right if level(r.line, line)], key=lambda r: r.line.x):
            if row.named or (found and row.line.x - found[-1].line.right > 3 * line.height):
                break
            found.append(row)
        return found

    def _below(self, row: Row, role: str) -> Row | None:
        line = row.line
        near = [
            r for r in self._rows
            if 0 < _centre(r.line) - line.bottom < 2.2 * max(line.height, r.line.height) and under(r.line, line)
        ]  # fmt: skip
        nearest = min(near, key=lambda r: r.line.y, default=None)
        return nearest if nearest and not nearest.named and _fits(role, nearest.text) else None

    def _above(self, row: Row, role: str) -> Row | None:
        line = row.line
        near = [
            r for r in self._rows
            if 0 < line.y - _centre(r.line) < 2 * max(line.height, r.line.height) and under(r.line, line)
        ]  # fmt: skip
        nearest = max(near, key=lambda r: r.line.y, default=None)
        return nearest if nearest and not nearest.labels and _fits(role, nearest.text) else None

    def _column(self, head: Row, first: Row, label: Label) -> Iterator[Bit]:
        """The further cells of a table's column: its head has other heads beside it."""
        heads = [r for r in self._rows if r is not head and level(r.line, head.line) and r.named]
        last = first
        while heads:
            below = [
                r for r in self._rows
                if 0 < r.line.y - last.line.y < 5 * last.line.height and not level(r.line, last.line)
                and under(r.line, first.line)
            ]  # fmt: skip
            cell = min(below, key=lambda r: r.line.y, default=None)
            if cell is None or cell.named or not _fits(label.role, cell.text):
                return
            yield self._bit(label, cell.line, cell.text)
            last = cell

    def _onward(self, role: str, text: str, line: Line) -> tuple[Line, ...]:
        """The lines in which a broken number, or the time behind a day, goes on, right below itself."""
        found: list[Line] = []
        goes_on = _ONWARD.get(role)
        while goes_on and len(found) < 2 and (goes_on is _CLOCK or _PIECE.fullmatch(text.rsplit(" ", 1)[-1])):
            under = [
                r for r in self._rows
                if -0.3 * line.height < r.line.y - line.bottom < 0.6 * line.height and goes_on.fullmatch(r.text)
                and (flush(r.line, line) or hangs(r.line, line, text)) and not self._labelled(r.line)
            ]  # fmt: skip
            if not under or (goes_on is _CLOCK and ":" in text):
                break
            line, text = under[0].line, under[0].text
            found.append(line)
        return tuple(found)

    def _labelled(self, line: Line) -> bool:
        return any(r.named and level(r.line, line) and r.line.x < line.x for r in self._rows)


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    return left, top, max(box[0] + box[2] for box in boxes) - left, max(box[1] + box[3] for box in boxes) - top


def _middle(line: Line) -> float:
    return line.x + line.box[2] / 2


def _centre(line: Line) -> float:
    return line.y + line.height / 2


def _fits(role: str, text: str) -> bool:
    return re.search(_SHAPE.get(role, r"\d"), text) is not None
