"""The worlds of the proof: on SQLite, on PostgreSQL, and with the channel's own process at the other end of the wire,
real signatures and all. Chance has a seed in them, their clocks are the channel's too, and when one ends, what we say
of the money is held against the channel's own books."""

import asyncio
import contextlib
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

from backend.domain.actor import Actor
from backend.domain.errors import Refusal
from backend.domain.moment import SHANGHAI
from backend.gateways.channels import open_channels
from backend.sandbox.app import create
from backend.sandbox.books import Books
from backend.service import chargebacks, compensations
from backend.settings import BOOKS, SandboxSettings, load, load_sandbox
from tests.backend.desk import DAY, HOUR, store_on
from tests.backend.gateways import wired
from tests.backend.office import Office
from tests.backend.service.world import World

from .at_once import hasten
from .faults import FITS
from .ground import Ground, Grounds, processes
from .mortal import Dead, Mortal, Point

# Of a hundred steps so many in each kind of world.
SHARES = {"sqlite": 86, "postgres": 11, "wire": 3}
NUMBERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TOLD = frozenset({"success", "abnormal", "closed"})  # what a channel calls about
PATIENCE_S = 10.0


class Stage:
    """Where worlds are lived, one after another, in one loop. `keys` is the folder that holds the channel's keys."""

    def __init__(self, ground: Ground, wired: bool, keys: Path) -> None:
        self.ground, self.wired, self.keys = ground, wired, keys
        self.loop = asyncio.new_event_loop()
        self._store = store_on(ground.url)
        if ground.is_sqlite:
            hasten(self._store)

    def world(self) -> "Lived":
        folder = self.ground.folder / "data"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self.ground.refill()
        return Lived(self)

    def close(self) -> None:
        self.loop.run_until_complete(self._store.close())
        self.loop.close()


@contextmanager
def stage(kind: str, grounds: dict[str, Grounds], place: str, keys: Path) -> Iterator[Stage]:
    with grounds["postgres" if kind == "postgres" else "sqlite"].new(f"{place}_{kind}") as ground:
        made = Stage(ground, kind == "wire", keys)
        try:
            yield made
        finally:
            made.close()


