"""A real process, with Slack and the disk in trouble: forms that close are saved, and what is saved
arrives once."""

import resource
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox.driver import Person, Workspace
from tests.failures.bot import MANIFEST, PATIENCE, POST, Bot, copies, holds, open_form, submit

pytestmark = pytest.mark.asyncio(loop_scope="module")

_numbers = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """One process for all of this module. At the end it must be unharmed."""
    folder: Path = tmp_path_factory.mktemp("everloop")
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(Workspace(MANIFEST, trigger_seconds=10.0))
        workspace.user("founder")
        running = Bot(workspace, folder)
        stack.push_async_callback(running.kill)
        with running.telling():
            await running.start()
            yield running
            assert await running.stop() == 0
            assert running.tracebacks() == []
            assert workspace.problems == []


@pytest_asyncio.fixture(loop_scope="module")
async def pair(bot: Bot) -> AsyncIterator[tuple[Person, Person, str]]:
    """An author, a recipient, and a text like no other."""
    number = next(_numbers)
    author, recipient = bot.workspace.user(f"author{number}"), bot.workspace.user(f"recipient{number}")
    with bot.telling():
        yield author, recipient, f"Well done {number:03}"
        bot.workspace.faults.clear()


Pair = tuple[Person, Person, str]


@pytest.mark.parametrize("kind", ["lose_response", "reset", "500", "timeout"])
async def test_a_send_in_doubt_arrives_once(bot: Bot, pair: Pair, kind: str) -> None:
    author, recipient, text = pair
    fault = bot.workspace.faults.add(POST, kind, seconds=6.0, when=holds(text))
    assert (await submit(author, recipient, text)).kind == "closed"
    await bot.workspace.until(lambda: fault.hits, PATIENCE, "the send")
    await bot.quiet()
    assert copies(recipient, text) == 1


async def test_several_answers_in_a_row_are_lost(bot: Bot, pair: Pair) -> None:
    author, recipient, text = pair
    for method in ("conversations.open", POST, "conversations.history"):
        bot.workspace.faults.add(method, "500", times=2)
        bot.workspace.faults.add(method, "lose_response", times=1)
    assert (await submit(author, recipient, text)).kind == "closed"
    await bot.quiet()
    assert copies(recipient, text) == 1


async def test_slack_asks_to_come_back_later(bot: Bot, pair: Pair) -> None:
    author, recipient, text = pair
    bot.workspace.faults.add(POST, "429", seconds=2.0, when=holds(text))
    asked = time.monotonic()
    assert (await submit(author, recipient, text)).kind == "closed"
    await bot.workspace.until(lambda: copies(recipient, text), PATIENCE, "the feedback")
    assert time.monotonic() - asked >= 2.0
    assert sum(holds(text)(call) for call in bot.workspace.calls(POST)) == 2


async def test_somebody_who_can_not_be_reached(bot: Bot, pair: Pair) -> None:
    """The author is told, and it stays in the recipient's list."""
    author, recipient, text = pair
    bot.workspace.faults.add(
        "conversations.open", "user_disabled", when=lambda it: it["users"] == recipient.id
    )
    assert (await submit(author, recipient, text)).kind == "closed"
    await bot.quiet()
    assert copies(recipient, text) == 0
    assert any("reach" in surface.text().lower() for surface in author.dms())


async def test_events_that_come_twice(bot: Bot, pair: Pair) -> None:
    author, recipient, text = pair
    recipient.change(real_name="Renamed")
    await bot.workspace.until(lambda: _delivered(bot, "user_change"), PATIENCE, "the event")
    assert (await bot.workspace.redeliver("events_api", "user_change")).ok
    assert (await submit(author, recipient, text)).kind == "closed"
    assert (await bot.workspace.redeliver("interactive", "view_submission")).ok
    await bot.quiet()
    assert copies(recipient, text) == 1


async def test_a_form_that_is_sent_twice_at_once(bot: Bot, pair: Pair) -> None:
    author, recipient, text = pair
    modal = await open_form(author, recipient, text)
    assert "closed" in [result.kind for result in await modal.submit_at_once(2)]
    await bot.quiet()
    assert copies(recipient, text) == 1


async def test_a_locked_database_keeps_the_form_open(bot: Bot, pair: Pair) -> None:
    author, recipient, text = pair
    modal = await open_form(author, recipient, text)
    with closing(bot.locked()):
        result = await modal.submit()
        assert result.kind == "errors"
        assert list(result.errors) == ["Your feedback"]
        assert modal.values()["Your feedback"] == text
    assert (await modal.submit()).kind == "closed"
    await bot.quiet()
    assert copies(recipient, text) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets one process take the disk from another")
async def test_a_full_disk_keeps_the_form_open(bot: Bot, pair: Pair) -> None:
    author, recipient, text = pair
    modal = await open_form(author, recipient, text)
    soft, hard = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (0, hard))  # no file may grow, none may be written
    try:
        result = await modal.submit()
        assert result.kind == "errors"
        assert modal.values()["Your feedback"] == text
    finally:
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (soft, hard))
    assert (await modal.submit()).kind == "closed"
    await bot.quiet()
    assert copies(recipient, text) == 1


def _delivered(bot: Bot, name: str) -> bool:
    return any(name in delivery.name and delivery.latency for delivery in bot.workspace.deliveries)
