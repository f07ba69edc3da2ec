"""Any buyer, in any order: random walks over choices, words, pictures and milestones. Every bubble is held to the rules
of `speech` on the way, nothing raises, nothing is written without a yes, and a person is always within reach."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .fake_door import FakeDoor
from .speech import INTENTS
from .talk import Talk, acts
from .test_people import BOOKED
from .world import REFUND, WHAT_EACH_STATE_HAS, Json, order, picture, refund, topup

STATES = ("submitted", "under_review", "approved", "appeal_review", "cancelled", *WHAT_EACH_STATE_HAS)
EVENTS = {"conversation_opened", "evidence_checked", "refund_moved", "handoff_ended", "turn_resumed"}
WORDS = sorted(INTENTS - EVENTS - {"request_human", "cancel_handoff"})
FACTS: list[dict[str, Any]] = [
    {}, {}, {"order_no": "LY20261123000201"}, {"order_no": "LY00000000000000"}, {"refund_no": REFUND}, {"ordinal": 2},
    {"number": 1}, {"amount": 5000}, {"amount": 99999900}, {"time": "2026-11-23"},
    {"time": "2026-11-25T15:00:00+08:00"},
    {"phone_number": "13800001234"}, {"product": "话费"}, {"refund_reason": "undelivered"},
    {"refund_reason": "product_invalid"}, {"refund_reason": "other"}, {"payment_channel": "信用卡"},
]  # fmt: skip
SAID = (
    "嗯嗯",
    "没有截图",
    "只退一部分",
    "就这些",
    "昨天发现的卡密用不了，商家也不理我",
    "全额退",
    "调取后台日志",
    "不记得了",
)
KINDS = ("order_screenshot", "payment_statement", "merchant_chat", "activation_failure")
step = st.one_of(
    st.tuples(st.just("choose"), st.integers(0, 8), st.just(0), st.just(0)),
    st.tuples(st.just("say"), st.sampled_from(range(len(WORDS))), st.integers(0, 16), st.integers(0, 7)),
    st.tuples(st.just("picture"), st.integers(0, 3), st.booleans().map(int), st.just(0)),
    st.tuples(st.just("move"), st.just(0), st.just(0), st.just(0)),
)


def carried_out(pending: Json, state: str) -> Json:
    """What the backend answers to the yes."""
    command, args = pending["command"], pending["args"]
    if command.startswith("callbacks."):
        return {"command": command, "callback": BOOKED}
    if command == "refunds.submit":
        return {"command": command, "refund": refund("under_review")}
    after = {"appeal": "appeal_review", "cancel": "cancelled", "withdraw_dispute": "cancelled",
             "open_dispute": "disputed", "request_logs": "disputed", "not_received": "arrival_inquiry",
             "arrival_confirmed": "closed"}.get(args["event"], "under_review")  # fmt: skip
    ticket = {"expedite_no": "J20261124ABCD2345", "state": "open"}
    return {"command": command, "event": args["event"], "refund": refund(after, expedite=ticket)}


async def walk(state: str, steps: list[tuple[str, int, int, int]]) -> None:
    other = order("LY20261124000102", "Steam 充值卡 200元", shipped_at="2026-11-24T09:00:00+08:00")
    blocked = order("LY20261120000601", "和平精英点券卡", blocked_by=["receipt_confirmed"], delivery="confirmed")
    talk = Talk(FakeDoor(order(), topup(), other, blocked, refunds=(refund(state),)))
    await talk.event("conversation.opened", "conversation_opened")
    for number, (what, first, second, third) in enumerate(steps):
        pending = (talk.agenda or {}).get("pending")
        talk.door.yes = carried_out(pending, state) if pending else None
        before = len(talk.door.knocks("confirm"))
        said_yes = False
        if what == "choose":
            offered = [c["label"] for b in talk.last for c in b.get("choices") or []]
            if not offered:
                continue
            label = offered[first % len(offered)]
            said_yes = any(
                c["value"] == "affirm" for b in talk.last for c in b.get("choices") or [] if c["label"] == label
            )
            await talk.choose(label)
        elif what == "say":
            said_yes = WORDS[first] == "affirm"
            await talk.say(SAID[third], WORDS[first], **FACTS[second])
        elif what == "picture":
            talk.door.pictures_.append(
                picture(
                    f"E{number}",
                    KINDS[first],
                    state="accepted" if second else "retake",
                    advice="" if second else "有点模糊。",
                )
            )
            await talk.event("evidence.checked", "evidence_checked", evidence_id=f"E{number}")
        else:
            await talk.event(f"refund.{state}", "refund_moved", refund_no=REFUND)
        assert len(talk.door.knocks("confirm")) - before <= int(said_yes)
        if talk.agenda and talk.agenda.get("pending"):
            assert talk.last[-1]["act"] == "ask_confirm"
    said = await talk.say("转人工", "request_human")
    assert acts(said) == ["inform_handoff"]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(STATES), st.lists(step, max_size=14))
def test_wherever_a_buyer_goes(state: str, steps: list[tuple[str, int, int, int]]) -> None:
    asyncio.run(walk(state, steps))
