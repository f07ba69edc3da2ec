"""Evidence files on disk: random names, outside the web root, written whole or not at all."""

import asyncio
import os
import re
import secrets
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{32}\.(?:jpg|png)")


class DiskFiles:
    """Files under one folder that belongs to the service alone; a name is 128 random bits and says nothing."""

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def save(self, data: bytes, suffix: str) -> str:
        """The random name under which the bytes are kept; they are on the disk when this returns.

        Raises ValueError for a suffix other than `.jpg` or `.png`, OSError when the disk is full.
        """
        name = secrets.token_hex(16) + suffix
        if not _NAME.fullmatch(name):
            raise ValueError(f"no picture suffix: {suffix!r}")
        await asyncio.to_thread(self._write, name, data)
        return name

    async def load(self, name: str) -> bytes:
        """Raises FileNotFoundError, also for a name that is none of ours."""
        return await asyncio.to_thread(self._path(name).read_bytes)

    async def replace(self, name: str, data: bytes) -> None:
        """Other bytes under the same name, at once. Raises FileNotFoundError for a name that is none of ours."""
        self._path(name)
        await asyncio.to_thread(self._write, name, data)

    async def delete(self, name: str) -> None:
        """A file that is gone already is no error."""
        path = self._path(name)
        await asyncio.to_thread(path.unlink, missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self._root / name[:2] / name

    def _write(self, name: str, data: bytes) -> None:
        path = self._path(name)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        half = path.with_suffix(".part")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the new name, too, must survive a power cut
        finally:
            os.close(folder)
