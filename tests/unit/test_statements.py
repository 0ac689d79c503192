"""What people do costs the same number of statements however much there is already."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event

from core.domain.feedback import Box
from core.domain.people import Person
from storage.engine import Database, open_database
from storage.sealing import Keyring
from storage.tables import metadata
from tests.factories import Company, company_in


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    database = open_database("sqlite://", Keyring([bytes(32)]))
    async with database.writer.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


async def statements(database: Database, action: Callable[[], Awaitable[object]]) -> int:
    ran: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        ran.append(statement)

    for engine in (database.writer.sync_engine, database.readers.sync_engine):
        event.listen(engine, "before_cursor_execute", note)
    await action()
    for engine in (database.writer.sync_engine, database.readers.sync_engine):
        event.remove(engine, "before_cursor_execute", note)
    assert ran
    return len(ran)


async def fill(company: Company, mia: Person, bob: Person) -> None:
    """Months of work, a team, proposals, admins: something of everything."""
    one, two = [await company.hire(f"Filler {number}") for number in range(2)]
    for _ in range(3):
        await company.send(one, two)
    for _ in range(7):
        await company.send(bob, mia)
        await company.send(mia, bob)
    for number in range(6):
        report = await company.hire(f"Report {number}")
        await company.people.name_manager(company.workspace_id, report.id, mia.id)
    await company.people.name_people_admins(company.workspace_id, mia.id, [one.id, two.id])


async def test_however_much_there_is(database: Database) -> None:
    async with company_in(database) as company:
        mia = await company.hire("Mia", administers=True)
        bob = await company.hire("Bob")
        await company.manages(bob, mia)
        [copy] = await company.send(bob, mia)

        async def home() -> None:
            await company.people.place_of(company.workspace_id, mia.id)

        async def lists() -> None:
            for box in (Box.RECEIVED, Box.GIVEN):
                await company.feedback.list_feedback(company.workspace_id, mia.id, box)

        async def give() -> None:
            await company.give(mia, bob)

        async def thank() -> None:
            await company.feedback.thank_for_feedback(company.workspace_id, mia.id, copy.feedback.id)

        actions = {"home": home, "lists": lists, "give": give, "thank": thank}
        await thank()
        await give()
        before = {name: await statements(database, action) for name, action in actions.items()}
        await fill(company, mia, bob)
        assert {name: await statements(database, action) for name, action in actions.items()} == before
