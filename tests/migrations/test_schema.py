"""From nothing to the newest tables on both databases, and no difference between the migrations and the
tables."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from core.domain.errors import Unavailable
from storage import schema
from storage.engine import Database, open_database
from storage.schema import HEAD, NewerSchema, OutdatedSchema
from storage.sealing import KeyProblem, Keyring
from storage.sqlite import AlreadyRunning
from storage.tables import metadata
from tests.contract.databases import KEYRING, empty_postgresql
from tests.contract.office import open_office

EMPTY = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture
def postgresql() -> Generator[str]:
    with empty_postgresql() as url:
        yield url


@pytest.fixture(params=EMPTY)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without anything in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/everloop.db"
    return request.getfixturevalue("postgresql")


@pytest.fixture
async def database(url: str) -> AsyncGenerator[Database]:
    opened = open_database(url, KEYRING)
    yield opened
    await opened.close()


async def pretend(database: Database, revision: str) -> None:
    """The database says that it is of another version."""
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": revision})
        await connection.commit()


async def tables(database: Database) -> set[str]:
    async with database.read() as connection:
        return await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))


async def test_an_empty_database_makes_itself_ready(database: Database) -> None:
    assert await schema.current(database) is None
    assert not await schema.is_current(database)
    await schema.prepare(database)
    assert await schema.current(database) == HEAD
    assert await schema.is_current(database)
    assert await tables(database) == {*metadata.tables, "alembic_version"}
    await schema.prepare(database)
    assert await schema.upgrade(database) is None
    office = await open_office(database)
    await office.send(office.ben)


async def test_migrations_and_tables_say_the_same(database: Database) -> None:
    await schema.prepare(database)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_foreign_keys_and_their_rules_are_the_same(database: Database) -> None:
    """Alembic does not compare what happens on deletion."""
    await schema.prepare(database)

    def rules(connection: Connection) -> dict[tuple[str, str], str | None]:
        return {
            (table, key["name"] or ""): key["options"].get("ondelete")
            for table in metadata.tables
            for key in inspect(connection).get_foreign_keys(table)
        }

    async with database.read() as connection:
        found = await connection.run_sync(rules)
    declared = {
        (table.name, str(key.name)): key.ondelete
        for table in metadata.tables.values()
        for key in table.foreign_key_constraints
    }
    assert found == declared


def test_the_newest_revision_is_the_one_that_the_code_names() -> None:
    scripts = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    assert scripts.get_heads() == [HEAD]


def test_a_current_database_starts_without_alembic(tmp_path: Path) -> None:
    program = """
import asyncio, sys
from storage import schema
from storage.engine import open_database
from storage.sealing import Keyring
async def main():
    database = open_database(sys.argv[1], Keyring([b"k" * 32]))
    await schema.prepare(database)
    await database.close()
asyncio.run(main())
print("alembic" in sys.modules)
"""

    def run() -> str:
        command = [sys.executable, "-c", program, f"sqlite:///{tmp_path}/everloop.db"]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout

    assert (run(), run()) == ("True\n", "False\n")


async def test_two_first_starts_at_once_both_succeed_on_postgresql(postgresql: str) -> None:
    databases = [open_database(postgresql, KEYRING) for _ in range(3)]
    await asyncio.gather(*(schema.prepare(database) for database in databases))
    assert await schema.is_current(databases[0])
    for database in databases:
        await database.close()


async def test_a_newer_database_is_refused(database: Database) -> None:
    await schema.prepare(database)
    await pretend(database, "9999")
    for refused in (schema.prepare, schema.upgrade):
        with pytest.raises(NewerSchema, match=r"9999.*newer version"):
            await refused(database)
    assert await schema.current(database) == "9999"


async def test_an_outdated_database_is_upgraded_or_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the migration still to come pretended: the tables are there, and the code names a revision beyond
    them."""
    await schema.prepare(database)
    monkeypatch.setattr(schema, "HEAD", "9998")
    if database.is_sqlite:
        await schema.prepare(database)
        assert database.file is not None
        (copy,) = database.file.parent.glob(f"everloop.db.{HEAD}-*.backup")
        with closing(sqlite3.connect(copy)) as copied:
            assert copied.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        assert copy.stat().st_mode & 0o077 == 0
    else:
        with pytest.raises(OutdatedSchema, match="everloop db upgrade"):
            await schema.prepare(database)
        await schema.upgrade(database)


async def test_nothing_is_upgraded_under_a_running_process(tmp_path: Path) -> None:
    running = open_database(f"sqlite:///{tmp_path}/everloop.db", KEYRING)
    other = open_database(f"sqlite:///{tmp_path}/everloop.db", KEYRING)
    running.hold()
    with pytest.raises(AlreadyRunning):
        await schema.prepare(other)
    await schema.prepare(running)
    await schema.prepare(other)
    for database in (running, other):
        await database.close()


async def test_an_upgrade_that_fails_changes_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate = schema._migrate  # pyright: ignore[reportPrivateUsage]

    def breaks_down(connection: Connection) -> None:
        migrate(connection)
        raise RuntimeError("the last step")

    with monkeypatch.context() as patched:
        patched.setattr(schema, "_migrate", breaks_down)
        with pytest.raises(RuntimeError, match="the last step"):
            await schema.prepare(database)
    assert await tables(database) == set()
    await schema.prepare(database)
    assert await schema.is_current(database)


async def test_the_wrong_key_is_found_out_at_the_start(url: str, database: Database) -> None:
    await schema.prepare(database)
    other = open_database(url, Keyring([b"another key" + b"." * 21]))
    with pytest.raises(KeyProblem, match=KEYRING.sealing_id):
        await schema.prepare(other)
    await other.close()


async def test_a_new_key_before_the_old_one_is_welcome_and_remembered(url: str, database: Database) -> None:
    new, old = b"another key" + b"." * 21, b"a key of thirty-two bytes, yes so"[:32]
    await schema.prepare(database)
    both = open_database(url, Keyring([new, old]))
    await schema.prepare(both)
    await both.close()
    with pytest.raises(KeyProblem, match=Keyring([new]).sealing_id):
        await schema.prepare(database)


async def test_a_server_that_is_away_is_unavailable() -> None:
    database = open_database("postgresql://nobody@127.0.0.1:9/none", KEYRING)
    with pytest.raises(Unavailable):
        await schema.prepare(database)
    await database.close()
