"""A process apart for what strangers send: it knows no secret, and whatever becomes of it, this process lives on."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import structlog

from .frames import HEAD, LEAVES

log = structlog.get_logger()
START_LIMIT_S = 60.0
ROOT = Path(__file__).resolve().parents[2]
# glibc would raise this by itself and keep what large pictures took: a process then grows by a third.
LARGE_BLOCK = 16 * 1024 * 1024
PASSED_ON = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


class Died(Exception):
    """The process ended before it had answered."""


class Child:
    """One process that runs a module of this package (`frames.serve`), and its two pipes."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: Process | None = None
        self._starting = asyncio.Lock()  # who comes while it starts waits for it

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Up and ready. Raises `Died`."""
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                await self._start()

    async def _start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", f"{__package__}.{self._module}", stdin=PIPE, stdout=PIPE, cwd=ROOT,
            env=_surroundings(),
        )  # fmt: skip
        try:
            await asyncio.wait_for(self._frame(), START_LIMIT_S)
        except TimeoutError as error:
            self.kill()
            raise Died() from error
        except BaseException:
            self.kill()
            raise

    async def ask(self, *parts: bytes) -> bytes:
        """Its answer to one frame. One question at a time; who gives up waiting must `kill` it. Raises `Died`."""
        process = self._process
        if process is None:  # ended by `kill` meanwhile
            raise Died()
        assert process.stdin is not None
        try:
            process.stdin.write(HEAD.pack(sum(map(len, parts))))
            for part in parts:
                process.stdin.write(part)
                await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Died() from error
        answer = await self._frame()
        if answer[:1] == LEAVES:
            log.info("process_recycled", module=self._module)
            self.kill()
        return answer[1:]

    async def _frame(self) -> bytes:
        process = self._process
        if process is None:  # ended by `kill` meanwhile
            raise Died()
        assert process.stdout is not None
        try:
            head = await process.stdout.readexactly(HEAD.size)
            return await process.stdout.readexactly(HEAD.unpack(head)[0])
        except (asyncio.IncompleteReadError, ConnectionResetError) as error:
            raise Died() from error

    def kill(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()

    async def stop(self) -> None:
        process = self._process
        self.kill()
        if process is not None:
            await process.wait()


def _surroundings() -> dict[str, str]:
    """All that such a process may know of this one's environment: no secret, one thread."""
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return passed | threads | {"PYTHONPATH": str(ROOT), "MALLOC_MMAP_THRESHOLD_": str(LARGE_BLOCK)}
