"""Load on an app: open-loop arrivals, as people cause them, and bursts, to find the most it can take.

Arrivals come by a schedule that does not wait for answers, and latency counts from the scheduled time: an app
that stalls pays for everyone who came meanwhile. Gaps are exponential (a Poisson process), so that arrivals
are never in step with anything that polls; the same seed gives every app the same sequence.
"""

import asyncio
import gc
import random
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.peer import Parcel, Peer

EARLY = 0.002  # seconds: sleep is about a millisecond coarse, so the rest is waited out turn by turn


@dataclass(frozen=True, slots=True)
class Sample:
    """Latencies in milliseconds, sorted; how many were answered a second, all in all; what went wrong."""

    latencies: tuple[float, ...]
    per_second: float
    errors: tuple[str, ...]

    def quantile(self, share: float) -> float:
        if not self.latencies:
            return float("nan")
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


def arrivals(rate: float, number: int, seed: int) -> list[float]:
    """Seconds from the start at which each one comes; `rate` of them a second on average."""
    chance = random.Random(seed)
    at, times = 0.0, list[float]()
    for _ in range(number):
        at += chance.expovariate(rate)
        times.append(at)
    return times


async def open_loop(peer: Peer, parcels: Sequence[Parcel], schedule: Sequence[float]) -> Sample:
    """One parcel at each time of the schedule, as far as there are parcels."""
    with _undisturbed():
        began = time.perf_counter() + 0.05
        tasks: list[asyncio.Task[tuple[float, str]]] = []
        for parcel, offset in zip(parcels, schedule, strict=False):
            due = began + offset
            await _until(due)
            tasks.append(asyncio.create_task(_timed(peer, parcel, due)))
        return _sample(await asyncio.gather(*tasks), time.perf_counter() - began)


async def burst(peer: Peer, parcels: Sequence[Parcel], at_once: int) -> Sample:
    """All of them as fast as the app takes them, `at_once` under way at a time."""
    waiting = iter(parcels)
    results: list[tuple[float, str]] = []

    async def keep_sending() -> None:
        for parcel in waiting:
            results.append(await _timed(peer, parcel, time.perf_counter()))

    with _undisturbed():
        began = time.perf_counter()
        await asyncio.gather(*(keep_sending() for _ in range(at_once)))
        return _sample(results, time.perf_counter() - began)


async def _timed(peer: Peer, parcel: Parcel, due: float) -> tuple[float, str]:
    answer = await peer.send(parcel)
    return (answer.at - due) * 1e3, answer.error or _refusal(answer.body)


def _refusal(body: object) -> str:
    """A form that stays open was answered in time, but not saved: no success."""
    return f"the form stayed open: {body}" if isinstance(body, dict) and "response_action" in body else ""


async def _until(due: float) -> None:
    await asyncio.sleep(due - time.perf_counter() - EARLY)
    while time.perf_counter() < due:
        await asyncio.sleep(0)


def _sample(results: Sequence[tuple[float, str]], took: float) -> Sample:
    good = tuple(sorted(latency for latency, error in results if not error))
    return Sample(good, len(good) / took, tuple(error for _, error in results if error))


@contextmanager
def _undisturbed() -> Generator[None]:
    """Keeps this process's own garbage collection out of the measure."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
