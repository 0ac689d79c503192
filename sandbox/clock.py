"""The workspace's time: the real time plus an offset that people and tests move."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo


class Clock:
    """Virtual time. If a file is given, the offset in seconds is written there as text for an app to
    reread.
    """

    def __init__(self, file: Path | None = None, on_change: Callable[[], None] | None = None) -> None:
        self.offset = 0.0
        self.file = file
        self.on_change = on_change
        self._write()

    def now(self) -> float:
        """Seconds since the epoch, in the workspace's time."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Moves the workspace's time forward (or, with a negative number, back)."""
        self._set(self.offset + seconds)

    def advance_to(self, moment: datetime) -> None:
        """Moves the workspace's time to an aware moment."""
        self._set(moment.timestamp() - time.time())

    def reset(self) -> None:
        """Back to the real time."""
        self._set(0.0)

    def next_monday_at_nine(self, tz: str) -> datetime:
        """The next Monday 9:00 in that zone that is still to come."""
        local = datetime.fromtimestamp(self.now(), ZoneInfo(tz))
        monday = (local + timedelta(days=-local.weekday())).replace(hour=9, minute=0, second=0, microsecond=0)
        return monday if monday > local else monday + timedelta(days=7)

    def _set(self, offset: float) -> None:
        self.offset = offset
        self._write()
        if self.on_change:
            self.on_change()

    def _write(self) -> None:
        if self.file:
            draft = self.file.with_name(self.file.name + ".new")
            draft.write_text(f"{self.offset:.3f}\n", encoding="ascii")
            draft.replace(self.file)
