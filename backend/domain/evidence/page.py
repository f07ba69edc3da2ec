"""What the reader found on a picture, and what the check makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """One line of words: its box (x, y, width, height) in px, the reader's confidence 0..1 over all characters and for
    the weakest of them, and the sides of the picture that it runs into (of "lrtb"). On a slanted page the box is as if
    the page were level; `slanted` is then the upright box around the words where they really stand."""

    text: str
    box: Box
    confidence: float
    weakest: float = 1.0
    edges: str = ""
    slanted: Box | None = None

    @property
    def place(self) -> Box:
        """Where the words stand on the upright picture."""
        return self.slanted or self.box

    @property
    def x(self) -> float:
        return self.box[0]

    @property
    def right(self) -> float:
        return self.box[0] + self.box[2]

    @property
    def y(self) -> float:
        return self.box[1]

    @property
    def bottom(self) -> float:
        return self.box[1] + self.box[3]

    @property
    def height(self) -> float:
        return self.box[3]


@dataclass(frozen=True)
class Page:
    """The lines of a picture that stands upright; `rotation` is by how many degrees it had to be turned,
    counter-clockwise. `failed`: the reader could not finish, which says nothing about the picture."""

    lines: tuple[Line, ...]
    width: int = 0
    height: int = 0
    rotation: int = 0
    failed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """For the database; masking (`mask_text`) is the caller's choice and happens before."""
        lines = [
            [line.text, list(line.box), line.confidence, line.weakest, line.edges]
            + ([list(line.slanted)] if line.slanted else [])
            for line in self.lines
        ]
        return {"width": self.width, "height": self.height, "rotation": self.rotation, "failed": self.failed,
                "lines": lines}  # fmt: skip


def page_of(body: Mapping[str, Any]) -> Page:
    """The page that `as_json` wrote."""
    lines = tuple(
        Line(text, _box(box), confidence, weakest, edges, _box(slanted[0]) if slanted else None)
        for text, box, confidence, weakest, edges, *slanted in body["lines"]
    )
    return Page(lines, body["width"], body["height"], body["rotation"], body.get("failed", False))


def _box(of: Sequence[float]) -> Box:
    return of[0], of[1], of[2], of[3]


@dataclass(frozen=True)
class Verdict:
    """The contract's `check`. `rotation`: by how many degrees the stored picture must be turned, counter-clockwise, to
    stand upright; the facts' boxes are those of the upright picture."""

    state: str
    kinds: tuple[str, ...]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: tuple[dict[str, Any], ...] = ()
    rotation: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state, "kinds": list(self.kinds), "facts": self.facts, "findings": list(self.findings),
            "rotation": self.rotation,
        }  # fmt: skip
