"""What Prometheus may know: counts and durations, never who or what."""

from collections.abc import Awaitable
from datetime import datetime
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from core.domain.ids import MessageId, WorkspaceId
from core.domain.messages import MessageRef
from core.domain.people import Person
from core.notifications import Notification
from core.ports import (
    Gone,
    Messenger,
    NotDone,
    OutcomeUnknown,
    RateLimited,
    Recipient,
    SendError,
    Unreachable,
)

T = TypeVar("T")

_OUTCOMES: dict[type[SendError], str] = {
    Unreachable: "unreachable",
    RateLimited: "rate_limited",
    NotDone: "not_done",
    OutcomeUnknown: "unknown",
    Gone: "gone",
}


class Metrics:
    """One set per running Everloop, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.calls = Counter(
            "everloop_messages",
            "Attempts to post, update, delete or find a message, by outcome.",
            ["call", "outcome"],
            registry=self.registry,
        )
        self.acknowledgements = Histogram(
            "everloop_acknowledgement_seconds",
            "From the arrival of a request of Slack's to its acknowledgement, by kind of request.",
            ["kind"],
            buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3),
            registry=self.registry,
        )
        self.waiting = Gauge("everloop_outbox_waiting", "Messages not yet in line.", registry=self.registry)
        self.oldest = Gauge(
            "everloop_outbox_oldest_seconds",
            "Since when the oldest due message is due.",
            registry=self.registry,
        )
        self.connected = Gauge(
            "everloop_slack_connected", "1 while Slack can reach us.", registry=self.registry
        )

    def acknowledged(self, kind: str, seconds: float) -> None:
        self.acknowledgements.labels(kind).observe(seconds)


class CountedMessenger:
    """A Messenger that counts what comes of each call."""

    def __init__(self, messenger: Messenger, metrics: Metrics) -> None:
        self._messenger, self._calls = messenger, metrics.calls

    async def open_conversation(self, person: Person) -> str:
        return await self._counted("open", self._messenger.open_conversation(person))

    async def post(self, to: Recipient, what: Notification, key: MessageId) -> MessageRef:
        return await self._counted("post", self._messenger.post(to, what, key))

    async def update(self, to: Recipient, ref: MessageRef, what: Notification) -> None:
        await self._counted("update", self._messenger.update(to, ref, what))

    async def delete(self, workspace_id: WorkspaceId, ref: MessageRef) -> None:
        await self._counted("delete", self._messenger.delete(workspace_id, ref))

    async def find(self, to: Recipient, key: MessageId, since: datetime) -> MessageRef | None:
        return await self._counted("find", self._messenger.find(to, key, since))

    async def _counted(self, call: str, doing: Awaitable[T]) -> T:
        outcome = "failed"
        try:
            result = await doing
            outcome = "done"
            return result
        except SendError as error:
            outcome = _OUTCOMES.get(type(error), outcome)
            raise
        finally:
            self._calls.labels(call, outcome).inc()
