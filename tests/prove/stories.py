"""What people do with a case from filing to its end, as tables: in which state who does what. Whoever finds a thing
undone, after a crash say, does it again."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.domain.actor import Actor
from backend.service import chargebacks, compensations, expedites
from backend.service.worker import advance
from tests.backend.desk import DAY, HOUR, MINUTE, START
from tests.backend.office import MERCHANT, Office

FEN, EXTRA = 9800, 5000
CURABLE, FINAL = "evidence_incomplete", "no_liability"
LOOKS = 40

# With the number of the case.
Act = Callable[[Office, str], Awaitable[Any]]


@dataclass(frozen=True)
class Story:
    """`facts` of the order, the buyer's `claim`, the channel's `manner`; `acts` by the word for where things stand:
    looked at again after `pause`. It ends at `end`, and the channel has paid `fen`."""

    facts: Mapping[str, Any]
    claim: tuple[str, ...]
    acts: Mapping[str, Act]
    manner: str = "success"
    end: str = "refunded"
    pause: timedelta = 3 * MINUTE
    fen: int = FEN


def staff(role: str, event: str, **ruling: Any) -> Act:
    return lambda office, number: office.staff(role, number, event, **ruling)


def buyer(event: str, *kinds: str, **wish: Any) -> Act:
    return lambda office, number: office.buyer(number, event, *kinds, **wish)


def merchant(event: str) -> Act:
    return lambda office, number: office.merchant_answers(number, event)


def adjudicator(event: str, **more: Any) -> Act:
    return lambda office, number: office.adjudicate(number, event, **more)


async def _mends(office: Office, number: str) -> None:
    """Finance: what may still arrive is sent on, what provably never will is paid anew."""
    abnormal = [p.payout_no for p in await office.payouts(number) if p.state == "abnormal"]
    for payout_no in abnormal:
        await office.redirect(payout_no)
    if not abnormal:
        await office.staff("finance", number, "retry_payout")


async def _is_assigned(office: Office, number: str) -> None:
    async with office.desk.store.transaction() as tx:
        await tx.refunds.get(number, lock=True)
        (ticket,) = await tx.expedites.find(refund_no=number, lock=True)
        await expedites.assign(office.desk, tx, Actor("supervisor", "supervisor"), ticket, None)


async def _proposes(office: Office, number: str) -> None:
    dispute_no = (await office.dispute(number)).dispute_no
    async with office.desk.store.transaction() as tx:
        dispute = await tx.disputes.get(dispute_no)
        cited = [item.evidence_id for item in await tx.evidence.find(dispute_no=dispute_no)]
        actor = Actor("adjudicator", "wu")
        await compensations.propose(office.desk, tx, actor, dispute, EXTRA, "交易记录是伪造的", cited, "损失")


async def _second(office: Office, number: str) -> None:
    (found,) = await office.read("compensations", refund_no=number)
    async with office.desk.store.transaction() as tx:
        held = await tx.compensations.get(found.compensation_no, lock=True)
        actor = Actor("senior_adjudicator", "sun")
        await compensations.fire_staff_event(office.desk, tx, actor, held, "second_approve", "同意")


async def _charged_back(office: Office, number: str) -> None:
    order_no = (await office.refund(number)).order_no
    async with office.desk.store.transaction() as tx:
        host = Actor("platform", "platform")
        await chargebacks.report(office.desk, tx, host, order_no, f"CB{order_no}", f"T{order_no}1", FEN)


def bank(event: str) -> Act:
    async def act(office: Office, number: str) -> None:
        order_no = (await office.refund(number)).order_no
        async with office.desk.store.transaction() as tx:
            finance = Actor("finance", "finance")
            await chargebacks.fire_staff_event(office.desk, tx, finance, f"CB{order_no}", event, "银行回函")

    return act


QUICK: dict[str, Any] = {"facts": {"product": {"express_capable": True}}, "claim": ("undelivered",)}
FAULT: dict[str, Any] = {"facts": {"shipped": HOUR}, "claim": ("service_fault", "merchant_chat")}
APPROVE = staff("reviewer", "approve")
MENDED = {"payout_exception": _mends}
REJECT = staff("reviewer", "reject", reason_code=CURABLE)
ASK = staff("reviewer", "request_evidence", items=({"kind": "payment_statement"},))
APPEAL = buyer("appeal", "order_screenshot", statement="请再看看")
DISPUTE = buyer("open_dispute", reason="不理人")
WON = {"under_review": DISPUTE, "awaiting_merchant": merchant("merchant_contests"),
       "adjudication": adjudicator("decide_user")}  # fmt: skip

STORIES = {
    **{f"express, {manner}": Story(**QUICK, acts={}, manner=manner)
       for manner in ("success", "processing", "timeout_after", "timeout_before", "reorder_notify")},
    **{f"express, {manner}, mended": Story(**QUICK, acts=MENDED, manner=manner, end="refunded, mended")
       for manner in ("refused", "closed", "reverse", "abnormal")},
    "charged back, lifted": Story(
        **QUICK, end="refunded, mended",
        acts={"payout_pending": _charged_back, "payout_exception, open": bank("lift"),
              "payout_exception, lifted": _mends},
    ),
    "charged back, lost": Story(
        **QUICK, acts={"payout_pending": _charged_back, "payout_exception, open": bank("lose")}, end="closed", fen=0
    ),
    "code taken back": Story(
        FAULT["facts"] | {"product": {"revocable": True}}, FAULT["claim"],
        acts={"under_review, revoked": APPROVE},
    ),
    "code given back": Story(
        FAULT["facts"] | {"product": {"revocable": True}}, FAULT["claim"], end="cancelled, restored", fen=0,
        acts={"under_review, revoked": buyer("cancel")},
    ),
    "arrival confirmed": Story(**QUICK, acts={"refunded": buyer("arrival_confirmed")}, end="closed"),
    "arrival presumed": Story(**QUICK, acts={}, end="closed", pause=DAY),
    "not arrived, traced": Story(
        **QUICK, end="closed",
        acts={"refunded": buyer("not_received", statement="没到"), "arrival_inquiry": staff("agent", "trace_found")},
    ),
    "reviewed": Story(**FAULT, acts={"under_review": APPROVE}),
    "reviewed late": Story(
        **FAULT, pause=DAY,
        acts={"under_review, overdue": buyer("request_expedite"), "under_review, open": _is_assigned,
              "under_review, assigned": APPROVE},
    ),
    "supplemented": Story(
        **FAULT,
        acts={"under_review": ASK, "evidence_required": buyer("supply_evidence", "payment_statement"),
              "under_review, supplied": APPROVE},
    ),
    "not supplemented": Story(**FAULT, acts={"under_review": ASK}, end="rejected_final", pause=2 * DAY, fen=0),
    "overridden": Story(
        {"shipped": HOUR, "confirmed_at": START.isoformat()}, ("product_invalid", "activation_failure"),
        acts={"ineligible": staff("agent", "agent_override", reason_code="goodwill", note="特批"),
              "under_review": APPROVE, "manual_review": staff("senior_reviewer", "approve")},
    ),
    "submitted again": Story(
        **FAULT,
        acts={"under_review": REJECT, "rejected": buyer("resubmit", "order_screenshot"),
              "under_review, again": APPROVE, "manual_review": staff("senior_reviewer", "approve")},
    ),
    "appealed": Story(
        **FAULT,
        acts={"under_review": REJECT, "rejected": APPEAL,
              "appeal_review": staff("senior_reviewer", "overturn", who="zhao", note="看过了")},
    ),
    "appealed in vain": Story(
        **FAULT, end="rejected_final", pause=2 * DAY, fen=0,
        acts={"under_review": REJECT, "rejected": APPEAL,
              "appeal_review": staff("senior_reviewer", "uphold", who="zhao", reason_code=FINAL, note="看过了")},
    ),
    "escalated": Story(
        **FAULT,
        acts={"under_review": staff("reviewer", "escalate"), "manual_review": staff("senior_reviewer", "approve")},
    ),
    "withdrawn": Story(**FAULT, acts={"under_review": buyer("cancel")}, end="cancelled", fen=0),
    "disputed, won": Story(**FAULT, acts=WON),
    "disputed, lost": Story(
        **FAULT, acts=WON | {"adjudication": adjudicator("decide_merchant")}, end="rejected_final", fen=0
    ),
    "disputed, accepted": Story(**FAULT, acts=WON | {"awaiting_merchant": merchant("merchant_accepts")}),
    "disputed, silence": Story(**FAULT, acts={"under_review": DISPUTE}, pause=DAY),
    "disputed, in part": Story(
        **FAULT, acts=WON | {"adjudication": adjudicator("decide_partial", amount_fen=EXTRA)}, fen=EXTRA
    ),
    "disputed, withdrawn": Story(
        **FAULT, acts={"under_review": DISPUTE, "awaiting_merchant": buyer("withdraw_dispute")}, end="cancelled", fen=0
    ),
    "compensated": Story(
        **FAULT, acts=WON | {"refunded": _proposes, "refunded, proposed": _second}, end="refunded, paid",
    ),
}  # fmt: skip


async def prepare(office: Office, story: Story) -> str:
    """The order's number."""
    await office.merchant(MERCHANT)
    order_no = await office.order(**story.facts)
    office.behave(order_no, story.manner)
    return order_no


