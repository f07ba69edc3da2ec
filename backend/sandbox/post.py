"""The channels' postman: takes every news that is due to the merchant, and again later when it is not acknowledged."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

import aiohttp
import structlog

from .books import Books, News
from .wire import Letter

SWEEP_S = 1.0
TIMEOUT_S = 5.0
log = structlog.get_logger()


class Postman:
    """`letters` makes, by channel, the letter of a news; None drops it. `base` is where the merchant listens."""

    def __init__(self, books: Books, base: str) -> None:
        self._books, self._base = books, base
        self.letters: Mapping[str, Callable[[News, str], Letter | None]] = {}
        self._at_work = asyncio.Lock()
        self._session: aiohttp.ClientSession | None = None
        self._rounds: asyncio.Task[None] | None = None

    async def deliver(self, number: str | None = None) -> None:
        """Everything that is due by the channel's clock (of one refund, where one is named), in order."""
        if not self._books.due(number):
            return
        async with self._at_work:
            for news in self._books.due(number):
                letter = self.letters[news.refund.channel](news, self._base)
                if letter is None or await self._post(letter):
                    self._books.told(news)
                else:
                    self._books.untold(news)

    async def _post(self, letter: Letter) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        try:
            async with self._session.post(letter.url, data=letter.body, headers=letter.headers) as answer:
                if 200 <= answer.status < 300:
                    return True
                log.warning("not_acknowledged", url=letter.url, status=answer.status)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("not_acknowledged", url=letter.url, why=type(error).__name__)
        return False

    def start(self) -> None:
        self._rounds = asyncio.create_task(self._go_round())

    async def _go_round(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            try:
                await self.deliver()
            except Exception:
                log.exception("postman_failed")

    async def stop(self) -> None:
        if self._rounds is not None:
            self._rounds.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._rounds
        if self._session is not None:
            await self._session.close()
