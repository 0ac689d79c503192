"""On PostgreSQL: the same story, and several processes that share one database."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.config import Settings, read_common_settings
from bot.database import opened, upgrade_schema
from bot.manifest import read_manifest
from bot.process import started
from sandbox.driver import Surface, Workspace
from tests.contract.databases import empty_postgresql
from tests.journeys.conftest import Opened
from tests.journeys.test_story import give

pytestmark = pytest.mark.postgresql


@pytest.fixture
def postgresql() -> Iterator[str]:
    with empty_postgresql() as url:
        yield url


async def sent(form: Surface) -> None:
    """A slow machine may need a second press of Send, as the form says; it is one feedback all the same."""
    for _ in range(5):
        if (await form.submit()).kind == "closed":
            return
    raise AssertionError(form.errors())


async def test_given_received_thanked(everloop: Opened, postgresql: str) -> None:
    async with everloop(DATABASE_URL=postgresql) as house:
        await give(house, house.alice, house.bob)
        house.pass_undo()
        received = await house.bob.next_dm()
        await received.press("Say thanks")
        await received.until(lambda it: "You said thanks" in it.text())
        await house.bob.slash("/feedback", "list")
        assert "Great review" in (await house.bob.modal("Your feedback")).text()


async def test_two_processes_deliver_each_message_once(postgresql: str, tmp_path: Path) -> None:
    """Both run in one event loop here; what they share is the database, as if they were far apart."""
    async with Workspace(dict(read_manifest()), trigger_seconds=20) as ws:
        authors = [ws.user(f"author{number}") for number in range(6)]
        reader = ws.user("reader")
        settings = Settings.model_validate(
            {
                **ws.settings(),
                "DATABASE_URL": postgresql,
                "EVERLOOP_KEY_FILE": str(tmp_path / "key"),
                "EVERLOOP_UNDO_SECONDS": "0",
                "EVERLOOP_RATE_LIMITS": "off",
            }
        )
        async with started(settings), started(settings):
            await ws.connected()
            for author in authors:
                await author.slash("/feedback", f"@reader From {author.name}")
            forms = [await author.modal() for author in authors]
            await asyncio.gather(*(sent(form) for form in forms))
            await ws.until(lambda: len(reader.dms()) >= len(authors), within=30)
            await ws.settled(1.5)
            texts = [message.text() for message in reader.dms()]
            assert len(texts) == len(authors)
            assert all(any(f"From {author.name}" in text for text in texts) for author in authors)
        assert ws.problems == []


async def test_an_empty_database_gets_its_tables_and_upgrading_again_is_fine(
    postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", postgresql)
    monkeypatch.setenv("EVERLOOP_KEY_FILE", str(tmp_path / "key"))
    settings = read_common_settings()
    for _ in range(2):
        await upgrade_schema(settings, Console(quiet=True))
    async with opened(settings) as database:
        assert await database.workspaces() == []
