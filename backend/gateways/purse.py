"""Channels that need no network: the platform's own purse, and one that nobody has set up."""

from ..domain.payout import Payout
from ..service.ports import ChannelSilent, Clock
from .channel_answer import Answer


class BalanceChannel:
    """The platform's balance (A13): the host credits it on our `payout.succeeded`, so it succeeds at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def refund(self, payout: Payout) -> Answer:
        return Answer("success", at=self._clock.now())

    async def query(self, payout: Payout) -> Answer:
        return Answer("success", at=payout.succeeded_at or self._clock.now())


class UnopenedChannel:
    """Says nothing, for ever: a refusal would call paid what an earlier set-up has sent, and let it be paid again."""

    async def refund(self, payout: Payout) -> Answer:
        raise ChannelSilent(f"no keys for {payout.channel}")

    async def query(self, payout: Payout) -> Answer:
        raise ChannelSilent(f"no keys for {payout.channel}")
