"""The tables. Every row belongs to a workspace, and keys and foreign keys are composite, so that no row can
point into another one.

Statements are written against these; storage/migrations makes them, and a test holds the two together.
Columns named `…_sealed` hold people's words, encrypted (storage/sealing.py). Columns of epoch seconds
(Double) are written and compared by the database's clock only.
"""

from storage.tables.columns import metadata
from storage.tables.delivery import (
    leases,
    messages,
    sealing_keys,
)
from storage.tables.feedback import (
    drafts,
    feedback,
    readers,
    submission_versions,
    submissions,
    tags,
)
from storage.tables.looking_back import (
    notes,
    search_terms,
)
from storage.tables.people import (
    erasures,
    grants,
    members,
    people,
    preferences,
    reporting_lines,
    workspaces,
)
from storage.tables.requests import (
    answers,
    asks,
    requests,
)
from storage.tables.talking import (
    audit,
    pauses,
    replies,
    reply_versions,
    report_readers,
    reports,
)

__all__ = [
    "answers",
    "asks",
    "audit",
    "drafts",
    "erasures",
    "feedback",
    "grants",
    "leases",
    "members",
    "messages",
    "metadata",
    "notes",
    "pauses",
    "people",
    "preferences",
    "readers",
    "replies",
    "reply_versions",
    "report_readers",
    "reporting_lines",
    "reports",
    "requests",
    "sealing_keys",
    "search_terms",
    "submission_versions",
    "submissions",
    "tags",
    "workspaces",
]
