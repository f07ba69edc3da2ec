"""One fact of a picture: how it stands with it, and where it was found."""

from dataclasses import dataclass
from typing import Any

from .layout import Bit
from .page import Page

NEAR_EDGE = 0.7  # of a line's height: what ends nearer to the picture's edge may have gone on


@dataclass(frozen=True)
class Fact:
    """`status` is seen, unclear, cut, missing or differs; `value` what the picture says, never a guess: None unless it
    was seen or differs. `expected` is the order's. `partly`: it agrees as far as the page tells, which is not all."""

    status: str = "missing"
    value: Any = None
    expected: Any = None
    bit: Bit | None = None
    partly: bool = False

    def as_json(self, page: Page) -> dict[str, Any]:
        """`box`: left, top, width, height as shares of the upright picture, for drawing over it."""
        shape: dict[str, Any] = {"value": self.value, "status": self.status}
        if self.bit is not None and page.width and page.height:
            left, top, width, height = self.bit.place
            across, down = page.width, page.height
            shape["box"] = [round(x, 4) for x in (left / across, top / down, width / across, height / down)]
        return shape


def at_edge(bit: Bit, page: Page, sides: str = "lr") -> bool:
    """Whether the words run into one of these sides of the picture."""
    near = NEAR_EDGE * min(line.height for line in bit.lines)
    left, top, width, height = bit.box
    reach = {"l": left < near, "t": top < near / 2}
    if page.width and page.height:
        reach |= {"r": left + width > page.width - near, "b": top + height > page.height - near / 2}
    return any(reach.get(side, False) or any(side in line.edges for line in bit.lines) for side in sides)
