"""Reading the words on a picture, in reader processes of one thread each (`ocr_worker`).

A reader that dies mid-picture is replaced and the picture read once more; one that takes longer than the limit is
replaced and the picture given up. The second reader starts only when two pictures are there at once.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

import structlog

from ..domain.evidence import Page, page_of

log = structlog.get_logger()
LIMIT_S = 15.0
START_LIMIT_S = 60.0
WAITING = 64
RECYCLE_KB = 700_000  # a reader that ever grew beyond this is replaced after its picture
ROOT = Path(__file__).resolve().parents[2]
# glibc would raise this by itself and keep what large pictures took: a reader then grows by a third.
LARGE_BLOCK = 16 * 1024 * 1024
PASSED_ON = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


def surroundings() -> dict[str, str]:
    """All that a process which handles strangers' bytes may know of this one's environment: no secret, one thread."""
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return passed | threads | {"PYTHONPATH": str(ROOT), "MALLOC_MMAP_THRESHOLD_": str(LARGE_BLOCK)}


class ReaderBusy(Exception):
    """More pictures wait than the pool takes, or it is closed: try again later."""


class _Died(Exception):
    pass


class OcrPool:
    """`workers` reader processes, each started at its first picture (or by `warm_up`)."""

    def __init__(self, workers: int = 2, *, waiting: int = WAITING, limit_s: float = LIMIT_S) -> None:
        self._slots = [_Reader() for _ in range(workers)]
        self._idle: asyncio.LifoQueue[_Reader] = asyncio.LifoQueue()
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

    async def _read_on(self, slot: "_Reader", picture: bytes) -> Page:
        for attempt in (1, 2):
            if self._closed:
                raise ReaderBusy()
            try:
                await slot.start()
                return _page(await asyncio.wait_for(slot.ask(picture), self._limit_s))
            except _Died:
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


class _Reader:
    """One process and its two pipes."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._starting = asyncio.Lock()  # a picture that comes during the warm-up waits for it

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Up and ready. Raises `_Died`."""
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                await self._start()

    async def _start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", f"{__package__}.ocr_worker", stdin=PIPE, stdout=PIPE, env=surroundings(), cwd=ROOT
        )
        try:
            await asyncio.wait_for(self._frame(), START_LIMIT_S)
        except TimeoutError as error:
            self.kill()
            raise _Died() from error
        except BaseException:
            self.kill()
            raise

    async def ask(self, picture: bytes) -> dict[str, Any]:
        """Raises `_Died` when the process ends before it has answered."""
        process = self._process
        if process is None:  # ended by `kill` meanwhile
            raise _Died()
        assert process.stdin is not None
        try:
            process.stdin.write(len(picture).to_bytes(4, "big") + picture)
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise _Died() from error
        answer = await self._frame()
        if answer.get("peak_kb", 0) > RECYCLE_KB:
            log.info("ocr_reader_recycled", peak_kb=answer["peak_kb"])
            self.kill()
        return answer

    async def _frame(self) -> dict[str, Any]:
        process = self._process
        if process is None:  # ended by `kill` meanwhile
            raise _Died()
        assert process.stdout is not None
        try:
            head = await process.stdout.readexactly(4)
            body: dict[str, Any] = json.loads(await process.stdout.readexactly(int.from_bytes(head, "big")))
        except (asyncio.IncompleteReadError, ConnectionResetError) as error:
            raise _Died() from error
        return body

    def kill(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()

    async def stop(self) -> None:
        process = self._process
        self.kill()
        if process is not None:
            await process.wait()


def _page(body: dict[str, Any]) -> Page:
    if "error" in body:
        log.warning("ocr_failed", error=body["error"])
        return Page((), failed=True)
    return page_of(body)
