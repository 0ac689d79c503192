"""The SQLite connection that runs a statement in one trip to its thread: a transaction stays one."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.engine import Database
from storage.sqlite_driver import OneTripConnection, connect


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncGenerator[OneTripConnection]:
    opened = await connect(str(tmp_path / "some.db"), isolation_level=None)
    await opened.cursor().execute("CREATE TABLE word (word TEXT PRIMARY KEY)")
    yield opened
    await opened.close()


def trips(connection: OneTripConnection) -> list[Any]:
    """Grows with each job that is given to the connection's thread."""
    given: list[Any] = []
    put = connection._tx.put_nowait

    class Counted:
        def put_nowait(self, job: Any) -> None:
            given.append(job)
            put(job)

    connection._tx = Counted()
    return given


async def words(connection: OneTripConnection) -> list[str]:
    cursor = connection.cursor()
    await cursor.execute("SELECT word FROM word ORDER BY word")
    return [row[0] for row in await cursor.fetchall()]


async def test_a_statement_is_one_trip_and_a_transaction_one_more(connection: OneTripConnection) -> None:
    given = trips(connection)
    connection.begin_with("BEGIN IMMEDIATE")
    cursor = connection.cursor()
    await cursor.execute("INSERT INTO word VALUES (?), (?) RETURNING word", ("one", "two"))
    assert [row[0] for row in await cursor.fetchall()] == ["one", "two"]
    assert [column[0] for column in cursor.description] == ["word"]
    await cursor.close()
    assert len(given) == 1 and connection.in_transaction
    await connection.commit()
    assert len(given) == 2 and not connection.in_transaction
    await connection.rollback()
    assert len(given) == 2
    assert await words(connection) == ["one", "two"]


async def test_what_was_not_committed_is_rolled_back(connection: OneTripConnection) -> None:
    connection.begin_with("BEGIN")
    cursor = connection.cursor()
    await cursor.executemany("INSERT INTO word VALUES (?)", [("one",), ("two",)])
    assert cursor.rowcount == 2 and cursor.description is None
    await connection.rollback()
    assert await words(connection) == []


async def test_an_announced_transaction_that_nothing_was_run_in_does_not_begin_later(
    connection: OneTripConnection,
) -> None:
    connection.begin_with("BEGIN IMMEDIATE")
    await connection.rollback()
    await words(connection)
    assert not connection.in_transaction


async def test_a_statement_that_fails_leaves_the_transaction_to_be_rolled_back(
    connection: OneTripConnection,
) -> None:
    connection.begin_with("BEGIN")
    with pytest.raises(sqlite3.IntegrityError):
        await connection.cursor().executemany("INSERT INTO word VALUES (?)", [("one",), ("one",)])
    assert connection.in_transaction
    await connection.rollback()
    assert not connection.in_transaction and await words(connection) == []


async def test_whoever_stops_waiting_for_a_statement_does_not_leave_its_transaction_open(
    connection: OneTripConnection,
) -> None:
    connection.begin_with("BEGIN")
    insert = asyncio.create_task(connection.cursor().execute("INSERT INTO word VALUES ('one')"))
    await asyncio.sleep(0)  # it is with the thread now
    insert.cancel()
    await asyncio.gather(insert, return_exceptions=True)
    await connection.rollback()
    assert not connection.in_transaction and await words(connection) == []


async def test_sqlalchemy_reads_what_it_needs(on_sqlite: Database) -> None:
    """A transaction that a mistake ended is gone when the connection is used again."""
    with pytest.raises(IntegrityError):
        async with on_sqlite.write() as connection:
            await connection.execute(text("CREATE TABLE word (word TEXT PRIMARY KEY)"))
            await connection.execute(text("INSERT INTO word VALUES ('one'), ('one')"))
    async with on_sqlite.write() as connection:
        await connection.execute(text("CREATE TABLE word (word TEXT PRIMARY KEY)"))
        result = await connection.execute(text("INSERT INTO word VALUES ('one'), ('two')"))
        assert result.rowcount == 2
        await connection.commit()
    async with on_sqlite.read() as connection:
        found = await connection.execute(text("SELECT word AS it FROM word ORDER BY word"))
        assert [row.it for row in found] == ["one", "two"]
