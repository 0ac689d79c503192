"""Typed identifiers. All are opaque, random and unguessable; none carries meaning."""

from typing import NewType
from uuid import uuid4

WorkspaceId = NewType("WorkspaceId", str)
PersonId = NewType("PersonId", str)
SubmissionId = NewType("SubmissionId", str)
FeedbackId = NewType("FeedbackId", str)
DraftId = NewType("DraftId", str)
RequestId = NewType("RequestId", str)
AskId = NewType("AskId", str)
ReplyId = NewType("ReplyId", str)
ReportId = NewType("ReportId", str)
AuditId = NewType("AuditId", str)
MessageId = NewType("MessageId", str)
TagId = NewType("TagId", str)
NoteId = NewType("NoteId", str)


def new_id() -> str:
    """A fresh identifier: 32 lower-case hexadecimal digits."""
    return uuid4().hex
