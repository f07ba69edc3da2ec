"""What each machine's timers do when they are due, and what leaves by the outbox."""

from datetime import datetime
from typing import Any

from ..domain import policy
from ..domain.actor import TIMER
from ..domain.journal import Timer
from . import (
    callbacks,
    chargebacks,
    compensations,
    disputes,
    evidence_check,
    expedites,
    handoff_clock,
    payout_calls,
    payouts,
    revocations,
)
from .desk import Desk
from .ports import Tx
from .refund_moves import move
from .refunds import refund_for, triage
from .reviews import reject


async def _refund(desk: Desk, tx: Tx, timer: Timer) -> None:
    """A case whose moment has come: breaches are flagged, windows close, interrupted steps are driven again."""
    refund = await refund_for(tx, timer.key, None, lock=True)
    now = desk.now()
    if timer.event == "supplement_timeout":
        await reject(desk, tx, refund, "supplement_timeout", TIMER, "evidence_incomplete")
    elif timer.event in {"review_overdue", "manual_overdue", "appeal_overdue"}:
        await move(desk, tx, refund, timer.event, TIMER, breached_at=refund.breached_at or now)
    elif timer.event == "arrival_window_lapsed":
        await move(desk, tx, refund, timer.event, TIMER, presumed=True)
    elif timer.event == "triage_overdue":
        await move(desk, tx, refund, timer.event, TIMER)
        await triage(desk, tx, refund)
    elif timer.event == "obligation_overdue":
        await move(desk, tx, refund, timer.event, TIMER)
        await payouts.create_obligation(desk, tx, refund)
    elif timer.event == "payout_overdue" and (due := await _awaited(desk, tx, refund.refund_no)) > now:
        # The channel has taken it on: the promise is kept (A21). Only a payment that stays under way is an alarm.
        tx.timers.add(Timer(None, timer.machine, timer.key, timer.event, due))
    else:
        await move(desk, tx, refund, timer.event, TIMER)


async def _awaited(desk: Desk, tx: Tx, refund_no: str) -> datetime:
    """Until when what the channels have taken on may be under way (A15); now, where one has not taken it on."""
    ends = [desk.now()]
    for leg in await payouts.last_attempts(tx, refund_no):
        if leg.accepted_at is None and not payouts.done(leg):
            return desk.now()
        promise = "credit_alarm" if leg.funding == "credit_card" else "payout_recheck"
        if leg.accepted_at is not None and not payouts.done(leg):
            ends.append(policy.due_at(promise, leg.accepted_at, desk.policy, desk.calendar))
    return max(ends)


def install(desk: Desk) -> None:
    """Hang every timer and every outbox topic on the desk."""
    desk.alarms.update(
        refund=_refund,
        payout=payout_calls.on_timer,
        dispute=disputes.on_timer,
        compensation=compensations.on_timer,
        expedite=expedites.on_timer,
        callback=callbacks.on_timer,
        handoff=handoff_clock.on_timer,
        chargeback=chargebacks.on_timer,
    )
    senders: dict[str, Any] = {
        "payout.send": payout_calls.send,
        "payout.query": payout_calls.ask,
        "payout.redirect": payout_calls.send_on,
        "code.revoke": revocations.revoke,
        "code.restore": revocations.restore,
        "compensation.pay": compensations.pay,
        "evidence.check": evidence_check.check,
        "callback.dial": callbacks.dial,
    }
    desk.senders.update(senders)
