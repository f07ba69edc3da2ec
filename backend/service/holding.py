"""Holding what a timer's case hangs on, in the order in which everybody locks, before the timer itself is held: who
decides a case has its rows first and takes its timer away last, so a timer that held itself first would stand in the
way."""

from .audit import MACHINES
from .facts import order_for
from .ports import Tx
from .refunds import refund_for
from .threads import hold


async def hold_case(tx: Tx, machine: str, key: str) -> None:
    """Lock the conversation, the order and the refund of a machine's case, as far as it has them; nothing for a timer
    of no machine."""
    if machine not in MACHINES:
        return
    case = await getattr(tx, MACHINES[machine][1]).get(key)
    assert case is not None, f"a timer of no {machine}: {key}"
    refund_no, order_no = getattr(case, "refund_no", None), getattr(case, "order_no", None)
    if refund_no is not None:
        await refund_for(tx, refund_no, None, lock=True)
    elif machine == "handoff":
        await tx.conversations.get(case.conversation_id, lock=True)
    else:
        await hold(tx, case.customer_id)
        if order_no is not None:
            await order_for(tx, order_no, None, lock=True)
