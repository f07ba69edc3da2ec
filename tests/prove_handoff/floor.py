"""A shop floor to prove the handoff on: real services on a real database, buyers, 小云, colleagues with several pages,
a clock that jumps, and processes that die at a commit. Every party keeps a log of its own."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from backend.api.commands import Answer, _remembering
from backend.domain.errors import Refusal
from backend.domain.people import StaffMember
from backend.gateways.bell import LocalBell
from backend.service import handoffs, messages
from backend.service.engine import digest
from backend.service.ports import AssistantDown, Clash
from backend.service.threads import conversation_of, open_conversation, proxy
from backend.service.turns import take_turn
from backend.service.worker import advance, drain
from tests.backend.desk import build
from tests.backend.office import Office

PEOPLE = {"an": ("agent", ["orders"], 2), "bo": ("agent", ["payments"], 1), "ci": ("agent", ["orders", "payments"], 2),
          "li": ("supervisor", [], 1)}  # fmt: skip
PERSON = "转人工"


class Died(BaseException):
    """The process is gone: no handler of ours may keep it alive."""


class Doomed:
    """A store whose process dies at its n-th commit from now: `before` it, or `after` it with nobody told."""

    def __init__(self, store: Any) -> None:
        self._store, self.left, self.side = store, 0, "before"
        self.reading, self.close = store.reading, store.close

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        async with self._store.transaction() as tx:
            yield tx
            self.left -= 1
            dies = self.left == 0
            if dies and self.side == "before":
                await tx.session.flush()
                raise Died
            if dies:
                tx._after.clear()
        if dies:
            raise Died


class Slow:
    """小云: answers at once, or when she is let go of, or not at all; asks for a person when told to."""

    def __init__(self, floor: "Floor") -> None:
        self.floor, self.held, self.down = floor, False, False
        self.gates: dict[str, asyncio.Event] = {}
        self._bell = LocalBell()

    async def asked(self, name: str) -> None:
        """Once a turn of that talk has got as far as her."""
        while name not in self.gates:
            await self._bell.wait(name, self._bell.count(name), 60)

    async def turn(self, sender: str, message: str, context: dict[str, Any]) -> list[dict[str, Any]]:
        if self.held:
            name = sender.rsplit(".", 1)[0]
            gate = self.gates[name] = asyncio.Event()
            self._bell.ring(name)
            await gate.wait()
        if self.down:
            raise AssistantDown("away")
        bubble = {"act": "clarify", "text": f"答 {sender}", "facts": {}}
        if PERSON not in message and not message.startswith("/request_human"):
            return [bubble]
        desk, name = self.floor.desk, sender.rsplit(".", 1)[0]
        async with desk.store.transaction() as tx:
            conversation = await conversation_of(tx, name, None, lock=True)
            _, told = await handoffs.request(
                desk, tx, proxy(conversation.customer_id), conversation, "customer_request", "wait" in message,
                "message" in message,
            )  # fmt: skip
        return [bubble | {"act": "inform_handoff", "epoch": told["epoch"]}]


class Floor:
    """`said` is what each party has been told is sent, in order: (conversation, side) → [(client_msg_id, seq)]."""

    def __init__(self, url: str, folder: Path, loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self.office = loop, Office(build(url, folder))
        self.desk = self.office.desk
        self.desk.store = self.doom = Doomed(self.desk.store)  # type: ignore[assignment]
        self.desk.assistant = self.xiaoyun = Slow(self)
        self.desk.kick = self._kick
        self.said: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        self.talks: list[str] = []
        self.took: set[str] = set()  # who has taken more than was offered, by hand
        self.tally: tuple[Counter[str], Counter[str]] = (Counter(), Counter())  # deaths, and refusals by code
        self._wanted: set[str] = set()
        self._again: set[str] = set()
        self._owing: set[str] = set()
        self._turns: dict[str, asyncio.Task[Any]] = {}
        self._numbers = 0
        # Chance is Hypothesis' alone: the same steps must lead to the same numbers.
        self.desk.number = lambda prefix: f"{prefix}{self.number()}"  # type: ignore[method-assign]
        self.run(self._people())

    async def _people(self) -> None:
        async with self.desk.store.transaction() as tx:
            for name, (role, skills, capacity) in PEOPLE.items():
                tx.staff.add(StaffMember(name, name, role, "-", skills=skills, capacity=capacity))

    def run(self, act: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(act)

    def read(self, noun: str, **where: Any) -> list[Any]:
        return self.run(self.office.read(noun, **where))

    def number(self) -> str:
        self._numbers += 1
        return f"{self._numbers:07}"

    # What outlives nothing: the process's own memory.

    def attempt(self, act: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """The answer; None for what is refused. Where the process dies, whoever asked asks again, once it is back."""
        while True:
            try:
                return self.run(act())
            except Refusal as refusal:
                self.tally[1][refusal.code] += 1
                return None
            except Died:
                self.restart()

    def restart(self) -> None:
        """A new process finds only what was committed; pages and 小云's turns in flight are gone with the old one."""
        self.tally[0]["deaths"] += 1
        self.doom.left = 0
        for task in self._turns.values():
            task.cancel()
        self.run(_ended(list(self._turns.values())))
        self._turns.clear()
        self._again.clear()
        self._owing.clear()
        self.xiaoyun.gates.clear()
        self.run(self._release())
        self.desk.bell = LocalBell()
        self.desk.watching.clear()
        self._wanted = set(self.talks)

    async def _release(self) -> None:
        async with self.desk.store.transaction() as tx:
            await tx.outbox.release()

    def _kick(self, conversation_id: str) -> None:
        self._wanted.add(conversation_id)

    def settle(self) -> None:
        """Everything that is due now is done: timers, the outbox, presence, and 小云's turns."""
        for _ in range(50):
            try:
                self.run(self._settle())
                return
            except Died:
                self.restart()
        raise AssertionError("the process dies for ever")

    async def _settle(self) -> None:
        while True:
            await drain(self.desk)
            wanted, self._wanted = sorted(self._wanted), set()
            idle = not wanted and (self.xiaoyun.held or not self._turns)
            for name in wanted:
                if name in self._turns:
                    self._again.add(name)
                else:
                    self._turns[name] = self.loop.create_task(self._turn(name))
            if not self.xiaoyun.held:
                await self.let_go()
            else:
                await self._until_held()
            if idle:
                return

    async def _until_held(self) -> None:
        """Turns in flight have got as far as 小云, or ended."""
        waiting = [self.loop.create_task(self.xiaoyun.asked(name)) for name in self._turns]
        for name, asked in zip(list(self._turns), waiting, strict=True):
            await asyncio.wait([asked, self._turns[name]], return_when=asyncio.FIRST_COMPLETED)
            asked.cancel()
        await self._reap()

    async def let_go(self) -> None:
        """The answers that were being waited for arrive, however late."""
        gates, self.xiaoyun.gates = self.xiaoyun.gates, {}
        for gate in gates.values():
            gate.set()
        if self._turns:
            await asyncio.wait(list(self._turns.values()))
        await self._reap()

    async def _reap(self) -> None:
        """What has ended is looked at; a talk that moved on meanwhile is looked at once more."""
        for name, task in list(self._turns.items()):
            if task.done():
                del self._turns[name]
                if name in self._again:
                    self._again.discard(name)
                    self._wanted.add(name)
                task.result()

    async def _turn(self, name: str) -> None:
        try:
            while await take_turn(self.desk, name):
                pass
        except AssistantDown:
            self._owing.add(name)  # tried again when she is back

    def is_back(self) -> None:
        self.xiaoyun.down = False
        self._wanted |= self._owing
        self._owing.clear()

    def waits_for_xiaoyun(self, name: str) -> bool:
        return name in self._turns or name in self._owing

    # What people do.

    async def open(self, customer_id: str) -> str:
        async with self.desk.store.transaction() as tx:
            found = await open_conversation(self.desk, tx, customer_id, None)
        if found.conversation_id not in self.talks:
            self.talks.append(found.conversation_id)
        return found.conversation_id

    def customer_says(self, name: str, text: str | None, choice: str | None = None) -> None:
        """Once, however often it is sent: the window repeats what was not answered, under the same id."""
        number = self.number()

        async def say() -> int:
            async with self.desk.store.transaction() as tx:
                whose = (await conversation_of(tx, name, None)).customer_id
                return (await messages.say(self.desk, tx, whose, name, number, text, choice)).seq

        seq = self.attempt(say)
        if seq is not None:
            self.said[name, "customer"].append((number, seq))
            assert self.attempt(say) == seq, "sent again, it is the entry of then"

    def command(self, who: str, act: Callable[[Any], Awaitable[Any]]) -> Any:
        """A colleague's click: carried out once, from whichever page and however often it is sent."""
        number = self.number()

        async def once() -> Any:
            async def answer(tx: Any) -> Answer:
                return Answer(200, {"said": await act(tx)})

            for _ in range(4):
                try:
                    return (await _remembering(self.desk, answer, who, number, digest(number))).body["said"]
                except Clash:
                    continue
            raise AssertionError("clashes for ever")

        done = self.attempt(once)
        if done is not None:
            assert self.attempt(once) == done, "sent again, the first answer"
        return done

    def time_passes(self, span: timedelta) -> None:
        """The clock moves; it stops at every promise on the way, and nobody's page is heard of meanwhile."""
        to = self.office.clock.now() + span
        while self.office.clock.now() < to:
            try:
                self.run(advance(self.desk, self.office.clock, to))
            except Died:
                self.restart()

    def close(self) -> None:
        for task in self._turns.values():
            task.cancel()
        self.run(_ended(list(self._turns.values())))
        self.desk.store = self.doom._store
        self.run(self.office.close())


async def _ended(tasks: list[asyncio.Task[Any]]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)
