"""Paging by key: a page costs the same however long the list grows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Direction(StrEnum):
    OLDER = "older"
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The edge of a page in a list that is newest first: items strictly older (or newer) than (`at`,
    `id`)."""

    at: datetime
    id: str
    direction: Direction = Direction.OLDER


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Items newest first, and where to go on from here; None where there is nothing more that way."""

    items: tuple[T, ...]
    newer: Cursor | None = None
    older: Cursor | None = None
