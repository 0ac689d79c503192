"""SQLite: a file that one process owns. One writer at a time, and readers that never wait for it (write-ahead
log)."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.sqlite_driver import connect

BUSY_TIMEOUT_MS = 1500
"""How long a writer waits for another process (a backup, an import) to let go. Below the 2 s in which a form
must be saved."""

READERS = 6
"""Enough for two cores to be busy: each is a thread. Who finds none free waits for a turn."""

WAIT_FOR_TURN = 30.0
"""Seconds. Whoever can't wait as long has a deadline of their own; failing early would only lose what they
did."""


class AlreadyRunning(Exception):
    """Another process holds this database. The sentence names the lock file."""


def file_of(url: URL) -> Path | None:
    """The database's file; None for one in memory."""
    if not url.database or url.database == ":memory:" or url.query.get("mode") == "memory":
        return None
    return Path(url.database)


def make_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The writer and the readers. A file that isn't there yet is made, for its owner only; SQLite gives
    its log the same rights. Raises OSError."""
    file = file_of(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    writer = _engine(url, begin="BEGIN IMMEDIATE", pool_size=1, max_overflow=1)
    readers = _engine(url, begin="BEGIN", pool_size=READERS, max_overflow=0, read_only=True)
    return writer, readers


def migrating_engine(url: URL) -> AsyncEngine:
    """One connection that checks no foreign keys. Dispose of it after use."""
    return _engine(url, begin="BEGIN IMMEDIATE", pool_size=1, max_overflow=0, foreign_keys=False)


def in_memory() -> tuple[URL, Any]:
    """A URL under which several connections share one new database in memory, and a connection that keeps it
    alive: close it at the end."""
    name = f"file:everloop-{uuid4().hex}?mode=memory&cache=shared"
    url = URL.create("sqlite+aiosqlite", database=name.partition("?")[0]).update_query_dict(
        {"mode": "memory", "cache": "shared", "uri": "true"}
    )
    return url, sqlite3.connect(name, uri=True, check_same_thread=False)


def _engine(
    url: URL,
    *,
    begin: str,
    pool_size: int,
    max_overflow: int,
    read_only: bool = False,
    foreign_keys: bool = True,
) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_timeout=WAIT_FOR_TURN,
        pool_use_lifo=True,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "async_creator_fn": connect},
        hide_parameters=True,
    )

    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = (
            None  # the driver starts no transactions by itself: begin_transaction does
        )
        cursor = connection.cursor()
        checks = "ON" if foreign_keys else "OFF"
        for pragma in (f"foreign_keys={checks}", "journal_mode=WAL", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {pragma}")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    def begin_transaction(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.begin_with(begin)

    event.listen(engine.sync_engine, "connect", set_up)
    event.listen(engine.sync_engine, "begin", begin_transaction)
    return engine


class ProcessLock:
    """Held by the one process that runs on a database file. Goes with the process, however it ends."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".lock")
        self._lock = FileLock(self.path, timeout=0, thread_local=False)

    def acquire(self) -> None:
        """Again and again is fine: each needs its own release. Raises AlreadyRunning."""
        try:
            self._lock.acquire()
        except Timeout:
            raise AlreadyRunning(
                f"Everloop is running on this database already: another process holds {self.path}. "
                "SQLite serves one process; stop the other one first, or use PostgreSQL to run several."
            ) from None

    def release(self) -> None:
        with suppress(OSError):
            self._lock.release()
