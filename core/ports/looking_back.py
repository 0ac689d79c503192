"""What is stored for looking back: what can be found, and notes for a talk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.domain.feedback import FeedbackItem, FeedbackKind
from core.domain.ids import (
    NoteId,
    PersonId,
)
from core.domain.looking_back import Filters
from core.domain.notes import Note, NoteItem
from core.domain.paging import Cursor, Page


class Search(Protocol):
    """Finding feedback again. What changes is found as it is now a moment later, once caught up with."""

    async def page(
        self, viewer: PersonId, filters: Filters, cursor: Cursor | None, limit: int
    ) -> Page[FeedbackItem]:
        """What this viewer may read and all the filters fit, newest first, by `listed_at`. A constant number
        of statements, whatever the history."""
        ...

    async def said_about(
        self, viewer: PersonId, people: Sequence[PersonId], since: datetime
    ) -> list[tuple[datetime, FeedbackKind]]:
        """When what this viewer may read about any of these was sent, and of which kind; in one statement."""
        ...

    async def is_behind(self) -> bool:
        """Whether there is something to catch up with."""
        ...

    async def catch_up(self, limit: int) -> int:
        """With so many submissions at most; returns how many."""
        ...


class Notes(Protocol):
    """Lists are newest first."""

    async def add(self, note: Note) -> bool:
        """False (and nothing changed) if the form key is known already."""
        ...

    async def get(self, note_id: NoteId) -> NoteItem | None: ...

    async def by_form_key(self, form_key: str) -> NoteItem | None: ...

    async def edit(self, note_id: NoteId, text: str, seen: int, at: datetime) -> bool:
        """Conditional: only if it was edited `seen` times so far."""
        ...

    async def share(self, note_id: NoteId, at: datetime) -> bool:
        """Conditional: only the first time counts."""
        ...

    async def discard(self, note_id: NoteId) -> bool:
        """Conditional: only while it isn't shared."""
        ...

    async def about(self, author_id: PersonId, about_id: PersonId, limit: int) -> list[NoteItem]: ...

    async def written_by(self, author_id: PersonId, limit: int) -> list[NoteItem]: ...

    async def shared_with(self, about_id: PersonId, limit: int) -> list[NoteItem]: ...

    async def erase_of(self, person_id: PersonId) -> None:
        """Those they wrote, and those about them."""
        ...
