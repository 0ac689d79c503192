"""The database: opens it, hands out transactions, keeps leases. Everything that talks to it goes through
here."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from datetime import timedelta
from typing import Any

from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.domain.ids import WorkspaceId
from core.domain.workspaces import Workspace
from core.ports import Lease, UnitOfWork
from storage import leases, postgresql, sqlite
from storage.failures import connecting, passing_faults
from storage.repositories import workspaces
from storage.sealing import Keyring
from storage.sqlite import ProcessLock
from storage.statements import Scope
from storage.unit_of_work import SqlUnitOfWork

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


class UnknownDatabase(Exception):
    """The URL names a database that Everloop can't use."""


def parse_url(url: str) -> URL:
    """The URL with our driver in it: `sqlite:///everloop.db` and `postgresql://…` are enough. Raises
    UnknownDatabase."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        return parsed.set(drivername=DRIVERS[backend])
    except Exception as error:
        raise UnknownDatabase(
            "The database URL must begin with sqlite:/// (and a path) or postgresql:// (and a server)."
        ) from error


def open_database(url: str, keyring: Keyring) -> "Database":
    """Connects at the first use, not here. Close it at the end. Raises UnknownDatabase."""
    parsed = parse_url(url)
    keeper = None
    if parsed.get_backend_name() == "postgresql":
        writer, readers = postgresql.make_engines(parsed)
    else:
        if sqlite.file_of(parsed) is None:
            parsed, keeper = sqlite.in_memory()
        try:
            writer, readers = sqlite.make_engines(parsed)
        except OSError as error:
            raise UnknownDatabase(
                f"The database {parsed.database} can't be made: {error.strerror}."
            ) from error
    return Database(parsed, writer, readers, keyring, keeper)


class Database:
    """Implements core.ports.Store and core.ports.Leases. Serves one event loop.

    On SQLite writers queue here, in order, and readers never wait for them. In memory (for tests) they
    queue too. A write that is cancelled or fails is rolled back before the next one begins.
    """

    def __init__(
        self, url: URL, writer: AsyncEngine, readers: AsyncEngine, keyring: Keyring, keeper: Any = None
    ) -> None:
        self.url, self.keyring = url, keyring
        self.writer, self.readers = writer, readers
        self._keeper = keeper
        self.file = sqlite.file_of(url) if self.is_sqlite and keeper is None else None
        self._process_lock = ProcessLock(self.file) if self.file else None
        self._turn = asyncio.Lock()
        self._holding = False

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def process_lock(self) -> ProcessLock | None:
        """None where several processes may share the database, and where none can (in memory)."""
        return self._process_lock

    def hold(self) -> None:
        """Takes a SQLite file for this process, until `close`. Raises storage.sqlite.AlreadyRunning."""
        if self._process_lock is not None and not self._holding:
            self._process_lock.acquire()
            self._holding = True

    async def close(self) -> None:
        """Ends all connections; gives a held file free."""
        await self.writer.dispose()
        await self.readers.dispose()
        if self._keeper is not None:
            self._keeper.close()
        if self._process_lock is not None and self._holding:
            self._process_lock.release()
            self._holding = False

    async def ping(self) -> None:
        """Raises Unavailable."""
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))

    # -- transactions ---

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that may write; rolled back unless committed. Raises Unavailable."""
        async with self._turn if self.is_sqlite else nullcontext(), self._begun(self.writer) as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction that sees one state throughout and can't write. Raises Unavailable."""
        waits: AbstractAsyncContextManager[Any] = nullcontext() if self._keeper is None else self._turn
        async with waits, self._begun(self.readers) as connection:
            yield connection

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine) -> AsyncGenerator[AsyncConnection]:
        with passing_faults():
            async with AsyncExitStack() as stack:
                with connecting():
                    connection = await stack.enter_async_context(engine.connect())
                    await connection.begin()
                yield connection

    # -- core.ports.Store ---

    @asynccontextmanager
    async def writing(self, workspace_id: WorkspaceId) -> AsyncGenerator[UnitOfWork]:
        async with self.write() as connection:
            yield SqlUnitOfWork(Scope(connection, workspace_id, self.keyring))

    @asynccontextmanager
    async def reading(self, workspace_id: WorkspaceId) -> AsyncGenerator[UnitOfWork]:
        async with self.read() as connection:
            yield SqlUnitOfWork(Scope(connection, workspace_id, self.keyring))

    async def ensure_workspace(
        self, platform: str, external_id: str, name: str, enterprise_id: str | None
    ) -> Workspace:
        async with self.read() as connection:
            known = await workspaces.find(connection, platform, external_id)
        if known is not None and (known.name, known.enterprise_id) == (name, enterprise_id):
            return known
        async with self.write() as connection:
            workspace = await workspaces.put(connection, platform, external_id, name, enterprise_id)
            await connection.commit()
        return workspace

    async def workspaces(self) -> list[Workspace]:
        async with self.read() as connection:
            return await workspaces.all_of_them(connection)

    # -- core.ports.Leases ---

    async def acquire(
        self, workspace_id: WorkspaceId, name: str, holder: str, ttl: timedelta
    ) -> Lease | None:
        async with self.write() as connection:
            lease = await leases.acquire(connection, workspace_id, name, holder, ttl)
            await connection.commit()
        return lease

    async def release(self, lease: Lease) -> None:
        async with self.write() as connection:
            await leases.release(connection, lease)
            await connection.commit()
