"""The hub: takes the assistant's turns. One turn in flight per conversation; nothing is committed while the assistant
is being waited for; a turn can be taken again at any time, because all it needs stands in the thread."""

import asyncio
import json
from typing import Any

import structlog

from ..domain.conversation import Conversation, Entry
from ..domain.moment import iso
from .choices import message_of, words_of
from .context import context_for, hours
from .desk import Desk
from .ports import AssistantDown, Tx
from .threads import REACTS, TALKS, append, asks, owed

log = structlog.get_logger()
NAME, RETRY = "小云", "turn_resumed"
RETRY_S = (3, 5, 10, 20, 30)
SORRY = "小云这边刚刚没连上，您的消息已经收到，恢复后会马上回复您。着急的话可以再试一次，或者找人工客服。"
BEYOND = "抱歉，刚才这一步小云没能办好，没有替您改动任何东西。可以换个说法再试一次，或者找人工客服。"
PATIENCE = 3
SORRY_CHOICES = [{"label": "再试一次", "value": RETRY}, {"label": "转人工", "value": "request_human"}]


class Hub:
    """Runs `take_turn` for the conversations it is asked to, each in its own task."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        # Turns that could not be taken: how often, and when next. Real time: the assistant's absence knows no other.
        self._tries: dict[str, int] = {}
        self._later: dict[str, asyncio.TimerHandle] = {}

    def kick(self, conversation_id: str) -> None:
        """Have the conversation's turn taken soon; asked again while one is running, it is looked at once more."""
        waiting = self._later.pop(conversation_id, None)
        if waiting is not None:
            waiting.cancel()
        if conversation_id in self._running:
            self._again.add(conversation_id)
            return
        task = asyncio.get_running_loop().create_task(self._run(conversation_id))
        self._running[conversation_id] = task

    def busy(self, conversation_id: str) -> bool:
        """Whether a turn of this conversation is being taken here."""
        return conversation_id in self._running

    async def _run(self, conversation_id: str) -> None:
        try:
            while True:
                self._again.discard(conversation_id)
                more = await take_turn(self.desk, conversation_id)
                self._tries.pop(conversation_id, None)
                if not more and conversation_id not in self._again:
                    return
        except AssistantDown:
            if self._tries.get(conversation_id, 0) >= PATIENCE and await _is_well(self.desk):
                # It answers others: this one message is beyond it, and must not hold up the rest.
                await give_up(self.desk, conversation_id)
                self._tries.pop(conversation_id, None)
                self._again.add(conversation_id)
            else:
                self._put_off(conversation_id)
        except Exception:
            log.exception("turn_failed", conversation=conversation_id)
            self._put_off(conversation_id)
        finally:
            self._running.pop(conversation_id, None)
            self.desk.bell.ring(conversation_id)
            if conversation_id in self._again:
                self._again.discard(conversation_id)
                self.kick(conversation_id)

    def _put_off(self, conversation_id: str) -> None:
        """Try again by itself, ever more slowly, until the answer is given; a restart takes it up at once."""
        tries = self._tries.get(conversation_id, 0)
        self._tries[conversation_id] = tries + 1
        wait = RETRY_S[min(tries, len(RETRY_S) - 1)]
        loop = asyncio.get_running_loop()
        self._later[conversation_id] = loop.call_later(wait, self.kick, conversation_id)

    async def resume(self) -> None:
        """Take up every turn that is owed, after a start."""
        async with self.desk.store.reading() as tx:
            waiting = [c for c in await tx.conversations.find(owner="bot", status="open") if owed(c)]
        for conversation in waiting:
            self.kick(conversation.conversation_id)

    async def idle(self) -> None:
        """Wait until no turn is being taken."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def stop(self) -> None:
        """Drop the turns in flight: they are owed still, and taken up after the next start."""
        for handle in self._later.values():
            handle.cancel()
        for task in list(self._running.values()):
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)


async def take_turn(desk: Desk, conversation_id: str) -> bool:
    """Answer the first unanswered entry; True when there may be another.

    Raises `AssistantDown`, once the customer has been told, when the assistant cannot answer.
    """
    async with desk.store.reading() as tx:
        found = await tx.conversations.since(conversation_id, last_of="bot")
        if found is None or not owed(found[0]):
            return False
        conversation, customer, entries = found
        entry = _next(conversation, entries)
        before = next((e for e in reversed(entries) if e.author_type == "bot"), None)
        context = await context_for(desk, tx, conversation, customer, entry, before) if entry else None
    if entry is None or context is None:
        return await _nothing_to_say(desk, conversation_id)
    log.info("turn", conversation=conversation_id, seq=entry.seq, trace=f"{conversation_id}.{entry.seq}")
    try:
        said = await desk.assistant.turn(f"{conversation_id}.{entry.seq}", _message(entry), context)
    except AssistantDown as down:
        log.warning("assistant_down", conversation=conversation_id, seq=entry.seq, why=str(down))
        await _apologise(desk, conversation_id, context["turn"]["epoch"])
        raise
    return await _store(desk, conversation_id, entry, context["turn"]["epoch"], said)


async def _is_well(desk: Desk) -> bool:
    """Whether the assistant answers a turn that asks nothing of anybody."""
    nobody = {"turn": {"conversation_id": "nobody", "seq": 0, "kind": "probe", "epoch": 0, "now": iso(desk.now()),
                       "text": "", "unsure": 0, "last_act": None},
              "customer": {"name": "", "standing": "good"}, "agenda": None, "hint": None, "draft": None,
              "refunds": [], "hours": hours(desk)}  # fmt: skip
    try:
        await desk.assistant.turn("nobody", f"/{RETRY}", nobody)
    except AssistantDown:
        return False
    return True


async def give_up(desk: Desk, conversation_id: str) -> None:
    """Say honestly that the first unanswered entry could not be handled, offer a person, and go on to the next."""
    async with desk.store.reading() as tx:
        found = await tx.conversations.since(conversation_id)
    entry = _next(found[0], found[2]) if found and owed(found[0]) else None
    if found is None or entry is None:
        return
    log.error("turn_given_up", conversation=conversation_id, seq=entry.seq, kind=entry.kind)
    bubble = {"act": "fallback", "text": BEYOND, "choices": SORRY_CHOICES[1:], "facts": {}}
    said = [bubble] if entry.kind in REACTS else []
    await _store(desk, conversation_id, entry, found[0].owner_epoch, said)


def _next(conversation: Conversation, entries: list[Entry]) -> Entry | None:
    later = [e for e in entries if e.seq > conversation.answered_seq]
    owing = [e for e in later if asks(e) and e.body.get("_choice") != RETRY]
    newest = {_case(e): e.seq for e in owing if e.kind in TALKS}
    # A case that has moved on while nobody spoke is told of once, as it stands.
    return next((e for e in owing if e.kind in REACTS or newest[_case(e)] == e.seq), None)


def _case(entry: Entry) -> str | None:
    facts: dict[str, Any] = entry.body.get("facts") or {}
    return facts.get("refund_no")


def _message(entry: Entry) -> str:
    """What Rasa is given: words, the meaning of a choice, or an event of ours."""
    if entry.kind == "customer.said":
        choice = entry.body.get("_choice")
        return message_of(choice) if choice else words_of(entry.text or "")
    body = {key: value for key, value in entry.body.items() if key in {"facts", "_hint", "evidence_id", "check"}}
    intent = {
        "conversation.opened": "conversation_opened",
        "evidence.checked": "evidence_checked",
        "handoff.returned": "handoff_ended",
    }.get(entry.kind, "refund_moved")
    facts = {"kind": entry.kind, **(body.get("facts") or {}), **(body.get("_hint") or {})}
    if "evidence_id" in body:
        facts["evidence_id"] = body["evidence_id"]
    return f"/{intent}{json.dumps(facts, ensure_ascii=False)}"


async def _store(desk: Desk, conversation_id: str, entry: Entry, epoch: int, said: list[dict[str, Any]]) -> bool:
    """Write the bubbles, if the conversation is still the assistant's at the same epoch, or at one that the turn
    itself was granted (it handed the conversation over and says so)."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversations.get(conversation_id, lock=True)
        if conversation is None or (entry.seq <= conversation.answered_seq and conversation.owner_epoch == epoch):
            return False
        for bubble in said:
            if conversation.owner_epoch != bubble.get("epoch", epoch):
                continue
            body = {key: bubble.get(key) for key in ("act", "choices", "card", "facts")}
            body |= {"facts": body["facts"] or {}, "_epoch": bubble.get("epoch", epoch)}
            await append(desk, tx, conversation, "bot.said", "bot", NAME, text=bubble.get("text"), body=body)
            if "agenda" in bubble and conversation.owner == "bot":
                conversation.agenda = bubble["agenda"]
        if conversation.owner_epoch == epoch:
            acts = {bubble.get("act") for bubble in said}
            conversation.unsure = conversation.unsure + 1 if acts & {"clarify", "fallback"} else 0
            conversation.answered_seq = max(conversation.answered_seq, entry.seq)
            conversation.noticed_seq = 0
            conversation.waiting_on = "customer"
            if entry.kind == "conversation.opened":
                conversation.hint = None
        more = owed(conversation)
    return more


async def _nothing_to_say(desk: Desk, conversation_id: str) -> bool:
    async with desk.store.transaction() as tx:
        conversation = await tx.conversations.get(conversation_id, lock=True)
        if conversation is not None:
            conversation.answered_seq = max(conversation.answered_seq, conversation.owed_seq)
    return False


async def _apologise(desk: Desk, conversation_id: str, epoch: int) -> None:
    """Tell the customer once, and keep owing the answer."""
    async with desk.store.transaction() as tx:
        conversation = await tx.conversations.get(conversation_id, lock=True)
        if conversation is None or conversation.owner_epoch != epoch:
            return
        if await _unnoticed(tx, conversation):
            body = {"act": "apologise", "choices": SORRY_CHOICES, "facts": {}, "_epoch": epoch}
            await append(desk, tx, conversation, "bot.said", "bot", NAME, text=SORRY, body=body)
        conversation.noticed_seq = conversation.last_seq


async def _unnoticed(tx: Tx, conversation: Conversation) -> bool:
    """Whether the customer has done something since the last apology; a milestone speaks for itself."""
    since = max(conversation.answered_seq, conversation.noticed_seq)
    later = await tx.entries.after(conversation.conversation_id, since)
    return any(e.kind in REACTS for e in later)
