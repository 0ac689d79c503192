"""From the outbox to the Messenger: each message where it should be, once, whatever breaks on the way."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from core.domain.errors import Unavailable
from core.domain.ids import MessageId, PersonId, WorkspaceId
from core.domain.messages import Message, MessageState
from core.ports import DELIVERY, Clock, Lease, Leases, Messenger, Step, Store
from core.services.attempts import AfterShowing as AfterShowing
from core.services.attempts import Describe as Describe
from core.services.attempts import OnFailure as OnFailure
from core.services.attempts import Outcome, backoff, step_for
from core.services.sending import Sender

log = structlog.get_logger(__name__)

Observe = Callable[[str, Outcome], None]
"""Told the kind of each message that was tried, and what became of it: for the metrics."""

BATCH = 500
PATIENCE = timedelta(seconds=0.25)
LEASE = timedelta(seconds=15)
LATE_ARRIVAL = timedelta(seconds=3)
"""How much longer than the call's time-out a message of unknown outcome is left alone: a request that
timed out may still arrive."""

Lane = tuple[WorkspaceId, PersonId]


class Deliverer:
    """Brings conversations in line with the outbox. What goes to one person goes one after the other, in
    order, in a lane of its own; lanes run side by side, `concurrency` calls at a time, and one that has to
    wait holds up no other.

    `describe`, `on_failure` and `after_showing` are keyed by the notification's kind. `call_timeout` is the
    Messenger's own. `holder` names this process in the lease; where only one process can run it should be the
    same at each start, or the first delivery waits until the lease is over.
    """

    def __init__(
        self,
        store: Store,
        leases: Leases,
        messenger: Messenger,
        clock: Clock,
        describe: Mapping[str, Describe],
        on_failure: Mapping[str, OnFailure],
        after_showing: Mapping[str, AfterShowing] | None = None,
        *,
        holder: str,
        call_timeout: timedelta = timedelta(seconds=5),
        late_arrival: timedelta = LATE_ARRIVAL,
        patience: timedelta = PATIENCE,
        concurrency: int = 8,
        observe: Observe = lambda _kind, _outcome: None,
    ) -> None:
        self._store, self._leases, self._messenger, self._clock = store, leases, messenger, clock
        self._sender = Sender(store, messenger, clock, describe, on_failure, after_showing or {})
        self._holder, self._observe = holder, observe
        self._patience = patience.total_seconds()
        self._look_up_after = call_timeout + late_arrival
        self._calls = asyncio.Semaphore(concurrency)
        self._held: dict[WorkspaceId, tuple[Lease, float]] = {}
        self._lanes: dict[Lane, asyncio.Task[int]] = {}
        self._queueing: set[Lane] = set()
        self._rests = _Rests()
        self._closing = False

    async def deliver_due(self, workspace_id: WorkspaceId) -> int:
        """Sends what is due now and looks up what was left unsettled; returns how many messages were
        brought in line. Returns after `patience` even if some lanes still wait for an answer or for their
        turn: they go on, and the next call counts them. Never raises for a failed send; raises Unavailable
        if the database is away."""
        until = time.monotonic() + self._patience
        done = 0
        while not self._closing and (lease := await self._hold(workspace_id)) is not None:
            done += self._harvest(workspace_id)
            self._start_lanes(await self._work(lease), lease)
            lanes = [task for (owner, _), task in self._lanes.items() if owner == workspace_id]
            if not lanes:
                break
            _, running = await asyncio.wait(lanes, timeout=max(0.0, until - time.monotonic()))
            if running:
                break
        return done + self._harvest(workspace_id)

    async def close(self, grace: timedelta = timedelta(seconds=4)) -> None:
        """Starts nothing more, lets the calls that are under way finish for as long as `grace`, and gives the
        leases back. What is cut off is looked up after the next start."""
        self._closing = True
        for lane in self._queueing:
            self._lanes[lane].cancel()
        lanes = set(self._lanes.values())
        if lanes:
            _, late = await asyncio.wait(lanes, timeout=grace.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)
        held, self._held = self._held, {}
        for lease, _ in held.values():
            try:
                await self._leases.release(lease)
            except Unavailable as error:
                log.warning("lease.not_released", workspace_id=lease.workspace_id, reason=error.key)

    # -- the lease ---

    async def _hold(self, workspace_id: WorkspaceId) -> Lease | None:
        """The lease, prolonged when a third of it is over; None while another process delivers for this
        workspace."""
        held = self._held.get(workspace_id)
        now = time.monotonic()
        if held is not None and now - held[1] < LEASE.total_seconds() / 3:
            return held[0]
        self._held.pop(workspace_id, None)
        lease = await self._leases.acquire(workspace_id, DELIVERY, self._holder, LEASE)
        if lease is not None:
            self._held[workspace_id] = (lease, now)
        return lease

    # -- the lanes ---

    async def _work(self, lease: Lease) -> Iterable[Message]:
        async with self._store.reading(lease.workspace_id) as uow:
            unsettled = await uow.outbox.unsettled(lease.fence, self._look_up_after, BATCH)
            due = await uow.outbox.due(self._clock.now(), BATCH)
        return (message for message in (*unsettled, *due) if not self._rests.resting(message.id))

    def _start_lanes(self, messages: Iterable[Message], lease: Lease) -> None:
        fresh: dict[PersonId, list[Message]] = {}
        for message in messages:
            if (lease.workspace_id, message.topic.recipient_id) not in self._lanes:
                fresh.setdefault(message.topic.recipient_id, []).append(message)
        for recipient_id, queue in fresh.items():
            task = asyncio.create_task(self._run_lane(queue, lease))
            self._lanes[lease.workspace_id, recipient_id] = task

    def _harvest(self, workspace_id: WorkspaceId) -> int:
        """Takes the lanes that have ended out; raises what one of them met."""
        done, fault = 0, None
        for lane, task in list(self._lanes.items()):
            if lane[0] == workspace_id and task.done():
                del self._lanes[lane]
                if not task.cancelled():
                    fault = fault or task.exception()
                    done += 0 if task.exception() else task.result()
        if fault is not None:
            raise fault
        return done

    async def _run_lane(self, messages: list[Message], lease: Lease) -> int:
        """Each message in turn; returns how many were brought in line."""
        done = 0
        for message in messages:
            if self._closing:
                break
            outcome = await self._take(message, lease.fence)
            self._observe(message.topic.kind, outcome)
            done += outcome in (Outcome.DELIVERED, Outcome.NOTHING)
            if outcome is Outcome.OVERTAKEN:
                self._held.pop(lease.workspace_id, None)  # perhaps the lease is lost: ask
                break
        return done

    async def _take(self, message: Message, fence: int) -> Outcome:
        looking_up = message.state is MessageState.SENDING
        try:
            if not looking_up and (step := step_for(message)) is not None:
                await self._wait_turn(message, step)
            async with self._calls:
                step_on = self._sender.look_up if looking_up else self._sender.send
                outcome = await step_on(message, fence)
        except Unavailable:
            raise
        except Exception:
            log.exception("message.fault", message_id=message.id, kind=message.topic.kind)
            outcome = Outcome.FAULT
        if outcome is Outcome.FAULT or (looking_up and outcome is Outcome.UNKNOWN):
            self._rests.rest(message.id)
        else:
            self._rests.forget(message.id)
        return outcome

    async def _wait_turn(self, message: Message, step: Step) -> None:
        """Where a lane may be cut off without harm."""
        lane = (message.workspace_id, message.topic.recipient_id)
        self._queueing.add(lane)
        try:
            await self._messenger.turn(*lane, step)
        finally:
            self._queueing.discard(lane)


@dataclass(slots=True)
class _Rest:
    until: float
    times: int


class _Rests:
    """Messages that can be neither settled nor tried again just now, and until when they are left alone: by
    this process, in real time."""

    def __init__(self) -> None:
        self._rests: dict[MessageId, _Rest] = {}

    def resting(self, message_id: MessageId) -> bool:
        rest = self._rests.get(message_id)
        return rest is not None and time.monotonic() < rest.until

    def rest(self, message_id: MessageId) -> None:
        now = time.monotonic()
        times = self._rests[message_id].times + 1 if message_id in self._rests else 1
        self._rests = {key: rest for key, rest in self._rests.items() if now - rest.until < 3600}
        self._rests[message_id] = _Rest(now + 1.0 + backoff(times).total_seconds(), times)

    def forget(self, message_id: MessageId) -> None:
        self._rests.pop(message_id, None)
