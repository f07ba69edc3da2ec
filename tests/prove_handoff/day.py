"""A day on the floor in which anybody does anything, in any order: the rules that chance plays by."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend.domain.actor import Actor
from backend.domain.handoff import HANDOFF
from backend.service import handoff_steps, handoffs, presence, ratings
from backend.service.queue import left_message
from backend.service.threads import conversation_of

from .floor import PEOPLE, PERSON, Floor
from .truths import Truths

BUYERS = ("u-1", "u-2", "u-3", "u-4", "u-5")
SECONDS = (1, 1, 5, 20, 20, 31, 31, 61, 121, 181, 301, 960, 36_000)
which = st.integers(0, 99)
who = st.sampled_from(sorted(PEOPLE))
seldom = st.sampled_from([None] * 8 + sorted(PEOPLE))


class Day(RuleBasedStateMachine):
    """`make` opens the floor; `steps` and `seen` count what was done, and the events of requests."""

    make: ClassVar[Callable[[], Floor]]
    steps: ClassVar[int] = 0
    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.floor = type(self).make()
        self.truths = Truths(self.floor)

    def talk(self, n: int, *states: str) -> str | None:
        """One of the talks; of those with a request in one of these states, where states are given."""
        names = self.floor.talks
        if states:
            names = [h.conversation_id for h in self.floor.read("handoffs", state=list(states), order="requested_at")]
        return names[n % len(names)] if names else None

    def click(self, name: str | None, person: str, act: Callable[[Any, Actor, Any], Any]) -> Any:
        """A colleague does something with a talk: `act(tx, actor, conversation)`."""
        if name is None:
            return None

        async def inside(tx: Any) -> Any:
            conversation = await conversation_of(tx, name, None, lock=True)
            found = await act(tx, Actor(PEOPLE[person][0], person, name=person), conversation)
            return getattr(found, "state", found)

        return self.floor.command(person, inside)

    # Buyers.

    @initialize(people=st.sets(who, min_size=1), buyers=st.sets(st.sampled_from(BUYERS), min_size=1))
    def morning(self, people: set[str], buyers: set[str]) -> None:
        for buyer in sorted(buyers):
            self.opens(buyer)
        for person in sorted(people):
            self.goes(person, "online")

    @rule(buyer=st.sampled_from(BUYERS))
    def opens(self, buyer: str) -> None:
        self.floor.attempt(lambda: self.floor.open(buyer))

    @rule(n=which, text=st.sampled_from(["在吗", "怎么还没到账", PERSON, PERSON]))
    def says(self, n: int, text: str) -> None:
        self.floor.customer_says(self.talk(n) or "", text)

    @rule(n=which)
    def cancels(self, n: int) -> None:
        if name := self.talk(n, "queued", "offered"):
            self.floor.customer_says(name, None, "cancel_handoff")

    @rule(n=which)
    def speaks_to_an_agent(self, n: int) -> None:
        if name := self.talk(n, "connected", "on_hold", "offered"):
            self.floor.customer_says(name, "还在吗")

    @rule(n=which, pick=which)
    def chooses(self, n: int, pick: int) -> None:
        name = self.talk(n) or ""
        entries = self.floor.read("entries", conversation_id=name, author_type=["bot", "system"], order="-seq", limit=9)
        offered = [c["value"] for e in entries for c in e.body.get("choices") or []]
        if offered:
            self.floor.customer_says(name, None, offered[pick % len(offered)])

    @rule(n=which, way=st.sampled_from(["", " wait", " wait", " message"]))
    def asks_for_a_person(self, n: int, way: str) -> None:
        self.floor.customer_says(self.talk(n) or "", f"{PERSON}{way}")

    @rule(n=which, person=who)
    def waits_until_somebody_comes(self, n: int, person: str) -> None:
        """Everybody leaves, a buyer chooses to be put into the line when people are back, somebody comes."""
        for each in PEOPLE:
            self.goes(each, "offline")
        self.asks_for_a_person(n, " wait")
        self.floor.settle()
        self.goes(person, "online")

    @rule(n=which, score=st.integers(1, 5))
    def rates(self, n: int, score: int) -> None:
        desk = self.floor.desk

        async def act() -> None:
            async with desk.store.transaction() as tx:
                whose = (await conversation_of(tx, self.talk_name, None)).customer_id
                await ratings.rate(desk, tx, whose, self.talk_name, score)

        self.talk_name = self.talk(n) or ""
        self.floor.attempt(act)

    # 小云.

    @rule(held=st.booleans())
    def thinks_long(self, held: bool) -> None:
        """Her answers come late: whatever happens meanwhile happens to answers on their way."""
        self.floor.xiaoyun.held = held

    @rule(down=st.booleans())
    def is_away(self, down: bool) -> None:
        self.floor.xiaoyun.down = down
        if not down:
            self.floor.is_back()

    # Colleagues.

    @rule(person=who, state=st.sampled_from(["online", "online", "online", "away", "offline"]))
    def goes(self, person: str, state: str) -> None:
        async def act(tx: Any) -> str:
            await presence.say(self.floor.desk, tx, person, state)
            return state

        self.floor.command(person, act)
        if state == "online":
            self.floor.desk.watching[person] = max(1, self.floor.desk.watching[person])

    @rule(person=who, pages=st.integers(0, 2))
    def pages_open(self, person: str, pages: int) -> None:
        """With none left the minute begins; with two, one may close."""
        self.floor.desk.watching[person] = pages
        self.floor.attempt(lambda: presence.seen(self.floor.desk, person))

    @rule(n=which)
    def accepts_what_is_offered(self, n: int) -> None:
        if offers := self.floor.read("handoffs", state="offered", order="requested_at"):
            offer = offers[n % len(offers)]
            self.click(offer.conversation_id, offer.offered_to, self.accept)

    @rule(n=which, person=who)
    def takes_over(self, n: int, person: str) -> None:
        """Any talk by anybody, rightly or not."""
        if self.click(self.talk(n), person, self.accept):
            self.floor.took.add(person)

    async def accept(self, tx: Any, actor: Actor, conversation: Any) -> Any:
        return await handoffs.accept(self.floor.desk, tx, actor, conversation)

    @rule(n=which, person=seldom, seen=st.sampled_from(["public", "public", "internal"]))
    def answers(self, n: int, person: str | None, seen: str) -> None:
        """The one who holds the talk, or somebody else who writes into it."""
        held = self.floor.read("handoffs", state=["connected", "on_hold"], order="requested_at")
        name = held[n % len(held)].conversation_id if held else self.talk(n)
        speaker = person or (held[n % len(held)].agent_id if held else "an")
        number = self.floor.number()

        async def act(tx: Any, actor: Actor, conversation: Any) -> int:
            return await handoffs.agent_says(self.floor.desk, tx, actor, conversation, number, "您好", seen)

        seq = self.click(name, speaker, act)
        if seq is not None:
            self.floor.said[name or "", "agent"].append((number, seq))
            if person or not held:
                self.floor.took.add(speaker)

    @rule(
        n=which, event=st.sampled_from(["hold", "resume", "transfer", "return", "resolve", "decline"]),
        stranger=seldom, to=st.none() | who, team=st.none() | st.sampled_from(["orders", "payments"]),
    )  # fmt: skip
    def step(self, n: int, event: str, stranger: str | None, to: str | None, team: str | None) -> None:
        states = {"decline": ["offered"], "resume": ["on_hold"], "transfer": ["connected", "on_hold"]}
        found = self.floor.read("handoffs", state=states.get(event, ["connected"]), order="requested_at")
        if not found:
            return
        handoff = found[n % len(found)]
        person = stranger or (handoff.offered_to if event == "decline" else handoff.agent_id)
        directed = {"to": to, "team": team if to is None else None} if event == "transfer" else {}
        wish = handoff_steps.Wish(reason="请接手", outcome="solved", **directed)

        async def act(tx: Any, actor: Actor, conversation: Any) -> Any:
            return await handoff_steps.step(self.floor.desk, tx, actor, conversation, event, wish)

        self.click(handoff.conversation_id, person, act)

    @rule(n=which)
    def holds_and_forgets(self, n: int) -> None:
        """A promised time that passes."""
        self.step(n=n, event="hold", stranger=None, to=None, team=None)
        self.floor.time_passes(timedelta(seconds=301))

    @rule(n=which, event=st.sampled_from(["resolve", "return", "transfer"]))
    def comes_to_an_end(self, n: int, event: str) -> None:
        self.step(n=n, event=event, stranger=None, to=None, team=None)

    @rule(n=which, to=st.none() | who)
    def supervisor(self, n: int, to: str | None) -> None:
        """Takes a talk, or gives it to a colleague."""

        async def act(tx: Any, actor: Actor, conversation: Any) -> Any:
            if to is None:
                return await handoff_steps.take(self.floor.desk, tx, actor, conversation, "我来")
            return await handoff_steps.reassign(self.floor.desk, tx, actor, conversation, to, "你来")

        if self.click(self.talk(n), "li", act) and to is None:
            self.floor.took.add("li")

    # Time, and the end of processes.

    @rule(seconds=st.sampled_from(SECONDS))
    def time_passes(self, seconds: int) -> None:
        self.floor.time_passes(timedelta(seconds=seconds))

    @rule(left=st.integers(1, 4), side=st.sampled_from(["before", "after"]))
    def will_die(self, left: int, side: str) -> None:
        """The process dies at one of its next commits."""
        self.floor.doom.left, self.floor.doom.side = left, side

    @invariant()
    def holds(self) -> None:
        self.floor.settle()
        self.floor.run(self.truths.check())
        type(self).steps += 1

    def teardown(self) -> None:
        try:
            self.evening()
        finally:
            self.floor.close()

    def evening(self) -> None:
        """Left alone, every request comes to an end; those on hold once their agents go on, messages once answered."""
        floor = self.floor
        floor.doom.left, floor.xiaoyun.held = 0, False
        floor.is_back()
        floor.settle()
        for handoff in floor.read("handoffs", state="on_hold"):
            self.click(handoff.conversation_id, "li", self._resume)
        floor.time_passes(timedelta(days=4))
        floor.settle()
        floor.run(self.truths.check())
        for handoff in floor.read("handoffs", state="deferred"):
            assert left_message(handoff.packet), "a request that never lapses"
            self.click(handoff.conversation_id, "li", self._answer)
        floor.settle()
        left = [h.state for h in floor.read("handoffs") if h.state not in HANDOFF.terminal]
        assert left == [], f"requests that never end: {left}"
        again = Truths(floor)
        floor.run(again.check())
        type(self).seen.update(again.events)

    async def _answer(self, tx: Any, actor: Actor, conversation: Any) -> Any:
        await handoffs.accept(self.floor.desk, tx, actor, conversation)
        return await handoff_steps.step(self.floor.desk, tx, actor, conversation, "return")

    async def _resume(self, tx: Any, actor: Actor, conversation: Any) -> Any:
        return await handoff_steps.step(self.floor.desk, tx, actor, conversation, "resume")
