"""The one clock. In the sandbox it can be moved; the offset is kept, so a restart does not forget it."""

from datetime import UTC, datetime, timedelta

from ..domain.journal import Setting
from ..service.ports import Store


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SandboxClock:
    """Real time plus an offset."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    async def load(self) -> None:
        async with self._store.reading() as tx:
            kept = await tx.settings.get("clock:offset")
        self._offset = timedelta(seconds=kept.value["seconds"]) if kept else timedelta()

    async def set(self, to: datetime) -> None:
        """Move the clock to `to`, wherever that lies."""
        offset = to - datetime.now(UTC)
        async with self._store.transaction() as tx:
            kept = await tx.settings.get("clock:offset", lock=True)
            if kept is None:
                kept = Setting("clock:offset")
                tx.settings.add(kept)
            kept.value = {"seconds": offset.total_seconds()}
        self._offset = offset
