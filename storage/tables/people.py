"""Workspaces and the people in them."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from storage.tables.columns import at, flag, ident, metadata, of_workspace, points_to, string, word

workspaces = Table(
    "workspaces",
    metadata,
    ident("id"),
    string("enterprise_id", nullable=True),
    word("platform"),
    string("external_id"),
    string("name"),
    word("audience"),
    string("source"),
    string("source_name"),
    flag("guests"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("platform", "external_id"),
)

people = Table(
    "people",
    metadata,
    ident("workspace_id"),
    ident("id"),
    string("external_id"),
    word("kind"),
    string("name"),
    string("handle"),
    string("time_zone"),
    string("locale"),
    string("email", nullable=True),
    string("email_key", nullable=True),  # lower-case, for looking up
    flag("administers"),
    string("department", nullable=True),
    string("title", nullable=True),
    string("country", nullable=True),
    string("conversation", nullable=True),
    flag("erased"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "external_id"),
    of_workspace(),
    Index(None, "workspace_id", "email_key"),
)

erasures = Table(
    "erasures",
    metadata,
    ident("workspace_id"),
    Column(
        "digest", LargeBinary(32), nullable=False
    ),  # a keyed digest of an external id: tells nobody who it was
    PrimaryKeyConstraint("workspace_id", "digest"),
    of_workspace(),
)

reporting_lines = Table(
    "reporting_lines",
    metadata,
    ident("workspace_id"),
    ident("person_id"),
    ident("manager_id"),
    word("source"),
    word("state"),
    at("changed_at"),
    PrimaryKeyConstraint("workspace_id", "person_id"),
    points_to("people", "person_id"),
    points_to("people", "manager_id"),
    Index(None, "workspace_id", "manager_id", "person_id"),
)

grants = Table(
    "grants",
    metadata,
    ident("workspace_id"),
    word("role"),
    ident("person_id"),
    ident("granted_by", nullable=True),
    at("granted_at"),
    PrimaryKeyConstraint("workspace_id", "role", "person_id"),
    points_to("people", "person_id"),
    points_to("people", "granted_by"),
    Index(None, "workspace_id", "person_id", "role"),
    Index(None, "workspace_id", "granted_by"),
)

members = Table(
    "members",
    metadata,
    ident("workspace_id"),
    ident("person_id"),
    PrimaryKeyConstraint("workspace_id", "person_id"),
    points_to("people", "person_id"),
)

# Of those who chose something.
preferences = Table(
    "preferences",
    metadata,
    ident("workspace_id"),
    ident("person_id"),
    flag("reminders"),
    Column("digest_hour", Integer, nullable=True),
    PrimaryKeyConstraint("workspace_id", "person_id"),
    points_to("people", "person_id"),
)
