"""The daily limit, reminders that are paused, and the digest of what asks for work."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.attention import DigestTime, Preferences, next_digest
from core.domain.errors import InvalidForm, NotFound
from core.domain.feedback import FeedbackKind
from core.domain.ids import MessageId
from core.domain.people import Person, PersonKind
from core.domain.reports import Pause
from core.domain.requests import AskState, Later
from core.notifications import (
    Digest,
    FeedbackReceived,
    Notification,
    RequestAsked,
    RequestClosed,
    RequestReminder,
)
from core.services.feedback import FeedbackService
from core.services.requests import AnswerRequest
from tests.factories import Company, company_in
from tests.fakes.storage import FakeStore

MONDAY = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)  # seven in the morning, where everybody lives


@pytest.fixture
async def company() -> AsyncGenerator[Company]:
    async with company_in(FakeStore()) as opened:
        at(opened, MONDAY)
        yield opened


def at(company: Company, moment: datetime) -> None:
    company.clock.advance(seconds=(moment - company.clock.now()).total_seconds())


async def chooses(company: Company, person: Person, hour: int | None, *, reminders: bool = True) -> None:
    chosen = Preferences(person.id, reminders, hour)
    await company.attention.choose(company.workspace_id, chosen)


async def due(company: Company, person: Person) -> list[Notification]:
    """What stands in somebody's conversation once all that is due by now is delivered."""
    async with asyncio.timeout(10):
        while await _is_something_due(company):
            await company.deliverer.deliver_due(company.workspace_id)
            await asyncio.sleep(0)
    return [standing.what for standing in company.messenger.read(person)]


async def _is_something_due(company: Company) -> bool:
    async with company.reading() as unit:
        count, oldest = await unit.outbox.waiting()
    return count > 0 and (oldest is None or oldest <= company.clock.now())


def digests(company: Company, person: Person) -> list[MessageId]:
    return [one.key for one in company.messenger.read(person) if isinstance(one.what, Digest)]


async def digest(company: Company, person: Person) -> Digest:
    """The one digest that stands in somebody's conversation."""
    (found,) = [one for one in await due(company, person) if isinstance(one, Digest)]
    return found


# -- when ---


@pytest.mark.parametrize(
    ("now", "hour", "zone", "expected", "period"),
    [
        ((2026, 3, 2, 7, 0), 9, "UTC", (2026, 3, 2, 9, 1), "2026-03-02T09"),
        ((2026, 3, 2, 9, 0, 59), 9, "UTC", (2026, 3, 2, 9, 1), "2026-03-02T09"),
        ((2026, 3, 2, 9, 1), 9, "UTC", (2026, 3, 3, 9, 1), "2026-03-03T09"),
        ((2026, 3, 6, 9, 1), 9, "UTC", (2026, 3, 9, 9, 1), "2026-03-09T09"),
        ((2026, 3, 6, 23, 30), 6, "Asia/Tokyo", (2026, 3, 8, 21, 1), "2026-03-09T06"),
        ((2026, 3, 27, 12, 0), 9, "Europe/Berlin", (2026, 3, 30, 7, 1), "2026-03-30T09"),
        ((2026, 3, 2, 7, 0), 6, "Nowhere/Land", (2026, 3, 3, 6, 1), "2026-03-03T06"),
    ],
)
def test_the_next_digest_comes_on_a_working_day_of_theirs(
    now: tuple[int, ...], hour: int, zone: str, expected: tuple[int, ...], period: str
) -> None:
    found = next_digest(datetime(*now, tzinfo=UTC), hour, zone)  # pyright: ignore[reportArgumentType]
    assert found == DigestTime(datetime(*expected, tzinfo=UTC), period)  # pyright: ignore[reportArgumentType]


# -- the digest ---


async def test_what_asks_for_work_comes_in_one_message_at_the_hour(company: Company) -> None:
    ann, bob, eve = [await company.hire(name) for name in ("Ann", "Bob", "Eve")]
    await chooses(company, bob, 9)
    first = await company.asks(ann, bob)
    company.clock.advance(seconds=1)
    second = await company.asks(eve, bob)
    await company.people.name_manager(company.workspace_id, ann.id, bob.id)
    assert await due(company, bob) == []
    at(company, MONDAY + timedelta(hours=2, minutes=1))
    found = await digest(company, bob)
    assert [item.ask.id for item in found.asks] == [first.asks[0].ask.id, second.asks[0].ask.id]
    assert [person.id for person in found.proposals] == [ann.id]
    assert len(await due(company, bob)) == 1


async def test_feedback_comes_at_once_all_the_same(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, 9)
    await company.send(ann, bob)
    assert [type(one) for one in await due(company, bob)] == [FeedbackReceived]


