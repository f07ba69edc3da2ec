"""Forced races: real processes on one database do the same thing at the same moment, over and over. Whatever wins,
there is exactly one outcome (I2, I4, I12, I20) and nobody gets more than was paid (I1)."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.domain.errors import Refusal
from backend.gateways.sandbox_channel import Answer
from backend.service import channel_notices
from backend.service.worker import send_next
from tests.backend.desk import HOUR, MINUTE, SECOND
from tests.backend.invariants import check
from tests.backend.office import Office
from tests.backend.service.test_at_once import again

from .ground import Ground, Grounds, answers, crew, processes

PATIENCE_S = 60
STARTS_S = (0, 0, 0.001, 0.003, 0.01, 0.03)
# Eight processes, four times 60 yuan on each payment of 100: filed, and let through by agents.
FOUR, FORCED = "four refunds on one payment", "four overrides on one payment"
HUNDRED, SIXTY = 10_000, 6000
FAULT = ("service_fault", "merchant_chat")


@dataclass(frozen=True)
class Start:
    """What a race is about, and when it takes place on everybody's clock."""

    key: str
    at: datetime


Act = Callable[[Office, Start], Awaitable[Any]]


@dataclass(frozen=True)
class Race:
    """`prepare` sets one up; each of `acts` is done by a process of its own; `outcome` says what came of it, None for
    something that must not be. `teams` race side by side, each for its own starts."""

    name: str
    prepare: Callable[[Office], Awaitable[Start]]
    acts: tuple[Act, ...]
    outcome: Callable[[Office, Start, Counter[str]], Awaitable[str | None]]
    teams: int = 1


async def _reviewed(office: Office) -> Start:
    refund = await office.file(await office.order(shipped=HOUR), *FAULT)
    return Start(refund.refund_no, office.clock.now())


async def _disputed(office: Office) -> Start:
    """Each falls due a minute after the one before, so that its own default is what the timers are about."""
    await office.clock.set(office.clock.now() + MINUTE)
    start = await _reviewed(office)
    await office.buyer(start.key, "open_dispute", reason="不理人")
    due = (await office.dispute(start.key)).merchant_due_at
    assert due is not None
    return Start(start.key, due)


async def _express(office: Office, **changes: Any) -> tuple[str, str]:
    """An order that may be refunded at once, and whose it is: everybody's first, for the quick ones are counted."""
    owner = office.desk.number("u-")
    return await office.order(owner, product={"express_capable": True}, **changes), owner


async def _under_way(office: Office) -> Start:
    """Sent, and the channel is at it; by the time of the race it has paid, and we do not know."""
    order_no, owner = await _express(office)
    office.behave(order_no, "processing")
    refund = await office.file(order_no, customer_id=owner)
    while await send_next(office.desk):
        pass
    return Start(refund.refund_no, office.clock.now() + HOUR)


async def _hundred(office: Office) -> Start:
    return Start((await _express(office, fen=HUNDRED))[0], office.clock.now())


async def _blocked(office: Office) -> Start:
    """Four wishes for 60 of 100 yuan, all of them refused by the policy, for an agent to let through."""
    confirmed = office.clock.now().isoformat()
    order_no = await office.order(office.desk.number("u-"), fen=HUNDRED, shipped=HOUR, confirmed_at=confirmed)
    owner = await _owner(office, order_no)
    for _ in range(4):
        await office.file(order_no, "product_invalid", "activation_failure", customer_id=owner, amount_fen=SIXTY)
    return Start(order_no, office.clock.now())


async def _owner(office: Office, order_no: str) -> str:
    return str((await office.read("orders", order_no=order_no))[0].customer_id)


async def _files(office: Office, start: Start) -> None:
    """What cannot be refunded any more is kept as a case that is not eligible (S9)."""
    await office.file(start.key, customer_id=await _owner(office, start.key), amount_fen=SIXTY)


def _overrides(number: int) -> Act:
    async def act(office: Office, start: Start) -> None:
        refund = (await office.read("refunds", order_no=start.key, order="refund_no"))[number]
        await office.staff("agent", refund.refund_no, "agent_override", reason_code="goodwill", note="特批")
        await again(lambda: office.staff("senior_reviewer", refund.refund_no, "approve"))

    return act


def _approves(who: str) -> Act:
    return lambda office, start: office.staff("reviewer", start.key, "approve", who=who)


async def _rejects(office: Office, start: Start) -> None:
    await office.staff("reviewer", start.key, "reject", reason_code="no_liability")


async def _cancels(office: Office, start: Start) -> None:
    await office.buyer(start.key, "cancel")


async def _disputes(office: Office, start: Start) -> None:
    await office.buyer(start.key, "open_dispute", reason="不理人")


async def _contests(office: Office, start: Start) -> None:
    await office.merchant_answers(start.key, "merchant_contests")


async def _time_is_up(office: Office, start: Start) -> None:
    await office.fire_due()


async def _called_back(office: Office, start: Start) -> None:
    (payout,) = await office.payouts(start.key)
    notice = channel_notices.Notice("n", payout.out_refund_no, Answer("success", "X", None, office.clock.now()))
    async with office.desk.store.transaction() as tx:
        await channel_notices.take(office.desk, tx, payout.channel, notice)


