"""Rows by noun: one small repository serves them all, a few nouns add the question only they are asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper, class_mapper

from ..domain.conversation import Conversation, Entry
from ..domain.journal import OutboxItem, PlatformEvent, Timer
from ..domain.people import Customer
from . import tables

T = TypeVar("T")
PAGE = 500  # entries at once
GOING_ON = ("open", "resolved")


class Repository(Generic[T]):
    """A row that the transaction has is not asked for again; one that it has locked cannot have changed since, nor any
    while the session is the only one that may write (`info["alone"]`)."""

    def __init__(self, session: AsyncSession, entity: type[T]) -> None:
        self.session = session
        self.entity = entity
        self._locked: dict[tuple[Any, ...], T] = {}  # kept, or the session would let go of them

    @property
    def mapper(self) -> Mapper[Any]:
        return class_mapper(self.entity)

    @property
    def columns(self) -> Any:
        return self.mapper.columns

    async def get(self, *key: Any, lock: bool = False) -> T | None:
        known: T | None = self.session.identity_map.get(self.mapper.identity_key_from_primary_key(key))
        fresh = not lock or key in self._locked or bool(self.session.info.get("alone"))
        if known is not None and fresh and known not in self.session.deleted:
            if lock:
                self._locked[key] = known
            return known
        names = (str(column.key) for column in self.mapper.primary_key)
        found = await self.find(lock=lock, limit=1, **dict(zip(names, key, strict=True)))
        return found[0] if found else None

    async def find(
        self, *, order: str | None = None, limit: int | None = None, lock: bool = False,
        skip_locked: bool = False, since: tuple[str, Any] | None = None, **where: Any,
    ) -> list[T]:  # fmt: skip
        query = select(self.entity).where(*self._conditions(where))
        if since is not None:
            query = query.where(self.columns[since[0]] >= since[1])
        if order:
            column = self.columns[order.lstrip("-")]
            query = query.order_by(column.desc() if order.startswith("-") else column)
        if limit is not None:
            query = query.limit(limit)
        found = await self._all(query.with_for_update(skip_locked=skip_locked) if lock else query, fresh=lock)
        if lock:
            self._locked.update((tuple(self.mapper.primary_key_from_instance(each)), each) for each in found)
        return found

    async def count(self, **where: Any) -> int:
        query = select(func.count()).select_from(self.entity).where(*self._conditions(where))
        return int((await self.session.execute(query)).scalar_one())

    def add(self, item: T) -> None:
        self.session.add(item)

    async def remove(self, item: T) -> None:
        await self.session.delete(item)

    def _conditions(self, where: dict[str, Any]) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        for name, value in where.items():
            column = self.columns[name]
            if isinstance(value, list | tuple | set | frozenset):
                found.append(column.in_(list(value)))
            else:
                found.append(column.is_(None) if value is None else column == value)
        return found

    async def _all(self, query: Select[Any], fresh: bool = False) -> list[T]:
        if fresh:
            # A lock is only worth something on the row as it stands now, not as it was read before.
            query = query.execution_options(populate_existing=True)
        result: Sequence[T] = (await self.session.execute(query)).scalars().all()
        return list(result)


class Conversations(Repository[Conversation]):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, Conversation)
        self._going_on: dict[str, Conversation | None] = {}

    def add(self, item: Conversation) -> None:
        self._going_on.pop(item.customer_id, None)
        super().add(item)

    async def going_on(self, customer_id: str) -> Conversation | None:
        known = self._going_on.get(customer_id)
        if customer_id not in self._going_on or (known is not None and known.status not in GOING_ON):
            found = await self.find(customer_id=customer_id, status=GOING_ON, lock=True, limit=1)
            self._going_on[customer_id] = found[0] if found else None
        return self._going_on[customer_id]

    async def with_customer(
        self, conversation_id: str, lock: bool = False
    ) -> tuple[Conversation, Customer | None] | None:
        query = self._whose(select(Conversation, Customer), conversation_id)
        if lock:
            query = query.with_for_update(of=Conversation).execution_options(populate_existing=True)
        found = (await self.session.execute(query)).first()
        return (found[0], found[1]) if found else None

    async def since(
        self, conversation_id: str, seq: int | None = None, last_of: str | None = None
    ) -> tuple[Conversation, Customer | None, list[Entry]] | None:
        talk, entry = tables.conversations.c, tables.entries.c
        wanted: ColumnElement[bool] = entry.seq > (talk.answered_seq if seq is None else seq)
        if last_of is not None:
            old = tables.entries.alias().c
            theirs = select(old.seq).where(old.conversation_id == conversation_id, old.author_type == last_of)
            wanted = or_(wanted, entry.seq == theirs.order_by(old.seq.desc()).limit(1).scalar_subquery())
        query = self._whose(select(Conversation, Customer, Entry), conversation_id)
        query = query.outerjoin(Entry, and_(entry.conversation_id == conversation_id, wanted))
        rows = (await self.session.execute(query.order_by(entry.seq).limit(PAGE))).all()
        return (rows[0][0], rows[0][1], [row[2] for row in rows if row[2] is not None]) if rows else None

    def _whose(self, query: Any, conversation_id: str) -> Any:
        talk, customer = tables.conversations.c, tables.customers.c
        query = query.select_from(Conversation).outerjoin(Customer, customer.customer_id == talk.customer_id)
        return query.where(talk.conversation_id == conversation_id)


class Entries(Repository[Entry]):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, Entry)

    async def after(self, conversation_id: str, seq: int, limit: int = PAGE) -> list[Entry]:
        table = tables.entries.c
        query = select(Entry).where(table.conversation_id == conversation_id, table.seq > seq)
        return await self._all(query.order_by(table.seq).limit(limit))


class Timers(Repository[Timer]):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, Timer)

    async def due(self, now: datetime) -> Timer | None:
        table = tables.timers.c
        query = select(Timer).where(table.fired_at.is_(None), table.due_at <= now)
        found = await self._all(query.order_by(table.due_at, table.timer_id).limit(1))
        return found[0] if found else None

    async def next_at(self) -> datetime | None:
        query = select(func.min(tables.timers.c.due_at)).where(tables.timers.c.fired_at.is_(None))
        found: datetime | None = (await self.session.execute(query)).scalar_one_or_none()
        return found

    async def disarm(self, machine: str, key: str) -> None:
        table = tables.timers.c
        armed = delete(Timer).where(table.machine == machine, table.key == key, table.fired_at.is_(None))
        await self.session.execute(armed, execution_options={"synchronize_session": False})


class Outbox(Repository[OutboxItem]):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, OutboxItem)

    async def due(self, now: datetime) -> OutboxItem | None:
        table = tables.outbox.c
        free = or_(table.leased_until_at.is_(None), table.leased_until_at <= now)
        query = select(OutboxItem).where(table.done_at.is_(None), table.due_at <= now, free)
        query = query.order_by(table.due_at, table.item_id).limit(1).with_for_update(skip_locked=True)
        found = await self._all(query, fresh=True)
        return found[0] if found else None

    async def next_at(self) -> datetime | None:
        table = tables.outbox.c
        held = table.leased_until_at > table.due_at  # somebody's until then
        query = select(func.min(case((held, table.leased_until_at), else_=table.due_at))).where(table.done_at.is_(None))
        found: datetime | None = (await self.session.execute(query)).scalar_one_or_none()
        return found

    async def release(self) -> None:
        held = update(OutboxItem).where(tables.outbox.c.done_at.is_(None))
        await self.session.execute(held.values(leased_until_at=None))


class Events(Repository[PlatformEvent]):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, PlatformEvent)

    async def after(self, seq: int, limit: int) -> list[PlatformEvent]:
        table = tables.events.c
        return await self._all(select(PlatformEvent).where(table.seq > seq).order_by(table.seq).limit(limit))
