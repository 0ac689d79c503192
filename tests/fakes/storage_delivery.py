"""Drafts and the outbox, in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import itemgetter

from structlog.contextvars import get_contextvars

from core.domain.drafts import Draft
from core.domain.ids import DraftId, MessageId, PersonId, new_id
from core.domain.messages import Anchor, Message, MessageRef, MessageState, Topic
from tests.fakes.storage_state import SendingNow, State


class FakeDrafts:
    def __init__(self, state: State) -> None:
        self._drafts = state.drafts

    async def put(self, draft: Draft) -> DraftId:
        mine = (draft.person_id, draft.form, draft.key)
        for known in self._drafts.values():
            if (known.person_id, known.form, known.key) == mine:
                draft = replace(draft, id=known.id)
                break
        self._drafts[draft.id] = draft
        return draft.id

    async def get(self, draft_id: DraftId) -> Draft | None:
        return self._drafts.get(draft_id)

    async def of(self, person_id: PersonId, limit: int = 10) -> list[Draft]:
        theirs = [draft for draft in self._drafts.values() if draft.person_id == person_id]
        return sorted(theirs, key=lambda draft: (draft.updated_at, draft.id), reverse=True)[:limit]

    async def discard(self, draft_id: DraftId) -> bool:
        return self._drafts.pop(draft_id, None) is not None

    async def discard_of(self, person_id: PersonId) -> int:
        return self._discard([draft for draft in self._drafts.values() if draft.person_id == person_id])

    async def purge(self, now: datetime, limit: int = 1000) -> int:
        expired = [draft for draft in self._drafts.values() if draft.expires_at <= now]
        return self._discard(sorted(expired, key=lambda draft: draft.expires_at)[:limit])

    def _discard(self, gone: list[Draft]) -> int:
        for draft in gone:
            del self._drafts[draft.id]
        return len(gone)


class FakeOutbox:
    """`holds` says whether the lease for delivery is held with a fence; `now` is the database's clock."""

    def __init__(self, state: State, holds: Callable[[int], bool], now: Callable[[], float]) -> None:
        self._state, self._holds, self._now = state, holds, now
        self._messages, self._sending = state.messages, state.sending

    async def tell(self, topic: Topic, due_at: datetime, thread: Anchor | None = None) -> None:
        known = self._about(topic)
        if known is None:
            self._keep(
                Message(
                    id=MessageId(new_id()),
                    workspace_id=self._state.workspace.id,
                    topic=topic,
                    state=MessageState.DUE,
                    wanted=True,
                    revision=1,
                    shown_revision=None,
                    ref=None,
                    due_at=due_at,
                    attempts=0,
                    first_tried_at=None,
                    created_at=datetime.now(UTC),
                    correlation_id=_correlation_id(),
                    thread=thread,
                )
            )
            return
        state = known.state if known.state is MessageState.SENDING else MessageState.DUE
        attempts = 0 if known.state is MessageState.FAILED else known.attempts
        self._revise(replace(known, wanted=True, due_at=due_at, state=state, attempts=attempts))

    async def refresh(self, topic: Topic) -> None:
        known = self._about(topic)
        if known is not None and known.wanted:
            state = MessageState.DUE if known.state is MessageState.SETTLED else known.state
            self._revise(replace(known, state=state))

    async def refresh_all(self, topic: Topic) -> None:
        for known in list(self._messages.values()):
            if replace(known.topic, period=topic.period) == topic:
                await self.refresh(known.topic)

    async def withdraw(self, topic: Topic) -> None:
        known = self._about(topic)
        if known is not None:
            self._withdraw(known)

    async def withdraw_all(
        self, kind: str, recipients: Sequence[PersonId], subject_ids: Sequence[str]
    ) -> None:
        for message in list(self._messages.values()):
            topic = message.topic
            if topic.kind == kind and topic.recipient_id in recipients and topic.subject_id in subject_ids:
                self._withdraw(message)

    async def withdraw_earlier(self, topic: Topic) -> None:
        for message in list(self._messages.values()):
            same = replace(message.topic, period=topic.period) == topic
            if same and message.topic.period < topic.period:
                self._withdraw(message)

    def _withdraw(self, known: Message) -> None:
        if not known.wanted:
            return
        state = known.state if known.state is MessageState.SENDING else MessageState.DUE
        untried = known.first_tried_at is None or known.state is MessageState.FAILED
        nowhere = known.ref is None and known.shown_revision is None
        if nowhere and untried and known.state is not MessageState.SENDING:
            state = MessageState.SETTLED
        self._revise(replace(known, wanted=False, state=state))

    async def about(self, topic: Topic) -> Message | None:
        known = self._about(topic)
        if known is None or known.id not in self._sending:
            return known
        return replace(known, revision=self._sending[known.id].revision)

    def _about(self, topic: Topic) -> Message | None:
        return next((message for message in self._messages.values() if message.topic == topic), None)

    def _revise(self, message: Message) -> None:
        self._keep(replace(message, revision=message.revision + 1, correlation_id=_correlation_id()))

    def _keep(self, message: Message) -> None:
        self._messages[message.id] = message

    async def due(self, now: datetime, limit: int) -> list[Message]:
        return [message for message in self._all_due() if message.due_at <= now][:limit]

    async def next_due(self) -> datetime | None:
        return next((message.due_at for message in self._all_due()), None)

    def _all_due(self) -> list[Message]:
        due = (message for message in self._messages.values() if message.state is MessageState.DUE)
        return sorted(due, key=lambda message: (message.due_at, message.created_at, message.id))

    async def begin(self, message: Message, fence: int) -> bool:
        stored = self._messages.get(message.id)
        if stored is None or stored.state is not MessageState.DUE or stored.revision != message.revision:
            return False
        if not self._holds(fence):
            return False
        tried_at = stored.first_tried_at or datetime.now(UTC)
        self._keep(
            replace(stored, state=MessageState.SENDING, attempts=stored.attempts + 1, first_tried_at=tried_at)
        )
        self._sending[message.id] = SendingNow(stored.revision, self._now())
        return True

    async def unsettled(self, fence: int, older_than: timedelta, limit: int) -> list[Message]:
        if not self._holds(fence):
            return []
        until = self._now() - older_than.total_seconds()
        begun = [
            (now.begun_at, message_id) for message_id, now in self._sending.items() if now.begun_at <= until
        ]
        return [
            replace(self._messages[message_id], revision=self._sending[message_id].revision)
            for _, message_id in sorted(begun, key=itemgetter(0, 1))[:limit]
        ]

    async def settle(self, message: Message, ref: MessageRef | None, shown: int | None) -> None:
        stored = self._ended(message)
        if stored is None:
            return
        newest = stored.revision == message.revision
        self._keep(
            replace(
                stored,
                state=MessageState.SETTLED if newest else MessageState.DUE,
                shown_revision=shown,
                ref=ref,
                attempts=0,
                first_tried_at=None,
            )
        )

    async def retry(self, message: Message, due_at: datetime, error: str, *, count: bool = True) -> None:
        stored = self._ended(message)
        if stored is not None:
            attempts = stored.attempts - (0 if count else 1)
            self._keep(replace(stored, state=MessageState.DUE, due_at=due_at, attempts=attempts))

    async def fail(self, message: Message, error: str) -> None:
        stored = self._ended(message) or self._messages.get(message.id)
        if stored is not None and stored.state in (MessageState.DUE, MessageState.SENDING):
            self._keep(replace(stored, state=MessageState.FAILED))

    def _ended(self, message: Message) -> Message | None:
        """The stored message, if a call for it was under way: now none is any more."""
        return None if self._sending.pop(message.id, None) is None else self._messages[message.id]

    async def waiting(self) -> tuple[int, datetime | None]:
        unfinished = (MessageState.DUE, MessageState.SENDING)
        count = sum(message.state in unfinished for message in self._messages.values())
        return count, await self.next_due()


def _correlation_id() -> str:
    return str(get_contextvars().get("correlation_id", ""))
