"""The tables. Every row belongs to a workspace, and keys and foreign keys are composite, so that no row can
point into another one.

Statements are written against these; storage/migrations makes them, and a test holds the two together.
Columns named `…_sealed` hold people's words, encrypted (storage/sealing.py). Columns of epoch seconds
(Double) are written and compared by the database's clock only.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
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


def _id(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, String(32), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=nullable)


def _word(name: str) -> Column[Any]:
    """A value of one of the domain's enumerations."""
    return Column(name, String(32), nullable=False)


def _flag(name: str) -> Column[Any]:
    return Column(name, Boolean, nullable=False)


def _count(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False)


def _at(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, UtcDateTime, nullable=nullable)


def _day(name: str) -> Column[Any]:
    return Column(name, Date, nullable=False)


def _edits() -> Column[Any]:
    """How often a text was changed."""
    return Column("edits", Integer, nullable=False, server_default=text("0"))


def _sealed(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, LargeBinary, nullable=nullable)


def _of_workspace() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id"], ["workspaces.id"])


def _points_to(table: str, column: str, *, cascade: bool = False) -> ForeignKeyConstraint:
    target = [f"{table}.workspace_id", f"{table}.id"]
    return ForeignKeyConstraint(["workspace_id", column], target, ondelete="CASCADE" if cascade else None)


workspaces = Table(
    "workspaces",
    metadata,
    _id("id"),
    _text("enterprise_id", nullable=True),
    _word("platform"),
    _text("external_id"),
    _text("name"),
    _word("audience"),
    _text("source"),
    _text("source_name"),
    _flag("guests"),
    PrimaryKeyConstraint("id"),
    UniqueConstraint("platform", "external_id"),
)

people = Table(
    "people",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _text("external_id"),
    _word("kind"),
    _text("name"),
    _text("handle"),
    _text("time_zone"),
    _text("locale"),
    _text("email", nullable=True),
    _text("email_key", nullable=True),  # lower-case, for looking up
    _flag("administers"),
    _text("department", nullable=True),
    _text("title", nullable=True),
    _text("country", nullable=True),
    _text("conversation", nullable=True),
    _flag("erased"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "external_id"),
    _of_workspace(),
    Index(None, "workspace_id", "email_key"),
)

erasures = Table(
    "erasures",
    metadata,
    _id("workspace_id"),
    Column(
        "digest", LargeBinary(32), nullable=False
    ),  # a keyed digest of an external id: tells nobody who it was
    PrimaryKeyConstraint("workspace_id", "digest"),
    _of_workspace(),
)

reporting_lines = Table(
    "reporting_lines",
    metadata,
    _id("workspace_id"),
    _id("person_id"),
    _id("manager_id"),
    _word("source"),
    _word("state"),
    _at("changed_at"),
    PrimaryKeyConstraint("workspace_id", "person_id"),
    _points_to("people", "person_id"),
    _points_to("people", "manager_id"),
    Index(None, "workspace_id", "manager_id", "person_id"),
)

grants = Table(
    "grants",
    metadata,
    _id("workspace_id"),
    _word("role"),
    _id("person_id"),
    _id("granted_by", nullable=True),
    _at("granted_at"),
    PrimaryKeyConstraint("workspace_id", "role", "person_id"),
    _points_to("people", "person_id"),
    _points_to("people", "granted_by"),
    Index(None, "workspace_id", "person_id", "role"),
    Index(None, "workspace_id", "granted_by"),
)

# What is not offered any more has no position, and keeps its id for the day it comes back.
tags = Table(
    "tags",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _word("kind"),
    _text("name"),
    _text("name_key"),  # without case, for looking up
    Column("position", Integer, nullable=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "kind", "name_key"),
    _of_workspace(),
    Index(None, "workspace_id", "position"),
)

members = Table(
    "members",
    metadata,
    _id("workspace_id"),
    _id("person_id"),
    PrimaryKeyConstraint("workspace_id", "person_id"),
    _points_to("people", "person_id"),
)

