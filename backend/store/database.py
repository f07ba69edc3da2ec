"""The database: SQLite in WAL mode by default, PostgreSQL by URL. One transaction object, `Rows`, for both."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from ..domain.callback import Callback
from ..domain.chargeback import Chargeback
from ..domain.compensation import Compensation
from ..domain.dispute import Dispute
from ..domain.evidence_item import EvidenceItem, EvidenceMark
from ..domain.expedite import Expedite
from ..domain.handoff import Handoff
from ..domain.journal import AuditRow, Command, LedgerLine, Setting
from ..domain.opening import Opening
from ..domain.payout import Obligation, Payout
from ..domain.people import Customer, Merchant, OrderRow, StaffMember, StaffSession
from ..domain.rating import Rating
from ..domain.refund import Refund
from ..domain.reply import Reply
from ..service.ports import Clash, Tx
from . import sqlite
from .repositories import Conversations, Entries, Events, Outbox, Repository, Timers


class Rows(Tx):
    """One transaction (the service's `Tx`)."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.customers = Repository(session, Customer)
        self.merchants = Repository(session, Merchant)
        self.orders = Repository(session, OrderRow)
        self.staff = Repository(session, StaffMember)
        self.staff_sessions = Repository(session, StaffSession)
        self.conversations = Conversations(session)
        self.entries = Entries(session)
        self.refunds = Repository(session, Refund)
        self.obligations = Repository(session, Obligation)
        self.payouts = Repository(session, Payout)
        self.disputes = Repository(session, Dispute)
        self.compensations = Repository(session, Compensation)
        self.expedites = Repository(session, Expedite)
        self.callbacks = Repository(session, Callback)
        self.chargebacks = Repository(session, Chargeback)
        self.handoffs = Repository(session, Handoff)
        self.ratings = Repository(session, Rating)
        self.replies = Repository(session, Reply)
        self.openings = Repository(session, Opening)
        self.evidence = Repository(session, EvidenceItem)
        self.marks = Repository(session, EvidenceMark)
        self.timers = Timers(session)
        self.outbox = Outbox(session)
        self.audit = Repository(session, AuditRow)
        self.events = Events(session)
        self.commands = Repository(session, Command)
        self.settings = Repository(session, Setting)
        self.ledger = Repository(session, LedgerLine)
        self._after: list[Callable[[], None]] = []
        self._heads: dict[str, Setting] = {}

    async def head(self, name: str) -> Setting:
        if name not in self._heads:
            found = await self.settings.get(name, lock=True)
            if found is None:
                found = Setting(name)
                self.settings.add(found)
            self._heads[name] = found
        return self._heads[name]

    async def next_number(self, name: str) -> int:
        head = await self.head(f"number:{name}")
        number = int(head.value.get("last", 0)) + 1
        head.value = {"last": number}
        return number

    def after_commit(self, act: Callable[[], None]) -> None:
        self._after.append(act)

    def committed(self) -> None:
        for act in self._after:
            act()


class Database:
    """The service's `Store`. Writers on SQLite take the write lock at BEGIN, so none fails half-way for want of it."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.is_sqlite = url.startswith("sqlite")
        options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 10}
        if self.is_sqlite:
            options["connect_args"] = {"timeout": 30}
        self.engine: AsyncEngine = create_async_engine(url, **options)
        self._writer = self.engine.execution_options(refund_desk_write=True)
        self._info = {"alone": self.is_sqlite}  # who writes on SQLite has the whole database
        # SQLite reads a snapshot by itself; PostgreSQL must be asked to, or two reads may see two moments.
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = self.engine.execution_options(**snapshot)
        # In one process writers queue here rather than spin on SQLite's busy handler.
        self._queue = asyncio.Lock() if self.is_sqlite else None
        if self.is_sqlite:
            sqlite.prepare(self.engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Rows]:
        if self._queue is not None:
            await self._queue.acquire()
        try:
            async with AsyncSession(self._writer, expire_on_commit=False, info=self._info) as session, session.begin():
                rows = Rows(session)
                yield rows
        except DBAPIError as error:
            if _clashed(error):
                raise Clash(str(error.orig)) from error
            raise
        finally:
            if self._queue is not None:
                self._queue.release()
        rows.committed()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Rows]:
        async with AsyncSession(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield Rows(session)
            session.expunge_all()  # what was read stays readable; what was changed is forgotten

    async def close(self) -> None:
        await self.engine.dispose()


def _clashed(error: DBAPIError) -> bool:
    """The same key twice, a deadlock or a lock that was not given (SQLSTATE 40001, 40P01, 55P03)."""
    state = getattr(error.orig, "sqlstate", None)
    locked = isinstance(error, OperationalError) and "locked" in str(error.orig)
    return isinstance(error, IntegrityError) or state in {"40001", "40P01", "55P03"} or locked
