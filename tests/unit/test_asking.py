"""Asking for feedback: who may be asked what by whom, and what becomes of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.errors import InvalidForm, NotAllowed, NotFound, TooLate
from core.domain.feedback import Asked, Box, FeedbackKind, ReaderReason, SubmissionState, Visibility
from core.domain.ids import AskId, PersonId
from core.domain.people import Person, PersonKind
from core.domain.requests import AskItem, AskState, AskStatus, Later, RequestItem
from core.notifications import (
    FeedbackForManager,
    FeedbackReceived,
    RequestAnswered,
    RequestAsked,
    RequestClosed,
    RequestDeclined,
    RequestPlaced,
    RequestReminder,
)
from core.services.feedback import ManagersChanged
from core.services.requests import AnswerRequest, RequestService
from tests.factories import Company


async def team(company: Company) -> tuple[Person, Person, Person, Person]:
    ann, bob, cat, mia = [await company.hire(name) for name in ("Ann", "Bob", "Cat", "Mia")]
    return ann, bob, cat, mia


def ask_of(item: RequestItem, person: Person) -> AskItem:
    return next(one for one in item.asks if one.person.id == person.id)


async def now_of(company: Company, item: RequestItem) -> RequestItem:
    return await company.requests.open_request(
        company.workspace_id, item.request.requester_id, item.request.id
    )


async def statuses(company: Company, item: RequestItem) -> list[AskStatus]:
    return [one.status(company.clock.now()) for one in (await now_of(company, item)).asks]


async def answer(
    company: Company, person: Person, item: RequestItem, text: str = "More of the same", **more: object
) -> None:
    command = AnswerRequest(
        company.workspace_id, person.id, ask_of(item, person).ask.id, f"A{person.id}{text}", text
    )
    await company.requests.answer_request(replace(command, **more))


async def sent(company: Company) -> None:
    company.clock.advance(seconds=61)
    await company.feedback.release_due(company.workspace_id)


def problems(caught: pytest.ExceptionInfo[InvalidForm]) -> set[tuple[str, str]]:
    return {(one.field, one.key) for one in caught.value.problems}


# -- asking ---


async def test_each_person_is_asked_once_and_on_their_own(company: Company) -> None:
    ann, bob, cat, _ = await team(company)
    item = await company.asks(ann, bob, cat, bob)
    for person in (bob, cat):
        [told] = await company.reads(person)
        assert isinstance(told, RequestAsked)
        assert told.item == ask_of(item, person)
        assert told.seen_by == (ann.ref,)
    [placed] = await company.reads(ann)
    assert placed == RequestPlaced(item)
    assert item.request.due_on == date(2026, 11, 9)


async def test_the_same_form_again_is_the_same_request(company: Company) -> None:
    ann, bob, cat, _ = await team(company)
    form = company.question(ann, bob)
    first = await company.requests.ask_for_feedback(form)
    assert await company.requests.ask_for_feedback(form) == first
    for other in (replace(form, question="Another"), replace(form, people=(cat.id,))):
        with pytest.raises(TooLate):
            await company.requests.ask_for_feedback(other)
    with pytest.raises(NotFound):
        await company.requests.ask_for_feedback(replace(form, requester_id=cat.id))
    assert len(await company.reads(bob)) == 1
    assert await company.reads(cat) == []


async def test_what_a_form_can_get_wrong(company: Company) -> None:
    ann, bob, _, mia = await team(company)
    bot = await company.hire("Bot", PersonKind.BOT)
    left = await company.hire("Left", PersonKind.DEACTIVATED)
    stranger = await company.hire("Stranger", PersonKind.STRANGER)
    many = [await company.hire(f"P{number}") for number in range(11)]
    await company.manages(mia, bob)
    ask = company.question
    cases = {
        ("people", "error-asked-none"): ask(ann),
        ("people", "error-asked-many"): ask(ann, *many),
        ("people", "error-asked-yourself"): ask(ann, ann, bob),
        ("people", "error-asked-about-themselves"): ask(mia, bob, about_id=bob.id),
        ("people", "error-asked-bot"): ask(ann, bot),
        ("people", "error-asked-stranger"): ask(ann, stranger),
        ("people", "error-recipients-deactivated"): ask(ann, left),
        ("people", "error-recipients-unknown"): ask(ann, bob, people=(PersonId("x"),)),
        ("about", "error-about-not-yours"): ask(ann, mia, about_id=bob.id),
        ("question", "error-question-none"): ask(ann, bob, question=" \n"),
        ("question", "error-text-long"): ask(ann, bob, question="x" * 3001),
        ("due_on", "error-due-past"): ask(ann, bob, due_on=date(2026, 11, 1)),
        ("due_on", "error-due-far"): ask(ann, bob, due_on=date(2028, 11, 1)),
    }
    for problem, form in cases.items():
        with pytest.raises(InvalidForm) as caught:
            await company.requests.ask_for_feedback(form)
        assert problems(caught) == {problem}
    with pytest.raises(NotAllowed):
        await company.requests.ask_for_feedback(ask(bot, ann))
    assert await company.reads(bob) == []


async def test_what_the_form_offers(company: Company) -> None:
    ann, bob, cat, mia = await team(company)
    await company.manages(mia, cat, bob)
    await company.manages(bob, ann)
    mias = await company.requests.options_for(company.workspace_id, mia.id)
    assert (mias.me, mias.reports, mias.manager) == (mia.ref, (bob.ref, cat.ref), None)
    assert mias.due_on == date(2026, 11, 9)
    anns = await company.requests.options_for(company.workspace_id, ann.id)
    assert (anns.reports, anns.manager) == ((), bob.ref)


# -- answering ---


async def test_an_answer_is_feedback_for_whoever_asked(company: Company) -> None:
    ann, bob, cat, _ = await team(company)
    item = await company.asks(ann, bob, cat)
    await company.reads(bob)
    await answer(company, bob, item)
    assert await statuses(company, item) == [AskStatus.ASKED] * 2  # it may still be undone
    assert [one for one in await company.reads(ann) if isinstance(one, FeedbackReceived)] == []
    await sent(company)
    assert await statuses(company, item) == [AskStatus.ANSWERED, AskStatus.ASKED]
    received = [one for one in await company.reads(ann) if isinstance(one, FeedbackReceived)]
    [copy] = [one.item for one in received]
    assert copy.submission.kind is FeedbackKind.ANSWER
    assert copy.submission.asked == Asked(ask_of(item, bob).ask.id, "What should I do more of?")
    assert copy.readers == ()
    told = (await company.reads(bob))[0]
    assert isinstance(told, RequestAsked)
    assert told.item.ask.state is AskState.ANSWERED
    page = await company.feedback.list_feedback(company.workspace_id, bob.id, Box.GIVEN)
    assert page.items == (copy,)


async def test_two_forms_answer_once_and_the_same_form_is_one_answer(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    await answer(company, bob, item)
    await answer(company, bob, item)
    with pytest.raises(TooLate) as caught:
        await answer(company, bob, item, "Another form")
    assert caught.value.key == "error-request-answered"
    await answer(company, bob, item, form_key=f"A{bob.id}More of the same", text="Revised")
    await sent(company)
    received = await company.feedback.list_feedback(company.workspace_id, ann.id, Box.RECEIVED)
    assert [one.submission.text for one in received.items] == ["Revised"]


async def test_an_answer_that_is_undone_is_asked_again(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    await answer(company, bob, item)
    given = await company.feedback.list_feedback(company.workspace_id, bob.id, Box.GIVEN)
    submission = given.items[0].submission
    undone, draft_id = await company.feedback.undo_feedback(company.workspace_id, bob.id, submission.id)
    assert undone.submission.state is SubmissionState.UNDONE
    again = await company.feedback.undo_feedback(company.workspace_id, bob.id, submission.id)
    assert again[1] == draft_id
    draft = await company.drafts.open_draft(company.workspace_id, bob.id, draft_id)
    assert draft.form == "requests.answer"
    assert draft.content == {"ask": ask_of(item, bob).ask.id, "text": "More of the same"}
    assert (await now_of(company, item)).asks[0].ask.is_open
    await answer(company, bob, item, "Better words", draft_id=draft_id)
    await sent(company)
    assert await statuses(company, item) == [AskStatus.ANSWERED]
    assert await company.drafts.list_drafts(company.workspace_id, bob.id) == []


async def test_undoing_an_answer_to_what_was_cancelled_asks_nothing(company: Company) -> None:
    ann, bob, cat, _ = await team(company)
    item = await company.asks(ann, bob, cat)
    await answer(company, bob, item)
    await company.requests.cancel_request(company.workspace_id, ann.id, item.request.id)
    assert await statuses(company, item) == [AskStatus.ASKED, AskStatus.CANCELLED]
    given = await company.feedback.list_feedback(company.workspace_id, bob.id, Box.GIVEN)
    await company.feedback.undo_feedback(company.workspace_id, bob.id, given.items[0].submission.id)
    assert await statuses(company, item) == [AskStatus.CANCELLED] * 2


async def test_nobody_else_answers_puts_off_or_declines(company: Company) -> None:
    ann, bob, cat, _ = await team(company)
    item = await company.asks(ann, bob)
    ask_id, here = ask_of(item, bob).ask.id, company.workspace_id
    for person in (ann, cat):
        command = AnswerRequest(here, person.id, ask_id, "V", "Me too")
        with pytest.raises(NotFound):
            await company.requests.answer_request(command)
    with pytest.raises(NotFound):
        await company.requests.open_ask(here, cat.id, ask_id)
    with pytest.raises(NotFound):
        await company.requests.put_off(here, cat.id, ask_id, Later.TOMORROW)
    with pytest.raises(NotFound):
        await company.requests.decline_request(here, cat.id, AskId("nothing"))
    with pytest.raises(TooLate):  # whoever asked may read it, and not do this
        await company.requests.decline_request(here, ann.id, ask_id)


async def test_feedback_cannot_pretend_to_be_an_answer(company: Company) -> None:
    ann, bob, *_ = await team(company)
    for changes in ({"kind": FeedbackKind.ANSWER}, {"asked": Asked(AskId("a"), "?")}):
        with pytest.raises(NotFound):
            await company.give(ann, bob, **changes)


# -- about a report ---


async def test_a_manager_asks_about_a_report_who_reads_all_of_it(company: Company) -> None:
    ann, bob, cat, mia = await team(company)
    await company.manages(mia, bob)
    item = await company.asks(mia, ann, about_id=bob.id, visibility=Visibility.RECIPIENT_AND_MANAGER)
    assert item.request.visibility is Visibility.RECIPIENT
    [told] = await company.reads(ann)
    assert isinstance(told, RequestAsked)
    assert set(told.seen_by) == {bob.ref, mia.ref}
    await answer(company, ann, item)
    await sent(company)
    [bobs] = await company.reads(bob)
    assert isinstance(bobs, FeedbackReceived)
    assert bobs.item.submission.asked is not None
    assert [reader.reason for reader in bobs.item.feedback.readers] == [ReaderReason.ASKED]
    answers = [one for one in await company.reads(mia) if isinstance(one, RequestAnswered)]
    assert [one.item.feedback.id for one in answers] == [bobs.item.feedback.id]
    assert await company.reads(cat) == []
    shared = await company.feedback.list_feedback(company.workspace_id, mia.id, Box.SHARED)
    assert [one.feedback.id for one in shared.items] == [bobs.item.feedback.id]


async def test_whoever_asks_can_let_their_manager_read(company: Company) -> None:
    ann, bob, cat, mia = await team(company)
    await company.manages(mia, ann)
    item = await company.asks(ann, bob, mia, visibility=Visibility.RECIPIENT_AND_MANAGER)
    [told] = await company.reads(bob)
    assert isinstance(told, RequestAsked)
    assert set(told.seen_by) == {ann.ref, mia.ref}
    with pytest.raises(ManagersChanged):
        await answer(company, bob, item)
    assert (await now_of(company, item)).asks[0].ask.is_open
    await answer(company, bob, item, manager_id=mia.id)
    await company.manages(cat, ann)
    with pytest.raises(ManagersChanged):
        await answer(company, mia, item, manager_id=mia.id)
    await answer(company, mia, item, manager_id=cat.id)
    await sent(company)
    assert [type(one) for one in await company.reads(cat)] == [FeedbackForManager]
    assert FeedbackForManager in [type(one) for one in await company.reads(mia)]


# -- declining, putting off ---


async def test_declining_tells_only_whoever_asked_why(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    await company.reads(bob)
    declined = await company.requests.decline_request(
        company.workspace_id, bob.id, ask_of(item, bob).ask.id, " On leave "
    )
    assert declined.ask.state is AskState.DECLINED
    [told] = await company.reads(bob)
    assert isinstance(told, RequestAsked)
    assert told.item.ask.state is AskState.DECLINED
    placed, why = await company.reads(ann)
    assert isinstance(placed, RequestPlaced)
    assert isinstance(why, RequestDeclined)
    assert why.item.ask.reason == "On leave"
    for later in (
        lambda: answer(company, bob, item),
        lambda: company.requests.decline_request(company.workspace_id, bob.id, declined.ask.id),
        lambda: company.requests.put_off(company.workspace_id, bob.id, declined.ask.id, Later.TOMORROW),
    ):
        with pytest.raises(TooLate):
            await later()
    assert len(await company.reads(ann)) == 2


async def test_a_reason_has_its_length(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    with pytest.raises(InvalidForm) as caught:
        await company.requests.decline_request(
            company.workspace_id, bob.id, ask_of(item, bob).ask.id, "x" * 1001
        )
    assert problems(caught) == {("reason", "error-text-long")}


async def test_what_is_put_off_comes_again_then(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    ask_id = ask_of(item, bob).ask.id
    await company.requests.put_off(company.workspace_id, bob.id, ask_id, Later.TOMORROW)
    assert len(await reminded(company, bob)) == 0
    company.clock.advance(hours=23, minutes=59)
    assert len(await reminded(company, bob)) == 0
    company.clock.advance(minutes=1)
    assert len(await reminded(company, bob)) == 1
    company.clock.advance(hours=8)
    assert len(await reminded(company, bob)) == 1
    company.clock.advance(days=3)  # Friday, after nine: the one reminder is still to come
    assert len(await reminded(company, bob)) == 2
    company.clock.advance(days=30)
    assert len(await reminded(company, bob)) == 2


async def test_a_reminder_that_falls_into_the_quiet_somebody_asked_for_does_not_come(
    company: Company,
) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    await company.requests.put_off(company.workspace_id, bob.id, ask_of(item, bob).ask.id, Later.NEXT_WEEK)
    company.clock.advance(days=6)
    assert len(await reminded(company, bob)) == 0
    company.clock.advance(days=1)
    assert len(await reminded(company, bob)) == 1
    company.clock.advance(days=60)
    assert len(await reminded(company, bob)) == 1


async def reminded(company: Company, person: Person) -> list[RequestReminder]:
    await company.requests.prompt_due(company.workspace_id)
    return [one for one in await company.reads(person) if isinstance(one, RequestReminder)]


# -- reminders ---


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("UTC", 4 * 24), ("America/New_York", 4 * 24 + 5), ("Asia/Kolkata", 4 * 24 - 5.5), ("?", 4 * 24)],
)
async def test_one_reminder_on_the_working_morning_before_it_is_due(
    company: Company, zone: str, hours: float
) -> None:
    """Asked on Monday for next Monday: reminded on Friday at nine, where they live."""
    ann, bob = await company.hire("Ann"), await company.hire("Bob", time_zone=zone)
    await company.asks(ann, bob)
    company.clock.advance(hours=hours, seconds=-1)
    assert len(await reminded(company, bob)) == 0
    company.clock.advance(seconds=1)
    assert len(await reminded(company, bob)) == 1
    for _ in range(10):
        company.clock.advance(days=1)
        assert len(await reminded(company, bob)) == 1


async def test_no_reminder_after_an_answer_or_no(company: Company) -> None:
    ann, bob, cat, mia = await team(company)
    item = await company.asks(ann, bob, cat, mia)
    await answer(company, bob, item)
    await company.requests.decline_request(company.workspace_id, cat.id, ask_of(item, cat).ask.id)
    company.clock.advance(days=4)
    await company.requests.prompt_due(company.workspace_id)
    await company.requests.decline_request(company.workspace_id, mia.id, ask_of(item, mia).ask.id)
    for person in (bob, cat, mia):  # Mia's was on its way when she declined
        assert await reminded(company, person) == []


async def test_a_reminder_that_comes_late_never_falls_on_a_day_off(company: Company) -> None:
    ann, bob, *_ = await team(company)
    late = await company.asks(ann, bob, due_on=date(2026, 11, 10))  # Tuesday: reminded on Monday
    early = await company.asks(ann, bob, due_on=date(2026, 11, 8))  # Sunday: reminded on Friday
    company.clock.advance(days=5)  # nothing ran until Saturday
    assert await reminded(company, bob) == []
    company.clock.advance(days=2)
    assert [one.item.request.id for one in await reminded(company, bob)] == [late.request.id]
    assert (await now_of(company, early)).asks[0].ask.prompt_at is None


async def test_a_reminder_by_whoever_asked_uses_it_up(company: Company) -> None:
    ann, bob, cat, mia = await team(company)
    item = await company.asks(ann, bob, cat, mia)
    await answer(company, bob, item)
    await company.requests.put_off(company.workspace_id, cat.id, ask_of(item, cat).ask.id, Later.TOMORROW)
    await company.requests.remind(company.workspace_id, ann.id, item.request.id)
    assert [len(await reminded(company, one)) for one in (bob, cat, mia)] == [0, 0, 1]
    with pytest.raises(NotAllowed):
        await company.requests.remind(company.workspace_id, ann.id, item.request.id)
    company.clock.advance(days=4)
    assert [len(await reminded(company, one)) for one in (bob, mia)] == [0, 1]
    with pytest.raises(NotFound):
        await company.requests.remind(company.workspace_id, bob.id, item.request.id)


async def test_a_reminder_asked_for_on_a_day_off_waits_for_work(company: Company) -> None:
    ann, bob, *_ = await team(company)
    company.clock.advance(days=5)
    item = await company.asks(ann, bob)
    await company.requests.remind(company.workspace_id, ann.id, item.request.id)
    async with company.reading() as unit:
        due = [one for one in await unit.outbox.due(company.clock.now(), 9) if "reminder" in one.topic.kind]
    assert due == []
    company.clock.advance(days=2)
    assert len(await reminded(company, bob)) == 1


# -- what whoever asked changes ---


async def test_more_time_moves_the_reminder(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    await company.reads(bob)
    later = await company.requests.extend_request(
        company.workspace_id, ann.id, item.request.id, date(2026, 11, 16)
    )
    assert later.request.due_on == later.asks[0].ask.due_on == date(2026, 11, 16)
    company.clock.advance(days=4)
    assert await reminded(company, bob) == []
    company.clock.advance(days=7)
    assert len(await reminded(company, bob)) == 1
    told = (await company.reads(bob))[0]
    assert isinstance(told, RequestAsked)
    assert told.item.ask.due_on == date(2026, 11, 16)
    for day, key in ((date(2026, 11, 16), "error-due-earlier"), (date(2026, 11, 1), "error-due-past")):
        with pytest.raises(InvalidForm) as caught:
            await company.requests.extend_request(company.workspace_id, ann.id, item.request.id, day)
        assert problems(caught) == {("due_on", key)}


async def test_overdue_is_by_the_day_where_they_live(company: Company) -> None:
    ann = await company.hire("Ann")
    west, east = [await company.hire(zone, time_zone=zone) for zone in ("Pacific/Pago_Pago", "Asia/Tokyo")]
    item = await company.asks(ann, west, east, due_on=date(2026, 11, 2))
    company.clock.advance(hours=7)  # past midnight in Tokyo
    assert await statuses(company, item) == [AskStatus.ASKED, AskStatus.OVERDUE]
    company.clock.advance(hours=20)
    assert await statuses(company, item) == [AskStatus.OVERDUE] * 2


async def test_more_people_are_asked(company: Company) -> None:
    ann, bob, cat, mia = await team(company)
    item = await company.asks(ann, bob)
    more = await company.requests.add_people(
        company.workspace_id, ann.id, item.request.id, [cat.id, mia.id, cat.id]
    )
    assert [one.person.name for one in more.asks] == ["Bob", "Cat", "Mia"]
    assert [type(one) for one in await company.reads(cat)] == [RequestAsked]
    with pytest.raises(InvalidForm) as caught:
        await company.requests.add_people(company.workspace_id, ann.id, item.request.id, [cat.id])
    assert problems(caught) == {("people", "error-asked-already")}
    many = [(await company.hire(f"P{number}")).id for number in range(8)]
    with pytest.raises(InvalidForm) as caught:
        await company.requests.add_people(company.workspace_id, ann.id, item.request.id, many)
    assert problems(caught) == {("people", "error-asked-many")}


async def test_cancelling_ends_it_for_all_who_have_not_answered(company: Company) -> None:
    ann, bob, cat, mia = await team(company)
    item = await company.asks(ann, bob, cat)
    await answer(company, bob, item)
    await sent(company)
    await company.reads(cat)
    for _ in range(2):
        cancelled = await company.requests.cancel_request(company.workspace_id, ann.id, item.request.id)
        assert [one.ask.state for one in cancelled.asks] == [AskState.ANSWERED, AskState.CANCELLED]
    [told] = await company.reads(cat)
    assert isinstance(told, RequestAsked)
    assert told.item.ask.state is AskState.CANCELLED
    with pytest.raises(TooLate):
        await answer(company, cat, item)
    for change in (
        lambda: company.requests.remind(company.workspace_id, ann.id, item.request.id),
        lambda: company.requests.add_people(company.workspace_id, ann.id, item.request.id, [mia.id]),
    ):
        with pytest.raises(TooLate):
            await change()
    company.clock.advance(days=10)
    assert await reminded(company, cat) == []


async def test_what_is_cancelled_before_it_was_sent_is_never_sent(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    await company.requests.cancel_request(company.workspace_id, ann.id, item.request.id)
    assert await company.reads(bob) == []


# -- attention ---


async def test_who_has_more_than_three_open_requests_is_busy_and_can_be_asked_later(company: Company) -> None:
    ann, bob, cat, mia = await team(company)
    first = [await company.asks(one, bob) for one in (ann, cat, mia)]
    here = company.workspace_id
    assert await company.requests.busy_among(here, [bob.id, cat.id]) == frozenset()
    await company.asks(ann, bob)
    assert await company.requests.busy_among(here, [bob.id, cat.id]) == {bob.id}
    assert await company.requests.busy_among(here, []) == frozenset()
    item = await company.asks(mia, bob, cat, busy_later=True)
    bobs, cats = item.asks
    assert (bobs.status(company.clock.now()), cats.status(company.clock.now())) == (
        AskStatus.LATER,
        AskStatus.ASKED,
    )
    assert bobs.ask.due_on == date(2026, 11, 16)
    async with company.reading() as unit:
        assert len(await unit.outbox.due(company.clock.now(), 100)) == 4 + 1 + 5  # Bob, Cat, whoever asked
    assert len(await company.requests.waiting_on(here, bob.id)) == 4
    company.clock.advance(days=7)
    assert len([one for one in await company.reads(bob) if isinstance(one, RequestAsked)]) == 5
    for one in first[:2]:
        await company.requests.decline_request(here, bob.id, ask_of(one, bob).ask.id)
    assert await company.requests.busy_among(here, [bob.id]) == frozenset()


# -- leaving ---


@pytest.mark.parametrize("way", ["event", "nightly"])
async def test_when_the_person_asked_leaves(company: Company, way: str) -> None:
    ann, bob, cat, _ = await team(company)
    item = await company.asks(ann, bob, cat)
    await company.reads(bob)
    if way == "event":
        await company.becomes(bob, kind=PersonKind.DEACTIVATED)
    else:
        del company.directory.profiles[bob.profile.external_id]
        await company.people.sync_everyone(company.workspace_id)
    assert await statuses(company, item) == [AskStatus.CLOSED, AskStatus.ASKED]
    told = [one for one in await company.reads(ann) if isinstance(one, RequestClosed)]
    assert [one.item.person.id for one in told] == [bob.id]
    await company.people.sync_everyone(company.workspace_id)
    assert len([one for one in await company.reads(ann) if isinstance(one, RequestClosed)]) == 1


async def test_when_whoever_asked_or_whom_it_is_about_leaves(company: Company) -> None:
    ann, bob, cat, mia = await team(company)
    await company.manages(mia, cat)
    about_cat = await company.asks(mia, bob, about_id=cat.id)
    by_ann = await company.asks(ann, bob)
    await company.reads(bob)
    await company.becomes(cat, kind=PersonKind.DEACTIVATED)
    assert [type(one) for one in await company.reads(mia)] == [RequestPlaced, RequestClosed]
    await company.becomes(ann, kind=PersonKind.DEACTIVATED)
    first, second = await company.reads(bob)
    for told, item in ((first, about_cat), (second, by_ann)):
        assert isinstance(told, RequestAsked)
        assert (told.item.request.id, told.item.ask.state) == (item.request.id, AskState.CLOSED)


async def test_whoever_cannot_be_reached_keeps_nobody_waiting(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    company.messenger.unreachable.add(bob.id)
    assert await company.reads(bob) == []
    assert [type(one) for one in await company.reads(ann)] == [RequestPlaced, RequestClosed]
    assert await statuses(company, item) == [AskStatus.CLOSED]


async def test_undoing_an_answer_to_somebody_who_left_asks_nothing(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    await answer(company, bob, item)
    await company.becomes(ann, kind=PersonKind.DEACTIVATED)
    given = await company.feedback.list_feedback(company.workspace_id, bob.id, Box.GIVEN)
    await company.feedback.undo_feedback(company.workspace_id, bob.id, given.items[0].submission.id)
    async with company.reading() as unit:
        found = await unit.requests.ask(ask_of(item, bob).ask.id)
    assert found is not None
    assert found.ask.state is AskState.CLOSED


async def test_erasing_somebody_forgets_what_they_asked(company: Company) -> None:
    ann, bob, *_ = await team(company)
    item = await company.asks(ann, bob)
    await answer(company, bob, item)
    await sent(company)
    await company.becomes(ann, kind=PersonKind.DEACTIVATED)
    await company.erasing.erase_person(company.workspace_id, ann.id)
    async with company.reading() as unit:
        found = await unit.requests.item(item.request.id)
    assert found is not None
    assert found.request.question == ""
    assert found.requester.erased


async def test_lists_show_only_what_one_asked(company: Company) -> None:
    ann, bob, cat, _ = await team(company)
    items: list[RequestItem] = []
    for number in range(3):
        company.clock.advance(minutes=1)
        items.append(await company.asks(ann, bob, question=str(number)))
    await company.asks(cat, bob)
    page = await company.requests.list_requests(company.workspace_id, ann.id, limit=2)
    assert [one.request.question for one in page.items] == ["2", "1"]
    older = await company.requests.list_requests(company.workspace_id, ann.id, page.older)
    assert older.items == (items[0],)
    with pytest.raises(NotFound):
        await company.requests.open_request(company.workspace_id, cat.id, items[0].request.id)


@pytest.mark.parametrize("hours", [0, 3])
async def test_an_answer_sent_at_once_can_be_edited_as_long_as_is_set(company: Company, hours: int) -> None:
    ann, bob, _, _ = await team(company)
    window, at_once = timedelta(hours=hours), timedelta(0)
    requests = RequestService(company.storage, company.clock, company.wake, at_once, edit_window=window)
    item = await company.asks(ann, bob)
    command = AnswerRequest(company.workspace_id, bob.id, ask_of(item, bob).ask.id, "A1", "More of it")
    form = await requests.answer_request(command)
    opened = await company.feedback.open_submission(company.workspace_id, bob.id, form.submission.id)
    assert opened.submission.edit_until == (company.clock.now() + window if hours else None)
