"""Notes for a talk: what a manager has put together about one of their reports, to talk about with them."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.errors import Problem
from core.domain.ids import NoteId, PersonId, WorkspaceId
from core.domain.people import PersonRef

MAX_TEXT = 3000


@dataclass(frozen=True, slots=True)
class Note:
    """Its author's alone until `shared_at`; from then on also the one's whom it is about."""

    id: NoteId
    workspace_id: WorkspaceId
    form_key: str
    author_id: PersonId
    about_id: PersonId
    text: str
    created_at: datetime
    updated_at: datetime
    edits: int = 0  # how often it was changed
    shared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoteItem:
    note: Note
    author: PersonRef
    about: PersonRef


def text_problems(text: str) -> list[Problem]:
    if not text.strip():
        return [Problem("text", "error-text-none")]
    if len(text) > MAX_TEXT:
        return [Problem("text", "error-text-long", {"most": MAX_TEXT, "length": len(text)})]
    return []
