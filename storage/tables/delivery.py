"""The outbox and who delivers from it; which keys have sealed something."""

from sqlalchemy import (
    Column,
    Double,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.columns import at, count, flag, ident, metadata, of_workspace, points_to, string, word

messages = Table(
    "messages",
    metadata,
    ident("workspace_id"),
    ident("id"),
    string("kind"),
    ident("recipient_id"),
    string("subject_id"),
    string("period"),
    string("thread_kind", nullable=True),
    string("thread_subject_id", nullable=True),
    word("state"),
    flag("wanted"),
    count("revision"),
    Column("sending_revision", Integer, nullable=True),  # the one that a call is under way for
    Column("shown_revision", Integer, nullable=True),
    string("conversation", nullable=True),
    string("message", nullable=True),
    at("due_at"),
    count("attempts"),
    at("first_tried_at", nullable=True),
    Column("begun_at", Double, nullable=True),
    string("last_error", nullable=True),
    at("created_at"),
    string("correlation_id"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "recipient_id", "kind", "subject_id", "period"),
    points_to("people", "recipient_id"),
    Index(None, "workspace_id", "state", "due_at", "created_at", "id"),
    Index(None, "workspace_id", "state", "begun_at", "id"),
)

leases = Table(
    "leases",
    metadata,
    ident("workspace_id"),
    Column("name", String(64), nullable=False),
    string("holder"),
    Column("fence", Integer, nullable=False),
    Column("expires_at", Double, nullable=False),
    PrimaryKeyConstraint("workspace_id", "name"),
    of_workspace(),
)

# The one table that belongs to the database as a whole: which keys have sealed something in it. Ids of keys,
# never keys.
sealing_keys = Table(
    "sealing_keys",
    metadata,
    Column("key_id", String(16), nullable=False),
    at("first_used_at"),
    PrimaryKeyConstraint("key_id"),
)
