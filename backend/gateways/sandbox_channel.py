"""The sandbox's channel inside this process: the same books as the wire server's, without wire or keys. What tests and
the demo's story use, and the sandbox itself while no SANDBOX_CHANNEL_URL is set."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from ..domain.errors import Refusal
from ..domain.payout import Payout
from ..sandbox.books import Books, Discordant
from ..service.channel_notices import Notice
from ..service.ports import ChannelSilent, Clock
from .channel_answer import Answer, of

log = structlog.get_logger()


class SandboxChannel:
    """`name` is the channel it plays. The platform balance always succeeds at once."""

    def __init__(self, name: str, books: Path, clock: Clock) -> None:
        self.name = name
        self._books = Books(books, clock.now)

    def behave(self, behaviour: str, order_no: str | None) -> None:
        """How the next refund (of that order, where one is named) is treated."""
        self._books.behave(self.name, behaviour, order_no)

    def reverse(self, number: str) -> bool:
        """Take back a refund that has succeeded; the next query finds it reversed."""
        return self._books.reverse(number)

    def close(self) -> None:
        self._books.close()

    async def refund(self, payout: Payout) -> Answer:
        number, trade, fen = payout.out_refund_no, payout.transaction_id, payout.amount_fen
        try:
            kind = self._books.refund(self.name, number, trade, fen, payout.order_no)
        except Discordant as error:
            raise ChannelSilent("another refund has this number") from error
        if kind is None:
            raise ChannelSilent("no answer")
        return self._answer(payout, kind)

    async def query(self, payout: Payout) -> Answer:
        found = self._books.find(payout.out_refund_no)
        if found is None or found.kind == "refused":
            return Answer("not_found")
        return self._answer(payout, found.kind)

    async def redirect(self, payout: Payout) -> Answer:
        """What finance does at a real channel's own desk: a verified account, and the money goes on its way again."""
        self._books.redirect(payout.out_refund_no)
        return await self.query(payout)

    def _answer(self, payout: Payout, kind: str) -> Answer:
        found = self._books.find(payout.out_refund_no)
        at = found.since if found is not None and kind == "success" else None
        detail = None if kind == "success" else kind
        return of(payout, Answer(kind, f"SBX{payout.out_refund_no[-12:]}", detail, at), None)


class LocalSandbox:
    """The stand-in's channels; `take` is handed each notice as if it had come by the wire."""

    def __init__(
        self, channels: Mapping[str, SandboxChannel], books: Path, clock: Clock,
        take: Callable[[str, Notice], Awaitable[Any]],
    ) -> None:  # fmt: skip
        self._channels, self._take = channels, take
        self._books = Books(books, clock.now)

    async def behave(self, channel: str, behaviour: str, order_no: str | None) -> None:
        self._books.behave(channel, behaviour, order_no)

    async def reverse(self, channel: str, number: str) -> bool:
        done = self._books.reverse(number)
        await self._tell()
        return done

    async def redirect(self, number: str) -> None:
        self._books.redirect(number)

    async def move(self, now: datetime) -> datetime | None:
        await self._tell()
        return self._books.next_at()

    async def _tell(self) -> None:
        for news in self._books.due():
            answer = Answer(news.kind, at=news.happened_at if news.kind == "success" else None)
            try:
                notice = Notice(news.notice_id, news.refund.number, answer, news.refund.fen)
                await self._take(news.refund.channel, notice)
                self._books.told(news)
            except Refusal as refusal:
                log.warning("not_acknowledged", number=news.refund.number, why=refusal.code)
                self._books.untold(news)

    async def close(self) -> None:
        self._books.close()
        for channel in self._channels.values():
            channel.close()
