"""For all tests of what Slack sees: Hypothesis on slow machines, and a desk to work at."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from tests.slack.desk import Desk, desk_open

settings.register_profile("slow machine", deadline=None)
settings.load_profile("slow machine")


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with desk_open() as opened:
        yield opened
