"""aiosqlite with one trip to the connection's thread for each statement.

aiosqlite makes four (open a cursor, execute, fetch, close), and one each for the begin and the end of a
transaction. A trip costs more than the statements we have, most of them look-ups by an index: two changes of
thread, and on a busy machine two turns of waiting. SQLAlchemy takes a connection made by `connect` as its
`async_creator_fn`, and always reads a result to its end at once; so nothing is lost by doing the same.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from aiosqlite import Connection
from aiosqlite.core import _STOP_RUNNING_SENTINEL as END  # pyright: ignore[reportPrivateUsage]

How = Literal["execute", "executemany"]


@dataclass(slots=True)
class Done:
    """What is left of a statement that was run: the rows, and what a cursor says of it."""

    rows: list[Any] = field(default_factory=list[Any])
    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None


class OneTripConnection(Connection):
    """A transaction announced by `begin_with` begins together with its first statement; one that nothing was
    run in ends without a trip."""

    def __init__(self, database: str, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
        self._begin = ""
        self._touched = False  # something was run since the last commit or rollback, or may still be running

    def leave_no_thread_behind(self) -> None:
        """Lets the process end where nobody closed the connection."""
        self._thread.daemon = True

    def begin_with(self, statement: str) -> None:
        self._begin = statement

    def cursor(self) -> "OneTripCursor":  # pyright: ignore[reportIncompatibleMethodOverride]  # fits SQLAlchemy
        return OneTripCursor(self)

    async def run(self, how: How, sql: str, parameters: Any) -> Done:
        """Raises sqlite3.Error."""
        begin, self._begin = self._begin, ""
        self._touched = True
        run = partial(self._run, begin, how, sql, parameters)
        return await self._execute(run)  # pyright: ignore[reportUnknownMemberType]  # aiosqlite has no types here

    def _run(self, begin: str, how: How, sql: str, parameters: Any) -> Done:
        """In the connection's thread."""
        if begin:
            self._conn.execute(begin)
        cursor = self._conn.cursor()
        try:
            getattr(cursor, how)(sql, parameters)
            rows = cursor.fetchall() if cursor.description else []
            return Done(rows, cursor.description, cursor.rowcount, cursor.lastrowid)
        finally:
            cursor.close()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """As aiosqlite does it, but whoever has given up waiting is told nothing: their event loop may be
        closed by the time a statement that waited for a lock comes back."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()

        def tell(say: Callable[[Any], None], what: Any) -> None:
            if not answer.done():
                say(what)

        def run() -> None:
            say, what = answer.set_result, None
            try:
                what = fn(*args, **options)
            except BaseException as error:
                say, what = answer.set_exception, error
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(tell, say, what)

        if not self._running or self._connection is None:
            raise ValueError("the connection is closed")
        self._put(run)
        return await answer

    def stop(self) -> None:
        """Ends the thread once it has done what was asked before. Nobody is told."""
        self._running = False
        self._put(self._close_and_end)

    def _close_and_end(self) -> object:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        return END

    def _put(self, act: Callable[[], Any]) -> None:
        vars(self)["_tx"].put_nowait((None, act))  # aiosqlite has no types here

    async def commit(self) -> None:
        await self._end(super().commit)

    async def rollback(self) -> None:
        await self._end(super().rollback)

    async def _end(self, ending: Any) -> None:
        self._begin = ""
        if self._touched:
            await ending()
            self._touched = False


class OneTripCursor:
    """As much of a cursor as SQLAlchemy uses."""

    arraysize = 1

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection, self._done = connection, Done()

    async def __aenter__(self) -> "OneTripCursor":
        return self

    @property
    def description(self) -> Any:
        return self._done.description

    @property
    def rowcount(self) -> int:
        return self._done.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._done.lastrowid

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self._done = await self._connection.run("execute", sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._done = await self._connection.run("executemany", sql, parameters)

    async def fetchall(self) -> list[Any]:
        return self._done.rows

    async def close(self) -> None:
        """There is nothing open."""


def connect(database: str, **options: Any) -> OneTripConnection:
    """Opened once it is awaited. `options` are those of sqlite3.connect."""
    connection = OneTripConnection(database, **options)
    connection.leave_no_thread_behind()
    return connection
