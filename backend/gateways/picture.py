"""The door for pictures: type by content, bounded in every direction, always re-encoded.

Nothing of the sender's file is kept but its pixels and its SHA-256: no comment, no EXIF, no colour profile, nothing
that was appended. A refusal carries a stable code: 413 `too_large`; 415 `unsupported`, `heic`, `animated`, `polyglot`;
422 `empty_file`, `broken_file`, `too_small`.
"""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from ..domain.errors import Invalid, TooLarge, Unsupported
from .ocr import ROOT, surroundings
from .picture_bytes import looks_like_heif
from .picture_pixels import Picture, blacken, pixels_of, size_of, unpack

__all__ = ["Picture", "admit", "admitted", "blackened"]

MAX_BYTES = 10 * 1024 * 1024
APART = 5_000_000  # px; a phone's screen has three million. What has more is decoded in a process of its own
LIMIT_S = 30.0
# One picture at a time, however many are sent: talks go on beside it, and the readers take longer anyhow.
_decoder = ThreadPoolExecutor(1, "decoder")


async def admitted(data: bytes) -> Picture:
    """`admit`, when it is this picture's turn."""
    return await asyncio.get_running_loop().run_in_executor(_decoder, admit, data)


async def blackened(data: bytes, places: Sequence[Sequence[float]]) -> tuple[bytes, bytes]:
    """`blacken`, when it is this picture's turn."""
    return await asyncio.get_running_loop().run_in_executor(_decoder, blacken, data, places)


def admit(data: bytes) -> Picture:
    """Raises `TooLarge` (413), `Unsupported` (415), or `Invalid` (422) for what is no acceptable picture."""
    if not data:
        raise Invalid("文件是空的，请重新选择图片。", code="empty_file")
    if len(data) > MAX_BYTES:
        raise TooLarge()
    if looks_like_heif(data):
        raise Unsupported("这是 HEIC/AVIF 格式的照片，请截屏或在手机上另存为 JPG 后再上传。", code="heic")
    width, height = size_of(data)
    return pixels_of(data) if width * height <= APART else _apart(data)


def _apart(data: bytes) -> Picture:
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"{__package__}.picture_pixels"], input=data, capture_output=True, cwd=ROOT,
            env=surroundings(), timeout=LIMIT_S, check=True,
        )  # fmt: skip
        return unpack(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Invalid("这张图片打不开，请重新截一张。", code="broken_file") from error

