"""What every `Store` promises, on SQLite and on PostgreSQL alike (service/ports.py)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from backend.domain.conversation import Conversation, Entry
from backend.domain.journal import Command, OutboxItem, PlatformEvent, Setting, Timer
from backend.domain.people import Customer
from backend.service.engine import GENESIS
from backend.service.ports import Clash
from backend.store.database import Database

NOW = datetime(2026, 11, 24, 2, 0, 0, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def store(either: str) -> AsyncIterator[Database]:
    made = Database(either)
    yield made
    await made.close()


async def add(store: Database, noun: str, *items: object) -> None:
    async with store.transaction() as tx:
        for item in items:
            getattr(tx, noun).add(item)


def conversation(name: str, customer_id: str = "u-1", **more: object) -> Conversation:
    return Conversation(name, customer_id, NOW, NOW, **more)  # type: ignore[arg-type]


async def test_the_heads_are_there_before_anybody_needs_them(store: Database) -> None:
    """Two first writers would both make them, and one would fail: they come with the schema."""
    async with store.reading() as tx:
        heads = [await tx.settings.get(name) for name in ("audit:head", "number:events")]
    assert [head.value for head in heads if head] == [{"seq": 0, "hash": GENESIS}, {"last": 0}]


async def test_two_first_writers_at_once(store: Database) -> None:
    async def write() -> None:
        async with store.transaction() as tx:
            await tx.next_number("events")

    await asyncio.gather(*(write() for _ in range(8)))
    async with store.reading() as tx:
        head = await tx.settings.get("number:events")
    assert head is not None
    assert head.value == {"last": 8}


async def test_what_is_written_is_read(store: Database) -> None:
    """Moments to the microsecond, aware, in UTC whatever zone they came in; JSON and long text as they were."""
    there = NOW.astimezone(timezone(timedelta(hours=8)))
    text = "长" * 5000 + "\U0001f600"
    hint = {"order_no": "LY1", "nested": [1, None, {"é": True}]}
    await add(store, "conversations", Conversation("C1", "u-1", there, NOW, hint=hint, agenda={"note": text}))
    async with store.reading() as tx:
        found = await tx.conversations.get("C1")
    assert found is not None
    assert (found.opened_at, found.opened_at.utcoffset()) == (NOW, timedelta())
    assert (found.hint, found.agenda) == (hint, {"note": text})
    assert found.waiting_on == "customer"


async def test_a_naive_moment_is_refused(store: Database) -> None:
    with pytest.raises(Exception, match="naive"):
        await add(store, "timers", Timer(None, "m", "k", "e", datetime(2026, 11, 24)))  # noqa: DTZ001
    async with store.reading() as tx:
        assert await tx.timers.count() == 0


async def test_finding(store: Database) -> None:
    """Equality on columns, one of a list, None, order, limit."""
    people = [Customer(f"u-{n}", f"买家{n % 2}", "good" if n < 3 else "restricted") for n in range(5)]
    await add(store, "customers", *people)
    async with store.reading() as tx:
        assert [c.customer_id for c in await tx.customers.find(standing="good", order="-customer_id")] == [
            "u-2", "u-1", "u-0",
        ]  # fmt: skip
        assert len(await tx.customers.find(customer_id=["u-1", "u-4", "u-9"])) == 2
        assert [c.customer_id for c in await tx.customers.find(order="customer_id", limit=2)] == ["u-0", "u-1"]
        assert await tx.customers.count(name="买家0", standing="restricted") == 1
        assert await tx.customers.find(customer_id=[]) == []
        assert await tx.customers.get("u-9") is None


async def test_a_failure_leaves_nothing(store: Database) -> None:
    rung: list[str] = []

    async def fail() -> None:
        async with store.transaction() as tx:
            tx.customers.add(Customer("u-1", "买家", "good"))
            tx.after_commit(lambda: rung.append("committed"))
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        await fail()
    async with store.reading() as tx:
        assert await tx.customers.count() == 0
    assert rung == []


async def test_what_happens_after_the_commit_sees_it(store: Database) -> None:
    rung: list[str] = []
    async with store.transaction() as tx:
        tx.customers.add(Customer("u-1", "买家", "good"))
        tx.after_commit(lambda: rung.append("committed"))
        assert rung == []
    assert rung == ["committed"]


async def test_reading_writes_nothing(store: Database) -> None:
    await add(store, "customers", Customer("u-1", "买家", "good"))
    async with store.reading() as tx:
        found = await tx.customers.get("u-1")
        assert found is not None
        found.standing = "restricted"
        tx.customers.add(Customer("u-2", "又一位", "good"))
    assert found.name == "买家"  # readable still
    async with store.reading() as tx:
        assert [c.standing for c in await tx.customers.find()] == ["good"]


async def test_one_row_locked_is_read_as_it_stands_now(store: Database) -> None:
    await add(store, "settings", Setting("sum", {"n": 0}))

    async def add_one() -> None:
        async with store.transaction() as tx:
            await tx.settings.get("sum")  # an old look must not survive the lock
            row = await tx.settings.get("sum", lock=True)
            assert row is not None
            row.value = {"n": row.value["n"] + 1}

    await asyncio.gather(*(add_one() for _ in range(12)))
    async with store.reading() as tx:
        row = await tx.settings.get("sum")
    assert row is not None
    assert row.value == {"n": 12}


async def test_numbers_have_no_gaps(store: Database) -> None:
    async with store.transaction() as tx:
        assert await tx.next_number("audit") == 1

    async def take(fail: bool) -> int:
        async with store.transaction() as tx:
            number = await tx.next_number("audit")
            if fail:
                raise RuntimeError
            return number

    taken = await asyncio.gather(*(take(n % 3 == 0) for n in range(9)), return_exceptions=True)
    assert sorted(n for n in taken if isinstance(n, int)) == [2, 3, 4, 5, 6, 7]


async def test_the_same_key_twice_is_a_clash(store: Database) -> None:
    await add(store, "commands", Command("customer:u-1", "c1", "d", 200, {}, NOW))
    with pytest.raises(Clash):
        await add(store, "commands", Command("customer:u-1", "c1", "other", 200, {}, NOW))
    await add(store, "commands", Command("customer:u-2", "c1", "d", 200, {}, NOW))


async def test_one_talk_going_on_for_each_customer(store: Database) -> None:
    await add(store, "conversations", conversation("C1", status="closed"), conversation("C2"))
    with pytest.raises(Clash):
        await add(store, "conversations", conversation("C3", status="resolved"))
    await add(store, "conversations", conversation("C4", "u-2"))


async def test_timers_come_in_due_order(store: Database) -> None:
    moments = [NOW + 3 * SECOND, NOW + SECOND, NOW + 2 * SECOND, NOW + SECOND]
    await add(store, "timers", *(Timer(None, "m", f"k{n}", "e", at) for n, at in enumerate(moments)))
    fired = []
    async with store.transaction() as tx:
        assert await tx.timers.next_at() == NOW + SECOND
        assert await tx.timers.due(NOW) is None
        while timer := await tx.timers.due(NOW + 2 * SECOND):
            timer.fired_at = NOW
            fired.append(timer.key)
        await tx.timers.disarm("m", "k0")
        assert await tx.timers.next_at() is None
    assert fired == ["k1", "k3", "k2"]


async def test_the_outbox_leases(store: Database) -> None:
    items = [OutboxItem(f"X{n}", "t", "k", {}, NOW + n * SECOND, NOW) for n in (2, 1)]
    await add(store, "outbox", *items)
    async with store.transaction() as tx:
        first = await tx.outbox.due(NOW + 5 * SECOND)
        assert first is not None
        assert first.item_id == "X1"
        first.leased_until_at = NOW + 60 * SECOND
    async with store.transaction() as tx:
        second = await tx.outbox.due(NOW + 5 * SECOND)
        assert second is not None
        assert second.item_id == "X2"
        second.done_at = NOW
        # A leased item is nobody's before its lease ends: nothing to wait for until then.
        assert await tx.outbox.next_at() == NOW + 60 * SECOND
        assert await tx.outbox.due(NOW + 59 * SECOND) is None
    async with store.transaction() as tx:
        await tx.outbox.release()
    async with store.transaction() as tx:
        again = await tx.outbox.due(NOW + 5 * SECOND)
        assert again is not None
        assert again.item_id == "X1"


async def test_the_thread_and_the_events_go_on_from_a_number(store: Database) -> None:
    entries = [Entry("C1", n, "bot.said", NOW, "bot", "小云", text=str(n)) for n in (2, 1, 3)]
    await add(store, "entries", *entries, Entry("C2", 1, "bot.said", NOW, "bot", "小云"))
    await add(store, "events", *(PlatformEvent(n, "e", NOW, "u-1", None, None, {}) for n in (1, 2, 3)))
    async with store.reading() as tx:
        assert [e.seq for e in await tx.entries.after("C1", 1)] == [2, 3]
        assert [e.seq for e in await tx.entries.after("C1", 0, limit=2)] == [1, 2]
        assert [e.seq for e in await tx.events.after(1, 5)] == [2, 3]


async def test_texts_of_any_length_and_keys(store: Database) -> None:
    long = "x" * 3000
    await add(store, "settings", Setting(long, {"v": long}))
    async with store.reading() as tx:
        assert await tx.settings.count(name=long) == 1


async def test_a_talk_in_one_question(store: Database) -> None:
    """The conversation with its customer, what is unanswered, and what the assistant said last, however long ago."""
    await add(store, "customers", Customer("u-1", "林晓", "good"))
    await add(store, "conversations", Conversation("C1", "u-1", NOW, NOW, answered_seq=3))
    for seq, author in enumerate(("customer", "bot", "system", "customer", "agent"), 1):
        await add(store, "entries", Entry("C1", seq, "x", NOW, author, "某人"))
    await add(store, "conversations", Conversation("C2", "u-2", NOW, NOW))
    questions = {"all": ("C1", 0), "owed": ("C1",), "bot": ("C1", None, "bot"), "none": ("C1", 9), "new": ("C2",)}
    async with store.reading() as tx:
        found = {name: await tx.conversations.since(*asked) for name, asked in questions.items()}
        assert await tx.conversations.since("C3") is None
        assert await tx.conversations.with_customer("C3") is None
    seqs = {name: [entry.seq for entry in talk[2]] for name, talk in found.items() if talk}
    assert seqs == {"all": [1, 2, 3, 4, 5], "owed": [4, 5], "bot": [2, 4, 5], "none": [], "new": []}
    whose = {name: (talk[0].conversation_id, talk[1] and talk[1].name) for name, talk in found.items() if talk}
    assert whose["bot"] == whose["none"] == ("C1", "林晓")
    assert whose["new"] == ("C2", None)
    async with store.transaction() as tx:
        held = await tx.conversations.with_customer("C1", lock=True)
        assert held is not None
        assert (held[0].answered_seq, held[1] and held[1].name) == (3, "林晓")
