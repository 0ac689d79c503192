"""Notes for a talk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, or_, select, update

from core.domain.ids import NoteId, PersonId
from core.domain.notes import Note, NoteItem
from storage.repositories.people import SqlPeople
from storage.sealing import Place
from storage.statements import Scope, insert
from storage.tables import notes


class SqlNotes:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = notes.c.workspace_id == scope.workspace_id

    async def add(self, note: Note) -> bool:
        statement = (
            insert(self._connection, notes)
            .values(
                workspace_id=self._scope.workspace_id,
                id=note.id,
                form_key=note.form_key,
                author_id=note.author_id,
                about_id=note.about_id,
                text_sealed=self._sealed(note.id, note.text),
                created_at=note.created_at,
                updated_at=note.updated_at,
                edits=note.edits,
                shared_at=note.shared_at,
            )
            .on_conflict_do_nothing(index_elements=["workspace_id", "form_key"])
            .returning(notes.c.id)
        )
        return (await self._connection.execute(statement)).first() is not None

    async def get(self, note_id: NoteId) -> NoteItem | None:
        return next(iter(await self._where(notes.c.id == note_id, limit=1)), None)

    async def by_form_key(self, form_key: str) -> NoteItem | None:
        return next(iter(await self._where(notes.c.form_key == form_key, limit=1)), None)

    async def edit(self, note_id: NoteId, text: str, seen: int, at: datetime) -> bool:
        sealed = self._sealed(note_id, text)
        return await self._change(
            and_(notes.c.id == note_id, notes.c.edits == seen),
            {"text_sealed": sealed, "edits": seen + 1, "updated_at": at},
        )

    async def share(self, note_id: NoteId, at: datetime) -> bool:
        return await self._change(and_(notes.c.id == note_id, notes.c.shared_at.is_(None)), {"shared_at": at})

    async def _change(self, which: ColumnElement[bool], values: dict[str, Any]) -> bool:
        result = await self._connection.execute(update(notes).where(self._here, which).values(**values))
        return result.rowcount == 1

    async def discard(self, note_id: NoteId) -> bool:
        result = await self._connection.execute(
            delete(notes).where(self._here, notes.c.id == note_id, notes.c.shared_at.is_(None))
        )
        return result.rowcount == 1

    async def about(self, author_id: PersonId, about_id: PersonId, limit: int) -> list[NoteItem]:
        these = and_(notes.c.author_id == author_id, notes.c.about_id == about_id)
        return await self._where(these, limit=limit)

    async def written_by(self, author_id: PersonId, limit: int) -> list[NoteItem]:
        return await self._where(notes.c.author_id == author_id, limit=limit)

    async def shared_with(self, about_id: PersonId, limit: int) -> list[NoteItem]:
        shared = and_(notes.c.about_id == about_id, notes.c.shared_at.is_not(None))
        return await self._where(shared, limit=limit)

    async def erase_of(self, person_id: PersonId) -> None:
        theirs = or_(notes.c.author_id == person_id, notes.c.about_id == person_id)
        await self._connection.execute(delete(notes).where(self._here, theirs))

    async def _where(self, which: ColumnElement[bool], limit: int) -> list[NoteItem]:
        statement = (
            select(notes)
            .where(self._here, which)
            .order_by(notes.c.created_at.desc(), notes.c.id.desc())
            .limit(limit)
        )
        rows = (await self._connection.execute(statement)).all()
        return await self._items(rows) if rows else []

    async def _items(self, rows: Sequence[Row[Any]]) -> list[NoteItem]:
        ids = {person_id for row in rows for person_id in (row.author_id, row.about_id)}
        people = await SqlPeople(self._scope).get_many(sorted(ids))
        return [
            NoteItem(self._note(row), people[row.author_id].ref, people[row.about_id].ref) for row in rows
        ]

    def _note(self, row: Row[Any]) -> Note:
        return Note(
            id=row.id,
            workspace_id=row.workspace_id,
            form_key=row.form_key,
            author_id=row.author_id,
            about_id=row.about_id,
            text=self._scope.keyring.open(row.text_sealed, self._place(row.id)),
            created_at=row.created_at,
            updated_at=row.updated_at,
            edits=row.edits,
            shared_at=row.shared_at,
        )

    def _sealed(self, note_id: NoteId, text: str) -> bytes:
        return self._scope.keyring.seal(text, self._place(note_id))

    def _place(self, note_id: NoteId) -> Place:
        return Place(self._scope.workspace_id, "notes", "text", note_id)
