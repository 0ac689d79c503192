"""Small things that most statements need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import BindParameter, String, Table, bindparam
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


Insert = sqlite.Insert | postgresql.Insert


def insert(connection: AsyncConnection, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT, in the dialect of this connection."""
    return insert_into(table, connection.dialect.name)


def insert_into(table: Table, dialect: str) -> Insert:
    """The same by the dialect's name: for statements that are built once, since an ON CONFLICT that names
    `excluded` costs more to build than to run. Values are given when it is executed."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[list[T]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk


HERE: BindParameter[str] = bindparam("here", type_=String)
"""The workspace, in statements that are built once."""

THESE: BindParameter[Any] = bindparam("these", type_=String, expanding=True)
"""Several keys, in the same."""

Values = dict[str, Any]
"""Column name → what is written there."""
