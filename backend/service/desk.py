"""The desk: what every use case is handed. Wired once, in app.py."""

import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..domain.calendar import Calendar
from ..domain.moment import SHANGHAI
from ..domain.policy import Policy, PolicyBook
from .ports import Assistant, Bell, Channel, Clock, Dialler, Files, PageReader, Store, Supplier, Tx


@dataclass
class Desk:
    """`kick` asks for a conversation's turn to be taken soon; it never waits. `busy`: whether one is being taken."""

    store: Store
    clock: Clock
    policies: PolicyBook
    calendar: Calendar
    bell: Bell
    assistant: Assistant
    channels: Mapping[str, Channel]
    files: Files
    pages: PageReader
    admit: Callable[[bytes], Awaitable[Any]]
    # A stored picture with black over some places (shares of it), and its thumbnail.
    blacken: Callable[[bytes, Sequence[Sequence[float]]], Awaitable[tuple[bytes, bytes]]]
    supplier: Supplier
    mode: str = "sandbox"
    evidence_days: int = 365  # how long pictures are kept after their case has ended
    # Without one, agents dial by themselves (`tel:`).
    dialler: Dialler | None = None
    kick: Callable[[str], None] = lambda conversation_id: None
    busy: Callable[[str], bool] = lambda conversation_id: False
    # How many pages each member of staff has open here: a page that is open is there.
    watching: Counter[str] = field(default_factory=Counter)
    # What leaves by the outbox, by topic: `send(desk, item)` does the I/O, outside any transaction.
    senders: dict[str, Callable[["Desk", Any], Awaitable[None]]] = field(default_factory=dict)
    # What a timer does, by machine: `fire(desk, tx, timer)`, inside the timer's transaction.
    alarms: dict[str, Callable[["Desk", Tx, Any], Awaitable[None]]] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.clock.now()

    @property
    def policy(self) -> Policy:
        """The policy in force now."""
        return self.policies.in_force(self.now())

    def number(self, prefix: str) -> str:
        """A new opaque number such as R20261124-4F7K2M: the date helps people, the rest cannot be guessed."""
        alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
        tail = "".join(secrets.choice(alphabet) for _ in range(8))
        return f"{prefix}{self.now().astimezone(SHANGHAI):%Y%m%d}{tail}"
