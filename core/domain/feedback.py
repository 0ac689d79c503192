"""Feedback: what one person tells another about their work.

One submission of the form makes one *submission* and, for each recipient, one *feedback*: a copy of its own,
with its own thanks and its own readers, so that nobody learns who else got one.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.ids import AskId, FeedbackId, PersonId, SubmissionId, WorkspaceId
from core.domain.people import PersonRef
from core.domain.tags import Tag

MAX_TEXT = 3000
MAX_RECIPIENTS = 10
MAX_QUOTE = 1000  # longer messages are quoted up to here


class FeedbackKind(StrEnum):
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    ANSWER = "answer"  # to somebody who asked


GIVEN_KINDS = (FeedbackKind.PRAISE, FeedbackKind.SUGGESTION)
"""What somebody can give without having been asked."""


class Visibility(StrEnum):
    """What the author chose in the form."""

    RECIPIENT = "recipient"
    RECIPIENT_AND_MANAGER = "recipient_and_manager"
    CHANNEL = "channel"  # everyone in one; the recipients get their copies all the same


class SubmissionState(StrEnum):
    """held → sent, or held → undone, and sent → withdrawn for some hours. Each step is conditional: whichever
    commits first wins."""

    HELD = "held"
    SENT = "sent"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Quote:
    """A message the feedback is about. It goes to the recipients only."""

    text: str
    author_name: str
    link: str


class ReaderReason(StrEnum):
    MANAGER = "manager"  # the manager of record when it was sent, as the form said
    SHARED = "shared"  # the recipient shared it
    ASKED = "asked"  # they asked the question that it answers


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody besides author and recipient who may read one feedback, fixed when it was recorded."""

    person_id: PersonId
    reason: ReaderReason
    since: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that an answer answers: whoever may read the answer may read it."""

    ask_id: AskId
    question: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What an author sent off in one form. `form_key` makes a form that arrives twice one thing."""

    id: SubmissionId
    workspace_id: WorkspaceId
    form_key: str
    author_id: PersonId
    kind: FeedbackKind
    text: str
    visibility: Visibility
    state: SubmissionState
    created_at: datetime
    release_at: datetime  # held until then; undo is possible before
    sent_at: datetime | None = None
    quote: Quote | None = None
    edit_until: datetime | None = None  # set when it is sent; None again once that time is over
    edits: int = 0  # how often the text was changed after it was sent
    edited_at: datetime | None = None
    asked: Asked | None = None  # of an answer only
    channel: str = ""  # the platform's id of it, opaque here, where everyone in a channel may read
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """One recipient's copy."""

    id: FeedbackId
    submission_id: SubmissionId
    recipient_id: PersonId
    readers: tuple[Reader, ...] = ()
    thanked_at: datetime | None = None
    unreachable: bool = False  # no message could reach the recipient; it is in their list all the same


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """One copy with the names needed to show it. `readers` are named in the order they were recorded."""

    feedback: Feedback
    submission: Submission
    author: PersonRef
    recipient: PersonRef
    readers: tuple[PersonRef, ...] = ()


@dataclass(frozen=True, slots=True)
class SentForm:
    """A whole submission as its author sees it: all copies, in the order the recipients were chosen."""

    submission: Submission
    author: PersonRef
    copies: tuple[FeedbackItem, ...]


class Box(StrEnum):
    """The lists somebody can look back on."""

    RECEIVED = "received"
    GIVEN = "given"
    SHARED = "shared"  # readable as a manager
