"""What author and recipient of one feedback say to each other about it: a thread that only these two see.

Each reply stands once in each of their conversations with Everloop, and is changed and taken away there when
whoever wrote it changes or deletes it.
"""

from dataclasses import dataclass
from datetime import datetime

from core.domain.ids import FeedbackId, PersonId, ReplyId, WorkspaceId
from core.domain.people import PersonRef

MAX_REPLY = 3000
SHOWN = 10
"""How many of the newest replies are shown under a feedback that is opened."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`form_key` makes a form that arrives twice one thing. `edits` counts how often the text was changed;
    what it said before is kept for the audit, and so is the text of a deleted one."""

    id: ReplyId
    workspace_id: WorkspaceId
    feedback_id: FeedbackId
    form_key: str
    author_id: PersonId
    text: str
    created_at: datetime
    edits: int = 0
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    unreachable: bool = False  # no message could reach the other one


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """A reply with the name of whoever wrote it."""

    reply: Reply
    author: PersonRef


@dataclass(frozen=True, slots=True)
class Thread:
    """The newest replies, oldest first, without deleted ones; `more`: there are earlier ones."""

    items: tuple[ThreadItem, ...] = ()
    more: bool = False
