"""The audit: who did what, without a word of anybody's."""

from sqlalchemy import select

from core.domain.reports import AuditAction, AuditEntry
from storage.statements import Scope, insert
from storage.tables import audit


class SqlAudit:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    async def add(self, entry: AuditEntry) -> None:
        await self._connection.execute(
            insert(self._connection, audit).values(
                workspace_id=self._scope.workspace_id,
                id=entry.id,
                actor_id=entry.actor_id,
                action=entry.action.value,
                subject_id=entry.subject_id,
                at=entry.at,
            )
        )

    async def of(self, subject_id: str, limit: int) -> list[AuditEntry]:
        statement = (
            select(audit)
            .where(audit.c.workspace_id == self._scope.workspace_id, audit.c.subject_id == subject_id)
            .order_by(audit.c.at.desc(), audit.c.id.desc())
            .limit(limit)
        )
        rows = (await self._connection.execute(statement)).all()
        return [
            AuditEntry(row.id, row.actor_id, AuditAction(row.action), row.subject_id, row.at)
            for row in reversed(rows)
        ]
