"""A manager's looking back with their reports: what they may read about each, and notes for a talk."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.domain import policies
from core.domain.errors import InvalidForm, NotFound, TooLate
from core.domain.feedback import FeedbackItem
from core.domain.ids import DraftId, NoteId, PersonId, WorkspaceId, new_id
from core.domain.looking_back import LISTED, Filters
from core.domain.messages import Message, Topic
from core.domain.notes import Note, NoteItem, text_problems
from core.domain.paging import Cursor, Page
from core.domain.people import PersonRef
from core.notifications import NoteShared
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.drafts import use_up
from core.services.feedback_reading import as_seen_by
from core.services.sending import Describe, OnFailure

FORM = "notes.write"  # the name its drafts go by

MATERIAL = 40
"""So many of the newest texts go into notes."""

SHOWN_NOTES = 5


@dataclass(frozen=True, slots=True)
class AboutReport:
    """What a manager sees of one of their reports. `notes`: the newest of their own about them."""

    person: PersonRef
    page: Page[FeedbackItem]
    notes: tuple[NoteItem, ...]


@dataclass(frozen=True, slots=True)
class WriteNote:
    workspace_id: WorkspaceId
    author_id: PersonId
    about_id: PersonId
    form_key: str
    text: str
    draft_id: DraftId | None = None  # the draft the form was opened from: used up when this is saved


class NotesService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def team_of(self, workspace_id: WorkspaceId, manager_id: PersonId) -> tuple[PersonRef, ...]:
        """Those whose confirmed manager this is, by name."""
        async with self._store.reading(workspace_id) as unit:
            return await team_of(unit, manager_id)

    async def look_back_on(
        self,
        workspace_id: WorkspaceId,
        manager_id: PersonId,
        person_id: PersonId,
        cursor: Cursor | None = None,
        limit: int = 5,
    ) -> AboutReport:
        """What the policy lets the manager read about them, newest first. Raises NotFound for anybody but
        their confirmed manager."""
        async with self._store.reading(workspace_id) as unit:
            person = await _report(unit, manager_id, person_id)
            page = await unit.search.page(manager_id, Filters(about=person_id), cursor, limit)
            notes = await unit.notes.about(manager_id, person_id, SHOWN_NOTES)
        return AboutReport(person, _readable(manager_id, page), tuple(notes))

    async def material(
        self, workspace_id: WorkspaceId, manager_id: PersonId, person_id: PersonId, since: datetime
    ) -> tuple[PersonRef, tuple[FeedbackItem, ...]]:
        """What notes about them are made of: the newest texts of a time that the manager may read."""
        async with self._store.reading(workspace_id) as unit:
            person = await _report(unit, manager_id, person_id)
            filters = Filters(about=person_id, since=since)
            page = await unit.search.page(manager_id, filters, None, MATERIAL)
        return person, _readable(manager_id, page).items

    async def write_note(self, command: WriteNote) -> NoteItem:
        """The same form again changes what it wrote. Raises InvalidForm (field: text), NotFound."""
        _check(command.text)
        now = self._clock.now()
        async with self._store.writing(command.workspace_id) as unit:
            await _report(unit, command.author_id, command.about_id)
            note = Note(
                id=NoteId(new_id()),
                workspace_id=command.workspace_id,
                form_key=command.form_key,
                author_id=command.author_id,
                about_id=command.about_id,
                text=command.text,
                created_at=now,
                updated_at=now,
            )
            added = await unit.notes.add(note)
            if added and command.draft_id is not None:
                await use_up(unit, command.author_id, command.draft_id)
            item = await unit.notes.by_form_key(command.form_key)
            if item is None or item.note.author_id != command.author_id:
                raise NotFound("error-gone")
            if not added and item.note.text != command.text:
                await unit.notes.edit(item.note.id, command.text, item.note.edits, now)
                item = await _own(unit, command.author_id, item.note.id)
            await unit.commit()
        return item

    async def open_note(self, workspace_id: WorkspaceId, person_id: PersonId, note_id: NoteId) -> NoteItem:
        """Raises NotFound for those who may not read it."""
        async with self._store.reading(workspace_id) as unit:
            item = await unit.notes.get(note_id)
        if item is None or not policies.may_read_note(person_id, item.note):
            raise NotFound("error-note-gone")
        return item

    async def edit_note(
        self,
        workspace_id: WorkspaceId,
        author_id: PersonId,
        note_id: NoteId,
        text: str,
        draft_id: DraftId | None = None,
    ) -> NoteItem:
        """Where it was shared, the message that shows it is brought up to date. Raises InvalidForm, NotFound,
        and TooLate where it was changed elsewhere meanwhile."""
        _check(text)
        async with self._store.writing(workspace_id) as unit:
            item = await _own(unit, author_id, note_id)
            if item.note.text != text:
                if not await unit.notes.edit(note_id, text, item.note.edits, self._clock.now()):
                    raise TooLate("error-note-changed")
                await unit.outbox.refresh(_topic(item))
            if draft_id is not None:
                await use_up(unit, author_id, draft_id)
            item = await _own(unit, author_id, note_id)
            await unit.commit()
        self._wake()
        return item

    async def share_note(self, workspace_id: WorkspaceId, author_id: PersonId, note_id: NoteId) -> NoteItem:
        """With whom it is about, who gets it by message. Again changes nothing. Raises NotFound."""
        now = self._clock.now()
        async with self._store.writing(workspace_id) as unit:
            item = await _own(unit, author_id, note_id)
            if await unit.notes.share(note_id, now):
                await unit.outbox.tell(_topic(item), now)
            item = await _own(unit, author_id, note_id)
            await unit.commit()
        self._wake()
        return item

    async def discard_note(self, workspace_id: WorkspaceId, author_id: PersonId, note_id: NoteId) -> None:
        """Raises NotFound, and TooLate once it is shared."""
        async with self._store.writing(workspace_id) as unit:
            await _own(unit, author_id, note_id)
            if not await unit.notes.discard(note_id):
                raise TooLate("error-note-shared")
            await unit.commit()


async def team_of(unit: UnitOfWork, manager_id: PersonId) -> tuple[PersonRef, ...]:
    lines = await unit.lines.reports_of(manager_id)
    ids = [line.person_id for line in lines if policies.may_look_back_on(manager_id, line)]
    people = await unit.people.get_many(ids) if ids else {}
    found = (person.ref for person in people.values() if not person.erased)
    return tuple(sorted(found, key=lambda ref: (ref.name.casefold(), ref.id)))


async def _report(unit: UnitOfWork, manager_id: PersonId, person_id: PersonId) -> PersonRef:
    line, people = await unit.lines.of(person_id), await unit.people.get_many([person_id])
    if person_id not in people or not policies.may_look_back_on(manager_id, line):
        raise NotFound("error-team-gone")
    return people[person_id].ref


def _readable(viewer: PersonId, page: Page[FeedbackItem]) -> Page[FeedbackItem]:
    seen = (as_seen_by(viewer, item) for item in page.items if item.submission.state in LISTED)
    return replace(page, items=tuple(item for item in seen if item is not None))


async def _own(unit: UnitOfWork, author_id: PersonId, note_id: NoteId) -> NoteItem:
    item = await unit.notes.get(note_id)
    if item is None or not policies.may_change_note(author_id, item.note):
        raise NotFound("error-note-gone")
    return item


def _check(text: str) -> None:
    if problems := text_problems(text):
        raise InvalidForm(problems)


def _topic(item: NoteItem) -> Topic:
    return Topic(NoteShared.kind, item.note.about_id, item.note.id)


async def describe_shared(unit: UnitOfWork, message: Message) -> NoteShared | None:
    item = await unit.notes.get(NoteId(message.topic.subject_id))
    if item is None or not policies.may_read_note(message.topic.recipient_id, item.note):
        return None
    return NoteShared(item)


DESCRIBE: Mapping[str, Describe] = {NoteShared.kind: describe_shared}
ON_FAILURE: Mapping[str, OnFailure] = {}
