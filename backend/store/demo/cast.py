"""The demo's people and orders, read from the files beside this one."""

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ...domain.moment import SHANGHAI, iso

FOLDER = Path(__file__).parent
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@lru_cache(maxsize=1)
def cast() -> dict[str, Any]:
    """`buyers` (with what to try and what to say) and `merchants`."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "people.yaml").read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def script() -> dict[str, Any]:
    """`orders` and the `story` that is told of them."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "orders.yaml").read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def canned() -> dict[str, dict[str, str]]:
    """Team → title → text of the replies that the demo's desk has at hand."""
    found: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "replies.yaml").read_text("utf-8"))
    return found


def ago(text: str) -> timedelta:
    """`12d`, `5h`, `40m`."""
    return timedelta(**{UNITS[text[-1]]: int(text[:-1])})


def order_no(order: dict[str, Any], now: datetime) -> str:
    """`LY`, the day of payment, and the key."""
    paid = (now - ago(order["paid"])).astimezone(SHANGHAI)
    return f"LY{paid:%Y%m%d}{order['key']:06}"


def order_body(order: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The order as the host platform would put it."""

    def then(name: str) -> str | None:
        return iso((now - ago(order[name])).replace(microsecond=0)) if name in order else None

    return {
        "customer_id": order["customer"],
        "merchant_id": order["merchant"],
        "product": {
            "name": order["name"],
            "kind": order["kind"],
            "express_capable": order.get("express", False),
            "revocable": order.get("revocable", False),
            "appraisal": order.get("appraisal", False),
        },
        "paid_at": then("paid"),
        "shipped_at": then("shipped"),
        "delivered_at": None,
        "confirmed_at": then("confirmed"),
        "supplier_record": order.get("record", "none"),
        "expires_at": then("expires"),
        "advertised_valid_until": None,
        "requested": _account(order.get("requested")),
        "delivered": _account(order.get("delivered")),
        "payments": _payments(order),
    }


def _account(text: str | None) -> dict[str, Any]:
    account, fen = text.split() if text else (None, None)
    return {"account": account, "amount_fen": int(fen) if fen else None}


def _payments(order: dict[str, Any]) -> list[dict[str, Any]]:
    """`alipay wallet_balance + balance wallet_balance 3000`: the second leg paid 3000 fen of the whole."""
    legs = [leg.split() for leg in order["pay"].split("+")]
    later = sum(int(leg[2]) for leg in legs[1:])
    amounts = [order["fen"] - later, *(int(leg[2]) for leg in legs[1:])]
    return [
        {
            "channel": leg[0],
            "funding": leg[1],
            "amount_fen": fen,
            "transaction_id": f"DEMO{order['key']:06}{place:02}2026",
        }
        for place, (leg, fen) in enumerate(zip(legs, amounts, strict=True))
    ]
