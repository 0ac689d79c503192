"""A chat platform on a bad day: what each next call meets is written down beforehand."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from core.domain.ids import MessageId, WorkspaceId
from core.domain.messages import MessageRef
from core.domain.people import Person
from core.notifications import Notification
from core.ports import Gone, NotDone, OutcomeUnknown, RateLimited, Recipient, Refused, Unreachable
from tests.fakes.messenger import FakeMessenger

T = TypeVar("T")


class Trouble(StrEnum):
    """The process dies in the two crashes: whoever called never hears of it, and records nothing."""

    CRASH_BEFORE = "crash before the call"
    CRASH_AFTER = "crash after it was accepted"
    LOST = "done, but the answer is lost"
    VANISHED = "the request never arrived, and nobody knows"
    LATE = "timed out, and arrives only when it is landed"
    NOT_DONE = "no connection"
    REFUSED = "refused as it is"
    LIMITED = "too fast"
    UNREACHABLE = "the person is not there any more"


@dataclass
class UnsteadyMessenger(FakeMessenger):
    """`troubles` by name of the method; a method without any does what it should. Late requests land by
    `land`, and before anybody looks a message up or changes one."""

    troubles: dict[str, deque[Trouble]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[tuple[str, str]] = field(default_factory=list)  # (method, person or conversation)
    late: list[Callable[[], object]] = field(default_factory=list)
    meanwhile: Callable[[str], Awaitable[None]] | None = None  # runs while a call is under way

    def __post_init__(self) -> None:
        super().__init__()

    def expect(self, method: str, *troubles: Trouble) -> None:
        self.troubles[method].extend(troubles)

    def land(self) -> None:
        late, self.late = self.late, []
        for arrive in late:
            arrive()

    async def open_conversation(self, person: Person) -> str:
        return await self._meet("open", person.id, lambda: f"D{person.id}")

    async def post(
        self, to: Recipient, what: Notification, key: MessageId, thread: MessageRef | None = None
    ) -> MessageRef:
        return await self._meet("post", to.person.id, lambda: self._put(to, what, key, thread))

    async def update(self, to: Recipient, ref: MessageRef, what: Notification) -> None:
        self.land()
        self._must_stand(ref)
        await self._meet("update", to.person.id, lambda: self._change(ref, what))

    async def delete(self, workspace_id: WorkspaceId, ref: MessageRef) -> None:
        self.land()
        self._must_stand(ref)
        await self._meet("delete", ref.conversation, lambda: self._remove(ref))

    async def find(
        self, to: Recipient, key: MessageId, since: datetime, thread: MessageRef | None = None
    ) -> MessageRef | None:
        self.land()
        found = await super().find(to, key, since, thread)
        return await self._meet("find", to.person.id, lambda: found)

    async def _meet(self, method: str, who: str, act: Callable[[], T]) -> T:
        self.calls.append((method, who))
        trouble = self.troubles[method].popleft() if self.troubles[method] else None
        if trouble is Trouble.CRASH_BEFORE:
            raise asyncio.CancelledError
        if trouble in FAILURES:
            raise FAILURES[trouble]
        if trouble is Trouble.VANISHED:
            raise OutcomeUnknown("timeout")
        if trouble is Trouble.LATE:
            self.late.append(act)
            raise OutcomeUnknown("timeout")
        if self.meanwhile is not None:
            await self.meanwhile(method)
        answer = act()
        if trouble is Trouble.CRASH_AFTER:
            raise asyncio.CancelledError
        if trouble is Trouble.LOST:
            raise OutcomeUnknown("reset")
        return answer

    def _must_stand(self, ref: MessageRef) -> None:
        if ref.message not in self.conversations.get(ref.conversation, {}):
            raise Gone("message_not_found")

    def _change(self, ref: MessageRef, what: Notification) -> None:
        standing = self.conversations[ref.conversation].get(ref.message)
        if standing is not None:
            standing.what, standing.edits = what, standing.edits + 1

    def _remove(self, ref: MessageRef) -> None:
        self.conversations[ref.conversation].pop(ref.message, None)


FAILURES = {
    Trouble.NOT_DONE: NotDone("no_connection"),
    Trouble.REFUSED: Refused("invalid_blocks"),
    Trouble.LIMITED: RateLimited("ratelimited", 7.0),
    Trouble.UNREACHABLE: Unreachable("user_disabled"),
}
