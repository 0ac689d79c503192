"""Requests for feedback: what each person was asked, what waits on whom, and the steps that happen once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from core.domain.feedback import Asked, Visibility
from core.domain.ids import AskId, PersonId, RequestId, new_id
from core.domain.requests import Ask, AskState, Request, RequestItem
from storage.engine import Database
from tests.contract.office import HOUR, MINUTE, NOON, Office, open_office

DUE = date(2026, 3, 9)


def request(office: Office, **more: Any) -> Request:
    plain = Request(
        RequestId(new_id()),
        office.workspace_id,
        form_key=new_id(),
        requester_id=office.ada,
        about_id=office.ada,
        question="What should I do more of? & <why>",
        visibility=Visibility.RECIPIENT,
        due_on=DUE,
        created_at=NOON,
    )
    return replace(plain, **more)


def ask(of: Request, person: PersonId, **more: Any) -> Ask:
    return replace(Ask(AskId(new_id()), of.id, person, NOON, DUE), **more)


async def asked(office: Office, *people: PersonId, **more: Any) -> RequestItem:
    """Stored; each of these people is asked."""
    one = request(office, **more)
    assert await office.change(lambda unit: unit.requests.add(one, [ask(one, person) for person in people]))
    found = await office.ask(lambda unit: unit.requests.item(one.id))
    assert found is not None
    return found


async def test_a_request_comes_back_as_it_was_asked(office: Office) -> None:
    one = request(office, about_id=office.ben, visibility=Visibility.RECIPIENT_AND_MANAGER)
    asks = [ask(one, office.dana), ask(one, office.cleo, prompt_at=NOON + HOUR, reminded=True)]
    assert await office.change(lambda unit: unit.requests.add(one, asks))
    found = await office.ask(lambda unit: unit.requests.item(one.id))
    assert found is not None
    assert found.request == one
    assert [item.ask for item in found.asks] == asks
    assert [item.person.name for item in found.asks] == ["Dana", "Cleo"]
    assert (found.requester.name, found.about.name) == ("Ada", "Ben")
    assert await office.ask(lambda unit: unit.requests.by_form_key(one.form_key)) == found
    assert await office.ask(lambda unit: unit.requests.ask(asks[1].id)) == found.asks[1]
    assert await office.ask(lambda unit: unit.requests.item(RequestId(new_id()))) is None
    assert await office.ask(lambda unit: unit.requests.ask(AskId(new_id()))) is None


async def test_a_form_that_comes_twice_is_one_request(office: Office) -> None:
    first = await asked(office, office.ben, form_key="V1")
    again = request(office, form_key="V1", question="Another")
    assert not await office.change(lambda unit: unit.requests.add(again, [ask(again, office.cleo)]))
    assert await office.ask(lambda unit: unit.requests.by_form_key("V1")) == first


async def test_people_are_added_once_and_after_the_others(office: Office) -> None:
    item = await asked(office, office.ben)
    more = [ask(item.request, office.ben), ask(item.request, office.eli), ask(item.request, office.dana)]
    added = await office.change(lambda unit: unit.requests.add_asks(more))
    assert added == {more[1].id, more[2].id}
    found = await office.ask(lambda unit: unit.requests.item(item.request.id))
    assert found is not None
    assert [one.ask for one in found.asks] == [item.asks[0].ask, *more[1:]]
    assert await office.change(lambda unit: unit.requests.add_asks([])) == frozenset()


async def test_an_older_ask_is_not_written_over_a_newer(office: Office) -> None:
    before = (await asked(office, office.ben)).asks[0].ask
    declined = replace(before, state=AskState.DECLINED, reason="On leave \U0001f3d6", prompt_at=NOON + HOUR)
    assert await office.change(lambda unit: unit.requests.save(declined))
    assert not await office.change(lambda unit: unit.requests.save(replace(before, state=AskState.ANSWERED)))
    stored = await office.ask(lambda unit: unit.requests.ask(before.id))
    assert stored is not None
    assert stored.ask == replace(declined, revision=before.revision + 1)


async def test_a_request_is_cancelled_once_and_extended(office: Office) -> None:
    one = (await asked(office, office.ben)).request
    assert await office.change(lambda unit: unit.requests.cancel(one.id, NOON + HOUR))
    assert not await office.change(lambda unit: unit.requests.cancel(one.id, NOON + 2 * HOUR))
    await office.change(lambda unit: unit.requests.set_due(one.id, DUE + timedelta(days=7)))
    found = await office.ask(lambda unit: unit.requests.item(one.id))
    assert found is not None
    assert (found.request.cancelled_at, found.request.due_on) == (NOON + HOUR, DUE + timedelta(days=7))


async def test_requests_are_paged_newest_first(office: Office) -> None:
    made = [
        await asked(office, office.ben, office.cleo, created_at=NOON + number * MINUTE) for number in range(5)
    ]
    await asked(office, office.ben, requester_id=office.dana)
    first = await office.ask(lambda unit: unit.requests.page(office.ada, None, 2))
    second = await office.ask(lambda unit: unit.requests.page(office.ada, first.older, 2))
    back = await office.ask(lambda unit: unit.requests.page(office.ada, second.newer, 2))
    assert first.items == (made[4], made[3])
    assert second.items == (made[2], made[1])
    assert back == first


async def test_what_waits_on_somebody(office: Office) -> None:
    later, mine, done = [await asked(office, office.ben) for _ in range(3)]
    for item, changes in ((later, {"starts_at": NOON + HOUR}), (done, {"state": AskState.ANSWERED})):
        one = replace(item.asks[0].ask, **changes)
        if "starts_at" in changes:
            other = request(office)
            await office.change(
                lambda unit, other=other, one=one: unit.requests.add(
                    other, [replace(one, id=AskId(new_id()), request_id=other.id)]
                )
            )
        else:
            await office.change(lambda unit, one=one: unit.requests.save(one))
    waiting = await office.ask(lambda unit: unit.requests.waiting_on(office.ben, NOON, 10))
    assert {item.ask.id for item in waiting} == {later.asks[0].ask.id, mine.asks[0].ask.id}
    assert await office.ask(lambda unit: unit.requests.waiting_on(office.ada, NOON, 10)) == []
    later_on = await office.ask(lambda unit: unit.requests.waiting_on(office.ben, NOON + HOUR, 10))
    assert len(later_on) == 3
    assert later_on[-1].ask.starts_at == NOON + HOUR
    assert len(await office.ask(lambda unit: unit.requests.waiting_on(office.ben, NOON + HOUR, 1))) == 1
    people = [office.ben, office.cleo]
    assert await office.ask(lambda unit: unit.requests.open_counts(people, NOON)) == {office.ben: 2}
    assert await office.ask(lambda unit: unit.requests.open_counts([], NOON)) == {}


async def test_prompts_come_due_in_their_order_and_only_while_open(office: Office) -> None:
    one = request(office)
    asks = [
        ask(one, office.ben, prompt_at=NOON + 2 * MINUTE),
        ask(one, office.cleo, prompt_at=NOON + MINUTE),
        ask(one, office.dana),
        ask(one, office.eli, prompt_at=NOON, state=AskState.DECLINED),
    ]
    await office.change(lambda unit: unit.requests.add(one, asks))
    for until, limit, expected in (
        (NOON, 10, []),
        (NOON + MINUTE, 10, [asks[1].id]),
        (NOON + HOUR, 10, [asks[1].id, asks[0].id]),
        (NOON + HOUR, 1, [asks[1].id]),
    ):
        found = await office.ask(lambda unit, a=until, b=limit: unit.requests.prompts_due(a, b))
        assert found == expected


async def test_what_hangs_on_somebody(office: Office) -> None:
    by_ada = await asked(office, office.ben, office.cleo)
    about_eli = await asked(office, office.ben, requester_id=office.dana, about_id=office.eli)
    closed = replace(by_ada.asks[1].ask, state=AskState.CLOSED)
    await office.change(lambda unit: unit.requests.save(closed))
    for person, expected in (
        (office.ada, {by_ada.asks[0].ask.id}),
        (office.ben, {by_ada.asks[0].ask.id, about_eli.asks[0].ask.id}),
        (office.cleo, set[AskId]()),
        (office.dana, {about_eli.asks[0].ask.id}),
        (office.eli, {about_eli.asks[0].ask.id}),
    ):
        found = await office.ask(lambda unit, one=person: unit.requests.hanging_on([one], 10))
        assert {item.ask.id for item in found} == expected
    assert len(await office.ask(lambda unit: unit.requests.hanging_on([office.ben], 1))) == 1


async def test_erasing_forgets_questions_and_reasons(office: Office) -> None:
    mine = await asked(office, office.ben)
    other = await asked(office, office.ben, requester_id=office.cleo)
    for item in (mine, other):
        declined = replace(item.asks[0].ask, state=AskState.DECLINED, reason="No time")
        await office.change(lambda unit, one=declined: unit.requests.save(one))
    await office.change(lambda unit: unit.requests.erase_of(office.ada))
    found = [
        await office.ask(lambda unit, one=one: unit.requests.item(one.request.id)) for one in (mine, other)
    ]
    assert [(one.request.question, one.asks[0].ask.reason) for one in found if one] == [
        ("", ""),
        (other.request.question, "No time"),
    ]


async def test_an_answer_carries_the_question_and_goes_with_its_copies(office: Office) -> None:
    item = await asked(office, office.ben)
    question = Asked(item.asks[0].ask.id, item.request.question)
    submission, (copy,) = await office.send(office.ada, author_id=office.ben, asked=question)
    found = await office.ask(lambda unit: unit.feedback.item(copy.id))
    assert found is not None
    assert found.submission.asked == question
    form = await office.ask(lambda unit: unit.feedback.sent_form(submission.id))
    assert form is not None
    assert form.submission.asked == question
    await office.change(lambda unit: unit.feedback.erase_received(office.ada))
    assert await office.ask(lambda unit: unit.feedback.sent_form(submission.id)) is None


async def test_nothing_of_another_workspace(office: Office) -> None:
    item = await asked(office, office.ben)
    elsewhere = await open_office(office.storage)
    assert await elsewhere.ask(lambda unit: unit.requests.item(item.request.id)) is None
    assert await elsewhere.ask(lambda unit: unit.requests.ask(item.asks[0].ask.id)) is None
    assert not await elsewhere.change(lambda unit: unit.requests.save(item.asks[0].ask))
    assert not await elsewhere.change(lambda unit: unit.requests.cancel(item.request.id, NOON))
    assert await elsewhere.ask(lambda unit: unit.requests.waiting_on(office.ben, NOON, 5)) == []


async def test_nothing_people_wrote_is_readable_in_the_tables(database: Database) -> None:
    office = await open_office(database)
    item = await asked(office, office.ben, question="canary-question")
    declined = replace(item.asks[0].ask, state=AskState.DECLINED, reason="canary-reason")
    await office.change(lambda unit: unit.requests.save(declined))
    question = Asked(item.asks[0].ask.id, "canary-question")
    await office.send(office.ada, author_id=office.ben, asked=question)
    async with database.read() as connection:
        for table in ("requests", "asks", "answers"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()
            assert rows
            assert b"canary" not in repr(rows).encode()
