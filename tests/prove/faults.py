"""A channel that misbehaves in every way it can: express refunds arrive or are somebody's within ten minutes, and
without one callback every payout still comes to the channel's own truth. Nobody is paid twice."""

import random

from backend.sandbox.manners import MANNERS
from backend.service.worker import advance
from tests.backend.desk import CHANNELS, HOUR, MINUTE, payment
from tests.backend.invariants import check
from tests.backend.office import Office

from .channel_truth import ends, paid_fen
from .ground import Ground, joint

FEN = 9800
FAULTS = tuple(name for name in MANNERS if name != "success")
# What a payout is in the end, by what the channel says became of it.
FITS = {
    "success": {"succeeded"},
    "abnormal": {"abnormal", "reversed"},
    "closed": {"closed_unpaid"},
    "refused": {"failed"},
}


def express(ground: Ground, count: int, seed: int, share: float = 0.1) -> list[str]:
    """So many express refunds, that share of them under a fault of the channel: within ten minutes each is accepted,
    or an exception that finance owns."""

    async def inside(office: Office) -> list[str]:
        clock = joint(office, ground)
        numbers = await _file(office, count, share, random.Random(seed))
        await advance(office.desk, clock, office.clock.now() + 10 * MINUTE)
        wrong = [word for number in numbers if (word := await _astray(office, number))]
        return wrong + await _whole(office, ground)

    return list(ground.run(inside))


def deaf(ground: Ground, count: int, seed: int) -> list[str]:
    """Every callback is lost, every payment is under some fault: asking is enough to know, an hour later, what the
    channel knows; and what finance does about it is known as well."""

    async def inside(office: Office) -> list[str]:
        await _file(office, count, 1.0, random.Random(seed))
        await office.wait(HOUR)
        wrong = await _unlike(office, ground)
        await _by_finance(office)
        await office.wait(HOUR)
        wrong += await _unlike(office, ground)
        return wrong + await _whole(office, ground)

    return list(ground.run(inside))


async def _file(office: Office, count: int, share: float, chance: random.Random) -> list[str]:
    """Every buyer has one order; a fault may be followed by another when it is sent again."""
    numbers = []
    for place in range(count):
        owner, channel = f"u-{place}", chance.choice(CHANNELS[:3])
        paid = payment(channel, "wallet_balance", FEN, f"TLY{place + 1:08}1")
        order_no = await office.order(owner, product={"express_capable": True}, payments=[paid])
        if chance.random() < share:
            office.behave(order_no, FAULTS[place % len(FAULTS)] if share == 1 else chance.choice(FAULTS), channel)
            if chance.random() < share / 2:
                office.behave(order_no, chance.choice(FAULTS), channel)
        numbers.append((await office.file(order_no, customer_id=owner)).refund_no)
    return numbers


async def _astray(office: Office, number: str) -> str | None:
    """Neither accepted by the channel in time nor an exception with a date by which finance has seen to it."""
    refund = await office.refund(number)
    assert refund.submitted_at is not None
    (payout,) = await office.payouts(number)
    if payout.accepted_at is not None and payout.accepted_at <= refund.submitted_at + 10 * MINUTE:
        return None
    owned = refund.state == "payout_exception" and [event for event, _ in await office.timers(number)]
    return None if owned == ["exception_overdue"] else f"{number}: {refund.state}, payout {payout.state}"


async def _unlike(office: Office, ground: Ground) -> list[str]:
    """Payouts that say something else than the channel's books."""
    truth = ends(ground.books)
    found = [(p.out_refund_no, p.state, truth.get(p.out_refund_no, "nothing")) for p in await office.read("payouts")]
    return [
        f"{no}: we say {ours}, the channel {theirs}" for no, ours, theirs in found if ours not in FITS.get(theirs, ())
    ]


async def _by_finance(office: Office) -> None:
    """The abnormal are sent on, the unpaid tried anew."""
    for payout in await office.read("payouts", state="abnormal"):
        await office.redirect(payout.payout_no)
    for refund in await office.read("refunds", state="payout_exception"):
        if all(p.state != "abnormal" for p in await office.payouts(refund.refund_no)):
            await office.staff("finance", refund.refund_no, "retry_payout")


async def _whole(office: Office, ground: Ground) -> list[str]:
    try:
        await check(office.desk)
    except AssertionError as broken:
        return [str(broken)]
    return [f"{order_no}: paid {fen} fen of {FEN}" for order_no, fen in paid_fen(ground.books).items() if fen > FEN]
