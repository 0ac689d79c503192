"""Submissions, copies and readers: what is stored, and the conditional steps."""

from dataclasses import replace
from datetime import datetime

import pytest

from core.domain.feedback import (
    Box,
    Feedback,
    FeedbackKind,
    Quote,
    Reader,
    ReaderReason,
    SubmissionState,
    Visibility,
)
from core.domain.ids import FeedbackId, PersonId, SubmissionId, new_id
from core.domain.people import PersonRef
from tests.contract.office import HOUR, MINUTE, NOON, Office

TRICKY = "  Grüße \U0001f44b\n<!channel> & 'quotes' \"too\" \\ \x00\t" + "x" * 2900
QUOTE = Quote("Shipped! 🎉\n> it", "Béatrice", "https://example.com/archives/C1/p1?x=1&y=2")


def shared_with(person_id: PersonId, at: datetime = NOON) -> Reader:
    return Reader(person_id, ReaderReason.SHARED, at)


async def test_a_form_comes_back_as_it_was_given(office: Office) -> None:
    submission, copies = await office.give(
        office.cleo,
        office.ben,
        readers=[office.eli, office.dana],
        text=TRICKY,
        quote=QUOTE,
        kind=FeedbackKind.SUGGESTION,
        visibility=Visibility.RECIPIENT_AND_MANAGER,
    )
    form = await office.ask(lambda unit: unit.feedback.sent_form(submission.id))
    assert form is not None
    assert form.submission == submission
    assert form.author == PersonRef(office.ada, "Ada", "ADA")
    assert [item.feedback for item in form.copies] == copies
    assert [item.submission for item in form.copies] == [submission, submission]
    assert [item.recipient.name for item in form.copies] == ["Cleo", "Ben"]
    assert [reader.name for reader in form.copies[0].readers] == ["Eli", "Dana"]
    assert await office.ask(lambda unit: unit.feedback.by_form_key(submission.form_key)) == form
    assert await office.ask(lambda unit: unit.feedback.item(copies[1].id)) == form.copies[1]


async def test_copies_keep_the_order_in_which_recipients_were_chosen(office: Office) -> None:
    chosen = [office.eli, office.ben, office.dana, office.cleo]
    submission, _ = await office.give(*chosen)
    form = await office.ask(lambda unit: unit.feedback.sent_form(submission.id))
    assert form is not None
    assert [item.feedback.recipient_id for item in form.copies] == chosen


async def test_nothing_is_found_by_an_unknown_id(office: Office) -> None:
    nothing = new_id()
    assert await office.ask(lambda unit: unit.feedback.item(FeedbackId(nothing))) is None
    assert await office.ask(lambda unit: unit.feedback.sent_form(SubmissionId(nothing))) is None
    assert await office.ask(lambda unit: unit.feedback.by_form_key(nothing)) is None
    assert not await office.change(lambda unit: unit.feedback.release(SubmissionId(nothing), NOON))
    assert not await office.change(lambda unit: unit.feedback.undo(SubmissionId(nothing), NOON))
    assert not await office.change(lambda unit: unit.feedback.thank(FeedbackId(nothing), NOON))
    reader = shared_with(office.dana)
    assert not await office.change(lambda unit: unit.feedback.add_reader(FeedbackId(nothing), reader))


async def test_a_form_that_arrives_twice_is_one_thing(office: Office) -> None:
    first, copies = await office.give(office.ben)
    again = office.submission(form_key=first.form_key, text="typed over")
    assert not await office.change(lambda unit: unit.feedback.add(again, office.copies(again, office.cleo)))
    form = await office.ask(lambda unit: unit.feedback.by_form_key(first.form_key))
    assert form is not None
    assert (form.submission, [item.feedback for item in form.copies]) == (first, copies)
    assert await office.ask(lambda unit: unit.feedback.sent_form(again.id)) is None


async def test_a_held_form_is_revised(office: Office) -> None:
    submission, old = await office.give(office.ben, office.cleo, readers=[office.dana], quote=QUOTE)
    changed = replace(
        submission,
        text="Better words",
        kind=FeedbackKind.SUGGESTION,
        visibility=Visibility.RECIPIENT_AND_MANAGER,
        quote=None,
    )
    copies = office.copies(changed, office.dana, office.cleo, readers=[office.eli])
    assert await office.change(lambda unit: unit.feedback.revise(changed, copies))
    form = await office.ask(lambda unit: unit.feedback.sent_form(submission.id))
    assert form is not None
    assert (form.submission, [item.feedback for item in form.copies]) == (changed, copies)
    for copy in old:
        assert await office.ask(lambda unit, copy=copy: unit.feedback.item(copy.id)) is None


