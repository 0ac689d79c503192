"""Changing one's mind: edit and withdraw for a day, everywhere where it was shown."""

from datetime import timedelta

import pytest

from core.domain.errors import InvalidForm, NotFound, TooLate
from core.domain.feedback import MAX_TEXT, Box, SubmissionState
from core.domain.people import Role
from core.domain.reports import AuditAction
from core.notifications import (
    FeedbackForManager,
    FeedbackReceived,
    FeedbackSubmitted,
    FeedbackWithdrawn,
    ReplyPosted,
)
from core.services.replies import WriteReply
from tests.factories import Company

DAY = timedelta(hours=24)


async def test_everybody_who_has_it_reads_the_new_text(company: Company) -> None:
    ann, bob, cat, mia = [await company.hire(name) for name in ("Ann", "Bob", "Cat", "Mia")]
    await company.manages(mia, bob)
    bobs, _ = await company.send(ann, bob, cat, managers={bob: mia, cat: None}, text="first")
    for person in (ann, bob, cat, mia):
        await company.reads(person)
    company.clock.advance(hours=1)
    form = await company.revising.edit_feedback(company.workspace_id, ann.id, bobs.submission.id, "second")
    assert (form.submission.text, form.submission.edits) == ("second", 1)
    assert form.submission.edited_at == company.clock.now()
    for person, kind in ((bob, FeedbackReceived), (cat, FeedbackReceived), (mia, FeedbackForManager)):
        [shown] = await company.reads(person)
        assert isinstance(shown, kind)
        assert shown.item.submission == form.submission
    assert await company.reads(ann) == [FeedbackSubmitted(form, None)]
    versions = await company.revising.versions_of(company.workspace_id, ann.id, form.submission.id)
    assert [one.text for one in versions] == ["first"]
    async with company.reading() as unit:
        assert [one.action for one in await unit.audit.of(form.submission.id, 9)] == [
            AuditAction.FEEDBACK_EDITED
        ]


