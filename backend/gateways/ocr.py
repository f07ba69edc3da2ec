"""Reading the words on a picture, in reader processes of one thread each (`ocr_worker`).

A reader that dies mid-picture is replaced and the picture read once more; one that takes longer than the limit is
replaced and the picture given up. The second reader starts only when two pictures are there at once.
"""

import asyncio
import json

import structlog

from ..domain.evidence import Page, page_of
from .child import Child, Died

log = structlog.get_logger()
LIMIT_S = 15.0
WAITING = 64


class ReaderBusy(Exception):
    """More pictures wait than the pool takes, or it is closed: try again later."""


class OcrPool:
    """`workers` reader processes, each started at its first picture (or by `warm_up`)."""

    def __init__(self, workers: int = 2, *, waiting: int = WAITING, limit_s: float = LIMIT_S) -> None:
        self._slots = [Child("ocr_worker") for _ in range(workers)]
        self._idle: asyncio.LifoQueue[Child] = asyncio.LifoQueue()
        for slot in self._slots:
            self._idle.put_nowait(slot)
        self._waiting, self._most, self._limit_s = 0, waiting + workers, limit_s
        self._closed = False

    @property
    def pids(self) -> list[int]:
        """Process ids of the readers that run now."""
        return [slot.pid for slot in self._slots if slot.pid is not None]

    @property
    def busy(self) -> int:
        """Pictures that are being read or wait for it."""
        return self._waiting

    async def warm_up(self) -> None:
        """Start every reader now instead of at its first picture."""
        await asyncio.gather(*(slot.start() for slot in self._slots))

    async def read(self, picture: bytes) -> Page:
        """The words on a picture; a page with `failed` set when no reader could finish it. Raises `ReaderBusy`."""
        if self._closed or self._waiting >= self._most:
            raise ReaderBusy()
        self._waiting += 1
        try:
            slot = await self._idle.get()
            try:
                return await self._read_on(slot, picture)
            finally:
                self._idle.put_nowait(slot)
        finally:
            self._waiting -= 1

    async def _read_on(self, slot: Child, picture: bytes) -> Page:
        for attempt in (1, 2):
            if self._closed:
                raise ReaderBusy()
            try:
                await slot.start()
                return _page(await asyncio.wait_for(slot.ask(picture), self._limit_s))
            except Died:
                log.warning("ocr_reader_died", attempt=attempt)
                slot.kill()
            except TimeoutError:
                log.warning("ocr_reader_too_slow", limit_s=self._limit_s)
                slot.kill()
                break
            except BaseException:
                slot.kill()  # its answer would be taken for the next picture's
                raise
        if self._closed:
            raise ReaderBusy()  # the picture is not to blame
        return Page((), failed=True)

    async def close(self) -> None:
        """End the readers. What is being read or waits fails with `ReaderBusy`, and no reader starts again."""
        self._closed = True
        for slot in self._slots:
            await slot.stop()


def _page(answer: bytes) -> Page:
    body = json.loads(answer)
    if "error" in body:
        log.warning("ocr_failed", error=body["error"])
        return Page((), failed=True)
    return page_of(body)
