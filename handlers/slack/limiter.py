"""Slack's rate limits, kept by us: who would be too fast waits here, before anything is sent.

A limit is a bucket: a burst passes at once, and room for more comes at a steady rate. Burst and rate are
chosen so that no minute holds more calls than Slack grants. What Slack asks for by Retry-After is honoured
on top of that. All of it runs in real time, whatever the Clock says.
"""

import asyncio
from dataclasses import dataclass

from aiolimiter import AsyncLimiter

from core.domain.ids import WorkspaceId

POST = "chat.postMessage"


@dataclass(frozen=True, slots=True)
class Rate:
    burst: int
    per_minute: float  # after the burst

    def bucket(self) -> AsyncLimiter:
        return AsyncLimiter(self.burst, self.burst * 60 / self.per_minute)


TIER_2 = Rate(burst=5, per_minute=15)
TIER_3 = Rate(burst=10, per_minute=40)
TIER_4 = Rate(burst=40, per_minute=60)  # people wait for these: many at once, then slowly
WAITED_FOR = Rate(burst=50, per_minute=48)  # tier 4 as well: somebody looks at their screen meanwhile

POSTS = Rate(burst=20, per_minute=240)
POSTS_TO_ONE = Rate(burst=3, per_minute=60)

RATES = {
    POST: POSTS,
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "conversations.open": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.members": TIER_4,
    "conversations.replies": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "usergroups.list": TIER_2,
    "usergroups.users.list": TIER_2,
    "users.info": WAITED_FOR,
    "users.list": TIER_2,
    "views.publish": WAITED_FOR,
}
"""By method, in one workspace. A method that is not here never waits: `views.open` has a trigger of three
seconds."""

FEW = 1000

Key = tuple[WorkspaceId, str, str]


class Limiter:
    """Limits by workspace and method, and for posts also by conversation. `enabled` False: nobody waits,
    for benchmarks."""

    def __init__(self, *, enabled: bool = True) -> None:
        self._enabled = enabled
        self._buckets: dict[Key, AsyncLimiter] = {}
        self._pauses: dict[tuple[WorkspaceId, str], float] = {}
        self._sweep_at = FEW

    async def turn(self, workspace_id: WorkspaceId, method: str, conversation: str = "") -> None:
        """Returns when the method may be called (for a post: in this conversation), and counts the call.
        May be cancelled."""
        rate = RATES.get(method)
        if rate is None:
            return
        if self._enabled:
            await self._sit_out(workspace_id, method)
            if method == POST:
                await self._bucket((workspace_id, method, conversation), POSTS_TO_ONE).acquire()
            await self._bucket((workspace_id, method, ""), rate).acquire()
        await self._sit_out(workspace_id, method)

    def pause(self, workspace_id: WorkspaceId, method: str, seconds: float) -> None:
        """Slack has asked for this (Retry-After): for the method, in the workspace. It is honoured even where
        the limits are off."""
        until = asyncio.get_running_loop().time() + seconds
        key = (workspace_id, method)
        self._pauses[key] = max(self._pauses.get(key, 0.0), until)

    def pause_left(self, workspace_id: WorkspaceId, method: str) -> float:
        """How many seconds of a pause are left; 0 if there is none."""
        until = self._pauses.get((workspace_id, method), 0.0)
        return max(0.0, until - asyncio.get_running_loop().time())

    async def _sit_out(self, workspace_id: WorkspaceId, method: str) -> None:
        while True:
            wait = self.pause_left(workspace_id, method)
            if not wait:
                return
            await asyncio.sleep(wait)

    def _bucket(self, key: Key, rate: Rate) -> AsyncLimiter:
        if key not in self._buckets:
            self._sweep()
            self._buckets[key] = rate.bucket()
        return self._buckets[key]

    def _sweep(self) -> None:
        """Forgets buckets with room for a whole burst, which are as good as new, each time their number
        has doubled."""
        if len(self._buckets) >= self._sweep_at:
            self._buckets = {
                key: bucket
                for key, bucket in self._buckets.items()
                if not bucket.has_capacity(bucket.max_rate)
            }
            self._sweep_at = max(FEW, 2 * len(self._buckets))