async def _polled(office: Office, start: Start) -> None:
    await office.drain()


async def _approved_once(office: Office, start: Start, done: Counter[str]) -> str | None:
    owed = len(await office.read("obligations", refund_no=start.key))
    return "approved" if (done["ok"], owed) == (1, 1) else None


async def _one_way_out(office: Office, start: Start, done: Counter[str]) -> str | None:
    """One won. Only who disputes a rejection has won as well."""
    state, owed = await office.state(start.key), len(await office.read("obligations", refund_no=start.key))
    fits = {"payout_pending": 1, "rejected": 0, "cancelled": 0, "disputed": 0}
    return state if done["ok"] >= 1 and fits.get(state) == owed else None


async def _judged_once(office: Office, start: Start, done: Counter[str]) -> str | None:
    state, owed = (await office.dispute(start.key)).state, len(await office.read("obligations", refund_no=start.key))
    answered = done["ok"] == 2  # the timer's own process is never refused
    return state if {"adjudication": (True, 0), "resolved_user": (False, 1)}.get(state) == (answered, owed) else None


async def _sixty_of_a_hundred(office: Office, start: Start, done: Counter[str]) -> str | None:
    owed = [obligation.amount_fen for obligation in await office.read("obligations", order_no=start.key)]
    return "one refund" if owed == [SIXTY] else None


async def _paid_once(office: Office, start: Start, done: Counter[str]) -> str | None:
    (payout,) = await office.payouts(start.key)
    lines = await office.read("ledger", journal=f"pay:{payout.payout_no}")
    return "paid" if (await office.state(start.key), len(lines)) == ("refunded", 2) else None


RACES = {
    race.name: race
    for race in (
        Race("two approvals", _reviewed, (_approves("a"), _approves("b")), _approved_once),
        Race("approval, cancellation", _reviewed, (_approves("a"), _cancels), _one_way_out),
        Race("approval, rejection, dispute", _reviewed, (_approves("a"), _rejects, _disputes), _one_way_out),
        Race("merchant's answer, timeout", _disputed, (_contests, _time_is_up), _judged_once),
        Race("callback, poll", _under_way, (_called_back, _polled), _paid_once),
        Race("callback twice, two workers", _under_way, (_called_back, _called_back, _polled, _polled), _paid_once),
        Race(FOUR, _hundred, (_files,) * 4, _sixty_of_a_hundred, teams=2),
        Race(FORCED, _blocked, tuple(_overrides(n) for n in range(4)), _sixty_of_a_hundred, teams=2),
    )
}


def run(grounds: Grounds, name: str, times: int, seed: int) -> tuple[Counter[str], list[str]]:
    """How often each outcome came, and what must not have been."""
    race, wrong = RACES[name], list[str]()
    with grounds.new() as ground:
        starts: list[Start] = ground.run(lambda office: _prepare(office, race, times))
        said = contest(ground, name, starts, seed)
        came = Counter[str]()

        async def judge(office: Office) -> None:
            for start, done in zip(starts, said, strict=True):
                outcome = await race.outcome(office, start, done)
                if outcome is None or any(" " in word for word in done):
                    wrong.append(f"{grounds.name}: {name}: {start.key}: {dict(done)} {outcome}")
                else:
                    came[outcome] += 1
            await check(office.desk)

        ground.run(judge, starts[-1].at)
    return came, wrong


async def _prepare(office: Office, race: Race, times: int) -> list[Start]:
    await office.merchant()
    return [await race.prepare(office) for _ in range(times)]


def contest(ground: Ground, name: str, starts: list[Start], seed: int) -> list[Counter[str]]:
    """What the processes got, start by start: "ok", the code of a refusal, or a fault in words. Those of a team wait
    for each other at each of its starts. Raises RuntimeError when one of them dies."""
    race, told = RACES[name], processes.SimpleQueue()
    lines = [processes.Barrier(len(race.acts)) for _ in range(race.teams)]
    with crew(len(race.acts) * race.teams, _contend, ground, name, starts, seed, lines, told) as made:
        found = [Counter[str]() for _ in starts]
        for said in answers(made, told):
            for place, word in said:
                found[place][word] += 1
    return found


def _contend(number: int, ground: Ground, name: str, starts: list[Start], seed: int, lines: Any, told: Any) -> None:
    team, place = divmod(number, len(RACES[name].acts))
    act, line, chance = RACES[name].acts[place], lines[team], random.Random(seed + number)
    mine = list(enumerate(starts))[team :: len(lines)]

    async def compete(office: Office) -> list[tuple[int, str]]:
        said = []
        for at, start in mine:
            await office.clock.set(start.at - SECOND)
            if act is _time_is_up:
                await office.fire_due()  # what was due before is not what the race is about
            await office.clock.set(start.at)
            line.wait(PATIENCE_S)
            await asyncio.sleep(chance.choice(STARTS_S))  # so that each is first at times
            said.append((at, await result_of(lambda start=start: act(office, start))))
        return said

    told.put(ground.run(compete, starts[0].at - SECOND))


async def result_of(act: Callable[[], Awaitable[Any]]) -> str:
    """Tried as the doors try it: again after a clash. Anything but a refusal is a fault, and named."""
    try:
        await again(act)
    except Refusal as refusal:
        return refusal.code
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}"[:200]
    return "ok"
