"""What the storage fake holds: for each workspace, plain dictionaries of the domain's own frozen objects."""

import copy
from dataclasses import dataclass, field

from core.domain.attention import Preferences
from core.domain.drafts import Draft
from core.domain.feedback import Feedback, Submission
from core.domain.ids import (
    AskId,
    AuditId,
    DraftId,
    FeedbackId,
    MessageId,
    NoteId,
    PersonId,
    ReplyId,
    ReportId,
    RequestId,
    SubmissionId,
    TagId,
)
from core.domain.messages import Message
from core.domain.notes import Note
from core.domain.people import Grant, Person, ReportingLine, Role
from core.domain.replies import Reply
from core.domain.reports import AuditEntry, Pause, Report
from core.domain.requests import Ask, Request
from core.domain.revisions import Version
from core.domain.tags import Tag, TagKind
from core.domain.workspaces import Workspace


@dataclass
class SendingNow:
    """What is known of a call that has begun."""

    revision: int
    begun_at: float


@dataclass
class State:
    """One workspace. Copied by `copy.copy` of each dictionary: what they hold is frozen."""

    workspace: Workspace
    people: dict[PersonId, Person] = field(default_factory=dict[PersonId, Person])
    conversations: dict[PersonId, str] = field(default_factory=dict[PersonId, str])
    forgotten: dict[str, bool] = field(default_factory=dict[str, bool])
    lines: dict[PersonId, ReportingLine] = field(default_factory=dict[PersonId, ReportingLine])
    grants: dict[tuple[Role, PersonId], Grant] = field(default_factory=dict[tuple[Role, PersonId], Grant])
    members: dict[PersonId, bool] = field(default_factory=dict[PersonId, bool])
    tags: dict[TagId, Tag] = field(default_factory=dict[TagId, Tag])
    offered: dict[TagKind, tuple[TagId, ...]] = field(default_factory=dict[TagKind, tuple[TagId, ...]])
    submissions: dict[SubmissionId, Submission] = field(default_factory=dict[SubmissionId, Submission])
    copies: dict[FeedbackId, Feedback] = field(default_factory=dict[FeedbackId, Feedback])
    requests: dict[RequestId, Request] = field(default_factory=dict[RequestId, Request])
    asks: dict[AskId, Ask] = field(default_factory=dict[AskId, Ask])
    versions: dict[tuple[SubmissionId, int], Version] = field(
        default_factory=dict[tuple[SubmissionId, int], Version]
    )
    replies: dict[ReplyId, Reply] = field(default_factory=dict[ReplyId, Reply])
    reports: dict[ReportId, Report] = field(default_factory=dict[ReportId, Report])
    pauses: dict[tuple[PersonId, PersonId], Pause] = field(
        default_factory=dict[tuple[PersonId, PersonId], Pause]
    )
    audit: dict[AuditId, AuditEntry] = field(default_factory=dict[AuditId, AuditEntry])
    notes: dict[NoteId, Note] = field(default_factory=dict[NoteId, Note])
    preferences: dict[PersonId, Preferences] = field(default_factory=dict[PersonId, Preferences])
    drafts: dict[DraftId, Draft] = field(default_factory=dict[DraftId, Draft])
    messages: dict[MessageId, Message] = field(default_factory=dict[MessageId, Message])
    sending: dict[MessageId, SendingNow] = field(default_factory=dict[MessageId, SendingNow])

    def copied(self) -> "State":
        copied = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, dict):
                setattr(copied, name, dict(value))  # pyright: ignore[reportUnknownArgumentType]
        return copied
