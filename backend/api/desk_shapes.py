"""The shapes of what supervisors set and what pages report: hours, canned replies, people, reassigning, marks."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .shapes import Id, Shape, Text

Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Seq = Annotated[int, Field(strict=True, ge=0, le=2**53)]


class Reassign(Shape):
    to: Id
    reason: Text | None = None


class Marks(Shape):
    """Up to which entry a page has got the thread, and up to which it was in view."""

    delivered_seq: Seq
    read_seq: Seq = 0


class SpecialDay(Shape):
    """A day that differs; both null: nobody is there."""

    date: date
    opens: Clock | None = None
    closes: Clock | None = None
    note: Annotated[str, StringConstraints(max_length=100)] = ""


class SetHours(Shape):
    """`version` is the one that was being looked at."""

    version: Seq
    opens: Clock
    closes: Clock
    days: list[SpecialDay] = Field(default_factory=list, max_length=60)
    note: Text


class PutReply(Shape):
    team: Id = "general"
    title: Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
    text: Text


class PutStaff(Shape):
    """What a member of staff may be given."""

    skills: list[Id] = Field(max_length=10)
    capacity: Annotated[int, Field(strict=True, ge=0, le=20)]


class SetPresence(Shape):
    state: Literal["away", "offline"]


class AssignReviews(Shape):
    """`to` null: back to everybody."""

    refund_nos: list[Id] = Field(min_length=1, max_length=100)
    to: Id | None = None
