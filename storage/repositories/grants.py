"""Roles, as stored grants."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from core.domain.ids import PersonId
from core.domain.people import Grant, Role
from storage.statements import Scope, insert
from storage.tables import grants as table


class SqlGrants:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = table.c.workspace_id == scope.workspace_id

    async def of(self, person_id: PersonId) -> frozenset[Role]:
        statement = select(table.c.role).where(self._here, table.c.person_id == person_id)
        return frozenset(Role(role) for role in await self._connection.scalars(statement))

    async def holders(self, role: Role) -> list[Grant]:
        statement = (
            select(table)
            .where(self._here, table.c.role == role.value)
            .order_by(table.c.granted_at, table.c.person_id)
        )
        return [
            Grant(row.person_id, Role(row.role), row.granted_by, row.granted_at)
            for row in await self._connection.execute(statement)
        ]

    async def replace(self, role: Role, grants: Sequence[Grant]) -> None:
        holders = [grant.person_id for grant in grants]
        await self._connection.execute(
            delete(table).where(self._here, table.c.role == role.value, table.c.person_id.not_in(holders))
        )
        if not grants:
            return
        await self._connection.execute(
            insert(self._connection, table)
            .values(
                [
                    {
                        "workspace_id": self._scope.workspace_id,
                        "role": role.value,
                        "person_id": grant.person_id,
                        "granted_by": grant.granted_by,
                        "granted_at": grant.granted_at,
                    }
                    for grant in grants
                ]
            )
            .on_conflict_do_nothing()
        )
