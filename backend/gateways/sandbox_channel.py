"""The sandbox's payment channel: keeps its own books in its own file, as the outside world does, and misbehaves when
told to. It speaks the service's `Channel` protocol; real channels take its place in production."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..domain.payout import Payout
from ..service.ports import ChannelSilent, Clock

# What a first call answers, and what a later query finds, by behaviour.
_FIRST = {"success": "success", "reverse": "success", "duplicate_notify": "success", "refused": "refused"}
_LATER = {"abnormal": "abnormal", "closed": "closed", "reverse": "reversed", "refused": "refused"}


@dataclass(frozen=True)
class Answer:
    kind: str
    refund_id: str | None = None
    detail: str | None = None
    at: datetime | None = None


class SandboxChannel:
    """`name` is the channel it plays. The platform balance always succeeds at once."""

    def __init__(self, name: str, books: Path, clock: Clock) -> None:
        self.name = name
        self._clock = clock
        books.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(books, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS refunds (number TEXT PRIMARY KEY, fen INT, behaviour TEXT, at TEXT)"
        )
        self._db.execute("CREATE TABLE IF NOT EXISTS orders_given (channel TEXT, order_no TEXT, behaviour TEXT)")

    def behave(self, behaviour: str, order_no: str | None) -> None:
        """How the next refund (of that order, where one is named) is treated."""
        self._db.execute("INSERT INTO orders_given VALUES (?, ?, ?)", (self.name, order_no, behaviour))

    def reverse(self, number: str) -> bool:
        """Take back a refund that has succeeded; the next query finds it reversed."""
        found = self._db.execute("UPDATE refunds SET behaviour = 'reverse' WHERE number = ?", (number,))
        return found.rowcount > 0

    async def refund(self, payout: Payout) -> Answer:
        known = self._find(payout.out_refund_no)
        if known is not None:
            return self._answer(payout, known, later=True)
        behaviour = self._next(payout.order_no)
        if behaviour == "timeout_before":
            raise ChannelSilent("no connection")
        row = (payout.out_refund_no, payout.amount_fen, behaviour, self._clock.now().isoformat())
        self._db.execute("INSERT OR IGNORE INTO refunds VALUES (?, ?, ?, ?)", row)
        if behaviour == "timeout_after":
            raise ChannelSilent("no answer")
        return self._answer(payout, behaviour, later=False)

    async def query(self, payout: Payout) -> Answer:
        known = self._find(payout.out_refund_no)
        return Answer("not_found") if known is None else self._answer(payout, known, later=True)

    def _answer(self, payout: Payout, behaviour: str, later: bool) -> Answer:
        kind = _LATER.get(behaviour, "success") if later else _FIRST.get(behaviour, "processing")
        return Answer(kind, f"SBX{payout.out_refund_no[-12:]}", behaviour, self._clock.now())

    def _find(self, number: str) -> str | None:
        row = self._db.execute("SELECT behaviour FROM refunds WHERE number = ?", (number,)).fetchone()
        return row[0] if row else None

    def _next(self, order_no: str) -> str:
        if self.name == "balance":
            return "success"
        query = "SELECT rowid, behaviour FROM orders_given WHERE channel = ? AND (order_no = ? OR order_no IS NULL)"
        row = self._db.execute(query + " ORDER BY order_no IS NULL, rowid", (self.name, order_no)).fetchone()
        if row is None:
            return "success"
        self._db.execute("DELETE FROM orders_given WHERE rowid = ?", (row[0],))
        return str(row[1])
