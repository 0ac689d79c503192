"""The outbox: one row a message, and the conditional steps between its states. See core.domain.messages."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select, update
from structlog.contextvars import get_contextvars

from core.domain.ids import PersonId, new_id
from core.domain.messages import Anchor, Message, MessageRef, MessageState, Topic
from core.ports import DELIVERY
from storage.leases import holds
from storage.statements import Insert, Scope, Values, chunks, insert_into
from storage.tables import messages
from storage.types import DatabaseNow

_DUE, _SENDING = MessageState.DUE.value, MessageState.SENDING.value
_SETTLED, _FAILED = MessageState.SETTLED.value, MessageState.FAILED.value


class SqlOutbox:
    """Every step is one conditional statement. A message that is being sent stays `sending` whatever is
    wished meanwhile: its revision grows, and settling it notices."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = messages.c.workspace_id == scope.workspace_id

    # -- what people should see ---

    async def tell(self, topic: Topic, due_at: datetime, thread: Anchor | None = None) -> None:
        """One that had failed is tried again from the start: something has changed."""
        await self._connection.execute(
            _wished(self._connection.dialect.name),
            {
                "workspace_id": self._scope.workspace_id,
                "id": new_id(),
                "kind": topic.kind,
                "recipient_id": topic.recipient_id,
                "subject_id": topic.subject_id,
                "period": topic.period,
                "thread_kind": thread.kind if thread else None,
                "thread_subject_id": thread.subject_id if thread else None,
                "state": _DUE,
                "wanted": True,
                "revision": 1,
                "due_at": due_at,
                "attempts": 0,
                "created_at": datetime.now(UTC),
                "correlation_id": _correlation_id(),
            },
        )

    async def refresh(self, topic: Topic) -> None:
        """A failed message stays failed: its recipient can't be reached."""
        await self._refresh(self._is(topic))

    async def refresh_all(self, topic: Topic) -> None:
        await self._refresh(self._is_about(topic))

    async def _refresh(self, these: ColumnElement[bool]) -> None:
        await self._connection.execute(
            update(messages)
            .where(these, messages.c.wanted.is_(True))
            .values(
                revision=messages.c.revision + 1,
                state=case((messages.c.state == _SETTLED, _DUE), else_=messages.c.state),
                correlation_id=_correlation_id(),
            )
        )

    async def withdraw(self, topic: Topic) -> None:
        await self._withdraw(self._is(topic))

    async def withdraw_all(
        self, kind: str, recipients: Sequence[PersonId], subject_ids: Sequence[str]
    ) -> None:
        for some in chunks(subject_ids):
            await self._withdraw(
                and_(
                    self._here,
                    messages.c.recipient_id.in_(list(recipients)),
                    messages.c.kind == kind,
                    messages.c.subject_id.in_(some),
                )
            )

    async def withdraw_earlier(self, topic: Topic) -> None:
        await self._withdraw(and_(self._is_about(topic), messages.c.period < topic.period))

    async def _withdraw(self, which: ColumnElement[bool]) -> None:
        """Settled at once where nothing stands anywhere and nothing can be under way."""
        nothing_there = and_(
            messages.c.conversation.is_(None),
            messages.c.shown_revision.is_(None),
            or_(
                messages.c.state == _FAILED,
                and_(messages.c.state != _SENDING, messages.c.first_tried_at.is_(None)),
            ),
        )
        await self._connection.execute(
            update(messages)
            .where(which, messages.c.wanted.is_(True))
            .values(
                revision=messages.c.revision + 1,
                wanted=False,
                state=case((nothing_there, _SETTLED), (messages.c.state == _SENDING, _SENDING), else_=_DUE),
                correlation_id=_correlation_id(),
            )
        )

    async def about(self, topic: Topic) -> Message | None:
        row = (await self._connection.execute(select(messages).where(self._is(topic)))).one_or_none()
        return None if row is None else _message(row)

    def _is(self, topic: Topic) -> ColumnElement[bool]:
        return and_(self._is_about(topic), messages.c.period == topic.period)

    def _is_about(self, topic: Topic) -> ColumnElement[bool]:
        """In whatever period."""
        return and_(
            self._here,
            messages.c.recipient_id == topic.recipient_id,
            messages.c.kind == topic.kind,
            messages.c.subject_id == topic.subject_id,
        )

    # -- bringing it there ---

    async def due(self, now: datetime, limit: int) -> list[Message]:
        statement = (
            select(messages)
            .where(self._here, messages.c.state == _DUE, messages.c.due_at <= now)
            .order_by(messages.c.due_at, messages.c.created_at, messages.c.id)
            .limit(limit)
        )
        return [_message(row) for row in await self._connection.execute(statement)]

    async def next_due(self) -> datetime | None:
        statement = (
            select(messages.c.due_at)
            .where(self._here, messages.c.state == _DUE)
            .order_by(messages.c.due_at)
            .limit(1)
        )
        return (await self._connection.execute(statement)).scalar_one_or_none()

    async def begin(self, message: Message, fence: int) -> bool:
        return await self._step(
            message,
            and_(
                messages.c.state == _DUE,
                messages.c.revision == message.revision,
                holds(self._scope.workspace_id, DELIVERY, fence),
            ),
            {
                "state": _SENDING,
                "sending_revision": messages.c.revision,
                "attempts": messages.c.attempts + 1,
                "first_tried_at": func.coalesce(messages.c.first_tried_at, datetime.now(UTC)),
                "begun_at": DatabaseNow(),
            },
        )

    async def unsettled(self, fence: int, older_than: timedelta, limit: int) -> list[Message]:
        """None for whoever doesn't hold the lease with this fence (any more)."""
        statement = (
            select(messages)
            .where(
                self._here,
                messages.c.state == _SENDING,
                messages.c.begun_at <= DatabaseNow() - older_than.total_seconds(),
                holds(self._scope.workspace_id, DELIVERY, fence),
            )
            .order_by(messages.c.begun_at, messages.c.id)
            .limit(limit)
        )
        return [_message(row) for row in await self._connection.execute(statement)]

    async def settle(self, message: Message, ref: MessageRef | None, shown: int | None) -> None:
        is_newest = messages.c.revision == message.revision
        await self._step(
            message,
            messages.c.state == _SENDING,
            {
                "state": case((is_newest, _SETTLED), else_=_DUE),
                "shown_revision": shown,
                "conversation": ref.conversation if ref else None,
                "message": ref.message if ref else None,
                "attempts": 0,
                "first_tried_at": None,
                "last_error": None,
                **_NOT_SENDING,
            },
        )

    async def retry(self, message: Message, due_at: datetime, error: str, *, count: bool = True) -> None:
        await self._step(
            message,
            messages.c.state == _SENDING,
            {
                "state": _DUE,
                "due_at": due_at,
                "attempts": messages.c.attempts - (0 if count else 1),
                "last_error": error,
                **_NOT_SENDING,
            },
        )

    async def fail(self, message: Message, error: str) -> None:
        unfinished = messages.c.state.in_([_DUE, _SENDING])
        await self._step(message, unfinished, {"state": _FAILED, "last_error": error, **_NOT_SENDING})

    async def _step(self, message: Message, condition: ColumnElement[bool], values: Values) -> bool:
        result = await self._connection.execute(
            update(messages).where(self._here, messages.c.id == message.id, condition).values(**values)
        )
        return result.rowcount == 1

    async def waiting(self) -> tuple[int, datetime | None]:
        oldest = func.min(case((messages.c.state == _DUE, messages.c.due_at)))
        statement = select(func.count(), oldest).where(self._here, messages.c.state.in_([_DUE, _SENDING]))
        row = (await self._connection.execute(statement)).one()
        return row[0], row[1]


