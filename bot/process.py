"""A running Everloop: from the first connection to the last answer."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.bootstrap import Services, Slack, build_services, build_slack
from bot.clock import FileClock, open_clock
from bot.config import Mode, Settings, Switch
from bot.database import opened
from bot.errors import CannotStart
from bot.health import Vitals, health_routes
from bot.metrics import Metrics
from bot.rounds import Rounds
from bot.scheduler import start_scheduler
from bot.web import EVENTS_PATH, Door, listening
from core.domain.errors import Unavailable
from core.domain.workspaces import Workspace
from storage.engine import Database

log = structlog.get_logger(__name__)

STOP_WITHIN = 5.0
"""Seconds from the signal to the end. Of them LISTENERS and SENDS are for what is under way."""
LISTENERS = 2.5
SENDS = timedelta(seconds=1.5)


@dataclass(frozen=True)
class Running:
    """What is running, for whoever started it."""

    workspace: Workspace
    database: Database
    services: Services
    metrics: Metrics


async def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT; then finishes what is under way, within STOP_WITHIN. Raises CannotStart."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None  # noqa: S101  # it is running

    def stop() -> None:
        log.info("everloop.stopping")
        loop.call_later(STOP_WITHIN, os._exit, 0)
        task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    with suppress(asyncio.CancelledError):
        async with started(settings):
            await asyncio.Event().wait()
    log.info("everloop.stopped")


@asynccontextmanager
async def started(settings: Settings) -> AsyncGenerator[Running]:
    """Connected, serving and delivering. Raises CannotStart; waits for a Slack that can't be reached."""
    async with AsyncExitStack() as stack:
        metrics, door, vitals = Metrics(), Door(), Vitals()
        await _listen(stack, settings, [*health_routes(vitals, metrics), web.post(EVENTS_PATH, door)])
        database = await stack.enter_async_context(opened(settings, alone=True))
        clock = open_clock(settings.clock_file)
        slack = build_slack(settings.api_url, limited=settings.rate_limits is Switch.ON)
        stack.push_async_callback(slack.clients.close)
        workspace = await _introduced(settings, slack, database)
        rounds = Rounds(workspace.id)
        services = build_services(...)
