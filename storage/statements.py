"""Small things that most statements need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from core.domain.ids import WorkspaceId
from storage.sealing import Keyring

T = TypeVar("T")

CHUNK = 500
"""Rows or keys in one statement: both databases allow about 32,000 placeholders, and a row has up to 20."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a repository works in: one transaction, one workspace, and the keys to its words."""

    connection: AsyncConnection
    workspace_id: WorkspaceId
    keyring: Keyring


def insert(connection: AsyncConnection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that knows ON CONFLICT, in the dialect of this connection."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[list[T]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk


Values = dict[str, Any]
"""Column name → what is written there."""
