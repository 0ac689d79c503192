"""Talk about feedback: replies, reports of a problem, pauses, the audit."""

from sqlalchemy import (
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from storage.tables.columns import at, count, edits, flag, ident, metadata, points_to, sealed, string, word

replies = Table(
    "replies",
    metadata,
    ident("workspace_id"),
    ident("id"),
    ident("feedback_id"),
    string("form_key"),
    ident("author_id"),
    sealed("text_sealed"),
    at("created_at"),
    edits(),
    at("edited_at", nullable=True),
    at("deleted_at", nullable=True),
    flag("unreachable"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    points_to("feedback", "feedback_id", cascade=True),
    points_to("people", "author_id"),
    Index(None, "workspace_id", "feedback_id", "created_at", "id"),
    Index(None, "workspace_id", "author_id"),
)

reply_versions = Table(
    "reply_versions",
    metadata,
    ident("workspace_id"),
    ident("reply_id"),
    count("number"),
    sealed("text_sealed"),
    at("replaced_at"),
    PrimaryKeyConstraint("workspace_id", "reply_id", "number"),
    points_to("replies", "reply_id", cascade=True),
)

reports = Table(
    "reports",
    metadata,
    ident("workspace_id"),
    ident("id"),
    ident("feedback_id"),
    string("form_key"),
    ident("reporter_id"),
    ident("about_id"),
    sealed("reason_sealed"),
    at("created_at"),
    at("handled_at", nullable=True),
    ident("handled_by", nullable=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    points_to("feedback", "feedback_id", cascade=True),
    points_to("people", "reporter_id"),
    points_to("people", "about_id"),
    points_to("people", "handled_by"),
    Index(None, "workspace_id", "feedback_id"),
    Index(None, "workspace_id", "reporter_id"),
    Index(None, "workspace_id", "about_id"),
    Index(None, "workspace_id", "handled_by"),
)

report_readers = Table(
    "report_readers",
    metadata,
    ident("workspace_id"),
    ident("report_id"),
    ident("person_id"),
    count("position"),
    PrimaryKeyConstraint("workspace_id", "report_id", "person_id"),
    points_to("reports", "report_id", cascade=True),
    points_to("people", "person_id"),
    Index(None, "workspace_id", "person_id"),
)

pauses = Table(
    "pauses",
    metadata,
    ident("workspace_id"),
    ident("person_id"),
    ident("from_id"),
    at("since"),
    PrimaryKeyConstraint("workspace_id", "person_id", "from_id"),
    points_to("people", "person_id"),
    points_to("people", "from_id"),
    Index(None, "workspace_id", "from_id"),
)

audit = Table(
    "audit",
    metadata,
    ident("workspace_id"),
    ident("id"),
    ident("actor_id"),
    word("action"),
    ident("subject_id"),
    at("at"),
    PrimaryKeyConstraint("workspace_id", "id"),
    points_to("people", "actor_id"),
    Index(None, "workspace_id", "subject_id", "at", "id"),
    Index(None, "workspace_id", "actor_id"),
)
