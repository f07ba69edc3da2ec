"""One case of every machine, standing where its events can be tried: put there straight, for the doors to work on."""

from datetime import timedelta
from typing import Any

from backend.domain.callback import Callback
from backend.domain.chargeback import Chargeback
from backend.domain.compensation import Compensation
from backend.domain.dispute import Dispute
from backend.domain.expedite import Expedite
from backend.domain.payout import Payout
from backend.service.engine import KEYS

from .doors import Caller, Doors


async def one_of_each(doors: Doors, me: Caller, merchant_id: str = "m-1") -> dict[str, str]:
    """Machine → the number of its case. The refund is under review, the rest hang on it."""
    order_no = await doors.order(me, merchant_id)
    filed = await me.post(
        "/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []}
    )
    refund_no, now = filed["refund_no"], doors.now()
    made: dict[str, Any] = {
        "dispute": Dispute(f"D-{order_no}", refund_no, order_no, me.id, merchant_id, "adjudication", now, "customer",
                           adjudication_due_at=now + timedelta(days=5)),
        "payout": Payout(f"P-{order_no}", f"B-{order_no}", refund_no, order_no, 1, 0, "alipay", "wallet_balance",
                         f"T{order_no}1", 1, 9800, f"RF-{order_no}", "abnormal", now),
        "compensation": Compensation(f"M-{order_no}", f"D-{order_no}", refund_no, merchant_id, me.id, "proposed", 1,
                                     "伪造记录", ["E"], "见证据", "somebody-else", now),
        "expedite": Expedite(f"J-{order_no}", refund_no, me.id, "open", now),
        "callback": Callback(f"K-{order_no}", me.id, "scheduled", "+8613800001234", now, "回电", now),
        "chargeback": Chargeback(f"CB-{order_no}", order_no, me.id, f"T{order_no}1", 1, "open", now),
    }  # fmt: skip
    async with doors.house.desk.store.transaction() as tx:
        for noun, case in made.items():
            getattr(tx, f"{noun}s").add(case)
    return {"refund": refund_no} | {noun: getattr(case, KEYS[noun]) for noun, case in made.items()}
