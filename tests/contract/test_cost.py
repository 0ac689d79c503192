"""What an action costs: a constant number of statements, and an index for each list."""

import re
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from core.domain.feedback import Box, Reader, ReaderReason
from core.domain.ids import FeedbackId, ReportId, SubmissionId
from core.domain.paging import Cursor, Direction
from core.domain.people import PersonKind, Profile
from core.ports import UnitOfWork
from storage.engine import Database
from tests.contract.office import HOUR, MINUTE, NOON, Office, open_office

MANY = 12
WHOLE_WORKSPACE = re.compile(r"SEARCH \w+ USING .*\(workspace_id=\?\)")


@contextmanager
def counted(database: Database) -> Generator[list[str]]:
    """The statements that go to the database meanwhile, without the beginnings and ends of transactions."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    engines = {database.writer.sync_engine, database.readers.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


async def fill(office: Office, number: int = MANY) -> None:
    for minute in range(number):
        at = NOON + minute * MINUTE
        await office.send(office.ben, office.cleo, readers=[office.dana, office.eli], at=at, created_at=at)
        await office.tell(office.topic(subject=str(minute)), at)


async def statements_of(
    database: Database, office: Office, question: Callable[[UnitOfWork], Awaitable[Any]]
) -> int:
    with counted(database) as statements:
        await office.ask(question)
    return len(statements)


@pytest.mark.parametrize("limit", [1, 5, 10])
async def test_a_page_costs_three_statements_more_than_an_empty_one_and_no_more(
    database: Database, limit: int
) -> None:
    office = await open_office(database)
    boxes = ((office.ben, Box.RECEIVED), (office.ada, Box.GIVEN), (office.dana, Box.SHARED))

    async def costs(cursor: Cursor | None) -> list[int]:
        return [
            await statements_of(
                database, office, lambda unit, who=who, box=box: unit.feedback.page(who, box, cursor, limit)
            )
            for who, box in boxes
        ]

    assert await costs(None) == [1, 1, 1]
    await fill(office, 1)
    one = await costs(None)
    await fill(office)
    assert await costs(None) == one == [4, 4, 4]
    middle = Cursor(NOON + 11 * MINUTE, "", Direction.OLDER)
    assert await costs(middle) == [5, 5, 5]


async def test_a_form_and_an_item_cost_the_same_with_any_number_of_copies(database: Database) -> None:
    office = await open_office(database)
    one, _ = await office.send(office.ben)
    many, _ = await office.send(office.ben, office.cleo, office.dana, office.eli, readers=[office.ada])
    costs = [
        await statements_of(database, office, lambda unit, form=form: unit.feedback.sent_form(form.id))
        for form in (one, many)
    ]
    assert costs == [3, 3]


async def test_giving_costs_the_same_for_one_and_for_many(database: Database) -> None:
    office = await open_office(database)
    costs: list[int] = []
    for recipients in ([office.ben], [office.ben, office.cleo, office.dana]):
        submission = office.submission()
        copies = office.copies(submission, *recipients, readers=[office.eli])
        with counted(database) as statements:
            await office.change(lambda unit, one=submission, some=copies: unit.feedback.add(one, some))
        costs.append(len(statements))
    assert costs == [3, 3]


async def test_steps_cost_one_statement_each_and_a_new_reader_one_more(database: Database) -> None:
    office = await open_office(database)
    await fill(office, 2)
    lease = await office.lease()
    message, *_ = await office.due()
    _, (copy,) = await office.send(office.ben)
    steps: list[Callable[[UnitOfWork], Awaitable[Any]]] = [
        lambda unit: unit.outbox.tell(office.topic(), NOON),
        lambda unit: unit.outbox.refresh(office.topic()),
        lambda unit: unit.outbox.begin(message, lease.fence),
        lambda unit: unit.outbox.settle(message, None, None),
        lambda unit: unit.feedback.thank(copy.id, NOON),
    ]
    for step in steps:
        with counted(database) as statements:
            await office.change(step)
        assert len(statements) == 1, statements
    reader = Reader(office.dana, ReaderReason.SHARED, NOON)
    with counted(database) as statements:
        await office.change(lambda unit: unit.feedback.add_reader(copy.id, reader))
    assert len(statements) == 2, statements  # the other one makes it findable for them


async def test_a_company_is_saved_in_batches(database: Database) -> None:
    office = await open_office(database)
    company = [Profile(f"U{number:05}", PersonKind.MEMBER, f"Person {number}") for number in range(2000)]
    with counted(database) as statements:
        assert await office.change(lambda unit: unit.people.save_profiles(company)) == 2000
    assert len(statements) <= 8
    with counted(database) as statements:
        assert await office.change(lambda unit: unit.people.save_profiles(company)) == 0
    assert len(statements) <= 8


async def test_every_question_that_grows_has_its_index(on_sqlite: Database) -> None:
    """SQLite's plans: no table is read from end to end, no list is sorted that an index holds in order."""
    office = await open_office(on_sqlite)
    await fill(office, 3)
    lease = await office.lease()
    cursor = Cursor(NOON + HOUR, "f" * 32)
    message, *_ = await office.due()
    questions: list[Callable[[UnitOfWork], Awaitable[Any]]] = [
        *(
            lambda unit, who=who, box=box, cursor=at: unit.feedback.page(who, box, cursor, 5)
            for who, box in ((office.ben, Box.RECEIVED), (office.ada, Box.GIVEN), (office.dana, Box.SHARED))
            for at in (None, cursor, Cursor(NOON, "0" * 32, Direction.NEWER))
        ),
        lambda unit: unit.feedback.held_until(NOON, 10),
        lambda unit: unit.feedback.next_release(),
        lambda unit: unit.feedback.by_form_key("V1"),
        lambda unit: unit.feedback.count_of(office.ada),
        lambda unit: unit.outbox.due(NOON, 10),
        lambda unit: unit.outbox.next_due(),
        lambda unit: unit.outbox.waiting(),
        lambda unit: unit.outbox.unsettled(lease.fence, HOUR, 10),
        lambda unit: unit.drafts.of(office.ada),
        lambda unit: unit.people.by_emails(["ada@example.com"]),
        lambda unit: unit.people.by_external_ids(["ADA"]),
        lambda unit: unit.lines.reports_of(office.ada),
        lambda unit: unit.grants.of(office.ada),
        lambda unit: unit.revisions.any_window_over(NOON),
        lambda unit: unit.revisions.versions(SubmissionId("s"), 5),
        lambda unit: unit.replies.thread(FeedbackId("f"), 5),
        lambda unit: unit.replies.ids_of([FeedbackId("f")]),
        lambda unit: unit.replies.by_form_key("V1"),
        lambda unit: unit.reports.get(ReportId("r")),
        lambda unit: unit.reports.by_form_key("V1"),
        lambda unit: unit.pauses.of(office.ada, 5),
        lambda unit: unit.audit.of("subject", 5),
        lambda unit: unit.outbox.about(office.topic()),
    ]
    changes: list[Callable[[UnitOfWork], Awaitable[Any]]] = [
        lambda unit: unit.outbox.refresh(office.topic()),
        lambda unit: unit.outbox.begin(message, lease.fence),
        lambda unit: unit.outbox.withdraw(office.topic()),
        lambda unit: unit.feedback.erase_received(office.ben),
        lambda unit: unit.drafts.purge(NOON),
        lambda unit: unit.drafts.discard_of(office.ada),
        lambda unit: unit.revisions.edit(SubmissionId("s"), "text", 0, NOON),
        lambda unit: unit.revisions.withdraw(SubmissionId("s"), NOON),
        lambda unit: unit.revisions.close_windows(NOON, 5),
        lambda unit: unit.pauses.remove_all(office.ada),
        lambda unit: unit.outbox.withdraw_all("replies.posted", [office.ada, office.ben], ["1", "2"]),
    ]
    with counted(on_sqlite) as statements:
        for question in questions:
            await office.ask(question)
        for change in changes:
            await office.change(change)
    for statement in set(statements):
        plan = await plan_of(on_sqlite, statement)
        assert not [step for step in plan if "SCAN" in step and "CONSTANT ROW" not in step], (statement, plan)
        assert not [step for step in plan if WHOLE_WORKSPACE.match(step)], (statement, plan)
        sorted_anew = [step for step in plan if "TEMP B-TREE" in step]
        assert not sorted_anew or "LIMIT" not in statement, (statement, plan)


async def plan_of(database: Database, statement: str) -> list[str]:
    async with database.write() as connection:
        placeholders = tuple([None] * statement.count("?"))
        found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", placeholders)
        return [row.detail for row in found]


async def test_postgresql_is_asked_no_more_than_sqlite(database: Database) -> None:
    """A transaction costs one statement beside what is asked: nothing is read or set per transaction."""
    office = await open_office(database)
    with counted(database) as statements:
        async with database.read() as connection:
            await connection.execute(text("SELECT 1"))
        await office.ask(lambda unit: unit.people.get(office.ada))
    assert len(statements) == 2
