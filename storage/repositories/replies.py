"""Replies: what author and recipient of a copy say about it, sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from core.domain.ids import FeedbackId, ReplyId
from core.domain.replies import Reply, Thread, ThreadItem
from storage.repositories.people import SqlPeople
from storage.repositories.versions import SqlVersions
from storage.sealing import Place
from storage.statements import Scope, chunks, insert
from storage.tables import replies, reply_versions


class SqlReplies:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = replies.c.workspace_id == scope.workspace_id
        self._versions = SqlVersions(scope, reply_versions, "reply_id")

    async def add(self, reply: Reply) -> bool:
        statement = (
            insert(self._connection, replies)
            .values(
                workspace_id=self._scope.workspace_id,
                id=reply.id,
                feedback_id=reply.feedback_id,
                form_key=reply.form_key,
                author_id=reply.author_id,
                text_sealed=self._scope.keyring.seal(reply.text, self._place(reply.id)),
                created_at=reply.created_at,
                edits=reply.edits,
                edited_at=reply.edited_at,
                deleted_at=reply.deleted_at,
                unreachable=reply.unreachable,
            )
            .on_conflict_do_nothing(index_elements=["workspace_id", "form_key"])
            .returning(replies.c.id)
        )
        return (await self._connection.execute(statement)).first() is not None

    async def get(self, reply_id: ReplyId) -> Reply | None:
        statement = select(replies).where(self._here, replies.c.id == reply_id)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else self._reply(row)

    async def by_form_key(self, form_key: str) -> Reply | None:
        statement = select(replies).where(self._here, replies.c.form_key == form_key)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else self._reply(row)

    async def edit(self, reply_id: ReplyId, text: str, seen: int, at: datetime) -> bool:
        before = await self.get(reply_id)
        changed = await self._connection.execute(
            update(replies)
            .where(
                self._here,
                replies.c.id == reply_id,
                replies.c.deleted_at.is_(None),
                replies.c.edits == seen,
            )
            .values(
                text_sealed=self._scope.keyring.seal(text, self._place(reply_id)),
                edits=seen + 1,
                edited_at=at,
            )
        )
        if before is None or changed.rowcount == 0:
            return False
        await self._versions.keep(reply_id, seen, before.text, at)
        return True

    async def delete(self, reply_id: ReplyId, at: datetime) -> bool:
        changed = await self._connection.execute(
            update(replies)
            .where(self._here, replies.c.id == reply_id, replies.c.deleted_at.is_(None))
            .values(deleted_at=at)
        )
        return changed.rowcount == 1

    async def mark_unreachable(self, reply_id: ReplyId) -> None:
        await self._connection.execute(
            update(replies).where(self._here, replies.c.id == reply_id).values(unreachable=True)
        )

    async def thread(self, feedback_id: FeedbackId, limit: int, *, deleted: bool = False) -> Thread:
        statement = select(replies).where(self._here, replies.c.feedback_id == feedback_id)
        if not deleted:
            statement = statement.where(replies.c.deleted_at.is_(None))
        newest = statement.order_by(replies.c.created_at.desc(), replies.c.id.desc()).limit(limit + 1)
        rows = (await self._connection.execute(newest)).all()
        shown = [self._reply(row) for row in reversed(rows[:limit])]
        if not shown:
            return Thread()
        people = await SqlPeople(self._scope).get_many(sorted({reply.author_id for reply in shown}))
        items = tuple(ThreadItem(reply, people[reply.author_id].ref) for reply in shown)
        return Thread(items, len(rows) > limit)

    async def about(self, feedback_ids: Sequence[FeedbackId]) -> list[Reply]:
        found: list[Reply] = []
        for some in chunks(sorted(set(feedback_ids))):
            statement = (
                select(replies)
                .where(self._here, replies.c.feedback_id.in_(some), replies.c.deleted_at.is_(None))
                .order_by(replies.c.feedback_id, replies.c.created_at, replies.c.id)
            )
            found += [self._reply(row) for row in await self._connection.execute(statement)]
        return found

    async def ids_of(self, feedback_ids: Sequence[FeedbackId]) -> list[tuple[FeedbackId, ReplyId]]:
        found: list[tuple[FeedbackId, ReplyId]] = []
        for some in chunks(feedback_ids):
            statement = (
                select(replies.c.feedback_id, replies.c.id)
                .where(self._here, replies.c.feedback_id.in_(some))
                .order_by(replies.c.created_at, replies.c.id)
            )
            found += [(row.feedback_id, row.id) for row in await self._connection.execute(statement)]
        return found

    def _place(self, reply_id: ReplyId) -> Place:
        return Place(self._scope.workspace_id, "replies", "text", reply_id)

    def _reply(self, row: Row[Any]) -> Reply:
        return Reply(
            id=row.id,
            workspace_id=row.workspace_id,
            feedback_id=row.feedback_id,
            form_key=row.form_key,
            author_id=row.author_id,
            text=self._scope.keyring.open(row.text_sealed, self._place(row.id)),
            created_at=row.created_at,
            edits=row.edits,
            edited_at=row.edited_at,
            deleted_at=row.deleted_at,
            unreachable=row.unreachable,
        )
