"""What is kept for looking back: by which terms feedback is found, and notes for a talk."""

from sqlalchemy import (
    Column,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from storage.tables.columns import at, edits, ident, metadata, points_to, sealed, string

# By which terms (core/domain/looking_back.py) whom a copy is found. A term is a keyed digest, another one for
# each viewer: it tells neither the word nor whose it is. The key is all there is, in the order of results.
search_terms = Table(
    "search_terms",
    metadata,
    ident("workspace_id"),
    Column("term", LargeBinary(16), nullable=False),
    at("at"),
    ident("feedback_id"),
    PrimaryKeyConstraint("workspace_id", "term", "at", "feedback_id"),
    points_to("feedback", "feedback_id", cascade=True),
    Index(None, "workspace_id", "feedback_id"),
    sqlite_with_rowid=False,
)

notes = Table(
    "notes",
    metadata,
    ident("workspace_id"),
    ident("id"),
    string("form_key"),
    ident("author_id"),
    ident("about_id"),
    sealed("text_sealed"),
    at("created_at"),
    at("updated_at"),
    edits(),
    at("shared_at", nullable=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    points_to("people", "author_id"),
    points_to("people", "about_id"),
    Index(None, "workspace_id", "author_id", "about_id", "created_at", "id"),
    Index(None, "workspace_id", "about_id", "shared_at", "id"),
)