class Lived(World):
    """A world that can die: `deaths` counts the commit points at which it did."""

    def __init__(self, stage: Stage) -> None:
        folder = stage.ground.folder / "data"
        super().__init__(stage.ground.url, folder, stage.loop)
        self.deaths: Counter[Point] = Counter()
        self.immortal = stage.wired  # over the wire what dies in the channel's own call is not ours to see
        self._chance = random.Random(0)
        desk = self.office.desk
        for channel in desk.channels.values():
            channel.close()  # type: ignore[attr-defined]
        desk.number = self._number  # type: ignore[method-assign]
        self._mortal = Mortal(desk.store, _die)
        desk.store = self._mortal  # type: ignore[assignment]
        self.data = folder
        self._open = AsyncExitStack()
        way = wire(self.office, folder, stage.keys) if stage.wired else wired.in_process(self.office, folder)
        self._channels: wired.World = self.run(self._open.enter_async_context(way))
        self.books = Books(folder / BOOKS, self.office.clock.now)
        self.run(self.office.merchant())

    def close(self) -> None:
        """The store stays open for the next world."""
        self.books.close()
        self.run(self._open.aclose())
        if self._side is not None:
            self._side.close()
        if self._mortal.is_sqlite:
            self.run(self._mortal.close())

    def _number(self, prefix: str) -> str:
        tail = "".join(self._chance.choices(NUMBERS, k=8))
        return f"{prefix}{self.office.clock.now().astimezone(SHANGHAI):%Y%m%d}{tail}"

    def version(self) -> Any:
        """The same as long as nothing is written; None where that cannot be told cheaply."""
        return self._written() if self._side is not None else None

    # Death.

    def survive(self, act: Coroutine[Any, Any, Any], ahead: int, side: str) -> None:
        """`act`, and the process dies at the `ahead`-th commit from now, if it comes to that; then it is started anew.
        A death is the end of whatever was under way, and of nothing else."""
        if not self.immortal:
            self._mortal.doom(ahead, side)
        try:
            with contextlib.suppress(Refusal):
                self.run(act)
        except Dead:
            self.deaths[self._mortal.died] += 1
            self.run(self._start())
        finally:
            self._mortal.spare()

    async def _start(self) -> None:
        """As the service does when it starts; on PostgreSQL leases run out by themselves."""
        if self._mortal.is_sqlite:
            async with self.office.desk.store.transaction() as tx:
                await tx.outbox.release()

    # Rarer money.

    async def charged_back(self, order_no: str, share: int) -> None:
        """The bank takes a payment back, or a part of it, and asks nobody."""
        (row,) = await self.office.read("orders", order_no=order_no)
        paid = row.body["payments"][0]
        number = f"CB{len(await self.office.read('chargebacks'))}"
        async with self.office.desk.store.transaction() as tx:
            await chargebacks.report(
                self.office.desk, tx, Actor("platform", "platform"), order_no, number, paid["transaction_id"],
                max(1, paid["amount_fen"] // share),
            )  # fmt: skip

    async def bank_decides(self, number: str, event: str) -> None:
        async with self.office.desk.store.transaction() as tx:
            finance = Actor("finance", "finance")
            await chargebacks.fire_staff_event(self.office.desk, tx, finance, number, event, "银行回函")

    async def compensates(self, dispute_no: str, amount_fen: int, event: str) -> None:
        """What one does about a compensation of this dispute: proposes it first of all."""
        desk = self.office.desk
        async with desk.store.transaction() as tx:
            known = await tx.compensations.find(dispute_no=dispute_no, order="-proposed_at", limit=1)
            if known and known[0].state != "refused":
                found = await tx.compensations.get(known[0].compensation_no, lock=True)
                actor = Actor("finance", "finance") if event == "deposit_short" else Actor("senior_adjudicator", "sun")
                await compensations.fire_staff_event(desk, tx, actor, found, event, "同意")
                return
            dispute = await tx.disputes.get(dispute_no)
            cited = [item.evidence_id for item in await tx.evidence.find(refund_no=dispute.refund_no)]
            actor = Actor("adjudicator", "wu")
            await compensations.propose(desk, tx, actor, dispute, amount_fen, "记录是伪造的", cited, "损失")

    # The channel.

    def behave(self, order_no: str, behaviour: str, channel: str = "alipay") -> None:
        self.run(self._channels.sandbox.behave(channel, behaviour, order_no))

    def bank_returns(self, payout: Any) -> None:
        """The channel takes the money back, and tells as it pleases; we ask it."""
        self.run(self._channels.sandbox.reverse(payout.channel, payout.out_refund_no))
        self.run(self._query(payout.payout_no))

    def callback(self, payout_no: str, word: str) -> None:
        """A genuine notice at no matter what time. A channel may be late and repeat itself; it never says that it has
        paid what it has not."""
        (payout,) = self.read("payouts", payout_no=payout_no)
        known = self.books.find(payout.out_refund_no)
        if known is None or word not in TOLD or (word == "success" and known.kind != "success"):
            return
        now = self.office.clock.now()
        self.books.tell(payout.out_refund_no, word, now, now)
        self.run(self.office.clock.set(now))

    def settle(self) -> None:
        """A day, and an hour more as long as there is a payment younger than that: what falls due on the way pays."""
        self.run(self.office.wait(DAY))
        while any(self.office.clock.now() - p.created_at < HOUR for p in self.read("payouts")):
            self.run(self.office.wait(HOUR))

    def true(self) -> None:
        """Raises AssertionError unless our payouts say what the channel's books say, and nobody got more than was
        paid: by those books."""
        payouts = {p.out_refund_no: p for p in self.read("payouts") if p.channel != "balance"}
        orders = {row.order_no: row.body["payments"] for row in self.read("orders")}
        paid = Counter[tuple[str, int]]()
        with closing(sqlite3.connect(self.data / BOOKS)) as db:
            for number, last, fen in db.execute("SELECT number, last, fen FROM refund"):
                payout = payouts.pop(number)
                assert payout.state in FITS[last], f"we say {payout.state}, the channel {last}"
                paid[payout.order_no, payout.leg] += fen if last == "success" else 0
        assert not [p for p in payouts.values() if p.sent_at is not None], "sent, and the channel knows nothing of it"
        for (order_no, leg), fen in paid.items():
            assert fen <= orders[order_no][leg]["amount_fen"], f"I1: the channel paid {fen} fen of {order_no}"


def _die() -> None:
    raise Dead


@asynccontextmanager
async def wire(office: Office, folder: Path, keys: Path) -> AsyncIterator[wired.World]:
    """The office before the channel's own process."""
    shutil.copytree(keys / "channel-keys", folder / "channel-keys")
    backend = wired.door(office.desk)
    async with wired.served(backend) as notify_url:
        env = wired._env(folder) | {"CHANNEL_NOTIFY_URL": notify_url}
        heard, tell = processes.Pipe(duplex=False)
        process = processes.Process(target=_sandbox, args=(load_sandbox(env), wired.Still(office.clock), heard, tell))
        process.start()
        try:
            assert heard.poll(PATIENCE_S), "the channel did not start"
            given = load(env | {"SANDBOX_CHANNEL_URL": heard.recv()}).channels
            channels = open_channels(given, office.clock, wired._never)
            backend.ctx.notified.update(channels.notified)
            world = wired.World(office, channels)
            yield world
            await world.close()
        finally:
            process.kill()
            process.join()


def _sandbox(settings: SandboxSettings, clock: wired.Still, heard: Any, tell: Any) -> None:
    """Serve until killed, or until nobody is there to kill it."""
    heard.close()

    async def serve() -> None:
        alone = asyncio.Event()
        asyncio.get_running_loop().add_reader(tell.fileno(), alone.set)
        async with wired.served(create(settings, clock)) as url:  # type: ignore[arg-type]
            tell.send(url)
            await alone.wait()

    asyncio.run(serve())
