"""What the channel itself knows to have paid, read from its own books and from nothing of ours."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

# The tests' trades are called after their order: T<order><leg>.
TRADE = "substr(trade, 2, length(trade) - 2)"


def paid_fen(books: Path) -> Counter[str]:
    """By order: the sum of all refunds that have ended, or will end, in success."""
    with closing(sqlite3.connect(books)) as db:
        query = f"SELECT {TRADE}, sum(fen) FROM refund WHERE last = 'success' GROUP BY 1"
        return Counter(dict(db.execute(query).fetchall()))


def ends(books: Path) -> dict[str, str]:
    """By refund number: what it comes to."""
    with closing(sqlite3.connect(books)) as db:
        return dict(db.execute("SELECT number, last FROM refund").fetchall())
