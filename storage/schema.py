"""Which tables the database has, and bringing them up to date. Alembic is imported only when there is
something to do."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import backup
from storage.engine import Database
from storage.failures import passing_faults
from storage.sealing import KeyProblem
from storage.sqlite import migrating_engine
from storage.statements import insert
from storage.tables import sealing_keys

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0006"
"""The newest revision in storage/migrations: kept here so that a start with a current database reads nothing
else."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 4_807_156_001  # PostgreSQL's advisory lock: any number, as long as it stays
_UPGRADE_TIMEOUT = "5min"


class OutdatedSchema(Exception):
    """The database is older than this version of Everloop, and others may be using it. The sentence names the
    command."""


class NewerSchema(Exception):
    """The database has been upgraded by a newer version of Everloop."""


async def current(database: Database) -> str | None:
    """The database's revision; None for an empty one. Raises Unavailable."""
    async with database.read() as connection:
        return await connection.run_sync(_revision)


async def is_current(database: Database) -> bool:
    return await current(database) == HEAD


async def prepare(database: Database) -> None:
    """Makes the database ready to serve: an empty one gets its tables, an outdated SQLite file is upgraded
    after a backup.

    Raises OutdatedSchema (PostgreSQL, where others may be running on it), NewerSchema, KeyProblem (sealed
    with keys that aren't at hand), storage.sqlite.AlreadyRunning (an upgrade is needed, and another
    process holds the file), Unavailable.
    """
    revision = await current(database)
    if revision != HEAD:
        if revision is not None and not database.is_sqlite and _is_known(revision):
            raise OutdatedSchema(
                f"The database is at revision {revision} and this version of Everloop needs {HEAD}. "
                "Upgrade it with: everloop db upgrade"
            )
        await upgrade(database)
    await _check_keys(database)


async def upgrade(database: Database) -> Path | None:
    """Brings the database up to date, under a lock; nothing to do is fine. Returns where an outdated SQLite
    file was copied to first.

    Raises NewerSchema, storage.sqlite.AlreadyRunning, Unavailable.
    """
    with _alone(database):
        revision = await current(database)
        if revision == HEAD:
            return None
        if revision is not None and not _is_known(revision):
            raise NewerSchema(
                f"The database is at revision {revision}, which this version of Everloop ({HEAD}) "
                "doesn't know. It was upgraded by a newer version: use that one, or restore a backup."
            )
        copy = await _copied(database, revision) if revision is not None else None
        if database.is_sqlite:
            await _upgrade_sqlite(database)
        else:
            await _upgrade_postgresql(database)
        return copy


@contextmanager
def _alone(database: Database) -> Generator[None]:
    """As the only process on a SQLite file. PostgreSQL's lock is taken inside the transaction instead."""
    if database.process_lock is None:
        yield
        return
    database.process_lock.acquire()
    try:
        yield
    finally:
        database.process_lock.release()


async def _copied(database: Database, revision: str) -> Path | None:
    if database.file is None:
        return None
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = database.file.with_name(f"{database.file.name}.{revision}-{moment}.backup")
    await backup.backup(database.url.render_as_string(hide_password=False), target)
    return target


async def _upgrade_sqlite(database: Database) -> None:
    """With foreign keys unchecked meanwhile, as SQLite asks for when tables are made anew; they are checked
    at the end."""
    engine = migrating_engine(database.url)
    try:
        with passing_faults():
            async with engine.connect() as connection:
                await connection.begin()
                await connection.run_sync(_migrate)
                broken = (await connection.execute(text("PRAGMA foreign_key_check"))).first()
                if broken is not None:
                    raise RuntimeError(f"the upgrade would leave rows of {broken[0]} that point nowhere")
                await connection.commit()
    finally:
        await engine.dispose()


async def _upgrade_postgresql(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text(f"SET LOCAL lock_timeout = '{_UPGRADE_TIMEOUT}'"))
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        if await connection.run_sync(_revision) != HEAD:
            await connection.run_sync(_migrate)
        await connection.commit()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _migrate(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _is_known(revision: str) -> bool:
    from alembic.script import ScriptDirectory

    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


async def _check_keys(database: Database) -> None:
    """Finds out at the start, not at somebody's first feedback, that the key is not the one the database was
    sealed with."""
    async with database.read() as connection:
        used = set(await connection.scalars(select(sealing_keys.c.key_id)))
    missing = sorted(used - database.keyring.ids)
    if missing:
        raise KeyProblem(
            f"This database holds texts sealed with key {', '.join(missing)}, and that key isn't here. Put "
            "it back: in EVERLOOP_ENCRYPTION_KEY (after a comma, if another one is to seal from now on), or "
            "as the key file that belongs to this database. Without it those texts can't be read."
        )
    if database.keyring.sealing_id not in used:
        async with database.write() as connection:
            await _note_key(connection, database.keyring.sealing_id)
            await connection.commit()


async def _note_key(connection: AsyncConnection, key_id: str) -> None:
    row = insert(connection, sealing_keys).values(key_id=key_id, first_used_at=datetime.now(UTC))
    await connection.execute(row.on_conflict_do_nothing())
