"""Copies of the database, and back. Safe while Everloop runs (backup), refused while it runs (restore).

Texts stay sealed in a copy: it is worth nothing without the key, and the key is not in it.
"""

import asyncio
import os
import secrets
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import which

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import create_async_engine

from storage.engine import parse_url
from storage.failures import connecting
from storage.sqlite import ProcessLock, file_of

_TABLE = "alembic_version"


class BackupFailed(Exception):
    """Nothing was overwritten. The sentence says what stood in the way, and what to do."""


async def backup(url: str, target: Path) -> None:
    """Writes a whole copy to `target`, readable by its owner only; it appears under that name when it is
    complete and checked.

    SQLite: a database file. PostgreSQL: an archive of pg_dump. Raises BackupFailed; never overwrites a
    file.
    """
    parsed = parse_url(url)
    try:
        _make_room(target)
        with _appearing(target) as fresh:
            if parsed.get_backend_name() == "sqlite":
                await asyncio.to_thread(_copy_sqlite, _existing_file(parsed), fresh)
            else:
                await _run("pg_dump", parsed, "--format=custom", "--no-owner", f"--file={fresh}")
    except OSError as error:
        raise BackupFailed(f"{target} can't be written: {error.strerror or error}.") from error


async def restore(source: Path, url: str, *, force: bool = False) -> None:
    """Puts a copy in the place of an empty database, or, with `force`, of whatever is there.

    Raises BackupFailed, and storage.sqlite.AlreadyRunning while a process runs on the SQLite file;
    Unavailable where PostgreSQL can't be reached.
    """
    parsed = parse_url(url)
    try:
        if parsed.get_backend_name() == "sqlite":
            await asyncio.to_thread(_restore_sqlite, source, parsed, force)
        else:
            await _restore_postgresql(source, parsed, force)
    except OSError as error:
        raise BackupFailed(f"The database can't be written: {error.strerror or error}.") from error


# -- SQLite ---


def _existing_file(url: URL) -> Path:
    file = file_of(url)
    if file is None:
        raise BackupFailed("A database in memory can't be backed up.")
    if not file.is_file():
        raise BackupFailed(f"There is no database {file} yet.")
    return file


def _copy_sqlite(source: Path, target: Path) -> None:
    """By SQLite's online backup: consistent, with all that the write-ahead log holds, whoever writes
    meanwhile."""
    try:
        with (
            closing(sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True, timeout=10)) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself
            problem = copy.execute("PRAGMA integrity_check").fetchone()[0]
            has_schema = copy.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = ?", (_TABLE,)
            ).fetchone()[0]
    except sqlite3.Error as error:
        raise BackupFailed(f"{source} can't be copied: {error}.") from error
    if problem != "ok":
        raise BackupFailed(f"{source} is damaged: {problem}.")
    if not has_schema:
        raise BackupFailed(f"{source} is not a database of Everloop.")


def _restore_sqlite(source: Path, url: URL, force: bool) -> None:
    _must_be_there(source)
    file = file_of(url)
    if file is None:
        raise BackupFailed("A database in memory can't be restored into.")
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = ProcessLock(file)
    lock.acquire()
    try:
        if file.exists() and file.stat().st_size and not force:
            raise BackupFailed(f"{file} holds a database already. To put the copy in its place, say --force.")
        with _appearing(file) as fresh:
            _copy_sqlite(source, fresh)
            for left_over in ("-wal", "-shm"):
                file.with_name(file.name + left_over).unlink(missing_ok=True)
    finally:
        lock.release()


def _make_room(target: Path) -> None:
    if target.exists():
        raise BackupFailed(f"{target} exists already. Choose another name, or move it away.")
    target.parent.mkdir(parents=True, exist_ok=True)


def _must_be_there(source: Path) -> None:
    if not source.is_file():
        raise BackupFailed(f"There is no file {source}.")


@contextmanager
def _appearing(target: Path) -> Generator[Path]:
    """A new private file beside `target` that takes its name at the end, or vanishes."""
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield fresh
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


# -- PostgreSQL ---


async def _restore_postgresql(source: Path, url: URL, force: bool) -> None:
    _must_be_there(source)
    if not force and await _holds_tables(url):
        raise BackupFailed(
            "That database holds Everloop's tables already. To put the copy in their place, say --force."
        )
    database = url.database or ""
    clean = ("--clean", "--if-exists") if force else ()
    await _run(
        "pg_restore",
        url,
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        *clean,
        f"--dbname={database}",
        str(source),
    )


async def _holds_tables(url: URL) -> bool:
    engine = create_async_engine(url)
    try:
        with connecting():
            async with engine.connect() as connection:
                found = await connection.exec_driver_sql(f"SELECT to_regclass('{_TABLE}') IS NOT NULL")
                return bool(found.scalar_one())
    finally:
        await engine.dispose()


async def _run(tool: str, url: URL, *arguments: str) -> None:
    """One of PostgreSQL's own tools; where to connect goes by the environment, so that no password shows in
    the list of processes."""
    program = which(tool)
    if program is None:
        raise BackupFailed(
            f"{tool} isn't installed here. It comes with PostgreSQL's client (package postgresql-client)."
        )
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        env={**os.environ, **_environment(url)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    if process.returncode != 0:
        raise BackupFailed(f"{tool} failed: {said.decode(errors='replace').strip()}")


def _environment(url: URL) -> dict[str, str]:
    given = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("ssl"),
    }
    return {name: str(value) for name, value in given.items() if value}
