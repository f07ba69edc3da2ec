"""A store whose process dies at a commit, on either side of it; and what each commit point is called."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import event

SIDES = ("before", "after")


class Dead(BaseException):
    """The process is no more: nothing that looks after exceptions may catch it."""


class Point(NamedTuple):
    """What a commit commits, by the steps that its audit rows name, or else by the function whose it is; and the side
    of it: `before`, with everything said to the database, or `after`."""

    what: str
    side: str


class Mortal:
    """`die` is called, once, at the commit that `doom` has chosen. `points` are the commits so far that have written
    anything, in order."""

    def __init__(self, store: Any, die: Callable[[], None]) -> None:
        self.points: list[str] = []
        self.died: Point | None = None
        self._store, self._die = store, die
        self._doom: tuple[int, str] | None = None
        self.reading, self.close, self.is_sqlite = store.reading, store.close, store.is_sqlite

    def doom(self, ahead: int, side: str) -> None:
        """The `ahead`-th commit from now is the last one."""
        self._doom, self.died = (len(self.points) + ahead, side), None

    def spare(self) -> None:
        self._doom = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        steps, written = list[str](), list[bool]()
        caller = sys._getframe(2)
        place = f"{Path(caller.f_code.co_filename).stem}.{caller.f_code.co_name}, line {caller.f_lineno}"
        async with self._store.transaction() as tx:
            event.listen(tx.session.sync_session, "after_flush", lambda *_: written.append(True))
            _listen(tx.audit, steps)
            yield tx
            await tx.session.flush()
            if written:
                self.points.append(" ".join(dict.fromkeys(steps)) or place)
                self._pass("before")
        if written:
            self._pass("after")

    def _pass(self, side: str) -> None:
        if self._doom == (len(self.points), side):
            self._doom, self.died = None, Point(self.points[-1], side)
            self._die()


def _listen(audit: Any, steps: list[str]) -> None:
    add = audit.add

    def noted(row: Any) -> None:
        steps.append(f"{row.machine}.{row.event}")
        add(row)

    audit.add = noted
