"""Tests that take `storage` (or `office`, which stands on it) run three times: on the fake, SQLite,
PostgreSQL."""

from collections.abc import AsyncGenerator, Callable, Generator
from pathlib import Path

import pytest

from storage.engine import Database, open_database
from tests.contract.databases import KEYRING, migrated_postgresql, migrated_sqlite, open_sqlite
from tests.contract.office import Office, Storage, open_office
from tests.fakes.storage import FakeStore

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_url() -> Generator[str]:
    with migrated_postgresql() as url:
        yield url


@pytest.fixture
async def open_again(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncGenerator[Callable[[str], Database]]:
    """Opens a database by the name of its kind, and closes it in the end."""
    opened: list[Database] = []

    def open_kind(kind: str) -> Database:
        if kind == "sqlite":
            database = open_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
        else:
            database = open_database(request.getfixturevalue("postgresql_url"), KEYRING)
        opened.append(database)
        return database

    yield open_kind
    for database in opened:
        await database.close()


@pytest.fixture
def on_sqlite(open_again: Callable[[str], Database]) -> Database:
    return open_again("sqlite")


@pytest.fixture
def on_postgresql(open_again: Callable[[str], Database]) -> Database:
    return open_again("postgresql")


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, open_again: Callable[[str], Database]) -> Database:
    """Both real databases, one after the other."""
    return open_again(request.param)


@pytest.fixture(params=["fake", *DATABASES])
def storage(request: pytest.FixtureRequest, open_again: Callable[[str], Database]) -> Storage:
    """The fake and both databases, one after the other."""
    return FakeStore() if request.param == "fake" else open_again(request.param)


@pytest.fixture
async def office(storage: Storage) -> Office:
    """A fresh workspace with a few people in it."""
    return await open_office(storage)
