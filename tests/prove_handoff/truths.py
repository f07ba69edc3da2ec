"""What must hold of every talk after every step (the invariants that close POLICY section 2 G)."""

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

from backend.domain.conversation import Entry
from backend.domain.handoff import HANDOFF
from backend.domain.standing import Standing, after, stored
from backend.service import audit
from backend.service.audit import MACHINES
from backend.service.queue import left_message
from backend.service.threads import owed

from .floor import PEOPLE, Floor

LIMIT, SILENT = timedelta(minutes=3), timedelta(minutes=2)
CHAINED = {"asked_again", "taken_over"}  # a request that another one has taken the place of


class Truths:
    """Reads what is new since the last look; `whole` reads everything again."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.stood: dict[str, Standing] = {}
        self.since: dict[str, Any] = {}
        self.places: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.events: Counter[str] = Counter()
        self._audited, self._last = 0, (0, audit.GENESIS)
        self._states: dict[str, str] = {}
        # The first word of a customer that nobody has answered, by talk.
        self.unanswered: dict[str, Entry | None] = {}

    async def check(self) -> None:
        async with self.floor.desk.store.reading() as tx:
            self.talks = {c.conversation_id: c for c in await tx.conversations.find()}
            self.handoffs = await tx.handoffs.find(order="handoff_id")
            self.timers = await tx.timers.find(fired_at=None, machine="handoff")
            self.staff = {m.username: m for m in await tx.staff.find()}
            self.rows = await tx.audit.find(since=("seq", self._last[0] + 1), order="seq")
            for name in self.talks:
                seen = self.stood.get(name, Standing()).last_seq
                for entry in await tx.entries.find(conversation_id=name, since=("seq", seen + 1), order="seq"):
                    self._follow(name, entry)
        self._trail()
        open_ones = [h for h in self.handoffs if h.state not in HANDOFF.terminal]
        by_talk: dict[str, Any] = {}
        for handoff in open_ones:
            assert handoff.conversation_id not in by_talk, "one open request a talk (I12)"
            by_talk[handoff.conversation_id] = handoff
        for name, talk in self.talks.items():
            assert stored(talk) == self.stood[name], f"replaying the log: {self.stood[name]}, stored {stored(talk)}"
            self._owner(talk, by_talk.get(name))
            self._in_time(talk, by_talk.get(name))
            self._place(name, by_talk.get(name))
        self._clocks(open_ones)
        self._room(open_ones)
        self._nothing_lost()

    def _follow(self, name: str, entry: Entry) -> None:
        before = self.stood.get(name, Standing())
        self.stood[name] = now = after(entry, before)
        if entry.author_type == "bot":
            epoch = entry.body["_epoch"]
            assert epoch == now.epoch, f"a bot entry of epoch {epoch} in epoch {now.epoch}"
        if entry.author_type == "agent" and entry.visibility == "public":
            assert (now.owner, now.owner_id) == ("agent", entry.author_name), "only the owner speaks in public"
        # The reason of a transfer is put into the thread with the step, not typed into it.
        if entry.author_type in {"customer", "agent"} and entry.client_msg_id is not None:
            self.places[name, entry.author_type].append(f"{entry.client_msg_id}:{entry.seq}")
        if entry.kind == "customer.said":
            self.unanswered[name] = self.unanswered.get(name) or entry
        elif entry.visibility == "public":
            self.unanswered[name] = None

    def _trail(self) -> None:
        """The audit chain is whole, and leads every request from the start to where it stands (I9, I26)."""
        assert audit.verify(self.rows, after=self._last) is None, "I26"
        for row in self.rows:
            if row.machine in MACHINES:
                machine, _ = MACHINES[row.machine]
                self._states[row.key] = audit.retrace(machine, [row], self._states.get(row.key, "start"))
                self.events[row.event] += row.machine == "handoff"
        if self.rows:
            self._last = (self.rows[-1].seq, self.rows[-1].hash)
        for handoff in self.handoffs:
            assert self._states[handoff.handoff_id] == handoff.state, "I9"
            assert (handoff.ended_at is not None) == (handoff.state in HANDOFF.terminal), "ended, and when"
            assert not (left_message(handoff.packet) and handoff.end_reason == "expire"), "a message that nobody read"

    def _owner(self, talk: Any, handoff: Any) -> None:
        state = handoff.state if handoff else None
        if talk.owner == "agent":
            assert state in {"connected", "on_hold"}, f"an agent's talk with a request {state}"
            assert handoff.agent_id == talk.owner_id
        elif talk.owner == "queue":
            assert state in {"queued", "offered"}, f"in the queue with a request {state}"
            assert (state == "offered") == (handoff.offered_to is not None and handoff.offer_expires_at is not None)
        else:
            assert state in {None, "deferred"}, f"小云's talk with a request {state}"

    def _in_time(self, talk: Any, handoff: Any) -> None:
        """Every word of a customer has an outcome that can be seen, inside its clock: here what is still waited for is
        promised, and the promise has not run out."""
        said, now = self.unanswered.get(talk.conversation_id), self.floor.office.clock.now()
        if said is None:
            return
        if talk.owner == "bot":
            assert self.floor.waits_for_xiaoyun(talk.conversation_id), "小云 has not answered"
            assert owed(talk), "and owes nothing"
        elif talk.owner == "queue":
            (due,) = [t.due_at for t in self.timers if t.key == handoff.handoff_id]
            assert now < due <= now + LIMIT, "in the queue without a word to come"
        elif handoff.state == "connected":
            assert handoff.owed_since_at is not None, "the agent owes a word"
            assert handoff.owed_since_at <= max(said.at, handoff.accepted_at) or handoff.hold_until_at is None
            assert now < handoff.owed_since_at + SILENT, "a silent agent keeps the talk"
        else:
            assert now < handoff.hold_until_at, "an overdue hold that nobody is told of"

    def _place(self, name: str, handoff: Any) -> None:
        """Waiting-since never moves later while the customer waits."""
        last = self.since.get(name)
        if handoff is not None and last is not None:
            before = next(h for h in self.handoffs if h.handoff_id == last[0])
            if before is handoff or before.end_reason in CHAINED:
                assert handoff.waiting_since_at <= last[1], "lost the place in the line"
        self.since[name] = (handoff.handoff_id, handoff.waiting_since_at) if handoff else None

    def _clocks(self, open_ones: list[Any]) -> None:
        """Every request that has not ended has one timer, which is not overdue (I16)."""
        armed = sorted((t.key, t.event) for t in self.timers)
        assert armed == sorted((h.handoff_id, HANDOFF.waits[h.state]) for h in open_ones), "I16"
        assert all(t.due_at > self.floor.office.clock.now() for t in self.timers), "an overdue timer"

    def _room(self, open_ones: list[Any]) -> None:
        """Nobody waits while a colleague who can has room; nobody is offered more than they can hold."""
        held = Counter(h.agent_id for h in open_ones if h.state in {"connected", "on_hold"})
        held.update(h.offered_to for h in open_ones if h.state == "offered")
        for name, (_, _, capacity) in PEOPLE.items():
            assert held[name] <= capacity or name in self.floor.took, f"{name} holds {held[name]}"
        for handoff in open_ones:
            if handoff.state == "queued":
                able = [m for m in self.staff.values() if not handoff.skill or handoff.skill in m.skills]
                free = [m.username for m in able if m.presence == "online" and held[m.username] < m.capacity]
                assert not free, f"{handoff.handoff_id} waits while {free} have room"

    def _nothing_lost(self) -> None:
        """Every party's own log is the thread's, in its order: nothing lost, doubled or reordered."""
        for key, sent in self.floor.said.items():
            assert [f"{number}:{seq}" for number, seq in sent] == self.places[key], f"{key}: another log"
        assert {key for key, known in self.places.items() if known} <= set(self.floor.said), "nobody's words"
