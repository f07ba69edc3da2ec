"""What 小云 answers: bubbles in their order, and what she is in the middle of from now on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from .telling import Telling
from .turn import Json

ACTS = frozenset({
    "greet", "ask_topic", "ask_order", "ask_reason", "ask_fault_date", "ask_evidence", "ask_statement", "ask_phone",
    "ask_slot", "ask_confirm", "clarify", "inform_progress", "inform_eligibility", "inform_decision",
    "inform_submitted", "inform_evidence", "inform_policy", "inform_handoff", "inform_callback", "inform_expedite",
    "inform_dispute", "inform_arrival", "inform_withdrawn", "apologise", "fallback", "goodbye",
})  # fmt: skip


class Keep(Enum):
    """The agenda stays as it is."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True)
class Bubble:
    act: str
    text: str
    facts: Json = field(default_factory=dict)
    choices: tuple[Json, ...] = ()
    card: Json | None = None

    def as_json(self) -> Json:
        """As the hub stores it."""
        shape: Json = {"act": self.act, "text": self.text, "facts": self.facts}
        if self.choices:
            shape["choices"] = list(self.choices)
        if self.card is not None:
            shape["card"] = self.card
        return shape


@dataclass(frozen=True)
class Reply:
    """`agenda` is stored with the last bubble: None where the matter itself is done (what was open before may come
    back), empty where everything is let go; `epoch` is the conversation's where this very turn gave it away."""

    bubbles: tuple[Bubble, ...]
    agenda: Json | Keep | None = KEEP
    epoch: int | None = None

    def as_json(self) -> list[Json]:
        shapes = [bubble.as_json() for bubble in self.bubbles]
        for shape in shapes:
            if self.epoch is not None:
                shape["epoch"] = self.epoch
        if self.agenda is not KEEP:
            shapes[-1]["agenda"] = self.agenda
        return shapes

    def then(self, other: "Reply") -> "Reply":
        """This, and after it the other's last bubble: the question that is open. A question of the same kind gives way
        to it."""
        question = other.bubbles[-1]
        first = tuple(replace(bubble, choices=()) for bubble in self.bubbles if bubble.act != question.act)
        return Reply((*first, question), other.agenda)


def bubble(
    act: str, text: str, told: Telling | None = None, choices: Sequence[Json] = (), card: Json | None = None
) -> Bubble:
    """One bubble; `told` brings the facts that its text states."""
    return Bubble(act, text, dict(told.facts) if told else {}, tuple(choices), card)


def say(
    act: str,
    text: str,
    told: Telling | None = None,
    choices: Sequence[Json] = (),
    card: Json | None = None,
    agenda: Json | Keep | None = KEEP,
) -> Reply:
    """A reply of one bubble."""
    return Reply((bubble(act, text, told, choices, card),), agenda)


def choice(label: str, intent: str, **given: Any) -> Json:
    """A choice whose value is an intent of ours with its facts: `inform:order_no=LY1&reason=other`."""
    facts = "&".join(f"{name}={value}" for name, value in given.items() if value is not None)
    return {"label": label, "value": f"{intent}:{facts}" if facts else intent}


PERSON = choice("转人工", "request_human")
CALLBACK = choice("预约电话回拨", "request_callback")
PROGRESS = choice("查退款进度", "check_refund_progress")
FILE = choice("申请退款", "file_refund")