async def test_what_is_done_disappears(company: Company) -> None:
    ann, bob, eve = [await company.hire(name) for name in ("Ann", "Bob", "Eve")]
    await chooses(company, bob, 9)
    answered, declined, put_off, cancelled = [
        (await company.asks(ann, bob, question=str(number))) for number in range(4)
    ]
    await company.people.name_manager(company.workspace_id, eve.id, bob.id)
    await company.people.name_manager(company.workspace_id, ann.id, bob.id)
    at(company, MONDAY + timedelta(hours=3))
    assert len((await digest(company, bob)).asks) == 4
    here = company.workspace_id
    await company.requests.answer_request(AnswerRequest(here, bob.id, answered.asks[0].ask.id, "V", "Yes"))
    await company.requests.decline_request(here, bob.id, declined.asks[0].ask.id)
    await company.requests.put_off(here, bob.id, put_off.asks[0].ask.id, Later.NEXT_WEEK)
    assert [item.request.id for item in (await digest(company, bob)).asks] == [cancelled.request.id]
    await company.requests.cancel_request(here, ann.id, cancelled.request.id)
    await company.people.decide_manager(here, bob.id, ann.id, confirmed=True)
    assert [one.id for one in (await digest(company, bob)).proposals] == [eve.id]
    await company.people.name_manager(here, eve.id, None)
    assert (await digest(company, bob)).is_empty


async def test_drafts_stand_in_it_until_they_are_used_and_are_no_reason_for_one(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, 9)
    here = company.workspace_id
    draft = await company.drafts.keep_draft(here, bob.id, "feedback.give", "V", {"text": "So far"})
    at(company, MONDAY + timedelta(hours=3))
    assert await due(company, bob) == []
    item = await company.asks(ann, bob)
    at(company, MONDAY + timedelta(days=1, hours=3))
    assert [one.id for one in (await digest(company, bob)).drafts] == [draft]
    await company.drafts.discard_draft(here, bob.id, draft)
    assert (await digest(company, bob)).drafts == ()
    await company.requests.cancel_request(here, ann.id, item.request.id)
    assert (await digest(company, bob)).is_empty


async def test_only_the_newest_digest_stands_there(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, 9)
    await company.asks(ann, bob)
    at(company, MONDAY + timedelta(hours=3))
    assert len((await digest(company, bob)).asks) == 1
    await company.asks(ann, bob)
    assert len((await digest(company, bob)).asks) == 1  # what came later comes in the next one
    first = digests(company, bob)
    at(company, MONDAY + timedelta(days=1, hours=3))
    assert len((await digest(company, bob)).asks) == 2
    second = digests(company, bob)
    assert second != first
    at(company, MONDAY + timedelta(days=2, hours=3))
    assert len((await digest(company, bob)).asks) == 2
    assert digests(company, bob) == second  # nothing new, nothing said


async def test_a_reminder_is_in_the_digest_of_its_own_morning(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, 9)
    await company.asks(ann, bob)
    at(company, MONDAY + timedelta(hours=3))
    await digest(company, bob)
    first = digests(company, bob)
    at(company, MONDAY + timedelta(days=4, hours=2))  # Friday at nine: due on Monday
    assert await company.requests.prompt_due(company.workspace_id) == 1
    await due(company, bob)
    assert digests(company, bob) == first
    at(company, MONDAY + timedelta(days=4, hours=2, minutes=1))
    assert len((await digest(company, bob)).asks) == 1
    assert digests(company, bob) != first


async def test_an_undone_answer_waits_again(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, 9)
    item = await company.asks(ann, bob)
    at(company, MONDAY + timedelta(hours=3))
    await digest(company, bob)
    answer = AnswerRequest(company.workspace_id, bob.id, item.asks[0].ask.id, "V", "Yes")
    form = await company.requests.answer_request(answer)
    assert (await digest(company, bob)).asks == ()
    await company.feedback.undo_feedback(company.workspace_id, bob.id, form.submission.id)
    assert len((await digest(company, bob)).asks) == 1


