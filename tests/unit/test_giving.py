"""Giving feedback: what can be taken, what is told to whom, and that one form is one feedback."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.domain.errors import InvalidForm, NotAllowed, NotFound, TooLate
from core.domain.feedback import MAX_QUOTE, FeedbackKind, Quote, Reader, ReaderReason, SubmissionState
from core.domain.ids import PersonId
from core.domain.people import LineState, PersonKind
from core.domain.workspaces import Access, Audience
from core.notifications import FeedbackForManager, FeedbackReceived, FeedbackSubmitted
from core.services.feedback import ManagersChanged
from core.words import words_for
from tests.factories import Company, Storage, company_in

words = words_for("en-US")


async def problems(company: Company, *people: Any, **more: Any) -> list[tuple[str, str]]:
    """What the form says at which field when this is sent off; nothing may have been recorded."""
    form = company.form(*people, **more)
    with pytest.raises(InvalidForm) as caught:
        await company.feedback.give_feedback(form)
    async with company.reading() as unit:
        assert await unit.feedback.by_form_key(form.form_key) is None
    return [(one.field, words(one.key, **one.facts)) for one in caught.value.problems]


async def test_it_is_held_and_then_sent(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    form = await company.give(ann, bob, text="  As typed \n")
    assert form.submission.state is SubmissionState.HELD
    assert form.submission.text == "  As typed \n"
    assert await company.reads(ann) == [FeedbackSubmitted(form, form.submission.release_at)]
    assert await company.reads(bob) == []
    company.clock.advance(seconds=59)
    assert await company.feedback.release_due(company.workspace_id) == 0
    company.clock.advance(seconds=1)
    assert await company.feedback.release_due(company.workspace_id) == 1
    assert await company.feedback.release_due(company.workspace_id) == 0
    [told] = await company.reads(ann)
    assert isinstance(told, FeedbackSubmitted)
    assert (told.form.submission.state, told.undo_until) == (SubmissionState.SENT, None)
    assert told.form.submission.sent_at == company.clock.now()
    assert await company.reads(bob) == [FeedbackReceived(told.form.copies[0])]


async def test_without_a_window_it_is_sent_at_once(storage: Storage) -> None:
    async with company_in(storage, undo_window=timedelta(0)) as company:
        ann, bob = await company.hire("Ann"), await company.hire("Bob")
        form = await company.give(ann, bob)
        assert form.submission.state is SubmissionState.SENT
        assert await company.reads(ann) == [FeedbackSubmitted(form, None)]
        assert len(await company.reads(bob)) == 1
        with pytest.raises(TooLate):
            await company.feedback.undo_feedback(company.workspace_id, ann.id, form.submission.id)


async def test_many_that_are_due_are_released_in_order_and_in_batches(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    for number in range(5):
        await company.give(ann, bob, text=f"Number {number}")
        company.clock.advance(seconds=1)
    company.clock.advance(minutes=2)
    assert await company.feedback.release_due(company.workspace_id, limit=3) == 3
    assert await company.feedback.release_due(company.workspace_id, limit=3) == 2
    texts = [
        what.item.submission.text for what in await company.reads(bob) if isinstance(what, FeedbackReceived)
    ]
    assert texts == [f"Number {number}" for number in range(5)]


async def test_the_deliverer_is_woken_only_when_there_is_something_to_deliver(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await company.give(ann, bob)
    assert company.woken == 1
    await company.feedback.release_due(company.workspace_id)
    assert company.woken == 1
    company.clock.advance(minutes=1)
    await company.feedback.release_due(company.workspace_id)
    assert company.woken == 2


# -- what can't be taken ---


async def test_nobody_and_nothing(company: Company) -> None:
    ann = await company.hire("Ann")
    assert await problems(company, ann, text=" \n\t") == [
        ("recipients", "Choose at least one person."),
        ("text", "Write a few words first."),
    ]


async def test_yourself(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    said = [("recipients", "You can't give feedback to yourself. Choose somebody else.")]
    assert await problems(company, ann, bob, ann) == said


@pytest.mark.parametrize(
    ("kind", "one", "two"),
    [
        (
            PersonKind.BOT,
            "Rob is a bot and can't get feedback.",
            "These are bots and can't get feedback: Rob, Rick.",
        ),
        (
            PersonKind.DEACTIVATED,
            "Rob isn't here any more (the account has been deactivated).",
            "These people aren't here any more (their accounts have been deactivated): Rob, Rick.",
        ),
        (
            PersonKind.STRANGER,
            "Rob works at another company. You can only give feedback to people of your own.",
            "These people work at another company: Rob, Rick. "
            "You can only give feedback to people of your own.",
        ),
        (
            PersonKind.GUEST,
            "Rob is a guest, and Everloop isn't on for guests here.",
            "These people are guests, and Everloop isn't on for guests here: Rob, Rick.",
        ),
    ],
)
async def test_those_who_cannot_get_any_are_named(
    company: Company, kind: PersonKind, one: str, two: str
) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    rob, rick = await company.hire("Rob", kind), await company.hire("Rick", kind)
    assert await problems(company, ann, bob, rob) == [("recipients", one)]
    assert await problems(company, ann, rob, bob, rick) == [("recipients", two)]


async def test_everything_that_is_wrong_is_said_at_once(company: Company) -> None:
    ann = await company.hire("Ann")
    rob, old = await company.hire("Rob", PersonKind.BOT), await company.hire("Old", PersonKind.DEACTIVATED)
    said = await problems(company, ann, ann, rob, old, text="")
    assert [field for field, _ in said] == ["recipients", "recipients", "recipients", "text"]
    assert len({sentence for _, sentence in said}) == 4


async def test_guests_where_they_take_part(company: Company) -> None:
    ann, gus = await company.hire("Ann"), await company.hire("Gus", PersonKind.GUEST)
    async with company.writing() as unit:
        await unit.save_access(Access(guests=True))
        await unit.commit()
    assert (await company.give(ann, gus)).copies[0].recipient == gus.ref
    assert (await company.give(gus, ann)).author == gus.ref


async def test_ten_people_are_the_most(company: Company) -> None:
    ann, *others = [await company.hire(f"P{number}") for number in range(12)]
    assert await problems(company, ann, *others) == [("recipients", "Choose at most 10 people.")]
    form = await company.give(ann, *others[:10])
    assert [copy.recipient for copy in form.copies] == [one.ref for one in others[:10]]


async def test_somebody_chosen_twice_gets_one_copy(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    assert len((await company.give(ann, bob, bob)).copies) == 1


async def test_people_nobody_knows(company: Company) -> None:
    ann = await company.hire("Ann")
    form = replace(company.form(ann), recipients=(PersonId("f" * 32),))
    with pytest.raises(InvalidForm) as caught:
        await company.feedback.give_feedback(form)
    assert caught.value.key == "error-recipients-unknown"


async def test_text_up_to_3000_characters(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    assert len((await company.give(ann, bob, text="&" * 3000)).submission.text) == 3000
    said = [("text", "That's 3,001 characters. Please keep it to 3,000.")]
    assert await problems(company, ann, bob, text="&" * 3001) == said


async def test_authors_who_do_not_take_part(company: Company) -> None:
    boss, bob = await company.hire("Boss", administers=True), await company.hire("Bob")
    gus, old = await company.hire("Gus", PersonKind.GUEST), await company.hire("Old", PersonKind.DEACTIVATED)
    for author in (gus, old):
        with pytest.raises(NotAllowed):
            await company.give(author, bob)
    with pytest.raises(NotAllowed) as caught:
        await company.give(gus, bob)
    assert words.error(caught.value) == (
        f"Everloop isn't on for guests here. If you'd like to use it, ask {boss.name}."
    )


async def test_in_a_pilot_only_those_in_it(company: Company) -> None:
    boss = await company.hire("Boss", administers=True)
    ann, bob, out = [await company.hire(name) for name in ("Ann", "Bob", "Out")]
    company.directory.members["S1"] = [ann.profile.external_id, bob.profile.external_id]
    await company.people.narrow_access(company.workspace_id, boss.id, Access(Audience.GROUP, "S1", "pilots"))
    await company.give(ann, bob)
    assert await problems(company, ann, out) == [("recipients", "Everloop isn't on for Out yet.")]
    with pytest.raises(NotAllowed) as caught:
        await company.give(out, bob)
    assert words.error(caught.value).startswith("Everloop isn't on for your team yet.")
    assert "Boss" in words.error(caught.value)


# -- the manager ---


async def test_the_named_manager_reads_the_copy_of_their_own_report_only(company: Company) -> None:
    ann, bob, cat, mia = [await company.hire(name) for name in ("Ann", "Bob", "Cat", "Mia")]
    await company.manages(mia, bob)
    bobs, cats = await company.send(ann, bob, cat, managers={bob: mia, cat: None})
    assert bobs.feedback.readers == (Reader(mia.id, ReaderReason.MANAGER, bobs.submission.created_at),)
    assert bobs.readers == (mia.ref,)
    assert cats.feedback.readers == ()
    assert await company.reads(mia) == [FeedbackForManager(bobs)]
    with pytest.raises(NotFound):
        await company.feedback.open_feedback(company.workspace_id, mia.id, cats.feedback.id)


async def test_a_manager_who_is_author_or_recipient_is_not_a_reader_too(company: Company) -> None:
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    await company.manages(mia, bob)
    [copy] = await company.send(mia, bob, managers={bob: mia})
    assert copy.feedback.readers == ()
    bobs, mias = await company.send(ann, bob, mia, managers={bob: mia, mia: None})
    assert (bobs.readers, mias.readers) == ((mia.ref,), ())


@pytest.mark.parametrize("named", ["nobody yet", "none known", "somebody else"])
async def test_a_form_that_names_other_managers_is_shown_again(company: Company, named: str) -> None:
    ann, bob, mia, max_ = [await company.hire(name) for name in ("Ann", "Bob", "Mia", "Max")]
    await company.manages(mia, bob)
    managers = {"nobody yet": {}, "none known": {bob: None}, "somebody else": {bob: max_}}[named]
    form = company.form(ann, bob, managers=managers)
    with pytest.raises(ManagersChanged) as caught:
        await company.feedback.give_feedback(form)
    assert caught.value.managers.names == ((bob.ref, mia.ref),)
    assert caught.value.managers == await company.feedback.managers_of(company.workspace_id, (bob.id,))
    again = replace(form, managers=caught.value.managers.by_recipient)
    assert (await company.feedback.give_feedback(again)).copies[0].readers == (mia.ref,)


async def test_a_manager_who_is_none_any_more_is_missed_before_it_is_sent(company: Company) -> None:
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    await company.manages(mia, bob)
    await company.becomes(mia, kind=PersonKind.DEACTIVATED)
    with pytest.raises(ManagersChanged) as caught:
        await company.give(ann, bob, managers={bob: mia})
    assert caught.value.managers.names == ((bob.ref, None),)


async def test_only_confirmed_managers_count(company: Company) -> None:
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    for state in (LineState.PROPOSED, LineState.DECLINED):
        await company.manages(mia, bob, state=state)
        assert (await company.give(ann, bob, managers={bob: None})).copies[0].readers == ()


async def test_a_later_manager_sees_nothing_older(company: Company) -> None:
    ann, bob, mia, new = [await company.hire(name) for name in ("Ann", "Bob", "Mia", "New")]
    await company.manages(mia, bob)
    [copy] = await company.send(ann, bob, managers={bob: mia})
    await company.manages(new, bob)
    with pytest.raises(NotFound):
        await company.feedback.open_feedback(company.workspace_id, new.id, copy.feedback.id)
    assert await company.feedback.open_feedback(company.workspace_id, mia.id, copy.feedback.id) == copy


async def test_managers_do_not_matter_where_only_the_recipient_reads(company: Company) -> None:
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    await company.manages(mia, bob)
    [copy] = await company.send(ann, bob)
    assert copy.feedback.readers == ()
    assert await company.reads(mia) == []


# -- the same form again ---


async def test_the_same_form_again_is_the_same_feedback(company: Company) -> None:
    ann, bob, cat = [await company.hire(name) for name in ("Ann", "Bob", "Cat")]
    form = company.form(ann, bob, cat, form_key="V1")
    first = await company.feedback.give_feedback(form)
    await company.becomes(bob, kind=PersonKind.DEACTIVATED)  # what was taken once is not checked again
    other_order = replace(form, recipients=form.recipients[::-1])
    assert (await company.feedback.give_feedback(form)).submission == first.submission
    assert (await company.feedback.give_feedback(other_order)).submission == first.submission
    company.clock.advance(minutes=2)
    await company.feedback.release_due(company.workspace_id)
    sent = await company.feedback.give_feedback(form)
    assert (sent.submission.id, sent.submission.state) == (first.submission.id, SubmissionState.SENT)
    assert len(await company.reads(cat)) == 1


async def test_with_other_values_it_is_a_revision(company: Company) -> None:
    ann, bob, cat, dan = [await company.hire(name) for name in ("Ann", "Bob", "Cat", "Dan")]
    first = await company.give(ann, bob, cat, form_key="V1")
    company.clock.advance(seconds=30)
    second = await company.give(
        ann, cat, dan, text="Better words", kind=FeedbackKind.SUGGESTION, form_key="V1"
    )
    assert second.submission == replace(
        first.submission, text="Better words", kind=FeedbackKind.SUGGESTION
    ), "the undo window does not begin again"
    assert [copy.recipient for copy in second.copies] == [cat.ref, dan.ref]
    assert second.copies[0].feedback.id == first.copies[1].feedback.id
    company.clock.advance(seconds=30)
    assert await company.feedback.release_due(company.workspace_id) == 1
    assert await company.reads(bob) == []
    assert (
        len(await company.reads(cat)) == len(await company.reads(dan)) == len(await company.reads(ann)) == 1
    )


async def test_a_revision_is_checked_like_any_form(company: Company) -> None:
    ann, bob, rob = (
        await company.hire("Ann"),
        await company.hire("Bob"),
        await company.hire("Rob", PersonKind.BOT),
    )
    first = await company.give(ann, bob, form_key="V1")
    with pytest.raises(InvalidForm):
        await company.give(ann, rob, form_key="V1")
    assert await company.feedback.open_submission(company.workspace_id, ann.id, first.submission.id) == first


@pytest.mark.parametrize("end", ["sent", "undone"])
async def test_once_it_is_sent_or_undone_it_is_too_late(company: Company, end: str) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    first = await company.give(ann, bob, form_key="V1")
    if end == "undone":
        await company.feedback.undo_feedback(company.workspace_id, ann.id, first.submission.id)
    else:
        company.clock.advance(minutes=1)
        await company.feedback.release_due(company.workspace_id)
    with pytest.raises(TooLate) as caught:
        await company.give(ann, bob, text="Other words", form_key="V1")
    assert caught.value.key == f"error-feedback-{end}"


async def test_somebody_elses_form_is_not_revised(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await company.give(ann, bob, form_key="V1")
    with pytest.raises(NotFound):
        await company.give(bob, ann, form_key="V1")


async def test_the_draft_it_was_written_in_is_used_up(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    mine = await company.drafts.keep_draft(company.workspace_id, ann.id, "feedback.give", "k", {"text": "a"})
    bobs = await company.drafts.keep_draft(company.workspace_id, bob.id, "feedback.give", "k", {"text": "b"})
    await company.give(ann, bob, draft_id=mine)
    await company.give(ann, bob, draft_id=bobs)
    assert await company.drafts.list_drafts(company.workspace_id, ann.id) == []
    assert [one.id for one in await company.drafts.list_drafts(company.workspace_id, bob.id)] == [bobs]


# -- the quote ---


async def test_the_quote_goes_to_the_recipients_only(company: Company) -> None:
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    await company.manages(mia, bob)
    quote = Quote("The parser is fixed", "Bob", "https://example.com/m")
    [copy] = await company.send(ann, bob, managers={bob: mia}, quote=quote)
    assert copy.submission.quote == quote
    [bobs] = await company.reads(bob)
    [mias] = await company.reads(mia)
    assert isinstance(bobs, FeedbackReceived)
    assert isinstance(mias, FeedbackForManager)
    assert (bobs.item.submission.quote, mias.item.submission.quote) == (quote, None)


async def test_a_long_quote_is_cut(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    quote = Quote("x" * 1500, "Bob", "https://example.com/m")
    form = company.form(ann, bob, quote=quote)
    stored = (await company.feedback.give_feedback(form)).submission.quote
    assert stored == Quote("x" * (MAX_QUOTE - 1) + "…", "Bob", "https://example.com/m")
    assert (await company.feedback.give_feedback(form)).submission.quote == stored


async def test_managers_who_do_not_take_part_themselves_are_not_named(company: Company) -> None:
    boss = await company.hire("Boss", administers=True)
    ann, bob, mia = [await company.hire(name) for name in ("Ann", "Bob", "Mia")]
    await company.manages(mia, bob)
    company.directory.members["S1"] = [ann.profile.external_id, bob.profile.external_id]
    await company.people.narrow_access(company.workspace_id, boss.id, Access(Audience.GROUP, "S1", "pilots"))
    managers = await company.feedback.managers_of(company.workspace_id, (bob.id,))
    assert managers.names == ((bob.ref, None),)


async def test_a_manager_who_became_a_guest_is_none(company: Company) -> None:
    boss = await company.hire("Boss", administers=True)
    bob, mia = await company.hire("Bob"), await company.hire("Mia")
    await company.manages(mia, bob)
    await company.people.narrow_access(company.workspace_id, boss.id, Access(guests=True))
    await company.becomes(mia, kind=PersonKind.GUEST)
    managers = await company.feedback.managers_of(company.workspace_id, (bob.id,))
    assert managers.by_recipient == {bob.id: None}
