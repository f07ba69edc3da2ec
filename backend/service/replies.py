"""Canned replies: kept per team, filled with what is known of a conversation."""

from datetime import datetime, timedelta
from typing import Any

from ..domain import reply
from ..domain.actor import Actor
from ..domain.conversation import Conversation
from ..domain.errors import Invalid, NotFound
from ..domain.handoff import SKILLS
from ..domain.moment import SHANGHAI, iso
from ..domain.money import yuan
from ..domain.reply import Reply
from .desk import Desk
from .engine import record
from .ports import Tx

GENERAL = "general"  # everybody's
TEAMS = {GENERAL: "通用"} | SKILLS


async def put(
    desk: Desk, tx: Tx, actor: Actor, reply_no: str | None, team: str, title: str, text: str
) -> Reply:
    """A new reply, or other words for one. Raises `Invalid` (team, variables), `NotFound`."""
    if team not in TEAMS:
        raise Invalid("没有这个组。", errors=[{"field": "team", "code": "unknown"}])
    reply.check(text)
    found = await _for(tx, reply_no) if reply_no else None
    if found is None:
        found = Reply(desk.number("W"), team, title, text, actor.id, desk.now())
        tx.replies.add(found)
    found.team, found.title, found.text = team, title, text
    found.updated_by, found.updated_at = actor.id, desk.now()
    await _told(desk, tx, actor, found, "put")
    return found


async def remove(desk: Desk, tx: Tx, actor: Actor, reply_no: str) -> None:
    found = await _for(tx, reply_no)
    await tx.replies.remove(found)
    await _told(desk, tx, actor, found, "remove")


async def _told(desk: Desk, tx: Tx, actor: Actor, found: Reply, event: str) -> None:
    await record(desk, tx, "reply", found.reply_no, event, "", "", actor, inputs={"text": found.text})


async def _for(tx: Tx, reply_no: str) -> Reply:
    found = await tx.replies.get(reply_no, lock=True)
    if found is None:
        raise NotFound("没有找到这条常用语。")
    return found


async def facts_of(desk: Desk, tx: Tx, actor: Actor, conversation: Conversation) -> dict[str, str | None]:
    """What each variable stands for here: the buyer, who is writing, and the newest refund or order."""
    customer = await tx.customers.get(conversation.customer_id)
    refunds = [r for r in await tx.refunds.find(customer_id=conversation.customer_id, order="-created_at", limit=10)
               if r.state not in {"draft", "abandoned", "ineligible"}]  # fmt: skip
    refund = refunds[0] if refunds else None
    orders = await tx.orders.find(customer_id=conversation.customer_id, order="-paid_at", limit=1)
    order = await tx.orders.get(refund.order_no) if refund else (orders[0] if orders else None)
    arrival = refund.arrival["latest_at"] if refund and refund.arrival else None
    return {
        "姓名": customer.name if customer else None,
        "客服": actor.name or actor.id,
        "订单号": order.order_no if order else None,
        "商品": order.body["product"]["name"] if order else None,
        "退款单号": refund.refund_no if refund else None,
        "退款金额": yuan(refund.amount_fen) if refund and refund.amount_fen else None,
        "审核时限": _spoken(refund.review_due_at) if refund and refund.review_due_at else None,
        "到账时限": _spoken(datetime.fromisoformat(arrival)) if arrival else None,
    }


def _spoken(at: datetime) -> str:
    """`11月25日 24:00`: a day's end is that day's, as people say it."""
    here = at.astimezone(SHANGHAI)
    if (here.hour, here.minute) == (0, 0):
        day = here - timedelta(days=1)
        return f"{day.month}月{day.day}日 24:00"
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def reply_json(found: Reply, facts: dict[str, str | None] | None) -> dict[str, Any]:
    """`text` with its variables; `filled` as it reads in the conversation asked for, `missing` what is not known."""
    shape: dict[str, Any] = {
        "reply_no": found.reply_no,
        "team": found.team,
        "team_name": TEAMS[found.team],
        "title": found.title,
        "text": found.text,
        "updated_by": found.updated_by,
        "updated_at": iso(found.updated_at),
    }
    if facts is not None:
        shape["filled"], shape["missing"] = reply.fill(found.text, facts)
    return shape
