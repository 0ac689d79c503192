"""From the outbox to the Messenger: each message where it should be, once, whatever breaks on the way."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from core.domain.ids import WorkspaceId
from core.domain.messages import Message
from core.notifications import Notification
from core.ports import Clock, Leases, Messenger, Store, UnitOfWork

Describe = Callable[[UnitOfWork, Message], Awaitable[Notification | None]]
"""Builds what to say from the state as it is now, asking the policy once more; None: there is nothing to say (any more)."""

OnFailure = Callable[[UnitOfWork, Message], Awaitable[None]]
"""What follows when the recipient can't be reached, in the transaction that records it."""


class Deliverer:
    """Brings conversations in line with the outbox of one workspace at a time.

    `describe` and `on_failure` are keyed by the notification's kind. `call_timeout` is the Messenger's own; a message of unknown outcome is
    left alone for longer than that before it is looked up.
    """

    def __init__(
        self,
        store: Store,
        leases: Leases,
        messenger: Messenger,
        clock: Clock,
        describe: Mapping[str, Describe],
        on_failure: Mapping[str, OnFailure],
        *,
        holder: str,
        call_timeout: timedelta = timedelta(seconds=5),
        concurrency: int = 8,
    ) -> None: ...

    async def deliver_due(self, workspace_id: WorkspaceId) -> int:
        """Sends what is due now, settles what was left unsettled; returns how many messages were brought in line. Never raises for a
        failed send; raises Unavailable if the database is away."""
        ...
