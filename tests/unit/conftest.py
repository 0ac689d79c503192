"""A company in the fake of the storage, which passes the same contract suite as the databases."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from tests.factories import Company, Storage, company_in
from tests.fakes.storage import FakeStore

settings.register_profile("slow machine", deadline=None)
settings.load_profile("slow machine")


@pytest.fixture
def storage() -> Storage:
    return FakeStore()


@pytest.fixture
async def company(storage: Storage) -> AsyncIterator[Company]:
    async with company_in(storage) as made:
        yield made
