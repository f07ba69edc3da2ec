"""Rows by noun: one small repository serves them all, a few nouns add the question only they are asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, inspect, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapper

from ..domain.conversation import Entry
from ..domain.journal import OutboxItem, PlatformEvent, Timer
from . import tables

T = TypeVar("T")


class Repository(Generic[T]):
    def __init__(self, session: AsyncSession, entity: type[T]) -> None:
        self.session = session
        self.entity = entity
        mapper: Mapper[Any] = inspect(entity)
        self.columns = mapper.columns
        self.keys = [str(column.key) for column in mapper.primary_key]

    async def get(self, *key: Any, lock: bool = False) -> T | None:
        found = await self.find(lock=lock, limit=1, **dict(zip(self.keys, key, strict=True)))
        return found[0] if found else None

    async def find(
        self, *, order: str | None = None, limit: int | None = None, lock: bool = False, **where: Any
    ) -> list[T]:
        query = select(self.entity).where(*self._conditions(where))
        if order:
            column = self.columns[order.lstrip("-")]
            query = query.order_by(column.desc() if order.startswith("-") else column)
        if limit is not None:
            query = query.limit(limit)
        return await self._all(query.with_for_update() if lock else query, fresh=lock)

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


class Entries(Repository[Entry]):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, Entry)

    async def after(self, conversation_id: str, seq: int, limit: int = 500) -> list[Entry]:
        table = tables.entries.c
        query = select(Entry).where(table.conversation_id == conversation_id, table.seq > seq)
        return await self._all(query.order_by(table.seq).limit(limit))


class Timers(Repository[Timer]):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session, Timer)

    async def due(self, now: datetime) -> Timer | None:
        table = tables.timers.c
        query = select(Timer).where(table.fired_at.is_(None), table.due_at <= now)
        query = query.order_by(table.due_at, table.timer_id).limit(1).with_for_update(skip_locked=True)
        found = await self._all(query, fresh=True)
        return found[0] if found else None

    async def next_at(self) -> datetime | None:
        query = select(func.min(tables.timers.c.due_at)).where(tables.timers.c.fired_at.is_(None))
        found: datetime | None = (await self.session.execute(query)).scalar_one_or_none()
        return found

    async def disarm(self, machine: str, key: str) -> None:
        for timer in await self.find(machine=machine, key=key, fired_at=None):
            await self.session.delete(timer)


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
