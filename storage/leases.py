"""Leases: one holder at a time, by the database's clock, with a fence that grows with each new holder."""

from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Double, and_, bindparam, case, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from core.domain.ids import WorkspaceId
from core.ports import Lease
from storage.statements import insert_into
from storage.tables import leases
from storage.types import DatabaseNow


async def acquire(
    connection: AsyncConnection, workspace_id: WorkspaceId, name: str, holder: str, ttl: timedelta
) -> Lease | None:
    """One statement: whoever comes second waits for the first one's row, and then sees that it is taken."""
    values = {"workspace_id": workspace_id, "name": name, "holder": holder, "ttl": ttl.total_seconds()}
    statement = _acquired(connection.dialect.name)
    fence = (await connection.execute(statement, values)).scalar_one_or_none()
    return None if fence is None else Lease(workspace_id, name, holder, fence)


@cache
def _acquired(dialect: str) -> ReturningInsert[Any]:
    """Takes or prolongs a lease for `ttl` seconds and returns its fence; nothing where somebody else has
    it."""
    wanted = insert_into(leases, dialect).values(
        fence=1, expires_at=DatabaseNow() + bindparam("ttl", type_=Double)
    )
    still_mine = and_(leases.c.holder == wanted.excluded.holder, leases.c.expires_at > DatabaseNow())
    return wanted.on_conflict_do_update(
        index_elements=["workspace_id", "name"],
        set_={
            "holder": wanted.excluded.holder,
            "expires_at": wanted.excluded.expires_at,
            "fence": case((still_mine, leases.c.fence), else_=leases.c.fence + 1),
        },
        where=or_(leases.c.expires_at <= DatabaseNow(), leases.c.holder == wanted.excluded.holder),
    ).returning(leases.c.fence)


async def release(connection: AsyncConnection, lease: Lease) -> None:
    """The row stays, so that the fence goes on counting."""
    await connection.execute(
        update(leases)
        .where(
            leases.c.workspace_id == lease.workspace_id,
            leases.c.name == lease.name,
            leases.c.holder == lease.holder,
            leases.c.fence == lease.fence,
        )
        .values(expires_at=0.0)
    )


def holds(workspace_id: WorkspaceId, name: str, fence: int) -> ColumnElement[bool]:
    """Whether the lease of this name is still held with this fence, as part of another statement."""
    return exists(
        select(leases.c.fence).where(
            leases.c.workspace_id == workspace_id,
            leases.c.name == name,
            leases.c.fence == fence,
            leases.c.expires_at > DatabaseNow(),
        )
    )
