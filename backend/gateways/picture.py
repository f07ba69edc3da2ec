"""The door for pictures: type by content, bounded in every direction, always re-encoded.

Nothing of the sender's file is kept but its pixels and its SHA-256: no comment, no EXIF, no colour profile, nothing
that was appended. A refusal carries a stable code: 413 `too_large`; 415 `unsupported`, `heic`, `animated`, `polyglot`;
422 `empty_file`, `broken_file`, `too_small`.

Pictures are decoded in a process of their own (`picture_worker`): talks go on beside it, and no file can eat the
service's memory or, should it break the decoder, reach anything of the house.
"""

import asyncio
from collections.abc import Sequence

import structlog

from ..domain.errors import Invalid
from .child import Child, Died
from .picture_pixels import Picture, admit
from .picture_worker import ask_admit, ask_blacken, both_of, picture_of

__all__ = ["LIMIT_S", "Picture", "PictureDoor", "admit"]

LIMIT_S = 30.0
log = structlog.get_logger()


class PictureDoor:
    """One process, and one picture at a time, however many are sent: the readers take longer anyhow."""

    def __init__(self, *, limit_s: float = LIMIT_S) -> None:
        self._child = Child("picture_worker")
        self._turn = asyncio.Lock()
        self._limit_s = limit_s

    @property
    def pid(self) -> int | None:
        return self._child.pid

    async def warm_up(self) -> None:
        """Start the process now instead of at the first picture."""
        await self._child.start()

    async def admit(self, data: bytes) -> Picture:
        """Raises `TooLarge` (413), `Unsupported` (415), or `Invalid` (422) for what is no acceptable picture."""
        return picture_of(await self._ask(ask_admit(), data))

    async def blacken(self, data: bytes, places: Sequence[Sequence[float]]) -> tuple[bytes, bytes]:
        """A stored picture and its thumbnail with black over these places: left, top, width, height as shares of it."""
        return both_of(await self._ask(ask_blacken(places), data))

    async def _ask(self, question: bytes, data: bytes) -> bytes:
        """Raises `Invalid` for a file that ends the process twice, or takes too long: it is the file's fault."""
        async with self._turn:
            for _ in (1, 2):
                try:
                    await self._child.start()
                    return await asyncio.wait_for(self._child.ask(question, data), self._limit_s)
                except Died:
                    log.warning("picture_process_died")
                    self._child.kill()
                except TimeoutError:
                    log.warning("picture_too_slow", limit_s=self._limit_s)
                    self._child.kill()
                    break
                except BaseException:
                    self._child.kill()  # its answer would be taken for the next picture's
                    raise
        raise Invalid("这张图片打不开，请重新截一张。", code="broken_file")

    async def close(self) -> None:
        await self._child.stop()
