"""The database for a command: opened with its key, and closed; what is in the way becomes a sentence."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from rich.console import Console

from bot.config import CommonSettings
from bot.errors import CannotStart
from core.domain.errors import Unavailable
from core.domain.workspaces import Workspace
from storage import schema
from storage.backup import BackupFailed, backup, restore
from storage.engine import Database, UnknownDatabase, open_database, parse_url
from storage.schema import NewerSchema, OutdatedSchema
from storage.sealing import KeyProblem, Keyring, load_keyring
from storage.sqlite import AlreadyRunning, file_of

REFUSALS = (AlreadyRunning, BackupFailed, KeyProblem, NewerSchema, OutdatedSchema, UnknownDatabase)
"""What storage says in a sentence that whoever runs Everloop can act on."""

AWAY = "The database can't be reached. Look at DATABASE_URL, the server and the disk."


@asynccontextmanager
async def opened(
    settings: CommonSettings, *, alone: bool = False, prepare: bool = True, keyring: Keyring | None = None
) -> AsyncGenerator[Database]:
    """The database with its schema up to date; `alone`: held for this process where only one may run on it;
    `keyring`: another than that of the settings. Raises CannotStart."""
    with _in_sentences():
        key = settings.encryption_key
        keys = keyring or load_keyring(key.get_secret_value() if key else None, settings.key_file)
        database = open_database(settings.database_url.get_secret_value(), keys)
    try:
        with _in_sentences():
            if alone:
                database.hold()
            if prepare:
                await schema.prepare(database)
        yield database
    finally:
        await database.close()


def database_file(settings: CommonSettings) -> Path | None:
    """SQLite's file, whether it is there or not; None where there is none. Raises CannotStart."""
    with _in_sentences():
        url = parse_url(settings.database_url.get_secret_value())
        return file_of(url) if url.get_backend_name() == "sqlite" else None


async def workspace_called(database: Database, wanted: str | None) -> Workspace:
    """The workspace of that name or platform id; None: the only one there is. Raises CannotStart."""
    with _in_sentences():
        known = await database.workspaces()
    if not known:
        raise CannotStart("No workspace is known yet. Start Everloop once with `everloop run`.")
    fitting = [one for one in known if wanted in (None, one.name, one.external_id)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(f"{one.name} ({one.external_id})" for one in known)
    raise CannotStart(f"Say which workspace you mean with --workspace. There are: {names}.")


async def upgrade_schema(settings: CommonSettings, console: Console) -> None:
    """Raises CannotStart."""
    async with opened(settings, prepare=False) as database:
        with _in_sentences():
            before = await schema.current(database)
            copy = await schema.upgrade(database)
    if copy is not None:
        console.print(f"A backup was written first: {copy}", soft_wrap=True)
    done = "is up to date already" if before == schema.HEAD else f"is at revision {schema.HEAD} now"
    console.print(f"The database {done}.", highlight=False)


async def back_up(settings: CommonSettings, file: Path, console: Console) -> None:
    """Raises CannotStart."""
    with _in_sentences():
        await backup(settings.database_url.get_secret_value(), file)
    console.print(f"Written to {file}.", soft_wrap=True)
    console.print("The key that opens it is not in it: keep a copy of that too, somewhere else.")


async def put_back(settings: CommonSettings, file: Path, console: Console, *, force: bool) -> None:
    """Raises CannotStart."""
    with _in_sentences():
        await restore(file, settings.database_url.get_secret_value(), force=force)
    console.print(f"{file} is in place.", soft_wrap=True)


@contextmanager
def _in_sentences() -> Generator[None]:
    """What storage refuses, as CannotStart."""
    try:
        yield
    except REFUSALS as refusal:
        raise CannotStart(str(refusal)) from refusal
    except Unavailable as fault:
        raise CannotStart(AWAY) from fault