submissions = Table(
    "submissions",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _text("form_key"),
    _id("author_id"),
    _word("kind"),
    _sealed("text_sealed"),
    _sealed("quote_sealed", nullable=True),
    _word("visibility"),
    _text("channel", nullable=True),  # the platform's id of it, where everyone in it may read
    _text("tags", nullable=True),  # as they were called when it was given
    _word("state"),
    _at("created_at"),
    _at("release_at"),
    _at("sent_at", nullable=True),
    _at("undone_at", nullable=True),
    _at("edit_until", nullable=True),  # null once it is over
    _edits(),
    _at("edited_at", nullable=True),
    _at("withdrawn_at", nullable=True),
    # whether `search_terms` is as the submission is now
    Column("indexed", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    _points_to("people", "author_id"),
    Index(None, "workspace_id", "author_id", "created_at"),
    Index(None, "workspace_id", "state", "release_at", "id"),
    Index(None, "workspace_id", "edit_until", "id"),
    Index(None, "workspace_id", "indexed", "id"),
)

submission_versions = Table(
    "submission_versions",
    metadata,
    _id("workspace_id"),
    _id("submission_id"),
    _count("number"),
    _sealed("text_sealed"),
    _at("replaced_at"),
    PrimaryKeyConstraint("workspace_id", "submission_id", "number"),
    _points_to("submissions", "submission_id", cascade=True),
)

# `author_id`, `given_at` and `sent_at` repeat what the submission says, so that each list is one index.
# `given_at` is null once it is undone, `sent_at` until it is sent, both once it is withdrawn: a copy stands
# in a list exactly while its moment is set.
feedback = Table(
    "feedback",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _id("submission_id"),
    _count("position"),
    _id("author_id"),
    _id("recipient_id"),
    _at("given_at", nullable=True),
    _at("sent_at", nullable=True),
    _at("thanked_at", nullable=True),
    _flag("unreachable"),
    PrimaryKeyConstraint("workspace_id", "id"),
    _points_to("submissions", "submission_id"),
    _points_to("people", "author_id"),
    _points_to("people", "recipient_id"),
    Index(None, "workspace_id", "submission_id", "position"),
    Index(None, "workspace_id", "author_id", "given_at", "id"),
    Index(None, "workspace_id", "recipient_id", "sent_at", "id"),
)

readers = Table(
    "readers",
    metadata,
    _id("workspace_id"),
    _id("feedback_id"),
    _id("person_id"),
    _count("position"),
    _word("reason"),
    _at("since"),
    _at("sent_at", nullable=True),
    PrimaryKeyConstraint("workspace_id", "feedback_id", "person_id"),
    _points_to("feedback", "feedback_id", cascade=True),
    _points_to("people", "person_id"),
    Index(None, "workspace_id", "person_id", "sent_at", "feedback_id"),
)

# By which terms (core/domain/looking_back.py) whom a copy is found. A term is a keyed digest, another one for
# each viewer: it tells neither the word nor whose it is. The key is all there is, in the order of results.
search_terms = Table(
    "search_terms",
    metadata,
    _id("workspace_id"),
    Column("term", LargeBinary(16), nullable=False),
    _at("at"),
    _id("feedback_id"),
    PrimaryKeyConstraint("workspace_id", "term", "at", "feedback_id"),
    _points_to("feedback", "feedback_id", cascade=True),
    Index(None, "workspace_id", "feedback_id"),
    sqlite_with_rowid=False,
)

notes = Table(
    "notes",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _text("form_key"),
    _id("author_id"),
    _id("about_id"),
    _sealed("text_sealed"),
    _at("created_at"),
    _at("updated_at"),
    _edits(),
    _at("shared_at", nullable=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    _points_to("people", "author_id"),
    _points_to("people", "about_id"),
    Index(None, "workspace_id", "author_id", "about_id", "created_at", "id"),
    Index(None, "workspace_id", "about_id", "shared_at", "id"),
)

requests = Table(
    "requests",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _text("form_key"),
    _id("requester_id"),
    _id("about_id"),
    _sealed("question_sealed"),
    _word("visibility"),
    _day("due_on"),
    _at("created_at"),
    _at("cancelled_at", nullable=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    _points_to("people", "requester_id"),
    _points_to("people", "about_id"),
    Index(None, "workspace_id", "requester_id", "created_at", "id"),
    Index(None, "workspace_id", "about_id"),
)

asks = Table(
    "asks",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _id("request_id"),
    _id("person_id"),
    _count("position"),
    _at("starts_at"),
    _day("due_on"),
    _word("state"),
    _at("prompt_at", nullable=True),
    _count("prompts"),
    _flag("reminded"),
    _at("snoozed_until", nullable=True),
    _sealed("reason_sealed", nullable=True),
    _count("revision"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "request_id", "person_id"),
    _points_to("requests", "request_id"),
    _points_to("people", "person_id"),
    Index(None, "workspace_id", "person_id", "state", "starts_at", "id"),
    Index(None, "workspace_id", "state", "prompt_at", "id"),
)

# Which ask a submission answers, and the question as it was asked then.
answers = Table(
    "answers",
    metadata,
    _id("workspace_id"),
    _id("submission_id"),
    _id("ask_id"),
    _sealed("question_sealed"),
    PrimaryKeyConstraint("workspace_id", "submission_id"),
    _points_to("submissions", "submission_id", cascade=True),
    _points_to("asks", "ask_id"),
    Index(None, "workspace_id", "ask_id"),
)

replies = Table(
    "replies",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _id("feedback_id"),
    _text("form_key"),
    _id("author_id"),
    _sealed("text_sealed"),
    _at("created_at"),
    _edits(),
    _at("edited_at", nullable=True),
    _at("deleted_at", nullable=True),
    _flag("unreachable"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    _points_to("feedback", "feedback_id", cascade=True),
    _points_to("people", "author_id"),
    Index(None, "workspace_id", "feedback_id", "created_at", "id"),
    Index(None, "workspace_id", "author_id"),
)

reply_versions = Table(
    "reply_versions",
    metadata,
    _id("workspace_id"),
    _id("reply_id"),
    _count("number"),
    _sealed("text_sealed"),
    _at("replaced_at"),
    PrimaryKeyConstraint("workspace_id", "reply_id", "number"),
    _points_to("replies", "reply_id", cascade=True),
)

reports = Table(
    "reports",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _id("feedback_id"),
    _text("form_key"),
    _id("reporter_id"),
    _id("about_id"),
    _sealed("reason_sealed"),
    _at("created_at"),
    _at("handled_at", nullable=True),
    _id("handled_by", nullable=True),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "form_key"),
    _points_to("feedback", "feedback_id", cascade=True),
    _points_to("people", "reporter_id"),
    _points_to("people", "about_id"),
    _points_to("people", "handled_by"),
    Index(None, "workspace_id", "feedback_id"),
    Index(None, "workspace_id", "reporter_id"),
    Index(None, "workspace_id", "about_id"),
    Index(None, "workspace_id", "handled_by"),
)

report_readers = Table(
    "report_readers",
    metadata,
    _id("workspace_id"),
    _id("report_id"),
    _id("person_id"),
    _count("position"),
    PrimaryKeyConstraint("workspace_id", "report_id", "person_id"),
    _points_to("reports", "report_id", cascade=True),
    _points_to("people", "person_id"),
    Index(None, "workspace_id", "person_id"),
)

pauses = Table(
    "pauses",
    metadata,
    _id("workspace_id"),
    _id("person_id"),
    _id("from_id"),
    _at("since"),
    PrimaryKeyConstraint("workspace_id", "person_id", "from_id"),
    _points_to("people", "person_id"),
    _points_to("people", "from_id"),
    Index(None, "workspace_id", "from_id"),
)

audit = Table(
    "audit",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _id("actor_id"),
    _word("action"),
    _id("subject_id"),
    _at("at"),
    PrimaryKeyConstraint("workspace_id", "id"),
    _points_to("people", "actor_id"),
    Index(None, "workspace_id", "subject_id", "at", "id"),
    Index(None, "workspace_id", "actor_id"),
)

# Of those who chose something.
preferences = Table(
    "preferences",
    metadata,
    _id("workspace_id"),
    _id("person_id"),
    _flag("reminders"),
    Column("digest_hour", Integer, nullable=True),
    PrimaryKeyConstraint("workspace_id", "person_id"),
    _points_to("people", "person_id"),
)

drafts = Table(
    "drafts",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _id("person_id"),
    _text("form"),
    _text("key"),
    _sealed("content_sealed"),
    _at("updated_at"),
    _at("expires_at"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "person_id", "form", "key"),
    _points_to("people", "person_id"),
    Index(None, "workspace_id", "person_id", "updated_at", "id"),
    Index(None, "workspace_id", "expires_at"),
)

messages = Table(
    "messages",
    metadata,
    _id("workspace_id"),
    _id("id"),
    _text("kind"),
    _id("recipient_id"),
    _text("subject_id"),
    _text("period"),
    _text("thread_kind", nullable=True),
    _text("thread_subject_id", nullable=True),
    _word("state"),
    _flag("wanted"),
    _count("revision"),
    Column("sending_revision", Integer, nullable=True),  # the one that a call is under way for
    Column("shown_revision", Integer, nullable=True),
    _text("conversation", nullable=True),
    _text("message", nullable=True),
    _at("due_at"),
    _count("attempts"),
    _at("first_tried_at", nullable=True),
    Column("begun_at", Double, nullable=True),
    _text("last_error", nullable=True),
    _at("created_at"),
    _text("correlation_id"),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "recipient_id", "kind", "subject_id", "period"),
    _points_to("people", "recipient_id"),
    Index(None, "workspace_id", "state", "due_at", "created_at", "id"),
    Index(None, "workspace_id", "state", "begun_at", "id"),
)

leases = Table(
    "leases",
    metadata,
    _id("workspace_id"),
    Column("name", String(64), nullable=False),
    _text("holder"),
    Column("fence", Integer, nullable=False),
    Column("expires_at", Double, nullable=False),
    PrimaryKeyConstraint("workspace_id", "name"),
    _of_workspace(),
)

# The one table that belongs to the database as a whole: which keys have sealed something in it. Ids of keys,
# never keys.
sealing_keys = Table(
    "sealing_keys",
    metadata,
    Column("key_id", String(16), nullable=False),
    _at("first_used_at"),
    PrimaryKeyConstraint("key_id"),
)
