"""How fast `/feedback` and its form are acknowledged, and how many a second, against the bare Bolt app.

A run takes both apps through the same steps, one after the other in fresh processes, in alternating order:
whatever else the machine does meanwhile hits both.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import payloads
from benchmarks.contestants import Contestant, bare, everloop, running
from benchmarks.load import Sample, arrivals, burst, open_loop
from benchmarks.peer import Json, Parcel, Peer, user_id

WARM_UP = 40
FORMS_OPEN_WITHIN = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class Plan:
    """`rate`: arrivals a second. `burst`: how many are sent to measure throughput, `at_once` at a time."""

    samples: int
    rate: float
    runs: int
    burst: int
    at_once: int
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One app in one mode in one run. Memory in MB."""

    app: str
    mode: str
    command: Sample
    submission: Sample
    command_burst: Sample
    submission_burst: Sample
    memory_at_rest: float
    memory_after: float
    unopened: int

    @property
    def errors(self) -> tuple[str, ...]:
        steps = (self.command, self.submission, self.command_burst, self.submission_burst)
        unopened = (f"{self.unopened} commands opened no form",) if self.unopened else ()
        return (*unopened, *(error for step in steps for error in step.errors))


async def measure(plan: Plan, scratch: Path) -> AsyncGenerator[Measured]:
    modal = scratch / "modal.json"
    modal.write_text(json.dumps(await capture_modal(scratch)))
    for run in range(plan.runs):
        for mode in plan.modes:
            for name in ("bare", "everloop") if run % 2 == 0 else ("everloop", "bare"):
                log = scratch / f"{name}-{mode}-{run}.log"
                with TemporaryDirectory(dir=scratch) as folder:
                    contestant = bare(modal) if name == "bare" else everloop(Path(folder))
                    yield await _measure_one(contestant, mode, plan, run, log)


async def capture_modal(scratch: Path) -> Json:
    """The form as Everloop opens it, so that the bare app opens the same one."""
    with TemporaryDirectory(dir=scratch) as folder:
        async with running(everloop(Path(folder)), "socket", scratch / "capture.log") as app:
            typed = payloads.command(app.peer.url, user_id(0))
            call = await app.peer.send_until_call(app.peer.parcel("slash_commands", typed), "views.open")
    view = call.args["view"]
    return json.loads(view) if isinstance(view, str) else view


async def _measure_one(contestant: Contestant, mode: str, plan: Plan, run: int, log: Path) -> Measured:
    async with running(contestant, mode, log) as app:
        people = People(app.peer)
        memory_at_rest = app.memory()
        await burst(app.peer, warm := people.commands(WARM_UP), 2)
        await burst(app.peer, await people.submissions(warm), 2)
        schedule = arrivals(plan.rate, plan.samples, seed=run)
        command = await open_loop(app.peer, typed := people.commands(plan.samples), schedule)
        submission = await open_loop(app.peer, await people.submissions(typed), schedule)
        command_burst = await burst(app.peer, typed := people.commands(plan.burst), plan.at_once)
        submission_burst = await burst(app.peer, await people.submissions(typed), plan.at_once)
        return Measured(
            contestant.name,
            mode,
            command,
            submission,
            command_burst,
            submission_burst,
            memory_at_rest,
            app.memory(),
            people.unopened,
        )


class People:
    """Everybody in turn types the command, and sends the form that opened for it."""

    def __init__(self, peer: Peer) -> None:
        self._peer, self._turns, self._sent = peer, count(), count()
        self.unopened = 0  # commands that were acknowledged, but after which no form came

    def commands(self, number: int) -> list[Parcel]:
        typed = (payloads.command(self._peer.url, self._next()) for _ in range(number))
        return [self._peer.parcel("slash_commands", one) for one in typed]

    async def submissions(self, typed: list[Parcel]) -> list[Parcel]:
        """Of the forms that these commands opened: waits for the last of them."""
        end = time.perf_counter() + FORMS_OPEN_WITHIN
        while len(opened := self._opened(typed)) < len(typed) and time.perf_counter() < end:
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.5)
        self.unopened += len(typed) - len(opened)
        sent: list[Parcel] = []
        for one in opened:
            view, user = self._peer.modals.pop(one.payload["trigger_id"]), one.payload["user_id"]
            filled = payloads.submission(user, view, choose=self._colleague(user))
            sent.append(self._peer.parcel("interactive", filled))
        return sent

    def _opened(self, typed: list[Parcel]) -> list[Parcel]:
        return [one for one in typed if one.payload["trigger_id"] in self._peer.modals]

    def _next(self) -> str:
        return user_id(next(self._turns) % self._peer.people)

    def _colleague(self, user: str) -> str:
        """Another one each time: how much one may send to the same person in a day is limited."""
        further = 1 + next(self._sent) // self._peer.people % (self._peer.people - 1)
        return user_id((int(user[1:]) + further) % self._peer.people)
