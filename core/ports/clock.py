"""The time people live in, and the way to say that something is to be done."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time people live in. Leases, time-outs, rate limits and signatures do not use it."""

    def now(self) -> datetime:
        """Aware, in UTC."""
        ...


Wake = Callable[[], None]
"""Tells the deliverer that there is something to do. Returns at once; may be called from any task."""