@cache
def _wished(dialect: str) -> Insert:
    """Adds a message, or makes a new revision of the one that is there."""
    statement = insert_into(messages, dialect)
    was_failed = messages.c.state == _FAILED
    return statement.on_conflict_do_update(
        index_elements=["workspace_id", "recipient_id", "kind", "subject_id", "period"],
        set_={
            "revision": messages.c.revision + 1,
            "wanted": True,
            "due_at": statement.excluded.due_at,
            "state": case((messages.c.state == _SENDING, _SENDING), else_=_DUE),
            "attempts": case((was_failed, 0), else_=messages.c.attempts),
            "correlation_id": statement.excluded.correlation_id,
        },
    )


_NOT_SENDING: Values = {"sending_revision": None, "begun_at": None}


def _correlation_id() -> str:
    """Of whatever is being done now: it goes with the message, so that the log of a delivery names what
    caused it."""
    return str(get_contextvars().get("correlation_id", ""))


def _message(row: Row[Any]) -> Message:
    """A message being sent has the revision that was begun; others have the newest."""
    ref = None if row.conversation is None else MessageRef(row.conversation, row.message)
    return Message(
        id=row.id,
        workspace_id=row.workspace_id,
        topic=Topic(row.kind, row.recipient_id, row.subject_id, row.period),
        state=MessageState(row.state),
        wanted=row.wanted,
        revision=row.revision if row.sending_revision is None else row.sending_revision,
        shown_revision=row.shown_revision,
        ref=ref,
        due_at=row.due_at,
        attempts=row.attempts,
        first_tried_at=row.first_tried_at,
        created_at=row.created_at,
        correlation_id=row.correlation_id,
        thread=Anchor(row.thread_kind, row.thread_subject_id) if row.thread_kind else None,
    )
