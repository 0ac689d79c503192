"""The chat platform: what it is told, and what it tells of people."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.domain.ids import (
    MessageId,
    PersonId,
    WorkspaceId,
)
from core.domain.messages import MessageRef
from core.domain.people import Person, Profile
from core.domain.workspaces import Access
from core.notifications import Notification


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a message goes. `conversation` is the platform's id of their conversation with Everloop."""

    person: Person
    conversation: str


class SendError(Exception):
    """Why a call to the platform did not succeed. `code` is the platform's word for it, for the log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreachable(SendError):
    """This person can't get messages: deactivated, a bot, another company's. Trying again does not help."""


class RateLimited(SendError):
    """Nothing was done. `retry_after` in seconds."""

    def __init__(self, code: str, retry_after: float) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class NotDone(SendError):
    """Nothing was done, and trying later may help: no connection, the token revoked, the message refused."""


class Refused(NotDone):
    """The platform won't take this message as it is: our fault. Tried again rarely, since a later version
    may mend it."""


class OutcomeUnknown(SendError):
    """The call may have been carried out, or still be: a time-out, a reset, an answer that makes no sense.
    Where trying again is harmless (an update) and the call is over, it is NotDone."""


class Gone(SendError):
    """The message to update or delete is not there any more."""


class Step(StrEnum):
    """What the Messenger can do with a message."""

    POST = "post"
    UPDATE = "update"
    DELETE = "delete"


class Messenger(Protocol):
    """Sends what we tell people. Raises SendError and nothing else. No call lasts longer than its
    time-out, for it never waits for the platform's rate limits: those are waited for in `turn`, before a
    send has begun. `find` and `open_conversation` may wait."""

    async def turn(self, workspace_id: WorkspaceId, recipient_id: PersonId, step: Step) -> None:
        """Returns when the platform's limits allow this step for this recipient, and counts it. May be
        cancelled."""
        ...

    async def open_conversation(self, person: Person) -> str:
        """The platform's id of the person's conversation with Everloop."""
        ...

    async def prepare(self, to: Recipient, what: Notification, key: MessageId) -> None:
        """What takes long and shows nothing yet, before `post`: brings the files of a message to the
        platform. May be repeated, and may wait."""
        ...

    async def post(
        self, to: Recipient, what: Notification, key: MessageId, thread: MessageRef | None = None
    ) -> MessageRef:
        """In the thread of `thread`; raises Gone, having done nothing, where that isn't there any more."""
        ...

    async def update(self, to: Recipient, ref: MessageRef, what: Notification) -> None: ...

    async def delete(self, workspace_id: WorkspaceId, ref: MessageRef) -> None: ...

    async def find(
        self, to: Recipient, key: MessageId, since: datetime, thread: MessageRef | None = None
    ) -> MessageRef | None:
        """Looks a message up by the key it was posted with: in the thread of `thread`, and then in the
        conversation; `since` by the machine's clock."""
        ...


class Directory(Protocol):
    """The platform's list of people, groups and channels. Raises core.domain.errors.Unavailable."""

    def everyone(self, workspace_id: WorkspaceId) -> AsyncIterator[Sequence[Profile]]:
        """Page by page, at the pace the platform allows."""
        ...

    async def look_up(self, workspace_id: WorkspaceId, external_id: str) -> Profile | None: ...

    async def members_of(self, workspace_id: WorkspaceId, access: Access) -> list[str]:
        """External ids of the members of the group or channel that access is narrowed to."""
        ...
