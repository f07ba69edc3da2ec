"""The buyer's yes. The assistant only ever *proposes* a write, in words; after the buyer's yes the backend carries out
exactly what was proposed, and nothing else (I28, section 2: "explicit confirmation for writes")."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from ..domain.actor import Actor
from ..domain.errors import NotAllowed, NotFound, Refusal
from ..domain.refund import Refund
from . import callbacks
from .buyer_events import BUYER_EVENTS, Wish, fire_buyer_event
from .desk import Desk
from .drafts import Amendment, amend, open_draft, weigh
from .ports import Tx
from .refunds import submit
from .threads import conversation_of, proxy
from .views import callback_json, refund_card, refund_json


async def confirmed(desk: Desk, tx: Tx, conversation_id: str, turn_seq: int) -> dict[str, Any]:
    """Carry out the pending proposal, if the buyer's entry `turn_seq` is the next word after it was put.

    Raises `NotAllowed` when there is none, or it is not what the buyer has just answered.
    """
    conversation = await conversation_of(tx, conversation_id, None, lock=True)
    entry = await tx.entries.get(conversation_id, turn_seq)
    asked = await tx.entries.find(conversation_id=conversation_id, kind="bot.said", order="-seq", limit=20)
    before = [e for e in asked if e.seq < turn_seq]
    pending = (conversation.agenda or {}).get("pending")
    spent = (conversation.agenda or {}).get("carried_out")
    if entry is None or entry.kind != "customer.said" or not before or not pending or spent:
        raise NotAllowed("没有需要确认的内容。", rule_ids=[])
    if before[0].body.get("act") != "ask_confirm" or conversation.owner != "bot":
        raise NotAllowed("刚才没有在等您确认，请重新说一下您的需要。", rule_ids=[])
    between = await tx.entries.find(conversation_id=conversation_id, kind="customer.said", order="-seq", limit=20)
    if any(before[0].seq < e.seq < turn_seq for e in between):
        raise NotAllowed("确认之后内容有变化，请再确认一次。", rule_ids=[])
    command, args = pending["command"], pending["args"]
    done = await _COMMANDS[command](desk, tx, proxy(conversation.customer_id), conversation.customer_id, args)
    # Spent, but remembered until it has been told: the same turn taken again is answered as the first time.
    conversation.agenda = {**(conversation.agenda or {}), "carried_out": turn_seq}
    return {"command": command, **done}


async def keep_ineligible(
    desk: Desk, tx: Tx, actor: Actor, customer_id: str, order_no: str, claim: Amendment
) -> Refund:
    """Keep what the policy refuses as a case that an agent may override (S9). Needs no yes, for nothing is filed.

    Asked again, the case that is kept already is answered. Raises `NotAllowed` for what the policy would take.
    """
    kept = await tx.refunds.find(order_no=order_no, customer_id=customer_id, state="ineligible", lock=True)
    known = next((refund for refund in kept if refund.reason == claim.reason), None)
    if known is not None:
        return known
    draft = await open_draft(desk, tx, actor, customer_id, order_no)
    await amend(desk, tx, draft, claim)
    if (await weigh(desk, tx, draft)).outcome != "ineligible":
        raise NotAllowed("这笔订单可以正常申请，确认后就能提交。", rule_ids=["R17"])
    return await submit(desk, tx, actor, draft.refund_no, customer_id)


async def _submit(desk: Desk, tx: Tx, actor: Actor, customer_id: str, args: dict[str, Any]) -> dict[str, Any]:
    refund = await submit(desk, tx, actor, args["refund_no"], customer_id)
    return {"refund": await refund_json(tx, refund) | {"card": await refund_card(tx, refund)}}


async def _event(desk: Desk, tx: Tx, actor: Actor, customer_id: str, args: dict[str, Any]) -> dict[str, Any]:
    if args["event"] not in BUYER_EVENTS:
        raise Refusal()
    wish = Wish(args.get("reason"), args.get("statement"), tuple(args.get("evidence_ids") or ()))
    refund = await fire_buyer_event(desk, tx, actor, customer_id, args["refund_no"], args["event"], wish)
    return {"event": args["event"], "refund": await refund_json(tx, refund) | {"card": await refund_card(tx, refund)}}


async def _callback(desk: Desk, tx: Tx, actor: Actor, customer_id: str, args: dict[str, Any]) -> dict[str, Any]:
    at = datetime.fromisoformat(args["slot_start_at"])
    found = await callbacks.request(
        desk, tx, actor, customer_id, args["phone"], at, args["message"], args.get("refund_no")
    )
    return {"callback": callback_json(found)}


async def _callback_event(desk: Desk, tx: Tx, actor: Actor, customer_id: str, args: dict[str, Any]) -> dict[str, Any]:
    found = await tx.callbacks.get(args["callback_no"], lock=True)
    if found is None or found.customer_id != customer_id:
        raise NotFound("没有找到这个回电预约。")
    at = args.get("slot_start_at")
    await callbacks.change(desk, tx, actor, found, args["event"], datetime.fromisoformat(at) if at else None)
    return {"callback": callback_json(found)}


Command = Callable[[Desk, Tx, Actor, str, dict[str, Any]], Awaitable[dict[str, Any]]]
_COMMANDS: dict[str, Command] = {
    "refunds.submit": _submit,
    "refunds.event": _event,
    "callbacks.request": _callback,
    "callbacks.event": _callback_event,
}
