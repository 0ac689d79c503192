"""Asking for feedback."""

from sqlalchemy import (
    Index,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from storage.tables.columns import at, count, day, flag, ident, metadata, points_to, sealed, string, word

requests = Table(
    "requests",
    metadata,
    ident("workspace_id"),
    ident("id"),
    string("form_key"),
    ident("requester_id"),
    ident("about_id"),
    sealed("question_sealed"),
    word("visibility"),
    day("due_on"),
    at("created_at"),
    at("cancelled_at", nullable=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    points_to("people", "requester_id"),
    points_to("people", "about_id"),
    Index(None, "workspace_id", "requester_id", "created_at", "id"),
    Index(None, "workspace_id", "about_id"),
)

asks = Table(
    "asks",
    metadata,
    ident("workspace_id"),
    ident("id"),
    ident("request_id"),
    ident("person_id"),
    count("position"),
    at("starts_at"),
    day("due_on"),
    word("state"),
    at("prompt_at", nullable=True),
    count("prompts"),
    flag("reminded"),
    at("snoozed_until", nullable=True),
    sealed("reason_sealed", nullable=True),
    count("revision"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "request_id", "person_id"),
    points_to("requests", "request_id"),
    points_to("people", "person_id"),
    Index(None, "workspace_id", "person_id", "state", "starts_at", "id"),
    Index(None, "workspace_id", "state", "prompt_at", "id"),
)

# Which ask a submission answers, and the question as it was asked then.
answers = Table(
    "answers",
    metadata,
    ident("workspace_id"),
    ident("submission_id"),
    ident("ask_id"),
    sealed("question_sealed"),
    PrimaryKeyConstraint("workspace_id", "submission_id"),
    points_to("submissions", "submission_id", cascade=True),
    points_to("asks", "ask_id"),
    Index(None, "workspace_id", "ask_id"),
)
