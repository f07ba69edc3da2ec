"""Every party's log against the thread: what was lost, doubled or put out of order on the way."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .parties import ASKS, NOT_ANSWERS, Buyer, Colleague

# Each is answered by 小云 in one bubble, whatever was said before.
TALK = ("你们几点上班", "审核要多久", "退款退到哪里", "电子发票怎么开")


@dataclass
class Tally:
    """What was done and what went wrong: `faults` in words, and by kind."""

    talks: int = 0
    entries: int = 0
    connections: int = 0
    dropped: int = 0
    kills: int = 0
    seconds: float = 0
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def fault(self, kind: str, words: str) -> None:
        self.kinds[kind] += 1
        self.faults.append(f"{kind}: {words}")


def compare(thread: list[Any], buyer: Buyer, colleagues: list[Colleague], tally: Tally) -> None:
    """The thread as the books have it, against what each party sent and what the window heard."""
    tally.entries += len(thread)
    if [e["seq"] for e in thread] != list(range(1, len(thread) + 1)):
        tally.fault("lost", f"{buyer.id}: the thread has gaps")
    heard, kept = ([f"{e['seq']} {e['kind']} {e.get('act', '')}" for e in log] for log in (buyer.heard, thread))
    _against("window", buyer.id, heard, kept, tally)
    _sent("buyer", buyer.id, buyer.said, thread, "customer", tally)
    by_agents = [pair for one in colleagues for pair in one.said.get(buyer.id, [])]
    _sent("agents", buyer.id, sorted(by_agents, key=lambda pair: pair[1]), thread, "agent", tally)
    _answers(buyer, thread, tally)


def _sent(who: str, talk: str, sent: list[tuple[str, int]], thread: list[Any], author: str, tally: Tally) -> None:
    kept = [(e["client_msg_id"], e["seq"]) for e in thread if e["author"]["type"] == author]
    _against(who, talk, [number for number, _ in sent], [number for number, _ in kept], tally)
    if sent != sorted(sent, key=lambda pair: pair[1]) or set(sent) - set(kept):
        tally.fault("out of order", f"{talk}: {who} was told other numbers than the thread's")


def _against(who: str, talk: str, theirs: list[Any], ours: list[Any], tally: Tally) -> None:
    twice = {one for log in (ours, theirs) for one, times in Counter(log).items() if times > 1}
    if twice:
        tally.fault("doubled", f"{talk}: {who}: {len(twice)} twice")
    if set(ours) ^ set(theirs):
        tally.fault("lost", f"{talk}: {who}: not in both logs: {sorted(set(ours) ^ set(theirs))}")
    elif not twice and ours != theirs:
        tally.fault("out of order", f"{talk}: {who}")


def _answers(buyer: Buyer, thread: list[Any], tally: Tally) -> None:
    """小云 has answered every word that was hers once, and in the order in which they were said."""
    lines = [e for e in thread if e["kind"] == "customer.said" and e["text"] in TALK]
    asks = (e["seq"] for e in thread if e["kind"] == "customer.said" and e["text"] == ASKS)
    person = min(asks, default=len(thread) + 1)
    replies = [e for e in thread[: person - 1] if e["kind"] == "bot.said" and e["act"] not in NOT_ANSWERS]
    if len(replies) != len(lines):
        kind = "lost" if len(replies) < len(lines) else "doubled"
        tally.fault(kind, f"{buyer.id}: {len(lines)} questions to 小云, {len(replies)} answers")
