"""The sandbox's clock: real time plus an offset, kept in a file so that a restart does not forget it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class OwnClock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = timedelta(seconds=float(path.read_text())) if path.exists() else timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def set(self, to: datetime) -> None:
        """Move the clock to `to`, wherever that lies."""
        self._offset = to - datetime.now(UTC)
        half = self._path.with_suffix(".part")
        half.write_text(str(self._offset.total_seconds()))
        half.replace(self._path)
