"""APScheduler ticks, and does nothing else: no job is stored, and none does the work itself."""

import random
from collections.abc import Awaitable, Callable
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)

Jumped = Callable[[], bool]


def start_scheduler(
    *, tick: Callable[[], None], clock_jumped: Jumped | None, nightly: Callable[[], Awaitable[object]]
) -> AsyncIOScheduler:
    """Ticks each second, and at once when the clock has jumped; calls `nightly` once a night (UTC),
    at a minute of its own. The caller shuts it down."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )

    async def second() -> None:
        tick()

    async def night() -> None:
        try:
            await nightly()
        except Exception:
            log.exception("nightly.failed")

    scheduler.add_job(second, "interval", seconds=1)
    scheduler.add_job(night, "cron", hour=2, minute=random.randrange(60))  # noqa: S311  # spreads load, no secret
    if clock_jumped is not None:
        scheduler.add_job(_watch(clock_jumped, tick), "interval", seconds=0.25)
    scheduler.start()
    return scheduler


def _watch(clock_jumped: Jumped, tick: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    async def watch() -> None:
        if clock_jumped():
            log.info("clock.jumped")
            tick()

    return watch