async def test_what_is_sent_or_undone_is_not_revised(office: Office) -> None:
    sent, sent_copies = await office.send(office.ben)
    undone, _ = await office.give(office.ben)
    await office.change(lambda unit: unit.feedback.undo(undone.id, NOON))
    for submission in (sent, undone):
        later = replace(submission, text="too late")
        copies = office.copies(later, office.cleo)
        assert not await office.change(lambda unit, a=later, b=copies: unit.feedback.revise(a, b))
    form = await office.ask(lambda unit: unit.feedback.sent_form(sent.id))
    assert form is not None
    assert form.submission.text == sent.text
    assert [item.feedback for item in form.copies] == sent_copies


async def test_release_beats_a_later_undo(office: Office) -> None:
    submission, _ = await office.give(office.ben)
    assert await office.change(lambda unit: unit.feedback.release(submission.id, NOON + MINUTE))
    assert not await office.change(lambda unit: unit.feedback.undo(submission.id, NOON + MINUTE))
    assert not await office.change(lambda unit: unit.feedback.release(submission.id, NOON + HOUR))
    form = await office.ask(lambda unit: unit.feedback.sent_form(submission.id))
    assert form is not None
    assert form.submission == replace(submission, state=SubmissionState.SENT, sent_at=NOON + MINUTE)


async def test_undo_beats_a_later_release(office: Office) -> None:
    submission, copies = await office.give(office.ben)
    assert await office.change(lambda unit: unit.feedback.undo(submission.id, NOON))
    assert not await office.change(lambda unit: unit.feedback.release(submission.id, NOON + MINUTE))
    assert not await office.change(lambda unit: unit.feedback.undo(submission.id, NOON))
    item = await office.ask(lambda unit: unit.feedback.item(copies[0].id))
    assert item is not None
    assert item.submission == replace(submission, state=SubmissionState.UNDONE)


async def test_held_forms_come_due_oldest_first(office: Office) -> None:
    assert await office.ask(lambda unit: unit.feedback.next_release()) is None
    late, _ = await office.give(office.ben, release_at=NOON + HOUR)
    soon, _ = await office.give(office.ben, release_at=NOON + MINUTE)
    now, _ = await office.give(office.ben, release_at=NOON)
    await office.send(office.ben, release_at=NOON)
    assert await office.ask(lambda unit: unit.feedback.next_release()) == NOON
    assert await office.ask(lambda unit: unit.feedback.held_until(NOON - MINUTE, 10)) == []
    assert await office.ask(lambda unit: unit.feedback.held_until(NOON + MINUTE, 10)) == [now.id, soon.id]
    assert await office.ask(lambda unit: unit.feedback.held_until(NOON + HOUR, 2)) == [now.id, soon.id]
    await office.change(lambda unit: unit.feedback.release(now.id, NOON))
    await office.change(lambda unit: unit.feedback.undo(soon.id, NOON))
    assert await office.ask(lambda unit: unit.feedback.held_until(NOON + HOUR, 2)) == [late.id]
    assert await office.ask(lambda unit: unit.feedback.next_release()) == NOON + HOUR


async def test_only_the_first_thanks_counts(office: Office) -> None:
    _, (first, second) = await office.send(office.ben, office.cleo)
    assert await office.change(lambda unit: unit.feedback.thank(first.id, NOON + HOUR))
    assert not await office.change(lambda unit: unit.feedback.thank(first.id, NOON + 2 * HOUR))
    thanked = await office.ask(lambda unit: unit.feedback.item(first.id))
    other = await office.ask(lambda unit: unit.feedback.item(second.id))
    assert thanked is not None and other is not None
    assert (thanked.feedback.thanked_at, other.feedback.thanked_at) == (NOON + HOUR, None)


async def test_readers_are_added_once_and_in_order(office: Office) -> None:
    _, (copy,) = await office.send(office.ben, readers=[office.eli])
    shared = shared_with(office.dana, NOON + HOUR)
    assert await office.change(lambda unit: unit.feedback.add_reader(copy.id, shared))
    again = shared_with(office.dana, NOON + 2 * HOUR)
    assert not await office.change(lambda unit: unit.feedback.add_reader(copy.id, again))
    assert not await office.change(lambda unit: unit.feedback.add_reader(copy.id, shared_with(office.eli)))
    item = await office.ask(lambda unit: unit.feedback.item(copy.id))
    assert item is not None
    assert item.feedback.readers == (*copy.readers, shared)
    assert [reader.name for reader in item.readers] == ["Eli", "Dana"]


