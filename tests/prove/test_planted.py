"""The proof notices: faults planted in the service, of the kind that cost other systems money, do not pass it."""

from collections.abc import Iterator
from typing import Any

import pytest

from backend.gateways.sandbox_channel import Answer
from backend.service import payout_calls, payouts
from backend.service.ports import ChannelSilent
from backend.store.repositories import Repository

from . import crashes, faults, races
from .ground import Grounds, postgres, sqlite

pytestmark = pytest.mark.processes
SEED = 7


@pytest.fixture(scope="module")
def on_sqlite() -> Iterator[Grounds]:
    with sqlite() as made:
        yield made


@pytest.mark.postgres
def test_rows_that_nobody_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check, then write, with nothing held between: what was cancelled is owed all the same."""
    find = Repository.find

    async def unlocked(self: Any, *, lock: bool = False, **asked: Any) -> Any:
        # The heads of sequences stay locked: their own keys would notice, and that is not what is asked here.
        return await find(self, lock=lock and "name" in asked, **asked)

    monkeypatch.setattr(Repository, "find", unlocked)
    with postgres() as grounds:
        try:
            _, wrong = races.run(grounds, "approval, cancellation", 6, SEED)
        except AssertionError as broken:
            wrong = [str(broken)]
    assert wrong


def test_silence_taken_for_a_refusal(on_sqlite: Grounds, monkeypatch: pytest.MonkeyPatch) -> None:
    async def assumes(desk: Any, item: Any) -> None:
        async with desk.store.transaction() as tx:
            payout, _ = await payouts.locked(tx, item.key)
            if payout.state == "created":
                await payout_calls.fire(desk, tx, payout_calls.MACHINE, payout, "send", payout_calls.OUTBOX)
        try:
            answer = await desk.channels[payout.channel].refund(payout)
        except ChannelSilent:
            answer = Answer("refused")
        async with desk.store.transaction() as tx:
            await payouts.apply(desk, tx, item.key, answer)

    monkeypatch.setattr(payout_calls, "send", assumes)
    with on_sqlite.new() as ground:
        assert any("we say failed, the channel success" in line for line in faults.deaf(ground, 10, SEED))


def test_nobody_asks_again(on_sqlite: Grounds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the second question a process that died between the channel's answer and its commit leaves it open."""

    async def forgets(desk: Any, item: Any) -> None: ...

    monkeypatch.setattr(payout_calls, "ask", forgets)
    wrong = [line for _, faults in crashes.run(on_sqlite, 1, 1, SEED, ["express, success"]) for line in faults]
    assert any("payout_pending" in line for line in wrong)
