"""Whom a narrowed access lets in."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from core.domain.ids import PersonId
from storage.statements import Scope, chunks, insert
from storage.tables import members


class SqlMembers:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = members.c.workspace_id == scope.workspace_id

    async def contains(self, person_id: PersonId) -> bool:
        return person_id in await self.which([person_id])

    async def which(self, ids: Sequence[PersonId]) -> frozenset[PersonId]:
        found: set[PersonId] = set()
        for some in chunks(ids):
            statement = select(members.c.person_id).where(self._here, members.c.person_id.in_(some))
            found.update(await self._connection.scalars(statement))
        return frozenset(found)

    async def replace(self, ids: Sequence[PersonId]) -> None:
        """Writes the difference only: most readings bring none."""
        stored: set[PersonId] = set(
            await self._connection.scalars(select(members.c.person_id).where(self._here))
        )
        for some in chunks(sorted(stored.difference(ids))):
            await self._connection.execute(delete(members).where(self._here, members.c.person_id.in_(some)))
        for some in chunks(sorted(set(ids).difference(stored))):
            rows = [{"workspace_id": self._scope.workspace_id, "person_id": person_id} for person_id in some]
            await self._connection.execute(
                insert(self._connection, members).values(rows).on_conflict_do_nothing()
            )
