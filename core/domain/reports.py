"""Reporting a problem with a feedback or the talk about it to the people team's admins.

Who gets a report is named in the form and fixed when it is sent: never anybody who wrote or received what it
is about. Whoever is reported isn't told, and nobody else learns of it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.feedback import FeedbackItem
from core.domain.ids import AuditId, FeedbackId, PersonId, ReportId, WorkspaceId
from core.domain.people import PersonRef
from core.domain.replies import ThreadItem
from core.domain.revisions import Version

MAX_REASON = 3000
MAX_EVIDENCE = 10
"""How many versions, and how many of the newest replies, a report shows."""


@dataclass(frozen=True, slots=True)
class Report:
    """`form_key` makes a form that arrives twice one thing. `about_id` is whom it is about: the other of the
    two."""

    id: ReportId
    workspace_id: WorkspaceId
    feedback_id: FeedbackId
    form_key: str
    reporter_id: PersonId
    about_id: PersonId
    reason: str
    created_at: datetime
    readers: tuple[PersonId, ...] = ()
    handled_at: datetime | None = None
    handled_by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ReportItem:
    """A report with the names needed to tell of it. `readers` in the order in which they were named."""

    report: Report
    reporter: PersonRef
    about: PersonRef
    readers: tuple[PersonRef, ...]
    handled_by: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an admin sees of a report: the feedback as it is now, what it said before, and the replies,
    including deleted ones."""

    item: ReportItem
    feedback: FeedbackItem
    versions: tuple[Version, ...]
    thread: tuple[ThreadItem, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """`person_id` gets no messages about what comes from `from_id`, who isn't told."""

    person_id: PersonId
    from_id: PersonId
    since: datetime


class AuditAction(StrEnum):
    """What is written down for whoever has to look into it later."""

    REPORT_MADE = "report.made"
    REPORT_OPENED = "report.opened"
    REPORT_HANDLED = "report.handled"
    PAUSE_BEGUN = "pause.begun"
    PAUSE_ENDED = "pause.ended"
    FEEDBACK_EDITED = "feedback.edited"
    FEEDBACK_WITHDRAWN = "feedback.withdrawn"
    REPLY_EDITED = "reply.edited"
    REPLY_DELETED = "reply.deleted"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which thing, and when; ids only, never a text. `subject_id` is the id of the report,
    submission or reply, or of the person who is paused."""

    id: AuditId
    actor_id: PersonId
    action: AuditAction
    subject_id: str
    at: datetime
