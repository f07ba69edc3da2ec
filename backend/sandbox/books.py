"""The channels' own books. One brain: the wire server and the in-process stand-in both ask it, and neither knows what
a behaviour means."""

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from .manners import MANNERS, RETELLS_S, SETTLING

# News of what the call itself has answered comes after the answer.
AFTER = timedelta(seconds=1)


class Discordant(Exception):
    """The same number with another amount or trade: nothing is done."""


@dataclass(frozen=True)
class Refund:
    """One row as it stands now: `kind` success|processing|abnormal|closed|refused, `since` when."""

    number: str
    channel: str
    trade: str
    fen: int
    kind: str
    since: datetime
    notify_url: str | None


@dataclass(frozen=True)
class News:
    """Something to tell the merchant. Repeats carry the same `notice_id`; it may have happened long before."""

    rowid: int
    notice_id: str
    refund: Refund
    kind: str
    happened_at: datetime
    tries: int


class Books:
    """SQLite, one file, any number of these on it. `now` is the channel's clock."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._now = now
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(
            """
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=NORMAL;
            CREATE TABLE IF NOT EXISTS refund (number TEXT PRIMARY KEY, channel TEXT, trade TEXT, fen INT,
                first TEXT, last TEXT, begun_at TEXT, settles_at TEXT, notify_url TEXT);
            CREATE TABLE IF NOT EXISTS given (channel TEXT, order_no TEXT, behaviour TEXT);
            CREATE TABLE IF NOT EXISTS news (notice_id TEXT, number TEXT, kind TEXT, happened_at TEXT, due_at TEXT,
                tries INT);
            """
        )

    def close(self) -> None:
        self._db.close()

    def behave(self, channel: str, behaviour: str, order_no: str | None) -> None:
        """How the next refund (of that order, where one is named) is treated. KeyError for an unknown behaviour."""
        MANNERS[behaviour]
        self._db.execute("INSERT INTO given VALUES (?, ?, ?)", (channel, order_no, behaviour))

    def refund(
        self, channel: str, number: str, trade: str, fen: int, order_no: str | None, notify_url: str | None = None
    ) -> str | None:
        """What the call is answered; None: the line breaks. The same number again moves nothing.

        Raises `Discordant`.
        """
        known = self.find(number)
        if known is not None:
            if (known.channel, known.trade, known.fen) != (channel, trade, fen):
                raise Discordant(number)
            return known.kind
        behaviour = self._next(channel, order_no)
        manner, now = MANNERS[behaviour], self._now()
        if manner.last is None:
            return None
        self._db.execute(
            "INSERT INTO refund VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, channel, trade, fen, manner.first, manner.last, _text(now), _text(now + manner.settles),
             notify_url),
        )  # fmt: skip
        if behaviour == "reorder_notify":
            # The news overtakes the answer, and an older one limps behind.
            self.tell(number, "success", now, now)
            self.tell(number, "abnormal", now - SETTLING, now + AFTER)
            return manner.first
        for turn in range(manner.told):
            # A duplicate comes under its old id, and then under a new one.
            if manner.first == "success":
                self.tell(number, "success", now, now + AFTER, turn // 2)
            if manner.last != manner.first:
                self.tell(number, manner.last, now + manner.settles, now + SETTLING, turn // 2)
        return manner.first

    def find(self, number: str) -> Refund | None:
        """The refund as it stands now; a refused one is in the books only so that it stays refused."""
        row = self._db.execute("SELECT * FROM refund WHERE number = ?", (number,)).fetchone()
        if row is None:
            return None
        settled = _moment(row["settles_at"]) <= self._now()
        kind, since = (row["last"], "settles_at") if settled else (row["first"] or "processing", "begun_at")
        return Refund(
            number, row["channel"], row["trade"], row["fen"], kind, _moment(row[since]), row["notify_url"]
        )  # fmt: skip

    def reverse(self, number: str) -> bool:
        """Take back a refund that has succeeded: from now on it is abnormal, and that is told."""
        known, now = self.find(number), self._now()
        if known is None or known.kind != "success":
            return False
        self._db.execute("UPDATE refund SET last = 'abnormal', settles_at = ? WHERE number = ?", (_text(now), number))
        self.tell(number, "abnormal", now, now)
        return True

    def redirect(self, number: str) -> bool:
        """Send an abnormal refund to a verified account: it is under way again, and arrives a minute later."""
        known, now = self.find(number), self._now()
        if known is None or known.kind != "abnormal":
            return False
        change = "UPDATE refund SET first = 'processing', last = 'success', begun_at = ?, settles_at = ?"
        self._db.execute(f"{change} WHERE number = ?", (_text(now), _text(now + SETTLING), number))
        self.tell(number, "success", now + SETTLING, now + SETTLING)
        return True

    def due(self, number: str | None = None) -> list[News]:
        """What is to be told by now (of one refund, where one is named), the oldest first."""
        query = "SELECT rowid, * FROM news WHERE due_at <= ? AND (? IS NULL OR number = ?) ORDER BY due_at, rowid"
        return [self._news(row) for row in self._db.execute(query, (_text(self._now()), number, number)).fetchall()]

    def next_at(self) -> datetime | None:
        """When the next news is due."""
        row = self._db.execute("SELECT min(due_at) FROM news").fetchone()
        return _moment(row[0]) if row[0] else None

    def told(self, news: News) -> None:
        self._db.execute("DELETE FROM news WHERE rowid = ?", (news.rowid,))

    def untold(self, news: News) -> None:
        """Not acknowledged: later again, and at last never."""
        if news.tries >= len(RETELLS_S):
            self.told(news)
            return
        due = self._now() + timedelta(seconds=RETELLS_S[news.tries])
        self._db.execute("UPDATE news SET tries = tries + 1, due_at = ? WHERE rowid = ?", (_text(due), news.rowid))

    def tell(self, number: str, kind: str, happened_at: datetime, due_at: datetime, turn: int = 0) -> None:
        """Put a news on the list; `turn` makes one more of the same happening another notice."""
        notice_id = uuid.uuid5(uuid.NAMESPACE_OID, f"{number} {kind} {_text(happened_at)} {turn}").hex
        row = (notice_id, number, kind, _text(happened_at), _text(due_at))
        self._db.execute("INSERT INTO news VALUES (?, ?, ?, ?, ?, 0)", row)

    def _news(self, row: Any) -> News:
        refund = self.find(row["number"])
        assert refund is not None
        return News(row["rowid"], row["notice_id"], refund, row["kind"], _moment(row["happened_at"]), row["tries"])

    def _next(self, channel: str, order_no: str | None) -> str:
        if channel == "balance":
            return "success"
        query = "SELECT rowid, behaviour FROM given WHERE channel = ? AND (order_no = ? OR order_no IS NULL)"
        row = self._db.execute(query + " ORDER BY order_no IS NULL, rowid", (channel, order_no)).fetchone()
        if row is None:
            return "success"
        self._db.execute("DELETE FROM given WHERE rowid = ?", (row["rowid"],))
        return str(row["behaviour"])


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
