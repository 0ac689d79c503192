"""Changing what was sent, and keeping what it said before."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update

from core.domain.feedback import SubmissionState
from core.domain.ids import PersonId, SubmissionId
from core.domain.revisions import Version
from storage.repositories.feedback_items import text_place
from storage.repositories.versions import SqlVersions
from storage.statements import Scope
from storage.tables import feedback, readers, submission_versions, submissions

_SENT, _WITHDRAWN = SubmissionState.SENT.value, SubmissionState.WITHDRAWN.value


class SqlRevisions:
    """Both steps are one conditional statement on the submission: whoever comes second waits for the row, and
    then finds that it has changed."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = submissions.c.workspace_id == scope.workspace_id
        self._versions = SqlVersions(scope, submission_versions, "submission_id")

    async def edit(self, submission_id: SubmissionId, text: str, seen: int, at: datetime) -> bool:
        """`seen` makes sure that the old text, which is read first, is the one that is replaced."""
        place = text_place(self._scope.workspace_id, submission_id)
        before = await self._connection.scalar(
            select(submissions.c.text_sealed).where(self._here, submissions.c.id == submission_id)
        )
        changed = await self._connection.execute(
            update(submissions)
            .where(self._open(submission_id, at), submissions.c.edits == seen)
            .values(
                text_sealed=self._scope.keyring.seal(text, place), edits=seen + 1, edited_at=at, indexed=False
            )
        )
        if before is None or changed.rowcount == 0:
            return False
        await self._versions.keep(submission_id, seen, self._scope.keyring.open(before, place), at)
        return True

    async def withdraw(self, submission_id: SubmissionId, at: datetime) -> bool:
        changed = await self._connection.execute(
            update(submissions)
            .where(self._open(submission_id, at))
            .values(state=_WITHDRAWN, withdrawn_at=at, edit_until=None, indexed=False)
        )
        if changed.rowcount == 0:
            return False
        copies = and_(
            feedback.c.workspace_id == self._scope.workspace_id, feedback.c.submission_id == submission_id
        )
        await self._connection.execute(
            update(readers)
            .where(
                readers.c.workspace_id == self._scope.workspace_id,
                readers.c.feedback_id.in_(select(feedback.c.id).where(copies)),
            )
            .values(sent_at=None)
        )
        await self._connection.execute(update(feedback).where(copies).values(given_at=None, sent_at=None))
        return True

    def _open(self, submission_id: SubmissionId, at: datetime) -> ColumnElement[bool]:
        return and_(
            self._here,
            submissions.c.id == submission_id,
            submissions.c.state == _SENT,
            submissions.c.edit_until > at,
        )

    async def any_window_over(self, until: datetime) -> bool:
        statement = select(submissions.c.id).where(self._here, submissions.c.edit_until <= until).limit(1)
        return (await self._connection.execute(statement)).first() is not None

    async def close_windows(self, until: datetime, limit: int) -> list[tuple[SubmissionId, PersonId]]:
        over = (
            select(submissions.c.id)
            .where(self._here, submissions.c.edit_until <= until)
            .order_by(submissions.c.edit_until, submissions.c.id)
            .limit(limit)
        )
        rows = await self._connection.execute(
            update(submissions)
            .where(self._here, submissions.c.id.in_(over), submissions.c.edit_until <= until)
            .values(edit_until=None)
            .returning(submissions.c.id, submissions.c.author_id)
        )
        return [(row.id, row.author_id) for row in rows]

    async def versions(self, submission_id: SubmissionId, limit: int) -> list[Version]:
        return await self._versions.newest(submission_id, limit)