async def live(office: Office, clock: Any, order_no: str, story: Story) -> None:
    """To the story's end, from wherever it stands. `clock` is moved on when nobody has anything to do."""
    word = ""
    for _ in range(LOOKS):
        number, word = await stands(office, order_no)
        if number is None:
            await office.file(order_no, *story.claim)
        elif word in story.acts:
            await story.acts[word](office, number)
        elif word == story.end:
            return
        else:
            await advance(office.desk, clock, office.clock.now() + story.pause)
    raise AssertionError(f"still {word} after {LOOKS} looks")


async def stands(office: Office, order_no: str) -> tuple[str | None, str]:
    """The case's number, and where it stands: its state, or its dispute's, and what else has come of it."""
    found = await office.read("refunds", order_no=order_no)
    if not found:
        return None, "not filed"
    (refund,) = found
    number, state = refund.refund_no, refund.state
    more: list[str] = []
    if state == "disputed":
        state = (await office.dispute(number)).state
    elif state == "under_review":
        more += [ticket.state for ticket in await office.read("expedites", refund_no=number)]
        more += ["supplied"] * (refund.supplement_rounds > 0) + ["again"] * (refund.attempts > 1)
        more += ["overdue"] * (refund.breached_at is not None)
        more += [refund.revocation] * (refund.revocation is not None)
    elif state == "cancelled":
        more += [refund.revocation] * (refund.revocation is not None)
    elif state in {"payout_pending", "payout_exception"}:
        more += [each.state for each in await office.read("chargebacks", order_no=order_no)]
    elif state == "rejected":
        more += ["upheld"] * refund.appeal_used
    elif state == "refunded":
        more += [each.state for each in await office.read("compensations", refund_no=number)]
        tries = await office.payouts(number)
        sent_on = await office.read("audit", machine="payout", key=[p.payout_no for p in tries], event="redirect")
        more += ["mended"] * (len(tries) > 1 or bool(sent_on))
    return number, ", ".join([state, *more[:1]])
