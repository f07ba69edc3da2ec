"""Putting one step of a filed refund to the buyer: what would be done, and nothing before the yes."""

from collections.abc import Sequence

from ..registry import asking
from ..reply import Reply, choice, say
from ..telling import Telling
from ..turn import Json, Turn


def propose_event(
    turn: Turn, agenda: Json, refund: Json, event: str, text: str, told: Telling, *,
    title: str, yes: str, no: str = "先不办", rows: Sequence[Json] = (), **args: object,
) -> Reply:  # fmt: skip
    """Ask for the yes to one of the buyer's events. `args` go with the event: statement, reason, evidence_ids."""
    told.about(refund, "state")
    all_rows = [
        {"label": "退款单号", "value": told(refund, "refund_no")},
        {"label": "商品", "value": refund["card"]["product_name"]},
        {"label": "退款金额", "value": told(refund, "amount_fen")},
        *rows,
    ]
    given = {name: value for name, value in args.items() if value}
    pending = {"command": "refunds.event", "args": {"refund_no": refund["refund_no"], "event": event, **given}}
    card = {"type": "confirm", "title": title, "rows": all_rows}
    agenda = asking(agenda, "confirm", pending=pending, refund_no=refund["refund_no"], order_no=refund["order_no"])
    return say("ask_confirm", text, told, [choice(yes, "affirm"), choice(no, "deny")], card, agenda)
