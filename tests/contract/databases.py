"""Real databases: a migrated SQLite file to copy, and a database of one's own on a PostgreSQL server."""

import asyncio
import os
import shutil
from collections.abc import Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage import schema
from storage.engine import Database, open_database, parse_url
from storage.sealing import Keyring

SETTING = "EVERLOOP_TEST_POSTGRESQL"
KEYRING = Keyring([b"a key of thirty-two bytes, yes so"[:32]])


def migrated_sqlite(folder: Path) -> Path:
    """A database file with all tables and nothing in them: copy it, don't use it."""
    file = folder / "template.db"
    _finish(_prepare(f"sqlite:///{file}"))
    return file


def open_sqlite(template: Path, folder: Path) -> Database:
    file = folder / "everloop.db"
    shutil.copy(template, file)
    return open_database(f"sqlite:///{file}", KEYRING)


@contextmanager
def empty_postgresql() -> Generator[str]:
    """The URL of a fresh database, dropped at the end. Skips where no server is named."""
    server = os.environ.get(SETTING)
    if not server:
        pytest.skip(f"{SETTING} names no PostgreSQL server")
    name = f"everloop_{uuid4().hex}"
    _finish(_on_server(server, f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _finish(_on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@contextmanager
def migrated_postgresql() -> Generator[str]:
    with empty_postgresql() as url:
        _finish(_prepare(url))
        yield url


def _finish(task: Coroutine[Any, Any, None]) -> None:
    """Runs it to its end in a loop of its own, for fixtures that outlive a test."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, task).result()


async def _prepare(url: str) -> None:
    database = open_database(url, KEYRING)
    await schema.prepare(database)
    await database.close()


async def _on_server(url: str, statement: str) -> None:
    engine = create_async_engine(parse_url(url), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
