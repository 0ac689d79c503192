"""What goes wrong with a real database: it becomes Unavailable, and leaves nothing behind."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.domain.drafts import Draft
from core.domain.errors import Unavailable
from core.domain.ids import DraftId, new_id
from core.domain.people import PersonKind, Profile
from storage import sqlite
from storage.engine import Database, UnknownDatabase, open_database
from tests.contract.databases import KEYRING
from tests.contract.office import HOUR, NOON, Office, open_office

NEW = Profile("U-NEW", PersonKind.MEMBER, "New")


@pytest.fixture
async def real(database: Database) -> Office:
    return await open_office(database)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, open_again: Callable[[str], Database]) -> Database:
    """A file whose writers lose patience with other processes quickly."""
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 60)
    return open_again("sqlite")


def draft(office: Office, size: int = 10) -> Draft:
    content = {"text": "x" * size}
    return Draft(DraftId(new_id()), office.ada, "feedback.give", new_id(), content, NOON, NOON + HOUR)


async def drafts(office: Office) -> int:
    return len(await office.ask(lambda unit: unit.drafts.of(office.ada, limit=1000)))


@contextmanager
def locked(database: Database) -> Generator[None]:
    """Another process is writing."""
    assert database.file is not None
    with closing(sqlite3.connect(database.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


# -- SQLite ---


async def test_a_locked_file_is_unavailable_to_writers_and_open_to_readers(impatient: Database) -> None:
    office = await open_office(impatient)
    with locked(impatient):
        with pytest.raises(Unavailable, match="error-storage"):
            await office.change(lambda unit: unit.drafts.put(draft(office)))
        assert await drafts(office) == 0
    await office.change(lambda unit: unit.drafts.put(draft(office)))
    assert await drafts(office) == 1


async def test_a_full_disk_is_unavailable_and_changes_nothing(impatient: Database) -> None:
    office = await open_office(impatient)
    async with impatient.write() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
        await connection.execute(text(f"PRAGMA max_page_count = {pages + 4}"))
    with pytest.raises(Unavailable):
        async with office.writing() as unit:
            await unit.people.save_profiles([NEW])
            for _ in range(50):
                await unit.drafts.put(draft(office, 3000))
            await unit.commit()
    assert await drafts(office) == 0
    assert await office.ask(lambda unit: unit.people.by_external_ids(["U-NEW"])) == {}
    async with impatient.write() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1000000"))
    await office.change(lambda unit: unit.drafts.put(draft(office, 3000)))


async def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}", KEYRING)
    with pytest.raises(Unavailable):
        await database.ping()
    await database.close()


async def test_giving_up_while_another_process_writes_does_not_take_long(impatient: Database) -> None:
    office = await open_office(impatient)
    with locked(impatient):
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await office.change(lambda unit: unit.drafts.put(draft(office)))
        assert time.monotonic() - began < 5
    await office.change(lambda unit: unit.drafts.put(draft(office)))
    assert await drafts(office) == 1


async def test_giving_up_ones_place_in_the_queue_holds_nobody_up(impatient: Database) -> None:
    office = await open_office(impatient)
    async with office.writing() as unit:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await office.change(lambda unit: unit.drafts.put(draft(office)))
        await unit.drafts.put(draft(office))
        await unit.commit()
    await office.change(lambda unit: unit.drafts.put(draft(office)))
    assert await drafts(office) == 2


async def test_many_writers_at_once_take_turns(impatient: Database) -> None:
    office = await open_office(impatient)
    await asyncio.gather(*(office.change(lambda unit: unit.drafts.put(draft(office))) for _ in range(40)))
    assert await drafts(office) == 40


# -- PostgreSQL ---


@pytest.mark.postgresql
async def test_a_lost_connection_is_unavailable_and_the_next_one_works(on_postgresql: Database) -> None:
    office = await open_office(on_postgresql)
    with pytest.raises(Unavailable):
        async with office.writing() as unit, on_postgresql.write() as other:
            await unit.drafts.put(draft(office))
            await other.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
            await unit.drafts.put(draft(office))
            await unit.commit()
    assert await drafts(office) == 0
    await office.change(lambda unit: unit.drafts.put(draft(office)))


@pytest.mark.postgresql
async def test_a_row_locked_too_long_is_unavailable(on_postgresql: Database) -> None:
    office = await open_office(on_postgresql)
    submission, _ = await office.give(office.ben)
    async with office.writing() as first:
        await first.feedback.undo(submission.id, NOON)
        with pytest.raises(Unavailable):
            async with on_postgresql.write() as second:
                await second.execute(text("SET LOCAL lock_timeout = '30ms'"))
                await second.execute(text("UPDATE submissions SET state = state"))
        await first.commit()


@pytest.mark.postgresql
async def test_statements_that_are_given_up_leave_the_pool_whole(on_postgresql: Database) -> None:
    for _ in range(20):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02), on_postgresql.write() as connection:
                await connection.execute(text("SELECT pg_sleep(60)"))
    await on_postgresql.ping()


async def test_a_server_that_does_not_answer_is_unavailable() -> None:
    database = open_database("postgresql://nobody@127.0.0.1:9/none", KEYRING)
    with pytest.raises(Unavailable):
        await database.ping()
    with pytest.raises(Unavailable):
        await database.workspaces()
    await database.close()


# -- both ---


async def test_a_write_that_is_cancelled_half_way_never_was(real: Office) -> None:
    reached = asyncio.Event()

    async def write() -> None:
        async with real.writing() as unit:
            await unit.drafts.put(draft(real))
            reached.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await drafts(real) == 0
    await real.change(lambda unit: unit.drafts.put(draft(real)))
    assert await drafts(real) == 1


async def test_cancelled_at_any_moment_a_write_is_whole_or_nothing(real: Office) -> None:
    async def write(form: str) -> None:
        async with real.writing() as unit:
            await unit.drafts.put(replace(draft(real), form=form))
            await unit.drafts.put(replace(draft(real), form=form))
            await unit.commit()

    committed: set[str] = set()
    for steps in range(30):
        task = asyncio.create_task(write(form=f"form {steps}"))
        deadline = time.monotonic() + steps * 0.0005
        while time.monotonic() < deadline and not task.done():
            await asyncio.sleep(0)
        task.cancel()
        (outcome,) = await asyncio.gather(task, return_exceptions=True)
        assert outcome is None or isinstance(outcome, asyncio.CancelledError)
        if outcome is None:
            committed.add(f"form {steps}")
    await real.change(lambda unit: unit.drafts.put(replace(draft(real), form="last")))
    kept = [one.form for one in await real.ask(lambda unit: unit.drafts.of(real.ada, limit=1000))]
    assert kept.count("last") == 1
    kept.remove("last")
    assert all(kept.count(form) == 2 for form in kept)
    assert committed <= set(kept)


async def test_a_reader_cannot_write_and_is_told_so(real: Office) -> None:
    with pytest.raises(DBAPIError):
        async with real.reading() as unit:
            await unit.drafts.put(draft(real))


async def test_a_mistake_of_ours_is_not_called_a_fault_that_passes(database: Database, real: Office) -> None:
    nobody = replace(draft(real), person_id=new_id())
    with pytest.raises(DBAPIError):
        await real.change(lambda unit: unit.drafts.put(nobody))
    with pytest.raises(DBAPIError):
        async with database.write() as connection:
            await connection.execute(text("SELECT nothing FROM nowhere"))


@pytest.mark.parametrize("url", ["", "mysql://root@localhost/x", "everloop.db", "nonsense://"])
def test_a_url_of_no_use_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(UnknownDatabase, match=r"sqlite:///.*postgresql://"):
        open_database(url, KEYRING)


def test_a_file_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnknownDatabase, match="can't be made: File exists"):
        open_database(f"sqlite:///{tmp_path}/file/everloop.db", KEYRING)


async def test_a_new_file_and_its_log_are_for_their_owner_only(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/data/everloop.db", KEYRING)
    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE something (id INTEGER)"))
        await connection.commit()
    files = list((tmp_path / "data").iterdir())
    assert {file.name for file in files} >= {"everloop.db", "everloop.db-wal"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    await database.close()


async def test_a_database_in_memory_serves_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage import schema

    monkeypatch.chdir(tmp_path)
    database = open_database("sqlite://", KEYRING)
    await schema.prepare(database)
    assert not list(tmp_path.iterdir())
    office = await open_office(database)
    reached = asyncio.Event()

    async def write() -> None:
        async with office.writing() as unit:
            await unit.drafts.put(draft(office))
            reached.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await reached.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await office.change(lambda unit: unit.drafts.put(draft(office)))
    assert await drafts(office) == 1
    await database.close()
