"""kill -9 of a real process around a send: each feedback arrives once, and none is forgotten."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing
from pathlib import Path

import pytest

from sandbox.driver import Person, Workspace
from tests.failures.bot import MANIFEST, PATIENCE, POST, Bot, copies, holds, open_form, submit


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[tuple[Bot, Person, Person]]:
    """A running bot, an author and a recipient."""
    folder.mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(Workspace(MANIFEST, deadline=10.0, trigger_seconds=10.0))
        alice, bob = workspace.user("alice"), workspace.user("bob")
        bot = Bot(workspace, folder)
        stack.push_async_callback(bot.kill)
        with bot.telling():
            await bot.start()
            yield bot, alice, bob
        assert workspace.problems == []


async def before_the_call(folder: Path) -> None:
    async with office(folder) as (bot, alice, bob):
        bot.kill_at(POST, after=False, when=holds("Well done"))
        assert (await submit(alice, bob, "Well done")).kind == "closed"
        await bot.dies()
        assert copies(bob, "Well done") == 0
        await once_after_the_restart(bot, bob)


async def after_slack_accepted(folder: Path) -> None:
    async with office(folder) as (bot, alice, bob):
        bot.kill_at(POST, after=True, when=holds("Well done"))
        assert (await submit(alice, bob, "Well done")).kind == "closed"
        await bot.dies()
        assert copies(bob, "Well done") == 1
        await once_after_the_restart(bot, bob)


async def before_it_is_recorded(folder: Path) -> None:
    """Slack has answered, but the database is locked when the answer is to be recorded."""
    async with office(folder) as (bot, alice, bob):
        locks = ExitStack()

        async def lock(_: object) -> None:
            locks.enter_context(closing(await asyncio.to_thread(bot.locked)))

        bot.workspace.faults.add(POST, lock, after=True, when=holds("Well done"))
        assert (await submit(alice, bob, "Well done")).kind == "closed"
        await bob.next_dm(PATIENCE)
        await bot.workspace.settled(0.2)  # the answer is under way; wherever it is now, it is not recorded
        await bot.kill()
        locks.close()
        await once_after_the_restart(bot, bob)


async def once_after_the_restart(bot: Bot, bob: Person) -> None:
    bot.an_hour_passes()
    await bot.start()
    await bot.quiet()
    assert copies(bob, "Well done") == 1
    assert await bot.stop() == 0
    assert bot.tracebacks() == []


@pytest.mark.timeout(150)
async def test_a_kill_at_each_point_around_a_send(tmp_path: Path) -> None:
    points: list[Callable[[Path], object]] = [before_the_call, after_slack_accepted, before_it_is_recorded]
    async with asyncio.TaskGroup() as group:
        for point in points:
            group.create_task(point(tmp_path / point.__name__))  # type: ignore[arg-type]


@pytest.mark.timeout(180)
async def test_a_storm_of_kills_and_lost_answers(tmp_path: Path) -> None:
    """Whoever sees their form close finds their feedback delivered: once, whatever was killed and lost
    meanwhile."""
    chance = random.Random(7)
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(Workspace(MANIFEST, trigger_seconds=10.0))
        authors = [workspace.user(f"author{number}") for number in range(4)]
        recipients = [workspace.user(f"recipient{number}") for number in range(8)]
        bot = Bot(workspace, tmp_path)
        stack.push_async_callback(bot.kill)
        stack.enter_context(bot.telling())
        await bot.start()
        workspace.faults.add(POST, "lose_response", times=6, skip=3)
        workspace.faults.add(POST, "500", times=3, skip=9)
        workspace.faults.add(POST, "reset", times=3, skip=15)
        closed: list[tuple[Person, str]] = []

        async def write(author: Person, numbers: range) -> None:
            for number in numbers:
                recipient, text = chance.choice(recipients), f"{author.name} wrote {number:03}"
                modal = await open_form(author, recipient, text)
                while (await modal.submit()).kind != "closed":
                    await asyncio.sleep(
                        0.05
                    )  # a form that did not close is still there: they press Send again
                closed.append((recipient, text))

        async def kill() -> None:
            for part in (4, 10, 16):
                await workspace.until(lambda part=part: len(closed) >= part, PATIENCE, "the next form")
                await asyncio.sleep(chance.random() * 0.3)
                await bot.kill()
                await bot.start()

        async with asyncio.TaskGroup() as group:
            group.create_task(kill())
            for author in authors:
                group.create_task(write(author, range(6)))
        await bot.quiet()
        assert len(closed) == 24
        assert {text: copies(recipient, text) for recipient, text in closed} == {
            text: 1 for _, text in closed
        }
        assert await bot.stop() == 0
        assert bot.tracebacks() == []
