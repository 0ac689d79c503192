"""A company in a database in memory."""

from collections.abc import AsyncIterator

import pytest

from storage.engine import open_database
from storage.sealing import Keyring
from storage.tables import metadata
from tests.factories import Company, Storage, company_in


@pytest.fixture
async def storage() -> AsyncIterator[Storage]:
    database = open_database("sqlite://", Keyring([bytes(32)]))
    async with database.writer.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
async def company(storage: Storage) -> AsyncIterator[Company]:
    async with company_in(storage) as made:
        yield made
