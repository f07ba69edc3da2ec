"""A version of the policy, ready to be asked; and the book of all versions."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from .dimensions import PARAMS, REASONS
from .named_values import Value, say
from .rows import ArrivalRow, Block, ClaimRow, Deadline, Leg, Needs, Rejection, Route, Triage, TypeRow
from .tables import Named, Reading, Table


class PolicyError(ValueError):
    """All that is wrong with a policy: `faults`, one line each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Tables:
    """The tables as they stand in one span of time."""

    blocks: Table[Block]
    claims: Table[ClaimRow]
    evidence: Table[Needs]
    express: Table[Leg]
    triage: Table[Triage]
    types: Table[TypeRow]
    arrival: Table[ArrivalRow]
    routing: Table[Route]
    deadlines: Mapping[str, Deadline]
    rejections: Mapping[str, Rejection]


@dataclass(frozen=True, eq=False)
class Policy:
    """One version. `params` are the raw named values, `values` the same typed; `source` is the mapping it was read
    from. Rows may live for a part of the version's time: `at` gives the policy as it stands then."""

    version: str
    effective_from: datetime
    owner: str
    named: Mapping[str, Named]
    values: Mapping[str, Value]
    readings: tuple[Reading, ...]
    tables: Tables
    source: Mapping[str, Any]
    later: tuple[tuple[datetime, "Policy"], ...] = field(default=(), repr=False)

    reasons = REASONS

    def at(self, moment: datetime) -> "Policy":
        """This version with the rows that live at the moment; itself where no row is dated."""
        found = bisect_right(self.later, moment, key=lambda view: view[0]) if self.later else 0
        return self.later[found - 1][1] if found else self

    @cached_property
    def params(self) -> dict[str, str | int]:
        return {name: named.value for name, named in self.named.items()}

    @cached_property
    def evidence(self) -> dict[str, Needs]:
        """What each reason needs."""
        return {reason: self.tables.evidence.hit({"reason": reason}) for reason in REASONS}

    @property
    def rejections(self) -> Mapping[str, Rejection]:
        return self.tables.rejections

    @cached_property
    def express(self) -> tuple[Leg, ...]:
        """The legs that can fail, in the order they are told."""
        return tuple(leg for leg in self.tables.express if leg.code)

    @cached_property
    def unsigned(self) -> tuple[str, ...]:
        """Named values and readings that nobody has signed off yet."""
        values = [name for name, value in self.named.items() if not value.signed_off]
        return (*values, *(reading.id for reading in self.readings if not reading.signed_off))

    def number(self, name: str) -> int:
        """A value in fen, working days or as a plain count."""
        found = self.values[name]
        assert isinstance(found, int)
        return found

    def span(self, name: str) -> timedelta:
        found = self.values[name]
        assert isinstance(found, timedelta)
        return found

    def spans(self, name: str) -> tuple[timedelta, ...]:
        found = self.values[name]
        assert isinstance(found, tuple)
        return found

    def clock(self, name: str) -> time:
        found = self.values[name]
        assert isinstance(found, time)
        return found

    def text(self, name: str) -> str:
        """The value as it is written in the tables."""
        return str(self.named[name].value)

    def said(self, name: str) -> str:
        """The value as a buyer reads it."""
        return say(PARAMS[name], self.values[name])


class PolicyBook:
    """Every version there is, by the moment it came into force (I24). Raises `PolicyError` if two cannot be told
    apart."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self.versions = tuple(sorted(policies, key=lambda p: p.effective_from))
        faults = [] if policies else ["no policy at all"]
        for name in ("version", "effective_from"):
            seen = [str(getattr(p, name)) for p in policies]
            faults += [f"two policies with the {name} {value}" for value in sorted(set(seen)) if seen.count(value) > 1]
        if faults:
            raise PolicyError(faults)

    def in_force(self, at: datetime) -> Policy:
        """The latest version in force at the moment (before the first, the first), as it stands then."""
        found = bisect_right(self.versions, at, key=lambda p: p.effective_from)
        return self.versions[max(found - 1, 0)].at(at)

    def get(self, version: str) -> Policy | None:
        return next((p for p in self.versions if p.version == version), None)
