"""What feedback can be tagged with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from core.domain.ids import TagId, new_id
from core.domain.tags import Tag, TagKind
from storage.statements import Scope, insert
from storage.tables import tags as table


class SqlTags:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = table.c.workspace_id == scope.workspace_id

    async def offered(self) -> list[Tag]:
        statement = select(table).where(self._here, table.c.position.is_not(None)).order_by(table.c.position)
        found = [_tag(row) for row in await self._connection.execute(statement)]
        return [tag for kind in TagKind for tag in found if tag.kind is kind]

    async def get_many(self, ids: Sequence[TagId]) -> dict[TagId, Tag]:
        statement = select(table).where(self._here, table.c.id.in_(ids))
        return {row.id: _tag(row) for row in await self._connection.execute(statement)}

    async def replace(self, kind: TagKind, names: Sequence[str]) -> None:
        await self._connection.execute(
            update(table).where(self._here, table.c.kind == kind.value).values(position=None)
        )
        if not names:
            return
        statement = insert(self._connection, table).values(
            [
                {
                    "workspace_id": self._scope.workspace_id,
                    "id": new_id(),
                    "kind": kind.value,
                    "name": name,
                    "name_key": name.casefold(),
                    "position": position,
                }
                for position, name in enumerate(names)
            ]
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["workspace_id", "kind", "name_key"],
                set_={"name": statement.excluded.name, "position": statement.excluded.position},
            )
        )


def _tag(row: Row[Any]) -> Tag:
    return Tag(row.id, TagKind(row.kind), row.name)