async def test_the_same_text_again_changes_nothing(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    edit = company.revising.edit_feedback
    await edit(company.workspace_id, ann.id, copy.submission.id, "better")
    form = await edit(company.workspace_id, ann.id, copy.submission.id, "better")
    assert form.submission.edits == 1
    assert len(await company.revising.versions_of(company.workspace_id, ann.id, copy.submission.id)) == 1


@pytest.mark.parametrize("text", ["", " ", "x" * (MAX_TEXT + 1)])
async def test_a_text_that_cannot_be_taken(company: Company, text: str) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    with pytest.raises(InvalidForm) as caught:
        await company.revising.edit_feedback(company.workspace_id, ann.id, copy.submission.id, text)
    assert [problem.field for problem in caught.value.problems] == ["text"]


async def test_only_its_author_and_only_once_it_is_sent(company: Company) -> None:
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    await company.manages(mia, bob)
    [copy] = await company.send(ann, bob, managers={bob: mia})
    held = await company.give(ann, bob)
    for person in (bob, mia):
        with pytest.raises(NotFound):
            await company.revising.edit_feedback(company.workspace_id, person.id, copy.submission.id, "x")
        with pytest.raises(NotFound):
            await company.revising.withdraw_feedback(company.workspace_id, person.id, copy.submission.id)
        with pytest.raises(NotFound):
            await company.revising.versions_of(company.workspace_id, person.id, copy.submission.id)
    with pytest.raises(TooLate):
        await company.revising.edit_feedback(company.workspace_id, ann.id, held.submission.id, "x")
    with pytest.raises(TooLate):
        await company.revising.withdraw_feedback(company.workspace_id, ann.id, held.submission.id)


async def test_after_a_day_it_stays_as_it_is_and_the_buttons_go(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    [shown] = await company.reads(ann)
    assert isinstance(shown, FeedbackSubmitted)
    assert shown.form.submission.edit_until == company.clock.now() + DAY
    assert await company.revising.close_windows(company.workspace_id) == 0
    company.clock.advance(hours=24)
    for step in (
        company.revising.edit_feedback(company.workspace_id, ann.id, copy.submission.id, "late"),
        company.revising.withdraw_feedback(company.workspace_id, ann.id, copy.submission.id),
        company.revising.open_for_editing(company.workspace_id, ann.id, copy.submission.id),
    ):
        with pytest.raises(TooLate):
            await step
    assert await company.revising.close_windows(company.workspace_id) == 1
    assert await company.revising.close_windows(company.workspace_id) == 0
    [shown] = await company.reads(ann)
    assert isinstance(shown, FeedbackSubmitted)
    assert shown.form.submission.edit_until is None


async def test_withdrawn_is_gone_from_every_list_and_every_message(company: Company) -> None:
    ann, bob, cat, mia = [await company.hire(name) for name in ("Ann", "Bob", "Cat", "Mia")]
    await company.manages(mia, bob)
    bobs, cats = await company.send(ann, bob, cat, managers={bob: mia, cat: None}, text="secret")
    await company.replies.write_reply(
        WriteReply(company.workspace_id, bob.id, bobs.feedback.id, "V", "What?")
    )
    for person in (ann, bob, cat, mia):
        await company.reads(person)
    form = await company.revising.withdraw_feedback(company.workspace_id, ann.id, bobs.submission.id)
    again = await company.revising.withdraw_feedback(company.workspace_id, ann.id, bobs.submission.id)
    assert again == form
    assert form.submission.state is SubmissionState.WITHDRAWN
    for person in (bob, cat, mia):
        [shown] = await company.reads(person)
        assert isinstance(shown, FeedbackWithdrawn)
        assert (shown.item.submission.text, shown.may_report) == ("", False)
    assert await company.reads(ann) == [FeedbackSubmitted(form, None)]
    for person, box in ((bob, Box.RECEIVED), (cat, Box.RECEIVED), (mia, Box.SHARED), (ann, Box.GIVEN)):
        page = await company.feedback.list_feedback(company.workspace_id, person.id, box)
        assert page.items == ()
    for person, item in ((bob, bobs), (cat, cats), (mia, bobs)):
        with pytest.raises(NotFound):
            await company.feedback.open_feedback(company.workspace_id, person.id, item.feedback.id)
    with pytest.raises(NotFound):
        await company.feedback.thank_for_feedback(company.workspace_id, bob.id, bobs.feedback.id)
    with pytest.raises(TooLate):
        await company.revising.edit_feedback(company.workspace_id, ann.id, bobs.submission.id, "again")


async def test_what_was_not_delivered_yet_never_is(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    [copy] = await company.send(ann, bob)
    await company.replies.write_reply(
        WriteReply(company.workspace_id, ann.id, copy.feedback.id, "V", "And another thing")
    )
    await company.revising.withdraw_feedback(company.workspace_id, ann.id, copy.submission.id)
    assert await company.reads(bob) == []
    assert not any(isinstance(one, ReplyPosted) for one in await company.reads(ann))


async def test_a_withdrawn_one_can_still_be_reported(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    olga, adam = await company.hire("Olga", administers=True), await company.hire("Adam")
    await company.people.name_people_admins(company.workspace_id, olga.id, [adam.id])
    [copy] = await company.send(ann, bob, text="nasty")
    await company.reads(bob)
    await company.revising.withdraw_feedback(company.workspace_id, ann.id, copy.submission.id)
    [shown] = await company.reads(bob)
    assert isinstance(shown, FeedbackWithdrawn)
    assert shown.may_report
    item, admins = await company.reports.readers_for(company.workspace_id, bob.id, copy.feedback.id)
    assert item.submission.text == ""
    assert [admin.id for admin in admins] == [adam.id]
    async with company.reading() as unit:
        assert await unit.grants.of(adam.id) == {Role.PEOPLE_ADMIN}