async def test_messages_that_stood_there_before_stay_messages(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    item = await company.asks(ann, bob)
    assert [type(one) for one in await due(company, bob)] == [RequestAsked]
    await chooses(company, bob, 9)
    await company.requests.cancel_request(company.workspace_id, ann.id, item.request.id)
    (asked,) = await due(company, bob)
    assert isinstance(asked, RequestAsked)
    assert asked.item.ask.state is AskState.CANCELLED


# -- choosing again ---


async def test_without_a_digest_what_was_left_to_it_comes_now(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, 9)
    await company.asks(ann, bob)
    assert await due(company, bob) == []
    await chooses(company, bob, None)
    assert len((await digest(company, bob)).asks) == 1
    await company.asks(ann, bob)
    assert [type(one) for one in await due(company, bob)] == [Digest, RequestAsked]


async def test_at_another_hour_it_comes_then(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, 9)
    await company.asks(ann, bob)
    await due(company, bob)
    await chooses(company, bob, 15)
    at(company, MONDAY + timedelta(hours=3))
    assert await due(company, bob) == []
    at(company, MONDAY + timedelta(hours=8, minutes=1))
    assert len((await digest(company, bob)).asks) == 1


async def test_an_hour_that_is_not_offered_is_refused(company: Company) -> None:
    bob = await company.hire("Bob")
    with pytest.raises(NotFound):
        await chooses(company, bob, 3)
    assert await company.attention.preferences_of(company.workspace_id, bob.id) == Preferences(bob.id)


async def test_nothing_of_whose_messages_are_paused(company: Company) -> None:
    ann, bob, eve = [await company.hire(name) for name in ("Ann", "Bob", "Eve")]
    await chooses(company, bob, 9)
    await company.asks(eve, bob)
    await company.asks(ann, bob)
    async with company.writing() as unit:
        await unit.pauses.add(Pause(bob.id, ann.id, MONDAY))
        await unit.commit()
    at(company, MONDAY + timedelta(hours=3))
    assert [item.requester.id for item in (await digest(company, bob)).asks] == [eve.id]


async def test_whoever_cannot_be_reached_is_waited_for_no_longer(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, 9)
    await company.asks(ann, bob)
    await due(company, bob)
    company.messenger.unreachable.add(bob.id)
    at(company, MONDAY + timedelta(hours=3))
    assert await due(company, bob) == []
    assert RequestClosed in [type(one) for one in await due(company, ann)]


# -- reminders ---


async def test_paused_reminders_do_not_come_and_a_colleague_may_remind(company: Company) -> None:
    ann, bob, eve = [await company.hire(name) for name in ("Ann", "Bob", "Eve")]
    await chooses(company, bob, None, reminders=False)
    item = await company.asks(ann, bob, eve)
    at(company, MONDAY + timedelta(days=4, hours=3))
    assert await company.requests.prompt_due(company.workspace_id) == 1
    assert await company.requests.prompt_due(company.workspace_id) == 0
    assert [type(one) for one in await due(company, bob)] == [RequestAsked]
    assert [type(one) for one in await due(company, eve)] == [RequestAsked, RequestReminder]
    await company.requests.remind(company.workspace_id, ann.id, item.request.id)
    assert [type(one) for one in await due(company, bob)] == [RequestAsked, RequestReminder]


async def test_who_said_not_now_is_asked_again_also_without_reminders(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, None, reminders=False)
    item = await company.asks(ann, bob)
    await company.requests.put_off(company.workspace_id, bob.id, item.asks[0].ask.id, Later.TOMORROW)
    at(company, MONDAY + timedelta(days=1, hours=2))
    assert await company.requests.prompt_due(company.workspace_id) == 1


async def test_a_question_answered_before_its_digest_is_no_reason_for_one(company: Company) -> None:
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    await chooses(company, bob, 9)
    await company.people.name_manager(company.workspace_id, ann.id, bob.id)
    await due(company, bob)
    await company.people.decide_manager(company.workspace_id, bob.id, ann.id, confirmed=True)
    at(company, MONDAY + timedelta(hours=3))
    assert await due(company, bob) == []


async def test_erasing_forgets_what_somebody_chose(company: Company) -> None:
    bob = await company.hire("Bob")
    await chooses(company, bob, 9, reminders=False)
    await company.becomes(bob, kind=PersonKind.DEACTIVATED)
    await company.erasing.erase_person(company.workspace_id, bob.id)
    assert await company.attention.preferences_of(company.workspace_id, bob.id) == Preferences(bob.id)


# -- the daily limit ---


async def test_no_more_than_so_many_a_day_to_one_person(company: Company) -> None:
    company.feedback = FeedbackService(
        company.storage, company.clock, company.wake, timedelta(seconds=60), daily_limit=2
    )
    ann, bob, eve = [await company.hire(name) for name in ("Ann", "Bob", "Eve")]
    await company.give(ann, bob)
    form = company.form(ann, bob, eve)
    await company.feedback.give_feedback(form)
    await company.feedback.give_feedback(form)  # the same once more
    await company.feedback.give_feedback(replace(form, text="Said better"))  # a revision
    for attempt in (company.feedback.give_feedback, company.feedback.check_feedback):
        with pytest.raises(InvalidForm) as refused:
            await attempt(company.form(ann, bob, eve))
        (problem,) = refused.value.problems
        assert (problem.field, problem.key) == ("recipients", "error-recipients-today")
        assert problem.facts == {"names": "Bob", "count": 1, "most": 2}
    await company.give(ann, eve)
    await company.give(eve, bob)
    at(company, MONDAY + timedelta(days=1))
    await company.give(ann, bob)


async def test_what_was_undone_counts_for_nothing_and_answers_neither(company: Company) -> None:
    company.feedback = FeedbackService(
        company.storage, company.clock, company.wake, timedelta(seconds=60), daily_limit=1
    )
    ann, bob = await company.hire("Ann"), await company.hire("Bob")
    item = await company.asks(bob, ann)
    answer = AnswerRequest(company.workspace_id, ann.id, item.asks[0].ask.id, "V", "Yes")
    assert (await company.requests.answer_request(answer)).submission.kind is FeedbackKind.ANSWER
    undone = await company.give(ann, bob)
    await company.feedback.undo_feedback(company.workspace_id, ann.id, undone.submission.id)
    await company.give(ann, bob)
    with pytest.raises(InvalidForm):
        await company.give(ann, bob)
