"""A refund moves: the engine's step, then what follows from it for the thread, the host and an open expedite."""

from typing import Any

from ..domain.actor import SYSTEM, Actor
from ..domain.expedite import EXPEDITE
from ..domain.refund import REFUND, Refund
from ..domain.wording import EVENTS
from . import ratings
from .desk import Desk
from .engine import fire
from .events import notify, publish, send_later
from .ports import Tx
from .threads import append, hold, tell
from .views import refund_card

IN_REVIEW = frozenset({"under_review", "manual_review", "appeal_review"})
# Overdue timers leave the state as it is, but the buyer hears of them.
OVERDUE = frozenset({
    "review_overdue", "manual_overdue", "appeal_overdue", "payout_overdue", "exception_overdue", "inquiry_overdue",
})  # fmt: skip
# Steps inside one commit that a buyer need not see one by one.
ALOUD = frozenset({"submit", "resubmit", "retry_payout", "payout_redirected"})
QUIET = frozenset({"draft", "submitted", "payout_pending", "abandoned"})
# Ends without money.
UNDONE = frozenset({"cancelled", "rejected_final"})


# What a buyer is told of steps that are not the refund's own.
TOLD = {
    "merchant_contests": "商家有不同意见，平台会看双方材料再裁定",
    "supplied_m": "商家补充了材料，平台继续裁定",
    "ask_user": "裁定员请您补充证据",
    "ask_merchant": "裁定员请商家补充证据",
    "assign": "加急工单已有专人跟进",
    "daily_update": "今天还没有结果，我们继续加急跟进",
}


async def move(
    desk: Desk, tx: Tx, refund: Refund, event: str, actor: Actor, *, note: str | None = None, **changes: Any
) -> None:
    """Take one step of the refund machine with everything that follows. Raises what the table raises."""
    source = refund.state
    await fire(
        desk, tx, REFUND, refund, event, actor,
        note=note, policy_version=refund.policy_version, inputs=(refund.decision or {}), **changes,
    )  # fmt: skip
    if source in IN_REVIEW and refund.state not in IN_REVIEW:
        await _end_expedites(desk, tx, refund)
    data = {"state": refund.state, "from": source, "event": event, "amount_fen": refund.amount_fen}
    await publish(
        desk, tx, f"refund.{refund.state}", refund.customer_id,
        refund_no=refund.refund_no, order_no=refund.order_no, data=data,
    )  # fmt: skip
    give_back(desk, tx, refund)
    own = actor.role in {"customer", "bot"}
    if event == "arrival_confirmed" and own:
        await _ask_how_it_was(desk, tx, refund)
    if event in OVERDUE:
        await say(desk, tx, refund, "refund.overdue", event)
    elif refund.state != source and (refund.state not in QUIET or event in ALOUD):
        await say(desk, tx, refund, f"refund.{refund.state}", event, push=not own)


def give_back(desk: Desk, tx: Tx, refund: Refund) -> None:
    """A case that ends without money: the code that was taken back for it is the buyer's again (S17)."""
    if refund.state in UNDONE and refund.revocation == "revoked":
        refund.revocation = "restoring"
        send_later(desk, tx, "code.restore", refund.refund_no, {})


async def say(desk: Desk, tx: Tx, refund: Refund, kind: str, event: str, push: bool = True) -> None:
    """Put the milestone into the buyer's thread, if one is open, with the case as it stands; and have it pushed, unless
    the buyer has just done it."""
    told = EVENTS.get(event) or TOLD.get(event)
    if push and told:
        await notify(desk, tx, refund.customer_id, f"退款单 {refund.refund_no}：{told}。", refund.refund_no)
    if await hold(tx, refund.customer_id) is None:
        return
    facts = {"refund_no": refund.refund_no, "order_no": refund.order_no, "state": refund.state, "event": event}
    card = await refund_card(tx, refund)
    # That an express refund has passed, or that people are to look at it, is said as it is handed in; not that a
    # reviewer has passed it on to them.
    ours = kind == "refund.manual_review" and event != "escalate"
    express = kind == "refund.approved" and refund.path == "express"
    known = {"_known": True} if express or ours else {}
    await tell(desk, tx, refund.customer_id, kind, card=card, facts=facts, **known)


async def _ask_how_it_was(desk: Desk, tx: Tx, refund: Refund) -> None:
    """Once the buyer says that the money is there; never after a close that nobody made."""
    conversation = await hold(tx, refund.customer_id)
    if conversation is not None:
        card = await ratings.ask(desk, tx, conversation, "refund", refund.refund_no)
        await append(desk, tx, conversation, "rating.asked", "system", "系统", body={"card": card})


async def _end_expedites(desk: Desk, tx: Tx, refund: Refund) -> None:
    for ticket in await tx.expedites.find(refund_no=refund.refund_no, state=["open", "assigned"], lock=True):
        event = "case_decided" if ticket.state == "assigned" else "case_decided_early"
        await fire(desk, tx, EXPEDITE, ticket, event, SYSTEM, ended_at=desk.now())
