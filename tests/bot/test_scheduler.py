"""The ticks."""

import asyncio
from collections.abc import Callable

import structlog

from bot.scheduler import start_scheduler


async def eventually(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.02)


async def nothing() -> None:
    return None


async def test_it_wakes_delivery_each_second() -> None:
    woken: list[bool] = []
    scheduler = start_scheduler(tick=lambda: woken.append(True), clock_jumped=None, nightly=nothing)
    try:
        await eventually(lambda: len(woken) >= 2)
    finally:
        scheduler.shutdown(wait=False)


async def test_a_jump_of_the_clock_wakes_it_at_once() -> None:
    jumps = iter([False, True])
    woken: list[float] = []
    started = asyncio.get_running_loop().time()
    with structlog.testing.capture_logs() as logs:
        scheduler = start_scheduler(
            tick=lambda: woken.append(asyncio.get_running_loop().time() - started),
            clock_jumped=lambda: next(jumps, False),
            nightly=nothing,
        )
        try:
            await eventually(lambda: bool(woken))
        finally:
            scheduler.shutdown(wait=False)
    assert [entry["event"] for entry in logs] == ["clock.jumped"]