@pytest.mark.parametrize("who", ["author", "recipient"])
async def test_author_and_recipient_can_read_it_already(office: Office, who: str) -> None:
    _, (copy,) = await office.send(office.ben)
    reader = shared_with(office.ada if who == "author" else office.ben)
    assert not await office.change(lambda unit: unit.feedback.add_reader(copy.id, reader))


async def test_a_copy_is_marked_unreachable(office: Office) -> None:
    _, (first, second) = await office.send(office.ben, office.cleo)
    await office.change(lambda unit: unit.feedback.mark_unreachable(first.id))
    marked = await office.ask(lambda unit: unit.feedback.item(first.id))
    other = await office.ask(lambda unit: unit.feedback.item(second.id))
    assert marked is not None and other is not None
    assert (marked.feedback.unreachable, other.feedback.unreachable) == (True, False)


async def test_counts_leave_out_what_was_undone(office: Office) -> None:
    await office.send(office.ben, office.cleo)
    await office.give(office.ben)
    undone, _ = await office.give(office.ben)
    await office.change(lambda unit: unit.feedback.undo(undone.id, NOON))
    assert await office.ask(lambda unit: unit.feedback.count_of(office.ada)) == (0, 3, 0)
    assert await office.ask(lambda unit: unit.feedback.count_of(office.ben)) == (2, 0, 0)
    assert await office.ask(lambda unit: unit.feedback.count_of(office.eli)) == (0, 0, 0)


async def test_erasing_what_somebody_received_leaves_the_others_theirs(office: Office) -> None:
    both, (bens, cleos) = await office.send(office.ben, office.cleo, readers=[office.dana])
    only, (lone,) = await office.give(office.ben, quote=QUOTE)
    from_ben, _ = await office.send(office.cleo, author_id=office.ben)
    await office.change(lambda unit: unit.feedback.erase_received(office.ben))
    for gone in (bens, lone):
        assert await office.ask(lambda unit, gone=gone: unit.feedback.item(gone.id)) is None
    assert await office.ask(lambda unit: unit.feedback.sent_form(only.id)) is None
    assert await office.ask(lambda unit: unit.feedback.by_form_key(only.form_key)) is None
    form = await office.ask(lambda unit: unit.feedback.sent_form(both.id))
    assert form is not None
    assert [item.feedback for item in form.copies] == [cleos]
    assert await office.ask(lambda unit: unit.feedback.sent_form(from_ben.id)) is not None
    for box in Box:
        page = await office.ask(lambda unit, box=box: unit.feedback.page(office.ben, box, None, 10))
        assert len(page.items) == (1 if box is Box.GIVEN else 0)
    shared = await office.ask(lambda unit: unit.feedback.page(office.dana, Box.SHARED, None, 10))
    assert [item.feedback.id for item in shared.items] == [cleos.id]
    await office.change(lambda unit: unit.feedback.erase_received(office.ben))


async def test_an_erased_author_is_named_by_nothing(office: Office) -> None:
    submission, (copy,) = await office.send(office.ben, readers=[office.dana])
    await office.change(lambda unit: unit.people.erase(office.ada))
    await office.change(lambda unit: unit.people.erase(office.dana))
    item = await office.ask(lambda unit: unit.feedback.item(copy.id))
    form = await office.ask(lambda unit: unit.feedback.sent_form(submission.id))
    assert item is not None and form is not None
    assert (item.author.name, item.recipient.name) == ("", "Ben")
    assert [reader.erased for reader in item.readers] == [True]
    assert form.author.erased


async def test_a_copy_recorded_as_read_and_thanked_is_kept_so(office: Office) -> None:
    """As when a history is written down afterwards."""
    submission = office.submission(state=SubmissionState.SENT, sent_at=NOON + MINUTE)
    reader = Reader(office.dana, ReaderReason.MANAGER, NOON)
    copy = Feedback(
        FeedbackId(new_id()), submission.id, office.ben, (reader,), thanked_at=NOON + HOUR, unreachable=True
    )
    assert await office.change(lambda unit: unit.feedback.add(submission, [copy]))
    for person, box in ((office.ben, Box.RECEIVED), (office.ada, Box.GIVEN), (office.dana, Box.SHARED)):
        page = await office.ask(lambda unit, who=person, box=box: unit.feedback.page(who, box, None, 10))
        assert [item.feedback for item in page.items] == [copy]
    assert await office.ask(lambda unit: unit.feedback.next_release()) is None
