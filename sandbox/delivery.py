"""Sending things to the app, waiting for its acknowledgement, and sending events again that had none."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from sandbox.wire import Json, new_id

KEPT = 10_000
DeliveryKind: TypeAlias = Literal["slash_commands", "interactive", "events_api"]


@dataclass(eq=False)
class Delivery:
    """One thing sent to the app, and what became of it.

    `error` is empty if it was acknowledged in time, else: timeout, no_connection, connection_lost,
    connection_failed, http_NNN, bad_answer. `latency` is in seconds, also when the answer came too late.
    """

    kind: DeliveryKind
    name: str
    payload: Json
    retry: int = 0
    retry_reason: str = ""
    id: str = field(default_factory=lambda: new_id("E"))
    sent: float = field(default_factory=time.perf_counter)
    latency: float | None = None
    answer: Any = None
    error: str = ""
    wants_no_retry: bool = False

    @property
    def ok(self) -> bool:
        return not self.error

    def acknowledge(self, answer: Any) -> None:
        self.latency = time.perf_counter() - self.sent
        self.answer = answer


class Courier(Protocol):
    """A way to the app. `carry` returns when the delivery is acknowledged or has failed, however late."""

    async def carry(self, delivery: Delivery) -> None: ...

    def connected(self) -> bool: ...

    async def reach(self) -> None:
        """Returns as soon as the app can be reached."""
        ...

    async def close(self) -> None: ...


class Dispatcher:
    """Delivers over a courier within Slack's deadline, and retries events as Slack does.

    `deadline` and `retry_delays` are real seconds. The latest are kept in `deliveries`.
    """

    def __init__(
        self,
        courier: Courier,
        *,
        deadline: float = 3.0,
        retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0),
        on_failure: Callable[[Delivery], None] = lambda _: None,
    ) -> None:
        self.courier = courier
        self.deadline = deadline
        self.retry_delays = retry_delays
        self.on_failure = on_failure
        self.deliveries: deque[Delivery] = deque(maxlen=KEPT)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def deliver(self, delivery: Delivery) -> Delivery:
        """Returns when the app has answered or the deadline has passed; see Delivery.error."""
        self.deliveries.append(delivery)
        work = self.spawn(self.courier.carry(delivery))
        done, _ = await asyncio.wait({work}, timeout=self.deadline)
        if not done:
            delivery.error = "timeout"
        if delivery.error:
            self.on_failure(delivery)
        return delivery

    def send_event(self, name: str, payload: Json) -> "asyncio.Task[Delivery]":
        """Delivers an event in the background, again after each of the delays while it is not
        acknowledged.
        """
        return self.spawn(self._send_event(name, payload))

    async def _send_event(self, name: str, payload: Json) -> Delivery:
        delivery = await self.deliver(Delivery("events_api", name, payload))
        for attempt, delay in enumerate(self.retry_delays, start=1):
            if delivery.ok or delivery.wants_no_retry:
                break
            await asyncio.sleep(delay)
            reason = _retry_reason(delivery.error)
            delivery = await self.deliver(Delivery("events_api", name, payload, attempt, reason))
        return delivery

    def spawn(self, work: Coroutine[Any, Any, Any] | Awaitable[Any]) -> "asyncio.Task[Any]":
        """Runs something in the background for as long as the workspace is open."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task  # pyright: ignore[reportReturnType]

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.courier.close()


def _retry_reason(error: str) -> str:
    if error == "timeout":
        return "http_timeout"
    return "http_error" if error.startswith("http_") else "connection_failed"
