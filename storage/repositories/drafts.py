"""What people typed and have not sent, sealed."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.sql.dml import ReturningInsert

from core.domain.drafts import Draft
from core.domain.ids import DraftId, PersonId
from storage.sealing import Place
from storage.statements import Scope, insert_into
from storage.tables import drafts


class SqlDrafts:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = drafts.c.workspace_id == scope.workspace_id

    async def put(self, draft: Draft) -> DraftId:
        """The first id stays, so that a button made for an earlier version opens this one."""
        values = {
            "workspace_id": self._scope.workspace_id,
            "id": draft.id,
            "person_id": draft.person_id,
            "form": draft.form,
            "key": draft.key,
            "content_sealed": self._scope.keyring.seal(json.dumps(draft.content), self._place(draft)),
            "updated_at": draft.updated_at,
            "expires_at": draft.expires_at,
        }
        statement = _kept(self._connection.dialect.name)
        return (await self._connection.execute(statement, values)).scalar_one()

    async def get(self, draft_id: DraftId) -> Draft | None:
        statement = select(drafts).where(self._here, drafts.c.id == draft_id)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else self._draft(row)

    async def of(self, person_id: PersonId, limit: int = 10) -> list[Draft]:
        statement = (
            select(drafts)
            .where(self._here, drafts.c.person_id == person_id)
            .order_by(drafts.c.updated_at.desc(), drafts.c.id.desc())
            .limit(limit)
        )
        return [self._draft(row) for row in await self._connection.execute(statement)]

    async def discard(self, draft_id: DraftId) -> bool:
        result = await self._connection.execute(delete(drafts).where(self._here, drafts.c.id == draft_id))
        return result.rowcount == 1

    async def discard_of(self, person_id: PersonId) -> int:
        statement = delete(drafts).where(self._here, drafts.c.person_id == person_id)
        return (await self._connection.execute(statement)).rowcount

    async def purge(self, now: datetime, limit: int = 1000) -> int:
        expired = (
            select(drafts.c.id)
            .where(self._here, drafts.c.expires_at <= now)
            .order_by(drafts.c.expires_at)
            .limit(limit)
        )
        statement = delete(drafts).where(self._here, drafts.c.id.in_(expired))
        return (await self._connection.execute(statement)).rowcount

    def _place(self, draft: "Draft | Row[Any]") -> Place:
        """By what makes a draft one, since a draft written over keeps an id that is not known here."""
        key = json.dumps([draft.person_id, draft.form, draft.key])
        return Place(self._scope.workspace_id, "drafts", "content", key)

    def _draft(self, row: Row[Any]) -> Draft:
        content = json.loads(self._scope.keyring.open(row.content_sealed, self._place(row)))
        return Draft(row.id, row.person_id, row.form, row.key, content, row.updated_at, row.expires_at)


@cache
def _kept(dialect: str) -> ReturningInsert[Any]:
    """Adds a draft, or writes over it; returns the id that it has."""
    statement = insert_into(drafts, dialect)
    return statement.on_conflict_do_update(
        index_elements=["workspace_id", "person_id", "form", "key"],
        set_={name: statement.excluded[name] for name in ("content_sealed", "updated_at", "expires_at")},
    ).returning(drafts.c.id)
