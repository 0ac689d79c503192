"""What columns and keys are made of. See storage/tables/__init__.py."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    text,
)

from storage.types import UtcDateTime

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def ident(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, String(32), nullable=nullable)


def string(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=nullable)


def word(name: str) -> Column[Any]:
    """A value of one of the domain's enumerations."""
    return Column(name, String(32), nullable=False)


def flag(name: str) -> Column[Any]:
    return Column(name, Boolean, nullable=False)


def count(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False)


def at(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, UtcDateTime, nullable=nullable)


def day(name: str) -> Column[Any]:
    return Column(name, Date, nullable=False)


def edits() -> Column[Any]:
    """How often a text was changed."""
    return Column("edits", Integer, nullable=False, server_default=text("0"))


def sealed(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, LargeBinary, nullable=nullable)


def of_workspace() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id"], ["workspaces.id"])


def points_to(table: str, column: str, *, cascade: bool = False) -> ForeignKeyConstraint:
    target = [f"{table}.workspace_id", f"{table}.id"]
    return ForeignKeyConstraint(["workspace_id", column], target, ondelete="CASCADE" if cascade else None)
