"""Feedback: what was given, to whom, who may read it, its tags and versions, what was only typed."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    false,
)

from storage.tables.columns import (
    at,
    count,
    edits,
    flag,
    ident,
    metadata,
    of_workspace,
    points_to,
    sealed,
    string,
    word,
)

# What is not offered any more has no position, and keeps its id for the day it comes back.
tags = Table(
    "tags",
    metadata,
    ident("workspace_id"),
    ident("id"),
    word("kind"),
    string("name"),
    string("name_key"),  # without case, for looking up
    Column("position", Integer, nullable=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "kind", "name_key"),
    of_workspace(),
    Index(None, "workspace_id", "position"),
)

submissions = Table(
    "submissions",
    metadata,
    ident("workspace_id"),
    ident("id"),
    string("form_key"),
    ident("author_id"),
    word("kind"),
    sealed("text_sealed"),
    sealed("quote_sealed", nullable=True),
    word("visibility"),
    string("channel", nullable=True),  # the platform's id of it, where everyone in it may read
    string("tags", nullable=True),  # as they were called when it was given
    word("state"),
    at("created_at"),
    at("release_at"),
    at("sent_at", nullable=True),
    at("undone_at", nullable=True),
    at("edit_until", nullable=True),  # null once it is over
    edits(),
    at("edited_at", nullable=True),
    at("withdrawn_at", nullable=True),
    # whether `search_terms` is as the submission is now
    Column("indexed", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    points_to("people", "author_id"),
    Index(None, "workspace_id", "author_id", "created_at"),
    Index(None, "workspace_id", "state", "release_at", "id"),
    Index(None, "workspace_id", "edit_until", "id"),
    Index(None, "workspace_id", "indexed", "id"),
)

submission_versions = Table(
    "submission_versions",
    metadata,
    ident("workspace_id"),
    ident("submission_id"),
    count("number"),
    sealed("text_sealed"),
    at("replaced_at"),
    PrimaryKeyConstraint("workspace_id", "submission_id", "number"),
    points_to("submissions", "submission_id", cascade=True),
)

# `author_id`, `given_at` and `sent_at` repeat what the submission says, so that each list is one index.
# `given_at` is null once it is undone, `sent_at` until it is sent, both once it is withdrawn: a copy stands
# in a list exactly while its moment is set.
feedback = Table(
    "feedback",
    metadata,
    ident("workspace_id"),
    ident("id"),
    ident("submission_id"),
    count("position"),
    ident("author_id"),
    ident("recipient_id"),
    at("given_at", nullable=True),
    at("sent_at", nullable=True),
    at("thanked_at", nullable=True),
    flag("unreachable"),
    PrimaryKeyConstraint("workspace_id", "id"),
    points_to("submissions", "submission_id"),
    points_to("people", "author_id"),
    points_to("people", "recipient_id"),
    Index(None, "workspace_id", "submission_id", "position"),
    Index(None, "workspace_id", "author_id", "given_at", "id"),
    Index(None, "workspace_id", "recipient_id", "sent_at", "id"),
)

readers = Table(
    "readers",
    metadata,
    ident("workspace_id"),
    ident("feedback_id"),
    ident("person_id"),
    count("position"),
    word("reason"),
    at("since"),
    at("sent_at", nullable=True),
    PrimaryKeyConstraint("workspace_id", "feedback_id", "person_id"),
    points_to("feedback", "feedback_id", cascade=True),
    points_to("people", "person_id"),
    Index(None, "workspace_id", "person_id", "sent_at", "feedback_id"),
)

drafts = Table(
    "drafts",
    metadata,
    ident("workspace_id"),
    ident("id"),
    ident("person_id"),
    string("form"),
    string("key"),
    sealed("content_sealed"),
    at("updated_at"),
    at("expires_at"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "person_id", "form", "key"),
    points_to("people", "person_id"),
    Index(None, "workspace_id", "person_id", "updated_at", "id"),
    Index(None, "workspace_id", "expires_at"),
)
