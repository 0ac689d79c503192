"""The outbox, and the leases under which one process at a time delivers from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.domain.ids import (
    PersonId,
    WorkspaceId,
)
from core.domain.messages import Anchor, Message, MessageRef, Topic


class Outbox(Protocol):
    """See core.domain.messages. Everything here commits together with the change it tells of."""

    async def tell(self, topic: Topic, due_at: datetime, thread: Anchor | None = None) -> None:
        """Wants the message shown as the state is now: adds it, or a new revision of it if it is there.
        `thread`: under which other message of the same recipient it is to stand."""
        ...

    async def about(self, topic: Topic) -> Message | None: ...

    async def refresh(self, topic: Topic) -> None:
        """A new revision, if the message exists and is wanted; else nothing."""
        ...

    async def refresh_all(self, topic: Topic) -> None:
        """As `refresh`, for the messages of every period."""
        ...

    async def withdraw(self, topic: Topic) -> None:
        """It should be gone: never posted if it was not yet, deleted if it was."""
        ...

    async def withdraw_all(
        self, kind: str, recipients: Sequence[PersonId], subject_ids: Sequence[str]
    ) -> None:
        """As `withdraw`, for all messages of this kind, to any of these people, about any of these."""
        ...

    async def withdraw_earlier(self, topic: Topic) -> None:
        """As `withdraw`, for the messages of all periods before this one's."""
        ...

    async def due(self, now: datetime, limit: int) -> list[Message]:
        """State due and `due_at` reached, in the order (due_at, creation)."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest message in state due is due."""
        ...

    async def begin(self, message: Message, fence: int) -> bool:
        """Conditional: due → sending at this revision, by the holder of the lease DELIVERY with this
        fence, if that lease still holds by the database's clock. Counts an attempt."""
        ...

    async def unsettled(self, fence: int, older_than: timedelta, limit: int) -> list[Message]:
        """Messages left `sending`, begun longer ago than `older_than` by the database's clock. Their
        `revision` is the one that was begun (a column of its own), so that settling them notices what has
        changed since."""
        ...

    async def settle(self, message: Message, ref: MessageRef | None, shown: int | None) -> None:
        """sending → settled, or → due if a newer revision (or a withdrawal) than `message.revision` came
        meanwhile, which the new `ref` is kept for all the same. `shown` None: nothing stands anywhere."""
        ...

    async def retry(self, message: Message, due_at: datetime, error: str, *, count: bool = True) -> None:
        """sending → due, not before `due_at`. `count` False: the attempt was not the message's fault (a
        rate limit)."""
        ...

    async def fail(self, message: Message, error: str) -> None:
        """→ failed: the recipient can't be reached."""
        ...

    async def waiting(self) -> tuple[int, datetime | None]:
        """How many messages are not settled or failed, and since when the oldest due one is due: for the
        metrics."""
        ...


@dataclass(frozen=True, slots=True)
class Lease:
    """One holder at a time, by the database's clock. `fence` grows with each new holder."""

    workspace_id: WorkspaceId
    name: str
    holder: str
    fence: int


DELIVERY = "delivery"
"""The name of the lease whose fence the outbox asks for."""


class Leases(Protocol):
    async def acquire(
        self, workspace_id: WorkspaceId, name: str, holder: str, ttl: timedelta
    ) -> Lease | None:
        """None while somebody else holds it. Acquiring again what one holds keeps the fence and prolongs
        it."""
        ...

    async def release(self, lease: Lease) -> None: ...
