"""The rows of the policy tables, typed. A row's own fields say what it decides; each field knows the words it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from . import dimensions as words
from .named_values import Value

Words = tuple[str, ...]


def one_of(*allowed: str, optional: bool = False) -> Any:
    """A field holding one of these words; an optional one may be left out (None)."""
    return field(default=None, metadata={"kind": "word", "allowed": allowed, "optional": optional})


def some_of(*allowed: str) -> Any:
    """A field holding a list of these words, perhaps none."""
    return field(default=(), metadata={"kind": "words", "allowed": allowed, "optional": True})


def flag(default: bool | None = None) -> Any:
    return field(default=default, metadata={"kind": "flag", "optional": default is not None})


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every row says: when it holds, by which rules, in what words, who answers for it, and its own life span."""

    inputs: ClassVar[Words] = ()

    id: str
    rules: Words
    text: str
    owner: str
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None

    @property
    def verdict(self) -> Any:
        """What rows that hold together must agree on; the row itself, where one alone may answer."""
        return self.id

    def lives(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)

    def unsound(self, values: Mapping[str, Value]) -> list[str]:
        """What the row's fields, each right by itself, cannot mean together."""
        return []


@dataclass(frozen=True, kw_only=True)
class Block(Row):
    """Whether the order as a whole may be filed for by the buyer (R18). `liftable`: a person may file all the same."""

    inputs: ClassVar[Words] = (
        "remaining", "asked", "active", "chargeback", "age", "receipt", "delivery", "window",
    )  # fmt: skip
    code: str | None = one_of(*words.BLOCKS, optional=True)
    liftable: bool = flag(default=True)
    next_steps: tuple[str, ...] = some_of(*words.NEXT_STEPS)

    @property
    def verdict(self) -> Any:
        return self.code is None

    def unsound(self, values: Mapping[str, Value]) -> list[str]:
        return ["refuses without a next step"] if self.code and not self.next_steps else []


@dataclass(frozen=True, kw_only=True)
class ClaimRow(Row):
    """Whether this reason may be claimed; `why` not."""

    inputs: ClassVar[Words] = ("reason", "delivery", "usage", "topup", "expiry", "window")
    why: str | None = one_of(*words.REJECTIONS, optional=True)
    next_steps: tuple[str, ...] = some_of(*words.NEXT_STEPS)

    def unsound(self, values: Mapping[str, Value]) -> list[str]:
        return ["refuses without a next step"] if self.why and not self.next_steps else []


@dataclass(frozen=True, kw_only=True)
class Needs(Row):
    """The evidence a reason needs: all of the outer list, any of each inner one."""

    inputs: ClassVar[Words] = ("reason",)
    needs: tuple[Words, ...] = field(
        default=(), metadata={"kind": "needs", "allowed": words.EVIDENCE_KINDS, "optional": False}
    )


@dataclass(frozen=True, kw_only=True)
class Leg(Row):
    """One leg of the express test; `code` None is the row on which all of it holds (S4)."""

    inputs: ClassVar[Words] = ("delivery", "reason", "capable", "quick_amount", "standing", "count", "history")
    code: str | None = one_of(*words.LEGS, optional=True)

    @property
    def verdict(self) -> Any:
        return self.code is None


@dataclass(frozen=True, kw_only=True)
class Triage(Row):
    """Whether people must look closely (S3): `cause` None is the ordinary review."""

    inputs: ClassVar[Words] = (
        "reason", "size", "goods", "topup", "discovery", "usage", "value", "filing", "revocation",
    )  # fmt: skip
    cause: str | None = one_of(*words.CAUSES, optional=True)

    @property
    def verdict(self) -> Any:
        return self.cause is None


@dataclass(frozen=True, kw_only=True)
class TypeRow(Row):
    """Refund only, or the code revoked first and then the money (S17)."""

    inputs: ClassVar[Words] = ("revocable", "delivery", "usage")
    type: str = one_of(*words.TYPES)


@dataclass(frozen=True, kw_only=True)
class ArrivalRow(Row):
    """When money arrives: two named values (both left out: at once), counted from `basis` (S22)."""

    inputs: ClassVar[Words] = ("channel", "funding")
    basis: str = one_of(*words.BASES)
    earliest: str | None = one_of(*words.PARAMS, optional=True)
    latest: str | None = one_of(*words.PARAMS, optional=True)

    def unsound(self, values: Mapping[str, Value]) -> list[str]:
        units = {words.PARAMS[name] if name else None for name in (self.earliest, self.latest)}
        return [] if len(units) == 1 and units <= {None, "wd", "span"} else ["earliest and latest are not of one kind"]


@dataclass(frozen=True, kw_only=True)
class Route(Row):
    """Which way the money goes back (A13)."""

    inputs: ClassVar[Words] = ("channel", "account")
    route: str = one_of(*words.ROUTES)


@dataclass(frozen=True, kw_only=True)
class Deadline(Row):
    """A promise or window: `length` names its value, `counted` how it runs, `roll` whether a user's window ends on a
    working day."""

    promise: str = one_of(*words.PROMISES)
    length: str = one_of(*words.PARAMS)
    counted: str = one_of(*words.COUNTED)
    roll: bool = flag(default=False)

    def unsound(self, values: Mapping[str, Value]) -> list[str]:
        unit, value = words.PARAMS[self.length], values.get(self.length)
        if unit != ("wd" if self.counted == "working_days" else "span"):
            return [f"{self.length} cannot be counted in {self.counted}"]
        part = isinstance(value, timedelta) and value.seconds > 0
        return [f"{self.length} is no whole number of days"] if self.counted == "natural_days" and part else []


@dataclass(frozen=True, kw_only=True)
class Rejection(Row):
    """What a rejected buyer is told, and may do next (R37, I25)."""

    code: str = one_of(*words.REJECTIONS)
    curable: bool = flag()
    next_steps: tuple[str, ...] = some_of(*words.NEXT_STEPS)

    @property
    def rule_ids(self) -> Words:
        return self.rules

    def unsound(self, values: Mapping[str, Value]) -> list[str]:
        if not self.next_steps:
            return ["refuses without a next step"]
        fits = self.curable == ("resubmit" in self.next_steps)
        return [] if fits else ["resubmitting is a next step exactly of what is curable"]


# Tables over inputs, checked point by point; and lists that hold each of their words exactly once.
TABLES: dict[str, type[Row]] = {
    "blocks": Block, "claims": ClaimRow, "evidence": Needs, "express": Leg, "triage": Triage, "types": TypeRow,
    "arrival": ArrivalRow, "routing": Route,
}  # fmt: skip
LISTS: dict[str, tuple[type[Row], str, Words]] = {
    "deadlines": (Deadline, "promise", words.PROMISES),
    "rejections": (Rejection, "code", words.REJECTIONS),
}
