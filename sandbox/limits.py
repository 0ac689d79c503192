"""Slack's rate limits, as token buckets. They run in real time: moving the workspace's clock empties none of
them.
"""

import math
import time
from dataclasses import dataclass, field

PER_MINUTE = {1: 1.0, 2: 20.0, 3: 50.0, 4: 100.0, 5: 600.0}


@dataclass
class Bucket:
    """Holds `burst` tokens and gets `rate` more a second."""

    rate: float
    burst: float
    level: float = field(init=False)
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.level, self.at = self.burst, time.monotonic()

    def wait(self) -> float:
        """Takes a token and returns 0, or returns the seconds until there will be one."""
        now = time.monotonic()
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0.0
        return (1 - self.level) / self.rate


class Limits:
    """Calls a minute by tier and method; for chat.postMessage also a second, by channel and for all of them.

    `scale` multiplies every rate, so that a test need not wait a minute.
    """

    def __init__(self, scale: float = 1.0, channel_burst: float = 4.0, team_burst: float = 40.0) -> None:
        self.scale = scale
        self.channel_burst = channel_burst
        self.team_burst = team_burst
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def retry_after(self, method: str, tier: int, channel: str) -> int:
        """0 if the call may pass, else the whole seconds after which to try again."""
        if method == "chat.postMessage":
            waits = (
                self._wait(method, channel, 1.0, self.channel_burst),
                self._wait(method, "", 5.0, self.team_burst),
            )
            return math.ceil(max(waits))
        rate = PER_MINUTE[tier] / 60
        return math.ceil(self._wait(method, "", rate, max(2.0, rate * 30)))

    def _wait(self, method: str, channel: str, rate: float, burst: float) -> float:
        key = (method, channel)
        if key not in self._buckets:
            self._buckets[key] = Bucket(rate * self.scale, max(1.0, burst * self.scale))
        return self._buckets[key].wait()
