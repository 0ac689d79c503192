"""What people chose about what Everloop sends them."""

from sqlalchemy import delete, select

from core.domain.attention import Preferences
from core.domain.ids import PersonId
from storage.statements import Scope, insert
from storage.tables import preferences


class SqlPreferences:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = preferences.c.workspace_id == scope.workspace_id

    async def of(self, person_id: PersonId) -> Preferences:
        statement = select(preferences).where(self._here, preferences.c.person_id == person_id)
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            return Preferences(person_id)
        return Preferences(person_id, row.reminders, row.digest_hour)

    async def save(self, chosen: Preferences) -> None:
        values = {"reminders": chosen.reminders, "digest_hour": chosen.digest_hour}
        statement = insert(self._connection, preferences).values(
            workspace_id=self._scope.workspace_id, person_id=chosen.person_id, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["workspace_id", "person_id"], set_=values)
        )

    async def forget(self, person_id: PersonId) -> None:
        statement = delete(preferences).where(self._here, preferences.c.person_id == person_id)
        await self._connection.execute(statement)
