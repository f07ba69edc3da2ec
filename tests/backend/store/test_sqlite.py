"""A writing transaction goes to its connection's thread to begin and to end, and for nothing else."""

from typing import Any

import pytest

from backend.domain.people import Customer
from backend.service.ports import Clash
from backend.store.database import Database
from backend.store.sqlite import Connection


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has gone to a connection's thread."""
    seen: list[str] = []
    execute = Connection.__base__._execute  # type: ignore[union-attr]

    async def heard(self: Any, fn: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(args[0] if args and isinstance(args[0], str) else fn.__name__)
        return await execute(self, fn, *args, **kwargs)

    monkeypatch.setattr(Connection.__base__, "_execute", heard)
    return seen


async def test_only_what_may_wait_goes_to_the_thread(fresh: str, trips: list[str]) -> None:
    store = Database(fresh)
    async with store.transaction() as tx:
        await tx.customers.get("u-1")
    trips.clear()
    async with store.transaction() as tx:
        tx.customers.add(Customer("u-1", "买家", "good"))
        assert await tx.customers.count() == 1
        (found,) = await tx.customers.find(name="买家")
        found.name = "别人"
    assert [trip for trip in trips if trip not in {"cursor", "close"}] == ["BEGIN IMMEDIATE", "commit"]
    trips.clear()
    async with store.reading() as tx:
        assert [each.name for each in await tx.customers.find()] == ["别人"]
    assert any(trip.startswith("SELECT") for trip in trips)
    await store.close()


async def test_a_fault_in_between_leaves_the_connection_as_it_was(fresh: str, trips: list[str]) -> None:
    store = Database(fresh, pool_size=1)
    async with store.transaction() as tx:
        tx.customers.add(Customer("u-1", "买家", "good"))
    trips.clear()
    with pytest.raises(Clash):
        async with store.transaction() as tx:
            tx.customers.add(Customer("u-1", "再来", "good"))
    assert trips[-1] == "rollback"
    async with store.transaction() as tx:
        assert (await tx.customers.get("u-1")).name == "买家"  # type: ignore[union-attr]
    await store.close()
