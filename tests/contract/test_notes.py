"""Notes for a talk: whose they are, and what happens once."""

from dataclasses import replace
from typing import Any

from core.domain.ids import NoteId, new_id
from core.domain.notes import Note, NoteItem
from tests.contract.office import HOUR, MINUTE, NOON, Office


def note(office: Office, **more: Any) -> Note:
    """Dana's, about Ben."""
    plain = Note(
        NoteId(new_id()),
        office.workspace_id,
        form_key=new_id(),
        author_id=office.dana,
        about_id=office.ben,
        text="Let's talk & <listen>",
        created_at=NOON,
        updated_at=NOON,
    )
    return replace(plain, **more)


async def kept(office: Office, **more: Any) -> Note:
    one = note(office, **more)
    assert await office.change(lambda unit: unit.notes.add(one))
    return one


async def read(office: Office, note_id: NoteId) -> NoteItem:
    found = await office.ask(lambda unit: unit.notes.get(note_id))
    assert found is not None
    return found


async def test_they_come_back_as_they_were_written(office: Office) -> None:
    one = await kept(office)
    found = await read(office, one.id)
    assert found.note == one
    assert (found.author.name, found.about.name) == ("Dana", "Ben")
    assert await office.ask(lambda unit: unit.notes.by_form_key(one.form_key)) == found
    assert await office.ask(lambda unit: unit.notes.get(NoteId(new_id()))) is None


async def test_a_form_that_comes_twice_is_one_note(office: Office) -> None:
    one = await kept(office, form_key="V1")
    again = note(office, form_key="V1", text="Another")
    assert not await office.change(lambda unit: unit.notes.add(again))
    assert (await read(office, one.id)).note == one


async def test_whoever_saw_an_older_text_changes_nothing(office: Office) -> None:
    one = await kept(office)
    at = NOON + HOUR
    assert await office.change(lambda unit: unit.notes.edit(one.id, "New", 0, at))
    assert not await office.change(lambda unit: unit.notes.edit(one.id, "Late", 0, at))
    assert (await read(office, one.id)).note == replace(one, text="New", edits=1, updated_at=at)


async def test_they_are_shared_once_and_then_stay(office: Office) -> None:
    one, other = await kept(office), await kept(office)
    assert await office.change(lambda unit: unit.notes.share(one.id, NOON + MINUTE))
    assert not await office.change(lambda unit: unit.notes.share(one.id, NOON + HOUR))
    assert (await read(office, one.id)).note.shared_at == NOON + MINUTE
    assert not await office.change(lambda unit: unit.notes.discard(one.id))
    assert await office.change(lambda unit: unit.notes.discard(other.id))
    assert not await office.change(lambda unit: unit.notes.discard(other.id))
    with_ben = await office.ask(lambda unit: unit.notes.shared_with(office.ben, 10))
    assert [item.note.id for item in with_ben] == [one.id]


async def test_lists_are_newest_first_and_of_these_two_only(office: Office) -> None:
    old, new = await kept(office), await kept(office, created_at=NOON + HOUR)
    other = await kept(office, about_id=office.cleo, created_at=NOON + MINUTE)
    await kept(office, author_id=office.ada)
    about_ben = await office.ask(lambda unit: unit.notes.about(office.dana, office.ben, 10))
    assert [item.note.id for item in about_ben] == [new.id, old.id]
    written = await office.ask(lambda unit: unit.notes.written_by(office.dana, 2))
    assert [item.note.id for item in written] == [new.id, other.id]
    assert await office.ask(lambda unit: unit.notes.shared_with(office.ben, 10)) == []


async def test_they_are_forgotten_with_either_of_the_two(office: Office) -> None:
    by, about = await kept(office), await kept(office, author_id=office.ada, about_id=office.dana)
    other = await kept(office, author_id=office.ada)
    await office.change(lambda unit: unit.notes.erase_of(office.dana))
    for gone in (by, about):
        assert await office.ask(lambda unit, one=gone: unit.notes.get(one.id)) is None
    assert (await read(office, other.id)).note == other
