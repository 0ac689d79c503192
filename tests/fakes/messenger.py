"""A chat platform's conversations, in memory: what stands in each, as notifications."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.ids import MessageId, PersonId, WorkspaceId
from core.domain.messages import MessageRef
from core.domain.people import Person
from core.notifications import Notification
from core.ports import Gone, Recipient, Step, Unreachable


@dataclass(slots=True)
class Standing:
    """One message in a conversation. `edits` counts how often it was brought up to date."""

    key: MessageId
    what: Notification
    edits: int = 0
    thread: str = ""  # the message under which it stands


class FakeMessenger:
    """Keeps no limits. Whoever is in `unreachable` (by person id) can't be sent anything."""

    def __init__(self) -> None:
        self.conversations: dict[str, dict[str, Standing]] = {}
        self.unreachable: set[PersonId] = set()
        self.posts = 0

    def read(self, person: Person) -> list[Standing]:
        """What somebody sees in their conversation with Everloop, oldest first."""
        return list(self.conversations.get(f"D{person.id}", {}).values())

    async def turn(self, workspace_id: WorkspaceId, recipient_id: PersonId, step: Step) -> None:
        """At once."""

    async def open_conversation(self, person: Person) -> str:
        self._check(person)
        return f"D{person.id}"

    async def prepare(self, to: Recipient, what: Notification, key: MessageId) -> None:
        """Nothing takes long here."""

    async def post(
        self, to: Recipient, what: Notification, key: MessageId, thread: MessageRef | None = None
    ) -> MessageRef:
        self._check(to.person)
        return self._put(to, what, key, thread)

    def _put(
        self, to: Recipient, what: Notification, key: MessageId, thread: MessageRef | None
    ) -> MessageRef:
        standing = self.conversations.setdefault(to.conversation, {})
        if thread is not None and thread.message not in standing:
            raise Gone("thread_not_found")
        self.posts += 1
        ref = MessageRef(to.conversation, f"{self.posts:06}")
        standing[ref.message] = Standing(key, what, thread=thread.message if thread else "")
        return ref

    async def update(self, to: Recipient, ref: MessageRef, what: Notification) -> None:
        self._check(to.person)
        standing = self.conversations.get(ref.conversation, {}).get(ref.message)
        if standing is None:
            raise Gone("message_not_found")
        standing.what, standing.edits = what, standing.edits + 1

    async def delete(self, workspace_id: WorkspaceId, ref: MessageRef) -> None:
        if self.conversations.get(ref.conversation, {}).pop(ref.message, None) is None:
            raise Gone("message_not_found")

    async def find(
        self, to: Recipient, key: MessageId, since: datetime, thread: MessageRef | None = None
    ) -> MessageRef | None:
        """As on the platform: what stands in a thread is found only by who names it."""
        for message, standing in self.conversations.get(to.conversation, {}).items():
            if standing.key == key and standing.thread in ("", thread.message if thread else ""):
                return MessageRef(to.conversation, message)
        return None

    def _check(self, person: Person) -> None:
        if person.id in self.unreachable:
            raise Unreachable("user_disabled")
