"""A conversation for tests: the buyer speaks, the scripted assistant answers, people step in."""

from typing import Any

from backend.domain.actor import Actor
from backend.domain.conversation import Conversation, Entry
from backend.domain.handoff import Handoff
from backend.domain.people import StaffMember
from backend.service import handoff_steps, handoffs, messages, queue
from backend.service.threads import conversation_of, open_conversation, proxy
from backend.service.turns import take_turn

from .desk import Xiaoyun
from .office import BUYER, Office


class Talk:
    """`await Talk.open(office)`; the assistant's turns are taken only when `turn` is called."""

    def __init__(self, office: Office, conversation_id: str) -> None:
        self.office, self.id = office, conversation_id
        self._said = 0

    @classmethod
    async def open(cls, office: Office, customer_id: str = BUYER, hint: dict[str, Any] | None = None) -> "Talk":
        async with office.desk.store.transaction() as tx:
            found = await open_conversation(office.desk, tx, customer_id, hint)
        return cls(office, found.conversation_id)

    @property
    def xiaoyun(self) -> Xiaoyun:
        assert isinstance(self.office.desk.assistant, Xiaoyun)
        return self.office.desk.assistant

    async def say(self, text: str | None = None, choice: str | None = None, client_msg_id: str | None = None) -> Entry:
        self._said += 1
        owner = (await self.now()).customer_id
        async with self.office.desk.store.transaction() as tx:
            number = client_msg_id or f"m{self._said}"
            return await messages.say(self.office.desk, tx, owner, self.id, number, text, choice)

    async def turn(self) -> None:
        """Every turn that is owed and can be taken now."""
        while await take_turn(self.office.desk, self.id):
            pass

    async def now(self) -> Conversation:
        return (await self.office.read("conversations", conversation_id=self.id))[0]

    async def entries(self) -> list[Entry]:
        return await self.office.read("entries", conversation_id=self.id, order="seq")

    async def kinds(self) -> list[str]:
        return [entry.kind for entry in await self.entries()]

    async def acts(self) -> list[str]:
        return [entry.body["act"] for entry in await self.entries() if entry.kind == "bot.said"]

    # People.

    async def on_duty(self, *names: str, role: str = "agent", presence: str = "online") -> None:
        async with self.office.desk.store.transaction() as tx:
            for name in names:
                member = await tx.staff.get(name)
                if member is None:
                    tx.staff.add(StaffMember(name, name, role, "-", presence=presence))
                else:
                    member.presence = presence
            await queue.moved(self.office.desk, tx)

    async def ask_person(self, reason: str = "customer_request", wait_for_opening: bool = False) -> dict[str, Any]:
        async with self.office.desk.store.transaction() as tx:
            conversation = await conversation_of(tx, self.id, None, lock=True)
            actor = proxy(conversation.customer_id)
            _, told = await handoffs.request(self.office.desk, tx, actor, conversation, reason, wait_for_opening)
            return told

    async def accept(self, name: str = "lin", role: str = "agent") -> Handoff:
        async with self.office.desk.store.transaction() as tx:
            conversation = await conversation_of(tx, self.id, None, lock=True)
            return await handoffs.accept(self.office.desk, tx, Actor(role, name, name=name), conversation)

    async def agent_says(self, text: str, name: str = "lin", visibility: str = "public") -> int:
        self._said += 1
        async with self.office.desk.store.transaction() as tx:
            conversation = await conversation_of(tx, self.id, None, lock=True)
            actor = Actor("agent", name, name=name)
            return await handoffs.agent_says(
                self.office.desk, tx, actor, conversation, f"m{self._said}", text, visibility
            )

    async def step(self, event: str, name: str = "lin", role: str = "agent", **more: Any) -> Handoff:
        async with self.office.desk.store.transaction() as tx:
            conversation = await conversation_of(tx, self.id, None, lock=True)
            wish = handoff_steps.Wish(**more)
            return await handoff_steps.step(self.office.desk, tx, Actor(role, name), conversation, event, wish)

    async def handoff(self) -> Handoff:
        """The latest request for a person."""
        return (await self.office.read("handoffs", conversation_id=self.id, order="-requested_at"))[0]

    async def handoff_states(self) -> list[str]:
        return [h.state for h in await self.office.read("handoffs", conversation_id=self.id, order="requested_at")]
