"""A running Everloop: from the first connection to the last answer."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.bootstrap import Services, build_deps, build_services, build_slack
from bot.clock import FileClock, open_clock
from bot.config import Settings, Switch
from bot.connection import connected, introduce, patiently
from bot.database import opened
from bot.health import Vitals, health_routes
from bot.metrics import Metrics
from bot.rounds import Rounds
from bot.scheduler import start_scheduler
from bot.web import Door, listening
from core.domain.ids import WorkspaceId
from core.domain.workspaces import Workspace
from core.ports import Clock
from handlers.slack.app import build_app
from handlers.slack.manifest import EVENTS_PATH
from storage.engine import Database

log = structlog.get_logger(__name__)

STOP_WITHIN = 5.0
"""Seconds from the signal to the end, whatever happens. What is under way gets these of them:"""
LISTENERS = 2.5
SENDS = timedelta(seconds=1.5)

TURN = 0.001
"""Seconds after which a busy thread must let another one run. A statement's result waits for that, each time;
Python's own 5 ms would make a saved form a fifth slower whenever much goes on at once."""

QUIET_START = 3.0
"""For so many seconds our port stays closed until we know who we are; then at least health can be asked."""


@dataclass(frozen=True)
class Running:
    """What runs, for whoever started it."""

    workspace: Workspace
    database: Database
    services: Services
    metrics: Metrics


async def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT, then finishes what is under way in STOP_WITHIN. Raises CannotStart."""
    sys.setswitchinterval(TURN)
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None  # noqa: S101  # a coroutine that runs has one

    def stop() -> None:
        if not task.cancelling():
            log.info("everloop.stopping")
            loop.call_later(STOP_WITHIN, os._exit, 0)
            task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    with suppress(asyncio.CancelledError):
        async with started(settings):
            _spare_the_collector()
            await asyncio.Event().wait()
    log.info("everloop.stopped")


def _spare_the_collector() -> None:
    """What is there after the start stays: some 170,000 objects, mostly of modules. Looking through them
    again and again for garbage would stop everything for a tenth of a second each time."""
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def started(settings: Settings) -> AsyncGenerator[Running]:
    """Connected, serving and delivering. Waits for a Slack that can't be reached. Raises CannotStart.

    What is entered later is left earlier: first nothing new comes in, then what runs is finished, then what
    that needs is closed.
    """
    async with AsyncExitStack() as stack:
        clock, metrics, vitals, door = open_clock(settings.clock_file), Metrics(), Vitals(), Door()
        database = await stack.enter_async_context(opened(settings, alone=True))
        slack = build_slack(settings.api_url, limited=settings.rate_limits is Switch.ON)
        stack.push_async_callback(slack.clients.close)
        introduced = asyncio.create_task(introduce(settings, slack, database))
        stack.callback(introduced.cancel)
        await asyncio.wait({introduced}, timeout=QUIET_START)
        if (port := settings.listens_on) is not None:
            routes = health_routes(vitals, clock, metrics)
            by_http = [web.post(EVENTS_PATH, door.handle)] if settings.by_http else []
            await stack.enter_async_context(listening(settings.host, port, [*routes, *by_http]))
        workspace = await introduced
        rounds = Rounds(workspace.id)
        services = build_services(
            database,
            slack,
            clock,
            undo_window=settings.undo_window,
            edit_window=settings.edit_window,
            daily_limit=settings.daily_limit,
            wake=rounds.wake,
            observe=metrics.message_tried,
        )
        await stack.enter_async_context(_delivering(services, rounds, clock, workspace.id))
        app = build_app(build_deps(settings, services, slack, clock, metrics))
        link = await stack.enter_async_context(connected(settings, app, slack, workspace, door, LISTENERS))
        vitals.look_at(link, lambda: _waiting(database, workspace.id))
        log.info("everloop.started", ways=settings.ways, workspace_id=workspace.id)
        await stack.enter_async_context(_looked_after(services, workspace.id))
        yield Running(workspace, database, services, metrics)


@asynccontextmanager
async def _delivering(
    services: Services, rounds: Rounds, clock: Clock, workspace_id: WorkspaceId
) -> AsyncGenerator[None]:
    """At the end what is being sent gets SENDS to arrive."""
    scheduler = start_scheduler(
        tick=rounds.tick,
        clock_jumped=clock.jumped if isinstance(clock, FileClock) else None,
        nightly=lambda: _look_after(services, workspace_id),
    )
    delivery = asyncio.create_task(
        rounds.run(
            services.feedback.release_due,
            services.requests.prompt_due,
            services.revising.close_windows,
            services.looking_back.catch_up,
            deliver=services.deliverer.deliver_due,
        )
    )
    rounds.tick()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        rounds.stop()
        await services.deliverer.close(SENDS)
        with suppress(TimeoutError):
            await asyncio.wait_for(delivery, 0.5)


@asynccontextmanager
async def _looked_after(services: Services, workspace_id: WorkspaceId) -> AsyncGenerator[None]:
    """The first look at the directory, in the background; the nights bring the next ones."""
    first_look = asyncio.create_task(_look_after(services, workspace_id))
    try:
        yield
    finally:
        first_look.cancel()
        await asyncio.gather(first_look, return_exceptions=True)


async def _look_after(services: Services, workspace_id: WorkspaceId) -> None:
    """Reads the directory, and throws away drafts that nobody came back to. Raises nothing."""
    try:
        changed = await patiently(lambda: services.people.sync_everyone(workspace_id))
        purged = await patiently(lambda: services.drafts.purge_drafts(workspace_id))
        log.info("directory.read", workspace_id=workspace_id, changed=changed, drafts_purged=purged)
    except Exception:
        log.exception("directory.not_read", workspace_id=workspace_id)


async def _waiting(database: Database, workspace_id: WorkspaceId) -> tuple[int, datetime | None]:
    async with database.reading(workspace_id) as unit:
        return await unit.outbox.waiting()
