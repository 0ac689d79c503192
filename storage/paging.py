"""Paging by key, in both directions, over any statement that ends in an index of (moment, id)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Select, and_, literal, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from core.domain.paging import Cursor, Direction


@dataclass(frozen=True, slots=True)
class Keys:
    """The rows of one page, newest first, and the cursors at its ends."""

    rows: list[Row[Any, Any]]
    newer: Cursor | None
    older: Cursor | None


async def fetch_page(
    connection: AsyncConnection,
    statement: Select[Any, Any],
    at: Column[Any],
    row_id: Column[Any],
    cursor: Cursor | None,
    limit: int,
) -> Keys:
    """At most three statements. `statement` selects `at` and `row_id` first, and is neither ordered nor
    limited.

    Going newer ends on the full first page, and so does a cursor beyond which nothing is left.
    """
    if cursor is None:
        rows, more = await _fetch(connection, statement.order_by(at.desc(), row_id.desc()), limit)
        return Keys(rows, None, _edge(rows, -1, Direction.OLDER) if more else None)
    key = (literal(cursor.at, at.type), literal(cursor.id, row_id.type))
    if cursor.direction is Direction.OLDER:
        beyond = statement.where(_before(at, row_id, *key)).order_by(at.desc(), row_id.desc())
        rows, more = await _fetch(connection, beyond, limit)
        if rows and await _has_newer(connection, statement, at, row_id, rows[0]):
            return Keys(
                rows, _edge(rows, 0, Direction.NEWER), _edge(rows, -1, Direction.OLDER) if more else None
            )
    else:
        beyond = statement.where(_after(at, row_id, *key)).order_by(at.asc(), row_id.asc())
        rows, more = await _fetch(connection, beyond, limit)
        rows.reverse()
        if more:
            older = _edge(rows, -1, Direction.OLDER)
            return Keys(rows, _edge(rows, 0, Direction.NEWER), older)
    return await fetch_page(connection, statement, at, row_id, None, limit)


async def _fetch(
    connection: AsyncConnection, statement: Select[Any, Any], limit: int
) -> tuple[list[Row[Any, Any]], bool]:
    rows = list((await connection.execute(statement.limit(limit + 1))).all())
    return rows[:limit], len(rows) > limit


async def _has_newer(
    connection: AsyncConnection,
    statement: Select[Any, Any],
    at: Column[Any],
    row_id: Column[Any],
    first: Row[Any, Any],
) -> bool:
    key = (literal(first[0], at.type), literal(first[1], row_id.type))
    newer = statement.where(_after(at, row_id, *key)).limit(1)
    return (await connection.execute(newer)).first() is not None


def _before(at: Column[Any], row_id: Column[Any], moment: Any, edge: Any) -> Any:
    """Older than the edge, spelled so that both databases walk the index: a range on the moment, and the tie
    broken within it."""
    return and_(at <= moment, or_(at < moment, row_id < edge))


def _after(at: Column[Any], row_id: Column[Any], moment: Any, edge: Any) -> Any:
    return and_(at >= moment, or_(at > moment, row_id > edge))


def _edge(rows: list[Row[Any, Any]], index: int, direction: Direction) -> Cursor:
    return Cursor(rows[index][0], rows[index][1], direction)
