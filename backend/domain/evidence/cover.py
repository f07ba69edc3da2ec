"""What may be kept of a page's words: card secrets and bank cards are covered before anything is stored."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from .layout import Layout
from .page import Line, Page
from .text import bare


def covered(page: Page, mask: Callable[[str], str], spared: Iterable[str] = ()) -> Page:
    """The page with `mask` over every line, and stars over what stands beside a label for a secret (卡密, 兑换码).

    `spared`: the order's own numbers, which are no secret, whatever they look like.
    """
    own = [bare(number) for number in spared if bare(number)]
    secret = {id(line) for bit in Layout(page).of("secret") if bit.text for line in bit.lines}

    def kept(line: Line) -> Line:
        if any(number in bare(line.text) for number in own):
            return line
        text = mask(line.text)
        return replace(line, text=f"{text[:2]}****" if id(line) in secret and text == line.text else text)

    return replace(page, lines=tuple(kept(line) for line in page.lines))
