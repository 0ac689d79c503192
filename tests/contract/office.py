"""A workspace with five people, and short ways to ask and change one thing in a transaction of its own."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from core.domain.feedback import (
    Feedback,
    FeedbackKind,
    Reader,
    ReaderReason,
    Submission,
    SubmissionState,
    Visibility,
)
from core.domain.ids import FeedbackId, PersonId, SubmissionId, WorkspaceId, new_id
from core.domain.messages import Message, Topic
from core.domain.people import PersonKind, Profile
from core.ports import DELIVERY, Lease, Leases, Store, UnitOfWork

T = TypeVar("T")

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NAMES = ("Ada", "Ben", "Cleo", "Dana", "Eli")


class Storage(Store, Leases, Protocol):
    """Both storage ports in one, as the databases and the fake are."""


@dataclass
class Office:
    storage: Storage
    workspace_id: WorkspaceId
    ada: PersonId
    ben: PersonId
    cleo: PersonId
    dana: PersonId
    eli: PersonId

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.storage.writing(self.workspace_id)

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.storage.reading(self.workspace_id)

    async def ask(self, question: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        async with self.reading() as unit:
            return await question(unit)

    async def change(self, step: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        async with self.writing() as unit:
            answer = await step(unit)
            await unit.commit()
        return answer

    # -- feedback ---

    def submission(self, **more: Any) -> Submission:
        """Held for a minute from NOON, by Ada."""
        plain = Submission(
            id=SubmissionId(new_id()),
            workspace_id=self.workspace_id,
            form_key=new_id(),
            author_id=self.ada,
            kind=FeedbackKind.PRAISE,
            text="Great review of the parser",
            visibility=Visibility.RECIPIENT,
            state=SubmissionState.HELD,
            created_at=NOON,
            release_at=NOON + MINUTE,
        )
        return replace(plain, **more)

    def copies(
        self, submission: Submission, *recipients: PersonId, readers: Sequence[PersonId] = ()
    ) -> list[Feedback]:
        who = tuple(Reader(person_id, ReaderReason.MANAGER, NOON) for person_id in readers)
        return [Feedback(FeedbackId(new_id()), submission.id, one, who) for one in recipients]

    async def give(
        self, *recipients: PersonId, readers: Sequence[PersonId] = (), **more: Any
    ) -> tuple[Submission, list[Feedback]]:
        """Stored and held."""
        submission = self.submission(**more)
        copies = self.copies(submission, *recipients, readers=readers)
        assert await self.change(lambda unit: unit.feedback.add(submission, copies))
        return submission, copies

    async def send(
        self, *recipients: PersonId, at: datetime = NOON + MINUTE, **more: Any
    ) -> tuple[Submission, list[Feedback]]:
        """Stored and released."""
        submission, copies = await self.give(*recipients, **more)
        assert await self.change(lambda unit: unit.feedback.release(submission.id, at))
        return submission, copies

    # -- messages ---

    def topic(self, recipient: PersonId | None = None, subject: str = "7", **more: Any) -> Topic:
        return replace(Topic("feedback.received", recipient or self.ben, subject), **more)

    async def tell(self, topic: Topic, due_at: datetime = NOON) -> Message:
        """Told, and as it stands in the outbox then. It must be due."""
        await self.change(lambda unit: unit.outbox.tell(topic, due_at))
        return await self.message(topic)

    async def message(self, topic: Topic) -> Message:
        """The one that is due about this."""
        (found,) = [one for one in await self.due() if one.topic == topic]
        return found

    async def due(self, now: datetime = NOON + 1000 * HOUR, limit: int = 100) -> list[Message]:
        return await self.ask(lambda unit: unit.outbox.due(now, limit))

    async def lease(self, holder: str = "deliverer", ttl: timedelta = HOUR) -> Lease:
        lease = await self.storage.acquire(self.workspace_id, DELIVERY, holder, ttl)
        assert lease is not None
        return lease

    async def begin(self, message: Message, lease: Lease) -> bool:
        return await self.change(lambda unit: unit.outbox.begin(message, lease.fence))

    async def unsettled(self, lease: Lease, older_than: timedelta = timedelta(0)) -> list[Message]:
        return await self.ask(lambda unit: unit.outbox.unsettled(lease.fence, older_than, 100))


async def open_office(storage: Storage) -> Office:
    workspace = await storage.ensure_workspace("slack", f"T{new_id()}", "Little Office", None)
    profiles = [Profile(name.upper(), PersonKind.MEMBER, name, name.lower()) for name in NAMES]
    async with storage.writing(workspace.id) as unit:
        await unit.people.save_profiles(profiles)
        known = await unit.people.by_external_ids([name.upper() for name in NAMES])
        await unit.commit()
    return Office(storage, workspace.id, *(known[name.upper()].id for name in NAMES))
