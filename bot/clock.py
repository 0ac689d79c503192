"""The clocks: the machine's, and one that a file moves, for the demo and for tests."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_REREAD_AFTER = 0.25  # seconds


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class FileClock:
    """The machine's time plus the offset in seconds that a file holds.

    Fractions are allowed. A missing or garbled file counts as what it last said, at first as 0. A change is
    seen within a quarter of a second.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = self._reported = self._read(0.0)
        self._read_at = time.monotonic()

    def now(self) -> datetime:
        self._refresh()
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def jumped(self) -> bool:
        """Whether it has jumped since it was last asked."""
        self._refresh()
        jumped, self._reported = self._offset != self._reported, self._offset
        return jumped

    def _refresh(self) -> None:
        if time.monotonic() - self._read_at >= _REREAD_AFTER:
            self._offset, self._read_at = self._read(self._offset), time.monotonic()

    def _read(self, otherwise: float) -> float:
        try:
            return float(self._path.read_text().strip())
        except (OSError, ValueError):
            return otherwise


def open_clock(path: Path | None) -> SystemClock | FileClock:
    return SystemClock() if path is None else FileClock(path)
