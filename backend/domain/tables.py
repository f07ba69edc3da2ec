"""A decision table over named inputs: every point of its input space is answered at load, or the table is refused.

Total: each point has a row. Unique: rows that meet at one point agree; where one alone may answer, one holds (I22).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from .dimensions import INPUTS
from .rows import Row

R = TypeVar("R", bound=Row)
Point = tuple[str, ...]
SHOWN = 5


@dataclass(frozen=True)
class Named:
    """A named value: its unit is known by its name (`dimensions.PARAMS`)."""

    name: str
    value: str | int
    source: str
    owner: str
    signed_off: bool


@dataclass(frozen=True)
class Reading:
    """How A1–A27 or S1–S23 is read, where it is kept (names of values and rows; `@word` outside the tables)."""

    id: str
    text: str
    kept: tuple[str, ...]
    owner: str
    signed_off: bool


class Table(Generic[R]):
    """Rows in their order, and the answer for every point."""

    def __init__(self, rows: Sequence[R], answers: Mapping[Point, tuple[R, ...]]) -> None:
        self.rows = tuple(rows)
        self._inputs = rows[0].inputs
        self._answers = answers

    def hits(self, inputs: Mapping[str, str]) -> tuple[R, ...]:
        """The rows that hold, in the table's order; never none."""
        return self._answers[tuple([inputs[name] for name in self._inputs])]

    def hit(self, inputs: Mapping[str, str]) -> R:
        """The first row that holds: the only one, in a table where one answers."""
        return self.hits(inputs)[0]

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)


def build(name: str, rows: Sequence[R], wrong: list[str]) -> Table[R] | None:
    """The table, or None with its gaps and contradictions added to `wrong`."""
    if not rows:
        wrong.append(f"{name}: no rows in force")
        return None
    answers = dict(_points(rows, rows[0].inputs))
    faults = [fault for point, found in answers.items() if (fault := _fault(point, found))]
    wrong += [f"{name}: {fault}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        wrong.append(f"{name}: {len(faults) - SHOWN} more such faults")
    return None if faults else Table(rows, answers)


def _points(
    rows: Sequence[R], inputs: tuple[str, ...], point: Point = ()
) -> Iterator[tuple[Point, tuple[R, ...]]]:
    """Every point with the rows that hold there, narrowing the rows input by input."""
    if len(point) == len(inputs):
        yield point, tuple(rows)
        return
    name = inputs[len(point)]
    for value in INPUTS[name]:
        left = [row for row in rows if name not in row.when or value in row.when[name]]
        yield from _points(left, inputs, (*point, value))


def _fault(point: Point, found: tuple[R, ...]) -> str | None:
    if not found:
        return f"no row answers {', '.join(point)}"
    if len({row.verdict for row in found}) > 1:
        return f"rows {', '.join(row.id for row in found)} contradict one another at {', '.join(point)}"
    return None
