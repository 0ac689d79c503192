"""Feedback: submissions, their copies, and who may read those."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal, select, update
from sqlalchemy.sql.dml import ReturningInsert

from core.domain.feedback import (
    Box,
    Feedback,
    FeedbackItem,
    FeedbackKind,
    Reader,
    SentForm,
    Submission,
    SubmissionState,
)
from core.domain.ids import FeedbackId, PersonId, SubmissionId
from core.domain.paging import Cursor, Page
from storage.paging import fetch_page
from storage.repositories.feedback_items import FeedbackItems
from storage.repositories.feedback_rows import answer_row, copy_rows, reader_rows, revisable, submission_row
from storage.statements import Scope, Values, chunks, insert, insert_into
from storage.tables import answers, drafts, feedback, people, readers, submissions

_HELD = SubmissionState.HELD.value


def _submission_of(copies: ColumnElement[bool], feedback_id: FeedbackId) -> Any:
    return select(feedback.c.submission_id).where(copies, feedback.c.id == feedback_id).scalar_subquery()


@cache
def _added(dialect: str) -> ReturningInsert[Any]:
    """Adds a submission and returns its id; nothing where its form is known."""
    return (
        insert_into(submissions, dialect)
        .on_conflict_do_nothing(index_elements=["workspace_id", "form_key"])
        .returning(submissions.c.id)
    )


class SqlFeedback:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._items = FeedbackItems(scope)
        workspace_id = scope.workspace_id
        self._submissions = submissions.c.workspace_id == workspace_id
        self._copies = feedback.c.workspace_id == workspace_id
        self._readers = readers.c.workspace_id == workspace_id

    # -- giving ---

    async def add(self, submission: Submission, copies: Sequence[Feedback]) -> bool:
        statement, row = _added(self._connection.dialect.name), submission_row(self._scope, submission)
        if (await self._connection.execute(statement, row)).first() is None:
            return False
        if submission.asked is not None:
            answer = answer_row(self._scope, submission, submission.asked)
            await self._connection.execute(insert(self._connection, answers).values(**answer))
        await self._add_copies(submission, copies)
        return True

    async def given_since(
        self, author_id: PersonId, recipients: Sequence[PersonId], since: datetime, other_than: str
    ) -> dict[PersonId, int]:
        statement = (
            select(feedback.c.recipient_id, func.count())
            .select_from(submissions)
            .join(
                feedback,
                and_(
                    feedback.c.workspace_id == submissions.c.workspace_id,
                    feedback.c.submission_id == submissions.c.id,
                ),
            )
            .where(
                self._submissions,
                submissions.c.author_id == author_id,
                submissions.c.created_at >= since,
                submissions.c.state != SubmissionState.UNDONE.value,
                submissions.c.kind != FeedbackKind.ANSWER.value,
                submissions.c.form_key != other_than,
                feedback.c.recipient_id.in_(list(recipients)),
            )
            .group_by(feedback.c.recipient_id)
        )
        return {row[0]: row[1] for row in await self._connection.execute(statement)}

    async def take_turn(self, author_id: PersonId) -> None:
        """SQLite has one writer at a time anyway."""
        if self._connection.dialect.name != "sqlite":
            here = people.c.workspace_id == self._scope.workspace_id
            await self._connection.execute(
                select(people.c.id).where(here, people.c.id == author_id).with_for_update(key_share=True)
            )

    async def revise(self, submission: Submission, copies: Sequence[Feedback]) -> bool:
        result = await self._connection.execute(
            update(submissions)
            .where(self._submissions, submissions.c.id == submission.id, submissions.c.state == _HELD)
            .values(**revisable(self._scope, submission))
        )
        if result.rowcount == 0:
            return False
        await self._connection.execute(
            delete(feedback).where(self._copies, feedback.c.submission_id == submission.id)
        )
        await self._add_copies(submission, copies)
        return True

    async def _add_copies(self, submission: Submission, copies: Sequence[Feedback]) -> None:
        for table, rows in (
            (feedback, copy_rows(self._scope, submission, copies)),
            (readers, reader_rows(self._scope, submission, copies)),
        ):
            if rows:
                await self._connection.execute(insert(self._connection, table), rows)

    async def release(
        self, submission_id: SubmissionId, at: datetime, edit_until: datetime | None = None
    ) -> bool:
        values = {"sent_at": at, "edit_until": edit_until}
        if not await self._leave_held(submission_id, SubmissionState.SENT, values):
            return False
        copies = select(feedback.c.id).where(self._copies, feedback.c.submission_id == submission_id)
        await self._connection.execute(
            update(readers).where(self._readers, readers.c.feedback_id.in_(copies)).values(sent_at=at)
        )
        await self._connection.execute(
            update(feedback).where(self._copies, feedback.c.submission_id == submission_id).values(sent_at=at)
        )
        return True

    async def undo(self, submission_id: SubmissionId, at: datetime) -> bool:
        if not await self._leave_held(submission_id, SubmissionState.UNDONE, {"undone_at": at}):
            return False
        await self._connection.execute(
            update(feedback)
            .where(self._copies, feedback.c.submission_id == submission_id)
            .values(given_at=None)
        )
        return True

    async def _leave_held(self, submission_id: SubmissionId, to: SubmissionState, values: Values) -> bool:
        """The one conditional step: whoever comes second waits for the row, and then finds that it is held no
        more."""
        result = await self._connection.execute(
            update(submissions)
            .where(self._submissions, submissions.c.id == submission_id, submissions.c.state == _HELD)
            .values(state=to.value, indexed=False, **values)
        )
        return result.rowcount == 1

    async def held_until(self, at: datetime, limit: int) -> list[SubmissionId]:
        statement = (
            select(submissions.c.id)
            .where(self._submissions, submissions.c.state == _HELD, submissions.c.release_at <= at)
            .order_by(submissions.c.release_at, submissions.c.id)
            .limit(limit)
        )
        return list(await self._connection.scalars(statement))

    async def next_release(self) -> datetime | None:
        statement = (
            select(submissions.c.release_at)
            .where(self._submissions, submissions.c.state == _HELD)
            .order_by(submissions.c.release_at)
            .limit(1)
        )
        return (await self._connection.execute(statement)).scalar_one_or_none()

    # -- one copy ---

    async def thank(self, feedback_id: FeedbackId, at: datetime) -> bool:
        result = await self._connection.execute(
            update(feedback)
            .where(self._copies, feedback.c.id == feedback_id, feedback.c.thanked_at.is_(None))
            .values(thanked_at=at)
        )
        return result.rowcount == 1

    async def add_reader(self, feedback_id: FeedbackId, reader: Reader) -> bool:
        position = (
            select(func.coalesce(func.max(readers.c.position) + 1, 0))
            .where(self._readers, readers.c.feedback_id == feedback_id)
            .scalar_subquery()
        )
        source = select(
            literal(self._scope.workspace_id),
            feedback.c.id,
            literal(reader.person_id),
            position,
            literal(reader.reason.value),
            literal(reader.since, readers.c.since.type),
            feedback.c.sent_at,
        ).where(
            self._copies,
            feedback.c.id == feedback_id,
            feedback.c.author_id != reader.person_id,
            feedback.c.recipient_id != reader.person_id,
        )
        columns = ["workspace_id", "feedback_id", "person_id", "position", "reason", "since", "sent_at"]
        statement = (
            insert(self._connection, readers)
            .from_select(columns, source)
            .on_conflict_do_nothing()
            .returning(readers.c.person_id)
        )
        if (await self._connection.execute(statement)).first() is None:
            return False
        await self._connection.execute(
            update(submissions)
            .where(self._submissions, submissions.c.id == _submission_of(self._copies, feedback_id))
            .values(indexed=False)
        )
        return True

    async def mark_unreachable(self, feedback_id: FeedbackId) -> None:
        await self._connection.execute(
            update(feedback).where(self._copies, feedback.c.id == feedback_id).values(unreachable=True)
        )

    # -- looking back ---

    async def by_form_key(self, form_key: str) -> SentForm | None:
        return await self._items.form_with_key(form_key)

    async def sent_form(self, submission_id: SubmissionId) -> SentForm | None:
        return await self._items.form(submission_id)

    async def item(self, feedback_id: FeedbackId) -> FeedbackItem | None:
        return next(iter(await self._items.with_ids([feedback_id])), None)

    async def page(
        self, person_id: PersonId, box: Box, cursor: Cursor | None, limit: int
    ) -> Page[FeedbackItem]:
        """Walks the list's own index for the keys, and only then reads that many copies."""
        match box:
            case Box.RECEIVED:
                at, row_id = feedback.c.sent_at, feedback.c.id
                mine = and_(self._copies, feedback.c.recipient_id == person_id)
            case Box.GIVEN:
                at, row_id = feedback.c.given_at, feedback.c.id
                mine = and_(self._copies, feedback.c.author_id == person_id)
            case Box.SHARED:
                at, row_id = readers.c.sent_at, readers.c.feedback_id
                mine = and_(self._readers, readers.c.person_id == person_id)
        listed = select(at, row_id).where(mine, at.is_not(None))
        keys = await fetch_page(self._connection, listed, at, row_id, cursor, limit)
        items = await self._items.with_ids([row[1] for row in keys.rows])
        return Page(tuple(items), keys.newer, keys.older)

    # -- forgetting ---

    async def count_of(self, person_id: PersonId) -> tuple[int, int, int]:
        """Copies that were undone count as neither received nor given."""
        counted = (
            select(func.count()).select_from(feedback).where(self._copies, feedback.c.given_at.is_not(None))
        )
        received = counted.where(feedback.c.recipient_id == person_id).scalar_subquery()
        given = counted.where(feedback.c.author_id == person_id).scalar_subquery()
        kept = (
            select(func.count())
            .select_from(drafts)
            .where(drafts.c.workspace_id == self._scope.workspace_id, drafts.c.person_id == person_id)
            .scalar_subquery()
        )
        row = (await self._connection.execute(select(received, given, kept))).one()
        return row[0], row[1], row[2]

    async def erase_received(self, person_id: PersonId) -> None:
        theirs = select(feedback.c.submission_id).where(self._copies, feedback.c.recipient_id == person_id)
        touched = sorted(set(await self._connection.scalars(theirs)))
        await self._connection.execute(
            delete(feedback).where(self._copies, feedback.c.recipient_id == person_id)
        )
        for some in chunks(touched):
            left = exists().where(self._copies, feedback.c.submission_id == submissions.c.id)
            await self._connection.execute(
                delete(submissions).where(self._submissions, submissions.c.id.in_(some), ~left)
            )
