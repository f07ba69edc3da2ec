"""When money usually is there, by how it was paid (R43–R45, A13, A14): said before the channel has named a moment."""

from collections.abc import Sequence

from ..names import payout_name
from ..telling import Telling
from ..turn import Json


def usual_arrival(way: str, params: Json, told: Telling) -> str:
    """`通常 1–2 小时到账`; `way` is wallet, debit, credit or balance."""
    if way == "balance":
        return "马上到账"
    if way == "wallet":
        return f"通常 {told.between(params, 'wallet_arrival_min', 'wallet_arrival_max')}到账"
    if way == "debit":
        return f"要 {told.between(params, 'debit_arrival_min_wd', 'debit_arrival_max_wd')}到账，节假日顺延"
    return f"按银行清算，要 {told.between(params, 'credit_arrival_min_wd', 'credit_arrival_max_wd')}到账"


def way_of(channel: str, funding: str) -> str:
    if channel == "balance":
        return "balance"
    if funding == "credit_card":
        return "credit"
    return "wallet" if funding == "wallet_balance" and channel != "bank" else "debit"


def each_way(payouts: Sequence[Json], params: Json, told: Telling) -> str:
    """`支付宝余额通常 1–2 小时到账`, once for each way that the money takes; empty where none is known yet."""
    named = {payout_name(p["channel"], p["funding"]): way_of(p["channel"], p["funding"]) for p in payouts}
    return "；".join(f"{name}{usual_arrival(way, params, told)}" for name, way in named.items())
