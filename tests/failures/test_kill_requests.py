"""kill -9 while people are asked, reminded, answer and are told that it is over: nobody twice, nobody
forgotten, and no button left that does nothing."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.domain import working_days
from sandbox.driver import Person, Workspace
from sandbox.surface import Surface
from tests.failures.bot import MANIFEST, PATIENCE, POST, Bot, copies, holds

ZONE = "America/Los_Angeles"
QUESTION = "What should I do more of?"


@asynccontextmanager
async def office(folder: Path) -> AsyncGenerator[tuple[Bot, Person, Person]]:
    """A running bot on a Monday, somebody who asks, and somebody who is asked."""
    folder.mkdir(exist_ok=True)
    clock = folder / "clock"
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(
            Workspace(MANIFEST, deadline=10.0, trigger_seconds=10.0, clock_file=clock)
        )
        alice, bob = workspace.user("alice", tz=ZONE), workspace.user("bob", tz=ZONE)
        workspace.clock.advance_to(workspace.clock.next_monday_at_nine(ZONE) + timedelta(hours=1))
        bot = Bot(workspace, folder, EVERLOOP_CLOCK_FILE=str(clock))
        stack.push_async_callback(bot.kill)
        with bot.telling():
            await bot.start()
            yield bot, alice, bob
            assert await bot.stop() == 0
            assert bot.tracebacks() == []
        assert workspace.problems == []


async def ask(alice: Person, bob: Person) -> None:
    async with asyncio.timeout(PATIENCE):
        while not (await alice.slash("/feedback", f"request @{bob.name} {QUESTION}")).ok:
            await asyncio.sleep(0.05)
    form = await alice.modal("Ask for feedback", PATIENCE)
    assert (await form.submit()).kind == "closed"


async def restart(bot: Bot) -> None:
    bot.an_hour_passes()
    await bot.start()
    await bot.quiet()


def standing(person: Person, words: str) -> list[Surface]:
    return [message for message in person.dms() if words in message.text()]


async def while_asked(folder: Path, *, after: bool) -> None:
    async with office(folder) as (bot, alice, bob):
        bot.kill_at(POST, after=after, when=holds(QUESTION))
        await ask(alice, bob)
        await bot.dies()
        await restart(bot)
        assert copies(bob, QUESTION) == 1
        assert copies(alice, "You asked") == 1


async def while_reminded(folder: Path, *, after: bool) -> None:
    async with office(folder) as (bot, alice, bob):
        await ask(alice, bob)
        await bob.next_dm(PATIENCE)
        bot.kill_at(POST, after=after, when=holds("A reminder"))
        monday = working_days.day_at(bot.workspace.clock.next_monday_at_nine(ZONE), ZONE)
        friday = working_days.day_before(monday)
        bot.workspace.clock.advance_to(working_days.morning(friday, ZONE) + timedelta(minutes=1))
        await bot.dies()
        await restart(bot)
        assert copies(bob, "A reminder") == 1


async def while_answered(folder: Path, *, after: bool) -> None:
    async with office(folder) as (bot, alice, bob):
        await ask(alice, bob)
        asked = await bob.next_dm(PATIENCE)
        bot.kill_at(POST, after=after, when=holds("More demos"))
        await asked.press("Answer")
        form = await bob.modal("Answer", PATIENCE)
        await form.fill({"Your answer": "More demos"})
        assert (await form.submit()).kind == "closed"
        await bot.dies()
        await restart(bot)
        assert copies(alice, "More demos") == 1
        assert [message.buttons() for message in standing(bob, QUESTION)] == [[]]


async def while_cancelled(folder: Path, *, after: bool) -> None:
    async with office(folder) as (bot, alice, bob):
        await ask(alice, bob)
        await bob.next_dm(PATIENCE)
        placed = await alice.next_dm(PATIENCE)
        bot.kill_at("chat.update", after=after, when=holds("doesn't need an answer"))
        await placed.press("Open")
        detail = await alice.modal("Your request", PATIENCE)
        await detail.press("Cancel request")
        await bot.dies()
        await restart(bot)
        [asked] = standing(bob, QUESTION)
        assert asked.buttons() == []
        assert "doesn't need an answer" in asked.text()


Scene = Callable[..., Coroutine[Any, Any, None]]
SCENES: tuple[Scene, ...] = (while_asked, while_reminded, while_answered, while_cancelled)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_kill_around_each_step(tmp_path: Path, after: bool) -> None:
    """Before Slack has done it, and after it has and nobody heard."""
    async with asyncio.TaskGroup() as group:
        for scene in SCENES:
            group.create_task(scene(tmp_path / scene.__name__, after=after))
