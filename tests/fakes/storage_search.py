"""Finding feedback again, and notes for a talk, in memory. Here nothing is ever behind."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from core.domain.feedback import FeedbackItem, FeedbackKind
from core.domain.ids import FeedbackId, NoteId, PersonId
from core.domain.looking_back import Filters, is_found, listed_at
from core.domain.notes import Note, NoteItem
from core.domain.paging import Cursor, Page
from tests.fakes.storage_feedback import FakeFeedback, page_of
from tests.fakes.storage_state import State


class FakeSearch:
    def __init__(self, state: State) -> None:
        self._state, self._feedback = state, FakeFeedback(state)

    async def page(
        self, viewer: PersonId, filters: Filters, cursor: Cursor | None, limit: int
    ) -> Page[FeedbackItem]:
        all_items = [await self._feedback.item(one) for one in self._state.copies]
        found = {
            (listed_at(viewer, item), item.feedback.id): item
            for item in all_items
            if item is not None and is_found(viewer, item, filters)
        }
        keys, newer, older = page_of(sorted(found, reverse=True), cursor, limit)
        return Page(tuple(found[at, FeedbackId(row_id)] for at, row_id in keys), newer, older)

    async def said_about(
        self, viewer: PersonId, people: Sequence[PersonId], since: datetime
    ) -> list[tuple[datetime, FeedbackKind]]:
        pages = [await self.page(viewer, Filters(about=one, since=since), None, 10_000) for one in people]
        items = [item for page in pages for item in page.items]
        return [(listed_at(viewer, item), item.submission.kind) for item in items]

    async def is_behind(self) -> bool:
        return False

    async def catch_up(self, limit: int) -> int:
        return 0


class FakeNotes:
    def __init__(self, state: State) -> None:
        self._state, self._notes = state, state.notes

    async def add(self, note: Note) -> bool:
        if any(known.form_key == note.form_key for known in self._notes.values()):
            return False
        self._notes[note.id] = note
        return True

    async def get(self, note_id: NoteId) -> NoteItem | None:
        note = self._notes.get(note_id)
        return None if note is None else self._item(note)

    async def by_form_key(self, form_key: str) -> NoteItem | None:
        found = (one for one in self._notes.values() if one.form_key == form_key)
        note = next(found, None)
        return None if note is None else self._item(note)

    async def edit(self, note_id: NoteId, text: str, seen: int, at: datetime) -> bool:
        note = self._notes.get(note_id)
        if note is None or note.edits != seen:
            return False
        self._notes[note_id] = replace(note, text=text, edits=seen + 1, updated_at=at)
        return True

    async def share(self, note_id: NoteId, at: datetime) -> bool:
        note = self._notes.get(note_id)
        if note is None or note.shared_at is not None:
            return False
        self._notes[note_id] = replace(note, shared_at=at)
        return True

    async def discard(self, note_id: NoteId) -> bool:
        note = self._notes.get(note_id)
        if note is None or note.shared_at is not None:
            return False
        del self._notes[note_id]
        return True

    async def about(self, author_id: PersonId, about_id: PersonId, limit: int) -> list[NoteItem]:
        return self._newest(lambda one: (one.author_id, one.about_id) == (author_id, about_id), limit)

    async def written_by(self, author_id: PersonId, limit: int) -> list[NoteItem]:
        return self._newest(lambda one: one.author_id == author_id, limit)

    async def shared_with(self, about_id: PersonId, limit: int) -> list[NoteItem]:
        return self._newest(lambda one: one.about_id == about_id and one.shared_at is not None, limit)

    async def erase_of(self, person_id: PersonId) -> None:
        for note in list(self._notes.values()):
            if person_id in (note.author_id, note.about_id):
                del self._notes[note.id]

    def _newest(self, holds: Callable[[Note], bool], limit: int) -> list[NoteItem]:
        kept = (one for one in self._notes.values() if holds(one))
        newest = sorted(kept, key=lambda one: (one.created_at, one.id), reverse=True)
        return [self._item(one) for one in newest[:limit]]

    def _item(self, note: Note) -> NoteItem:
        people = self._state.people
        return NoteItem(note, people[note.author_id].ref, people[note.about_id].ref)
