"""What may be seen and kept of a page: card secrets, the cards they open, and bank cards are covered (I29).

What is covered is a span of a line's plain words: starred in the text that is kept, blackened on the picture.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from .layout import Layout
from .page import Box, Line, Page
from .text import bare, plain, widths

Mask = Callable[[str], str]

_PIECE = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*")
_BEGINS = re.compile(r"\W*[0-9A-Za-z]{3}")
SHORT = 4  # a secret has at least so many characters; 密码错误 names none
SHOWN = 2  # characters of a starred secret that are kept, to tell two apart
ASIDE = 2.5  # half widths by which a place inside a line may be off: a label too much is better than a character
ABOVE = 0.15  # of a line's height, by which its box may be tight
NUMBERED = ("order", "transaction")  # what these labels name looks like a bank's card at times, and is none


@dataclass(frozen=True)
class _Span:
    line: Line
    start: int
    end: int


def covered(page: Page, mask: Mask, spared: Iterable[str] = ()) -> Page:
    """The page with `mask` over every line, and stars over what stands beside a label for a secret (卡密, 兑换码).

    `spared`: the order's own numbers, which are no secret, whatever they look like.
    """
    own = _bare(spared)
    spans: dict[int, list[_Span]] = {}
    for span in _secrets(Layout(page), own):
        spans.setdefault(id(span.line), []).append(span)

    def kept(line: Line) -> Line:
        text = line.text
        if found := spans.get(id(line)):
            text = plain(text)
            for span in sorted(found, key=lambda span: -span.start):
                text = text[: span.start + SHOWN] + "****" + text[span.end :]
        return replace(line, text=text if _holds(line, own) else mask(text))

    return replace(page, lines=tuple(kept(line) for line in page.lines))


def secret_places(page: Page, mask: Mask, spared: Iterable[str] = ()) -> tuple[Box, ...]:
    """What must be blackened: left, top, width, height as shares of the picture as it is stored, turned or not.

    Other than in the text, what `mask` finds stays where a label calls it an order's or a transaction's number: people
    compare it.
    """
    own, layout = _bare(spared), Layout(page)
    if not page.width or not page.height:
        return ()
    numbered = {id(line) for bit in layout.of(*NUMBERED) if bit.text for line in bit.lines}
    spans = list(_secrets(layout, own))
    spans += [_masked(line, mask) for line in page.lines if id(line) not in numbered and not _holds(line, own)]
    return tuple(_turned(_place(span, page), page.rotation // 90) for span in spans if span.end > span.start)


def _secrets(layout: Layout, own: frozenset[str]) -> Iterator[_Span]:
    """The pieces of the secrets that labels name, and of the card numbers that stand on the same page."""
    named = [bit for bit in layout.of("secret") if _BEGINS.match(bit.text) and len(bare(bit.text)) >= SHORT]
    for bit in named + layout.of("card") if named else ():
        whole = bare(bit.text)
        for line in bit.lines:
            for piece in _PIECE.finditer(plain(line.text)):
                text = bare(piece.group())
                if len(text) >= SHORT - 1 and text in whole and text not in own:
                    yield _Span(line, *piece.span())


def _masked(line: Line, mask: Mask) -> _Span:
    """From the first to the last character that `mask` changes."""
    text = plain(line.text)
    hidden = mask(text)
    if hidden == text:
        return _Span(line, 0, 0)
    start = next((at for at, (a, b) in enumerate(zip(text, hidden, strict=False)) if a != b), len(hidden))
    behind = next((at for at, (a, b) in enumerate(zip(text[::-1], hidden[::-1], strict=False)) if a != b), 0)
    return _Span(line, start, max(start + 1, len(text) - behind))


def _place(span: _Span, page: Page) -> Box:
    """Where the span stands on the upright picture, as shares: by the widths of the characters before it."""
    left, top, width, height = span.line.place
    text = plain(span.line.text)
    drawn = span.line.text if len(span.line.text) == len(text) else text  # a wide colon is wide
    step = width / max(1.0, widths(drawn))
    first = left + step * widths(drawn[: span.start]) - (ASIDE * step if span.start else ABOVE * height)
    last = left + step * widths(drawn[: span.end]) + (ASIDE * step if span.end < len(text) else ABOVE * height)
    low, high = max(0.0, top - ABOVE * height), min(float(page.height), top + (1 + ABOVE) * height)
    first, last = max(0.0, first), min(float(page.width), last)
    return first / page.width, low / page.height, (last - first) / page.width, (high - low) / page.height


def _turned(box: Box, quarters: int) -> Box:
    """Where a box of shares lies after so many quarter turns, clockwise."""
    for _ in range(quarters % 4):
        left, top, width, height = box
        box = (1 - top - height, left, height, width)
    left, top, width, height = (round(share, 4) for share in box)
    return left, top, width, height


def _bare(numbers: Iterable[str]) -> frozenset[str]:
    return frozenset(bare(number) for number in numbers if bare(number))


def _holds(line: Line, own: frozenset[str]) -> bool:
    text = bare(line.text)
    return any(number in text for number in own)
