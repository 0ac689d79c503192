"""Undo, thanks, sharing, and looking back."""

import pytest

from core.domain.errors import NotAllowed, NotFound, TooLate
from core.domain.feedback import Box, FeedbackItem, Quote, ReaderReason, SubmissionState
from core.domain.ids import FeedbackId, SubmissionId
from core.domain.people import Person, PersonKind
from core.notifications import (
    FeedbackForManager,
    FeedbackReceived,
    FeedbackSubmitted,
    FeedbackThanked,
    FeedbackUndeliverable,
)
from core.words import words_for
from tests.factories import Company


async def test_undo_takes_it_back_and_keeps_what_was_typed(company: Company) -> None:
    ann, bob, cat = [await company.hire(name) for name in ("Ann", "Bob", "Cat")]
    quote = Quote("Done!", "Bob", "https://example.com/m")
    form = await company.give(ann, bob, cat, managers={}, quote=quote)
    await company.reads(ann)
    undone, draft_id = await company.feedback.undo_feedback(company.workspace_id, ann.id, form.submission.id)
    assert undone.submission.state is SubmissionState.UNDONE
    draft = await company.drafts.open_draft(company.workspace_id, ann.id, draft_id)
    assert draft.form == "feedback.give"
    assert draft.content == {
        "recipients": [bob.id, cat.id],
        "kind": "praise",
        "text": form.submission.text,
        "visibility": "recipient_and_manager",
        "channel": "",
        "tags": [],
        "quote": {"text": "Done!", "author_name": "Bob", "link": "https://example.com/m"},
    }
    company.clock.advance(minutes=5)
    assert await company.feedback.release_due(company.workspace_id) == 0
    assert await company.reads(ann) == [FeedbackSubmitted(undone, None)]
    assert await company.reads(bob) == await company.reads(cat) == []


