"""Asking which order or which refund is meant, where the words leave it open."""

import re
from collections.abc import Callable, Sequence

from ..choosing import OFFERED, by_words, find_order, find_refunds, tells_order
from ..door import Door, Refused
from ..names import STATES
from ..registry import asking
from ..reply import FILE, PERSON, PROGRESS, Reply, choice, say
from ..telling import Telling, money
from ..turn import Json, Turn

CARD = (
    "order_no", "product_name", "product_kind", "amount_fen", "refundable_fen", "paid_at", "delivery", "express",
)  # fmt: skip

ORDER = re.compile(r"[:&]order_no=([^&]+)")


def order_card(order: Json) -> Json:
    return {"type": "order"} | {name: order[name] for name in CARD}


async def pick_order(
    turn: Turn, door: Door, agenda: Json, question: str, *, fit: Callable[[Json], bool] = lambda order: True
) -> Json | Reply:
    """The order of the agenda or of the words, or the question which it is; `fit` names the orders to offer first."""
    if agenda.get("order_no"):
        try:
            return await door.order(agenda["order_no"])
        except Refused:
            return _unknown(turn, str(agenda["order_no"]), agenda)
    spoken_of = _just_offered(turn) if "asking" not in agenda else None
    if spoken_of is not None:
        return await door.order(spoken_of)
    orders = await door.orders()
    if not orders and turn.one("order_no"):
        return _unknown(turn, str(turn.one("order_no")), agenda)
    if not orders:
        text = "我没有查到您名下的订单。如果是用别的账号买的，请换那个账号来；也可以请人工客服帮您查。"
        return say("ask_order", text, choices=[PERSON], agenda=None)
    found = find_order(turn, orders, agenda.get("offers") or (), agenda.get("reason"))
    if agenda.get("listing") and not (found.sure and tells_order(turn)):
        return _ask_order(turn, sorted(orders, key=fit, reverse=True), agenda, question)
    if found.sure:
        return found.orders[0] | {"others": len(orders) - 1}
    if found.missing:
        return _unknown(turn, found.missing, agenda)
    return _ask_order(turn, sorted(found.orders, key=fit, reverse=True), agenda, question)


def _just_offered(turn: Turn) -> str | None:
    """The one order that the last message offered to do something with, unless the words name another; a day that is
    named is one of the trouble rather than of the order."""
    if not turn.spoken or turn.chosen or turn.one("order_no", "product", "amount", "ordinal", "choice") is not None:
        return None
    numbers = {number for offer in turn.offered for number in ORDER.findall(offer["value"])}
    return numbers.pop() if len(numbers) == 1 else None


def _ask_order(turn: Turn, orders: Sequence[Json], agenda: Json, question: str) -> Reply:
    told = Telling(turn.now)
    if len(orders) > OFFERED:
        question += "没看到的话，把订单号发给我。"
        orders = orders[:OFFERED]
    for order in orders:
        told.each("orders", order, "order_no", "amount_fen")
    choices = [
        choice(f"{order['product_name']} {money(order['amount_fen'])}", agenda["doing"],
               order_no=order["order_no"], reason=agenda.get("reason"))
        for order in orders
    ]  # fmt: skip
    card = {"type": "orders", "items": [{name: order[name] for name in CARD} for order in orders]}
    offers = [order["order_no"] for order in orders]
    return say("ask_order", question, told, choices, card, asking(agenda, "order", offers=offers))


def _unknown(turn: Turn, number: str, agenda: Json) -> Reply:
    left = {name: value for name, value in agenda.items() if name not in {"order_no", "offers"}}
    told = Telling(turn.now, order_no=number)
    return say(
        "ask_order", f"我没有在您名下找到 {number} 这个号。麻烦核对一下，或者点“看我的订单”来选。", told,
        [choice("看我的订单", agenda["doing"], choice="list"), PERSON], agenda=asking(left, "order"),
    )  # fmt: skip


async def pick_refund(
    turn: Turn, door: Door, agenda: Json, states: Sequence[str], question: str, none: str
) -> Json | Reply:
    """The whole refund that is meant among those in `states`, the question which it is, or `none` said kindly.

    A refund that was named is answered whatever its state.
    """
    named = turn.one("refund_no", "order_no")
    pool = [refund for refund in turn.refunds if refund["state"] in states]
    number = agenda.get("refund_no")
    if named or not number:
        found = find_refunds(turn, turn.refunds if named else pool, agenda.get("offers") or ())
        if found.missing:
            told = Telling(turn.now, refund_no=found.missing)
            return say("ask_order", f"我没有查到 {found.missing} 对应的退款申请，麻烦核对一下号码。", told,
                       [PROGRESS, FILE, PERSON], agenda=None)  # fmt: skip
        if not found.orders:
            return say("ask_topic", none, choices=[PROGRESS, FILE, PERSON], agenda=None)
        fits = found.orders if found.sure else await by_goods(turn, door, found.orders)
        if len(fits) > 1:
            return await ask_refund(turn, door, fits, agenda, question)
        number = fits[0]["refund_no"]
    return await door.refund(number)


async def by_goods(turn: Turn, door: Door, refunds: Sequence[Json]) -> Sequence[Json]:
    """Those whose goods or amount the words tell of; all of them where the words tell nothing."""
    if not turn.said:
        return refunds
    numbers = {refund["order_no"] for refund in refunds}
    told, fits = by_words(turn, [order for order in await door.orders() if order["order_no"] in numbers])
    named = {order["order_no"] for order in fits} if told else numbers
    return [refund for refund in refunds if refund["order_no"] in named] or refunds


async def ask_refund(turn: Turn, door: Door, refunds: Sequence[Json], agenda: Json, question: str) -> Reply:
    """Offer the newest of these to pick from, each by its goods, amount and state."""
    goods = {order["order_no"]: order["product_name"] for order in await door.orders()}
    told = Telling(turn.now)
    choices = []
    for refund in refunds[:OFFERED]:
        told.about(refund)
        told.each("refunds", refund, *(n for n in ("refund_no", "state", "amount_fen") if refund.get(n) is not None))
        parts = [goods.get(refund["order_no"], f"订单 {refund['order_no']}")]
        parts += [money(refund["amount_fen"])] if refund.get("amount_fen") else []
        label = f"{' '.join(parts)} · {STATES[refund['state']]}"
        choices.append(choice(label, agenda["doing"], refund_no=refund["refund_no"]))
    offers = [refund["refund_no"] for refund in refunds[:OFFERED]]
    return say("ask_order", question, told, choices, agenda=asking(agenda, "refund", offers=offers))
