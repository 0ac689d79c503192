"""The rounds in a workspace: each tick, what time brings; each tick and each wake, what is due goes out."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from core.domain.errors import Unavailable
from core.domain.ids import WorkspaceId

log = structlog.get_logger(__name__)

PAUSE = 0.05
"""Seconds from one round to the next. When much happens at once, one round serves several wakes: each costs a
handful of questions to the database, and whoever waits for an acknowledgement waits behind them."""

Step = Callable[[WorkspaceId], Awaitable[object]]


class Rounds:
    """Never two rounds at once; a wake or tick during a round brings another soon after it. No fault ends
    them."""

    def __init__(self, workspace_id: WorkspaceId) -> None:
        self._workspace_id = workspace_id
        self._woken = asyncio.Event()
        self._ticked = False
        self._stopping = False

    def wake(self) -> None:
        """Something was committed that wants to be delivered."""
        self._woken.set()

    def tick(self) -> None:
        """Time has passed."""
        self._ticked = True
        self._woken.set()

    def stop(self) -> None:
        """`run` returns as soon as the round that is under way has ended."""
        self._stopping = True
        self._woken.set()

    async def run(self, *timely: Step, deliver: Step) -> None:
        """A tick takes the `timely` steps in their order, then delivers; a wake only delivers."""
        while not self._stopping:
            await self._woken.wait()
            self._woken.clear()
            ticked, self._ticked = self._ticked, False
            for step in (*timely, deliver) if ticked else (deliver,):
                if not self._stopping:
                    await self._take(step)
            await asyncio.sleep(PAUSE)

    async def _take(self, step: Step) -> None:
        try:
            await step(self._workspace_id)
        except Unavailable as error:
            log.warning("round.unavailable", workspace_id=self._workspace_id, reason=error.key)
        except Exception:
            log.exception("round.failed", workspace_id=self._workspace_id)
