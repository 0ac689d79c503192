"""What texts said before they were changed, sealed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Table, select

from core.domain.revisions import Version
from storage.sealing import Place
from storage.statements import Scope, insert


class SqlVersions:
    """Versions of the texts in one table; `of` is the column that names the row they belong to."""

    def __init__(self, scope: Scope, table: Table, of: str) -> None:
        self._scope, self._table, self._of = scope, table, of

    async def keep(self, row_id: str, number: int, text: str, at: datetime) -> None:
        await self._scope.connection.execute(
            insert(self._scope.connection, self._table).values(
                {
                    "workspace_id": self._scope.workspace_id,
                    self._of: row_id,
                    "number": number,
                    "text_sealed": self._scope.keyring.seal(text, self._place(row_id, number)),
                    "replaced_at": at,
                }
            )
        )

    async def newest(self, row_id: str, limit: int) -> list[Version]:
        """Oldest first."""
        columns: Sequence[Column[object]] = (self._table.c.number, self._table.c.text_sealed)
        statement = (
            select(*columns, self._table.c.replaced_at)
            .where(self._table.c.workspace_id == self._scope.workspace_id, self._table.c[self._of] == row_id)
            .order_by(self._table.c.number.desc())
            .limit(limit)
        )
        rows = (await self._scope.connection.execute(statement)).all()
        return [
            Version(
                row.number,
                self._scope.keyring.open(row.text_sealed, self._place(row_id, row.number)),
                row.replaced_at,
            )
            for row in reversed(rows)
        ]

    def _place(self, row_id: str, number: int) -> Place:
        return Place(self._scope.workspace_id, self._table.name, "text", f"{row_id}:{number}")
