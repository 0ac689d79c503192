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
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Database]:
    """Opens a database by the name of its kind. Close it."""

    def opened(kind: str) -> Database:
        if kind == "sqlite":
            return open_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
        return open_database(request.getfixturevalue("postgresql_url"), KEYRING)

    return opened


@pytest.fixture(params=DATABASES)
async def database(
    request: pytest.FixtureRequest, open_again: Callable[[str], Database]
) -> AsyncGenerator[Database]:
    """Both real databases, one after the other."""
    opened = open_again(request.param)
    yield opened
    await opened.close()


@pytest.fixture(params=["fake", *DATABASES])
async def storage(
    request: pytest.FixtureRequest, open_again: Callable[[str], Database]
) -> AsyncGenerator[Storage]:
    """The fake and both databases, one after the other."""
    if request.param == "fake":
        yield FakeStore()
        return
    opened = open_again(request.param)
    yield opened
    await opened.close()


@pytest.fixture
async def office(storage: Storage) -> Office:
    """A fresh workspace with a few people in it."""
    return await open_office(storage)
