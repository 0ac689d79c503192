"""What asking costs: a constant number of statements, and an index for each question."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from core.domain.ids import AskId
from core.domain.paging import Cursor, Direction
from core.ports import UnitOfWork
from storage.engine import Database
from tests.contract.office import HOUR, MINUTE, NOON, Office, open_office
from tests.contract.test_cost import WHOLE_WORKSPACE, counted, plan_of, statements_of
from tests.contract.test_requests import DUE, ask, asked, request

Question = Callable[[UnitOfWork], Awaitable[Any]]


def questions(office: Office) -> list[Question]:
    ids = [office.ada, office.ben]
    return [
        lambda unit: unit.requests.page(office.ada, None, 5),
        lambda unit: unit.requests.page(office.ada, Cursor(NOON + HOUR, "f" * 32), 5),
        lambda unit: unit.requests.page(office.ada, Cursor(NOON, "0" * 32, Direction.NEWER), 5),
        lambda unit: unit.requests.by_form_key("V1"),
        lambda unit: unit.requests.waiting_on(office.ben, NOON, 3),
        lambda unit: unit.requests.open_counts(ids, NOON),
        lambda unit: unit.requests.prompts_due(NOON, 10),
        lambda unit: unit.requests.hanging_on(ids, 10),
    ]


async def test_questions_cost_the_same_however_much_there_is(database: Database) -> None:
    office = await open_office(database)
    await asked(office, office.ben, office.cleo, form_key="V1", created_at=NOON + 2 * HOUR)
    asked_at_the_top = [one for number, one in enumerate(questions(office)) if number not in (1, 2)]
    before = [await statements_of(database, office, one) for one in asked_at_the_top]
    for number in range(8):
        await asked(office, office.ben, office.cleo, office.dana, created_at=NOON + number * MINUTE)
    assert [await statements_of(database, office, one) for one in asked_at_the_top] == before
    assert max([await statements_of(database, office, one) for one in questions(office)]) <= 5


async def test_asking_costs_the_same_for_one_and_for_many(database: Database) -> None:
    office = await open_office(database)
    costs: list[int] = []
    for people in ([office.ben], [office.ben, office.cleo, office.dana, office.eli]):
        one = request(office)
        asks = [ask(one, person) for person in people]
        with counted(database) as statements:
            await office.change(lambda unit, one=one, asks=asks: unit.requests.add(one, asks))
        costs.append(len(statements))
    assert costs == [3, 3]


async def test_every_question_has_its_index(on_sqlite: Database) -> None:
    office = await open_office(on_sqlite)
    item = await asked(office, office.ben, office.cleo)
    later = replace(item.asks[0].ask, prompt_at=NOON + HOUR)
    more = replace(ask(item.request, office.dana), id=AskId("d" * 32), due_on=DUE)
    changes: list[Question] = [
        lambda unit: unit.requests.save(later),
        lambda unit: unit.requests.add_asks([more]),
        lambda unit: unit.requests.set_due(item.request.id, DUE),
        lambda unit: unit.requests.cancel(item.request.id, NOON),
        lambda unit: unit.requests.erase_of(office.ada),
        lambda unit: unit.outbox.refresh_all(office.topic()),
    ]
    with counted(on_sqlite) as statements:
        for question in questions(office):
            await office.ask(question)
        for change in changes:
            await office.change(change)
    for statement in set(statements):
        plan = await plan_of(on_sqlite, statement)
        assert not [step for step in plan if "SCAN" in step and "CONSTANT ROW" not in step], (statement, plan)
        assert not [step for step in plan if WHOLE_WORKSPACE.match(step)], (statement, plan)
