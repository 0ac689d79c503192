"""Pauses: who gets no messages about what comes from whom."""

from sqlalchemy import delete, select

from core.domain.ids import PersonId
from core.domain.reports import Pause
from storage.statements import Scope, insert
from storage.tables import pauses


class SqlPauses:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = pauses.c.workspace_id == scope.workspace_id

    async def add(self, pause: Pause) -> bool:
        statement = (
            insert(self._connection, pauses)
            .values(
                workspace_id=self._scope.workspace_id,
                person_id=pause.person_id,
                from_id=pause.from_id,
                since=pause.since,
            )
            .on_conflict_do_nothing()
            .returning(pauses.c.person_id)
        )
        return (await self._connection.execute(statement)).first() is not None

    async def remove(self, person_id: PersonId, from_id: PersonId) -> bool:
        statement = delete(pauses).where(
            self._here, pauses.c.person_id == person_id, pauses.c.from_id == from_id
        )
        return (await self._connection.execute(statement)).rowcount == 1

    async def has(self, person_id: PersonId, from_id: PersonId) -> bool:
        statement = select(pauses.c.since).where(
            self._here, pauses.c.person_id == person_id, pauses.c.from_id == from_id
        )
        return (await self._connection.execute(statement)).first() is not None

    async def of(self, person_id: PersonId, limit: int) -> list[Pause]:
        """Put in order here: nobody pauses so many people that it would need an index."""
        statement = (
            select(pauses).where(self._here, pauses.c.person_id == person_id).order_by(pauses.c.from_id)
        )
        rows = await self._connection.execute(statement)
        theirs = [Pause(row.person_id, row.from_id, row.since) for row in rows]
        return sorted(theirs, key=lambda pause: pause.since, reverse=True)[:limit]

    async def remove_all(self, person_id: PersonId) -> None:
        for theirs in (pauses.c.person_id == person_id, pauses.c.from_id == person_id):
            await self._connection.execute(delete(pauses).where(self._here, theirs))
