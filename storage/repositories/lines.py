"""Who manages whom."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select, update

from core.domain.ids import PersonId
from core.domain.people import LineSource, LineState, ReportingLine
from storage.statements import HERE, THESE, Scope, chunks, insert
from storage.tables import reporting_lines as table

_OF_PEOPLE = select(table).where(table.c.workspace_id == HERE, table.c.person_id.in_(THESE))


class SqlReportingLines:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = table.c.workspace_id == scope.workspace_id

    async def of(self, person_id: PersonId) -> ReportingLine | None:
        return (await self.of_many([person_id])).get(person_id)

    async def of_many(self, ids: Sequence[PersonId]) -> dict[PersonId, ReportingLine]:
        found: dict[PersonId, ReportingLine] = {}
        for some in chunks(ids):
            values = {"here": self._scope.workspace_id, "these": some}
            rows = await self._connection.execute(_OF_PEOPLE, values)
            found.update({row.person_id: _line(row) for row in rows})
        return found

    async def reports_of(self, manager_id: PersonId) -> list[ReportingLine]:
        statement = (
            select(table).where(self._here, table.c.manager_id == manager_id).order_by(table.c.person_id)
        )
        return [_line(row) for row in await self._connection.execute(statement)]

    async def save(self, lines: Sequence[ReportingLine]) -> None:
        latest = sorted({line.person_id: line for line in lines}.values(), key=lambda line: line.person_id)
        for some in chunks(latest):
            statement = insert(self._connection, table).values(
                [
                    {
                        "workspace_id": self._scope.workspace_id,
                        "person_id": line.person_id,
                        "manager_id": line.manager_id,
                        "source": line.source.value,
                        "state": line.state.value,
                        "changed_at": line.changed_at,
                    }
                    for line in some
                ]
            )
            await self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["workspace_id", "person_id"],
                    set_={
                        name: statement.excluded[name]
                        for name in ("manager_id", "source", "state", "changed_at")
                    },
                )
            )

    async def remove(self, person_ids: Sequence[PersonId]) -> None:
        for some in chunks(person_ids):
            await self._connection.execute(delete(table).where(self._here, table.c.person_id.in_(some)))

    async def decide(self, line: ReportingLine) -> bool:
        result = await self._connection.execute(
            update(table)
            .where(
                self._here,
                table.c.person_id == line.person_id,
                table.c.manager_id == line.manager_id,
                table.c.state == LineState.PROPOSED.value,
            )
            .values(state=line.state.value, changed_at=line.changed_at)
        )
        return result.rowcount == 1


def _line(row: Row[Any]) -> ReportingLine:
    return ReportingLine(
        row.person_id, row.manager_id, LineSource(row.source), LineState(row.state), row.changed_at
    )
