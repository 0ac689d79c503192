"""Workspaces, and what their admins have chosen."""

from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.domain.ids import WorkspaceId, new_id
from core.domain.workspaces import Access, Audience, Workspace
from storage.statements import HERE, Values, insert
from storage.tables import workspaces

_WITH_ID = select(workspaces).where(workspaces.c.id == HERE)


async def get(connection: AsyncConnection, workspace_id: WorkspaceId) -> Workspace:
    """Raises sqlalchemy.exc.NoResultFound: nobody has an id of a workspace that is not there."""
    return _workspace((await connection.execute(_WITH_ID, {"here": workspace_id})).one())


async def find(connection: AsyncConnection, platform: str, external_id: str) -> Workspace | None:
    statement = select(workspaces).where(
        workspaces.c.platform == platform, workspaces.c.external_id == external_id
    )
    row = (await connection.execute(statement)).one_or_none()
    return None if row is None else _workspace(row)


async def all_of_them(connection: AsyncConnection) -> list[Workspace]:
    statement = select(workspaces).order_by(workspaces.c.platform, workspaces.c.external_id)
    return [_workspace(row) for row in await connection.execute(statement)]


async def put(
    connection: AsyncConnection, platform: str, external_id: str, name: str, enterprise_id: str | None
) -> Workspace:
    """Adds it, or brings name and enterprise up to date."""
    statement = insert(connection, workspaces).values(
        id=new_id(),
        enterprise_id=enterprise_id,
        platform=platform,
        external_id=external_id,
        name=name,
        **_access_values(Access()),
    )
    statement = statement.on_conflict_do_update(
        index_elements=["platform", "external_id"],
        set_={"name": statement.excluded.name, "enterprise_id": statement.excluded.enterprise_id},
    ).returning(workspaces)
    return _workspace((await connection.execute(statement)).one())


async def save_access(connection: AsyncConnection, workspace_id: WorkspaceId, access: Access) -> None:
    await connection.execute(
        update(workspaces).where(workspaces.c.id == workspace_id).values(**_access_values(access))
    )


def _access_values(access: Access) -> Values:
    return {
        "audience": access.audience.value,
        "source": access.source,
        "source_name": access.source_name,
        "guests": access.guests,
    }


def _workspace(row: Row[Any]) -> Workspace:
    access = Access(Audience(row.audience), row.source, row.source_name, row.guests)
    return Workspace(row.id, row.platform, row.external_id, row.name, row.enterprise_id, access)