async def test_undo_pressed_twice_answers_the_same_until_the_draft_is_used(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    form = await company.give(ann, bob)
    first = await company.feedback.undo_feedback(company.workspace_id, ann.id, form.submission.id)
    company.clock.advance(seconds=1)
    await company.drafts.keep_draft(company.workspace_id, ann.id, "feedback.give", "another", {"text": "x"})
    assert await company.feedback.undo_feedback(company.workspace_id, ann.id, form.submission.id) == first
    await company.give(ann, bob, draft_id=first[1])
    with pytest.raises(TooLate) as caught:
        await company.feedback.undo_feedback(company.workspace_id, ann.id, form.submission.id)
    assert caught.value.key == "error-undo-done"


async def test_undo_loses_to_a_send_that_has_begun(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    with pytest.raises(TooLate) as caught:
        await company.feedback.undo_feedback(company.workspace_id, ann.id, copy.submission.id)
    assert caught.value.key == "error-undo-late"
    assert await company.drafts.list_drafts(company.workspace_id, ann.id) == []


async def test_undo_still_wins_where_its_time_has_come_but_nothing_was_sent(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    form = await company.give(ann, bob)
    company.clock.advance(hours=1)
    await company.feedback.undo_feedback(company.workspace_id, ann.id, form.submission.id)
    assert await company.feedback.release_due(company.workspace_id) == 0


async def test_only_the_author_undoes_and_opens_the_whole(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    form = await company.give(ann, bob)
    for submission_id in (form.submission.id, SubmissionId("nothing")):
        with pytest.raises(NotFound):
            await company.feedback.undo_feedback(company.workspace_id, bob.id, submission_id)
        with pytest.raises(NotFound):
            await company.feedback.open_submission(company.workspace_id, bob.id, submission_id)
    assert await company.feedback.open_submission(company.workspace_id, ann.id, form.submission.id) == form


async def test_thanks_are_said_once(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    await company.reads(bob)
    thanked = await company.feedback.thank_for_feedback(company.workspace_id, bob.id, copy.feedback.id)
    assert thanked.feedback.thanked_at == company.clock.now()
    company.clock.advance(hours=1)
    again = await company.feedback.thank_for_feedback(company.workspace_id, bob.id, copy.feedback.id)
    assert again == thanked
    assert await company.reads(bob) == [FeedbackReceived(thanked)]
    submitted, told = await company.reads(ann)
    assert isinstance(submitted, FeedbackSubmitted)
    assert told == FeedbackThanked(thanked)
    assert [standing.edits for standing in company.messenger.read(ann)] == [0, 0]


async def test_each_copy_has_thanks_of_its_own(company: Company) -> None:
    ann, bob, cat = [await company.hire(name) for name in ("Ann", "Bob", "Cat")]
    bobs, cats = await company.send(ann, bob, cat)
    await company.feedback.thank_for_feedback(company.workspace_id, bob.id, bobs.feedback.id)
    assert (await opened(company, cat, cats)).feedback.thanked_at is None
    assert (await opened(company, ann, bobs)).feedback.thanked_at is not None


async def opened(company: Company, person: Person, item: FeedbackItem) -> FeedbackItem:
    return await company.feedback.open_feedback(company.workspace_id, person.id, item.feedback.id)


async def test_nobody_but_the_recipient_thanks_or_shares(company: Company) -> None:
    ann, bob, mia, eve = [await company.hire(name) for name in ("Ann", "Bob", "Mia", "Eve")]
    await company.manages(mia, bob)
    [copy] = await company.send(ann, bob, managers={bob: mia})
    held = (await company.give(ann, bob)).copies[0]
    cases = [(ann, copy), (mia, copy), (eve, copy), (bob, held)]
    for person, item in cases:
        with pytest.raises(NotFound):
            await company.feedback.thank_for_feedback(company.workspace_id, person.id, item.feedback.id)
        with pytest.raises(NotFound):
            await company.feedback.share_feedback(company.workspace_id, person.id, item.feedback.id)
    with pytest.raises(NotFound):
        await company.feedback.thank_for_feedback(company.workspace_id, bob.id, FeedbackId("nothing"))


async def test_sharing_lets_the_manager_of_now_read_it(company: Company) -> None:
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    [copy] = await company.send(ann, bob, quote=Quote("q", "Bob", "https://example.com"))
    await company.manages(mia, bob)
    with pytest.raises(NotFound):
        await opened(company, mia, copy)
    await company.reads(bob)
    shared, manager = await company.feedback.share_feedback(
        company.workspace_id, bob.id, copy.feedback.id, mia.id
    )
    assert manager == mia.ref
    assert shared.readers == (mia.ref,)
    assert shared.feedback.readers[0].reason is ReaderReason.SHARED
    again, _ = await company.feedback.share_feedback(company.workspace_id, bob.id, copy.feedback.id)
    assert again == shared
    assert await company.reads(bob) == [FeedbackReceived(shared)]
    [told] = await company.reads(mia)
    assert isinstance(told, FeedbackForManager)
    assert told.item.submission.quote is None
    page = await company.feedback.list_feedback(company.workspace_id, mia.id, Box.SHARED)
    assert page.items == (told.item,)


async def test_sharing_where_no_manager_is_confirmed(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    with pytest.raises(NotAllowed):
        await company.feedback.share_feedback(company.workspace_id, bob.id, copy.feedback.id)


async def test_sharing_with_somebody_else_than_the_button_named(company: Company) -> None:
    ann, bob, mia, new = [await company.hire(name) for name in ("Ann", "Bob", "Mia", "New")]
    [copy] = await company.send(ann, bob)
    await company.manages(new, bob)
    with pytest.raises(TooLate) as caught:
        await company.feedback.share_feedback(company.workspace_id, bob.id, copy.feedback.id, mia.id)
    assert "New" in words_for("en").error(caught.value)
    assert (await opened(company, bob, copy)).readers == ()


async def test_sharing_with_the_author_changes_nothing(company: Company) -> None:
    mia, bob = await company.hire("Mia"), await company.hire("Bob")
    [copy] = await company.send(mia, bob)
    await company.manages(mia, bob)
    item, manager = await company.feedback.share_feedback(company.workspace_id, bob.id, copy.feedback.id)
    assert (item, manager) == (copy, mia.ref)


async def test_lists_are_newest_first_and_paged_both_ways(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    for number in range(7):
        await company.send(ann, bob, text=str(number))
    first = await company.feedback.list_feedback(company.workspace_id, bob.id, Box.RECEIVED, limit=3)
    second = await company.feedback.list_feedback(
        company.workspace_id, bob.id, Box.RECEIVED, first.older, limit=3
    )
    back = await company.feedback.list_feedback(
        company.workspace_id, bob.id, Box.RECEIVED, second.newer, limit=3
    )
    assert [item.submission.text for item in first.items] == ["6", "5", "4"]
    assert [item.submission.text for item in second.items] == ["3", "2", "1"]
    assert back == first
    assert first.newer is None


async def test_given_shows_what_is_held_but_not_what_was_undone(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    held, undone = await company.give(ann, bob), await company.give(ann, bob)
    await company.feedback.undo_feedback(company.workspace_id, ann.id, undone.submission.id)
    given = await company.feedback.list_feedback(company.workspace_id, ann.id, Box.GIVEN)
    assert given.items == held.copies
    received = await company.feedback.list_feedback(company.workspace_id, bob.id, Box.RECEIVED)
    assert received.items == ()


async def test_somebody_who_cannot_be_reached_has_it_in_their_list_and_the_author_is_told(
    company: Company,
) -> None:
    ann, bob, cat = [await company.hire(name) for name in ("Ann", "Bob", "Cat")]
    bobs, cats = await company.send(ann, bob, cat)
    company.messenger.unreachable.add(bob.id)
    assert await company.reads(bob) == []
    _, told = await company.reads(ann)
    assert isinstance(told, FeedbackUndeliverable)
    assert told.item.feedback.unreachable
    assert told.item.feedback.id == bobs.feedback.id
    received = await company.feedback.list_feedback(company.workspace_id, bob.id, Box.RECEIVED)
    assert [item.feedback.id for item in received.items] == [bobs.feedback.id]
    assert not (await opened(company, cat, cats)).feedback.unreachable


async def test_a_recipient_who_leaves_while_it_is_held(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await company.give(ann, bob)
    await company.becomes(bob, kind=PersonKind.DEACTIVATED)
    company.clock.advance(minutes=1)
    await company.feedback.release_due(company.workspace_id)
    assert await company.reads(bob) == []
    assert isinstance((await company.reads(ann))[-1], FeedbackUndeliverable)
