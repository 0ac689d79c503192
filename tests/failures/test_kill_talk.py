"""kill -9 and lost answers during a reply, an edit and a withdrawal: nobody reads anything twice, nobody is
forgotten, and no button is left that does nothing."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.driver import Person, Surface, Workspace
from sandbox.wire import Json
from tests.failures.bot import MANIFEST, PATIENCE, POST, Bot, copies, holds, submit

UPDATE, DELETE = "chat.update", "chat.delete"


@dataclass
class Talk:
    """Alice's feedback has arrived with Bob, and both have their message."""

    bot: Bot
    alice: Person
    bob: Person
    own: Surface
    message: Surface


@asynccontextmanager
async def talk(folder: Path) -> AsyncGenerator[Talk]:
    folder.mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(Workspace(MANIFEST, deadline=10.0, trigger_seconds=10.0))
        alice, bob = workspace.user("alice"), workspace.user("bob")
        bot = Bot(workspace, folder)
        stack.push_async_callback(bot.kill)
        with bot.telling():
            await bot.start()
            assert (await submit(alice, bob, "Well done")).kind == "closed"
            message, own = await bob.next_dm(PATIENCE), await alice.next_dm(PATIENCE)
            await bot.quiet()
            yield Talk(bot, alice, bob, own, message)
        assert workspace.problems == []


async def fill(person: Person, title: str, label: str, text: str) -> None:
    form = await person.modal(title, PATIENCE)
    await form.fill({label: text})
    assert (await form.submit()).kind == "closed"


async def dies_and_comes_back(bot: Bot) -> None:
    await bot.dies()
    bot.an_hour_passes()
    await bot.start()
    await bot.quiet()


async def a_reply(folder: Path, *, after: bool) -> None:
    async with talk(folder) as here:
        here.bot.kill_at(POST, after=after, when=holds("And the tests?"))
        await here.message.press("Reply")
        await fill(here.bob, "Reply", "Your reply", "And the tests?")
        await dies_and_comes_back(here.bot)
        for person, root in ((here.alice, here.own), (here.bob, here.message)):
            assert copies(person, "And the tests?") == 1
            [reply] = [one for one in person.dms() if "And the tests?" in one.text()]
            assert reply.message.thread_ts == root.message.ts
        assert here.bot.tracebacks() == []


async def an_edit(folder: Path, *, after: bool) -> None:
    async with talk(folder) as here:
        here.bot.kill_at(UPDATE, after=after, when=holds("Very well done"))
        await here.own.press("Edit")
        await fill(here.alice, "Edit your feedback", "Your feedback", "Very well done")
        await dies_and_comes_back(here.bot)
        assert "Very well done" in here.message.text()
        assert "Edited" in here.message.text()
        assert here.own.buttons() == ["View", "Edit", "Withdraw"]
        assert here.bot.tracebacks() == []


async def a_withdrawal(folder: Path, *, after: bool) -> None:
    async with talk(folder) as here:
        await here.message.press("Reply")
        await fill(here.bob, "Reply", "Your reply", "And the tests?")
        await here.alice.next_dm(PATIENCE)
        await here.bot.quiet()
        here.bot.kill_at(DELETE if after else UPDATE, after=after, when=_any)
        await here.own.press("Withdraw")
        await dies_and_comes_back(here.bot)
        assert here.message.buttons() == []
        assert here.own.buttons() == ["View"]
        for person in (here.alice, here.bob):
            assert copies(person, "And the tests?") == copies(person, "Well done") == 0
        assert here.bot.tracebacks() == []


def _any(_: Json) -> bool:
    return True


@pytest.mark.timeout(180)
@pytest.mark.parametrize("what", [a_reply, an_edit, a_withdrawal])
async def test_a_kill_around_it(tmp_path: Path, what: Callable[..., object]) -> None:
    async with asyncio.TaskGroup() as group:
        for after in (False, True):
            group.create_task(what(tmp_path / str(after), after=after))  # type: ignore[arg-type]


@pytest.mark.timeout(180)
async def test_lost_answers(tmp_path: Path) -> None:
    async with talk(tmp_path) as here:
        for method in (POST, UPDATE):
            here.bot.workspace.faults.add(method, "lose_response", times=2)
            here.bot.workspace.faults.add(method, "500", times=1, skip=2)
        for number in range(4):
            await here.message.press("Reply")
            await fill(here.bob, "Reply", "Your reply", f"reply {number}")
        await here.own.press("Edit")
        await fill(here.alice, "Edit your feedback", "Your feedback", "Very well done")
        await here.bot.quiet()
        for person in (here.alice, here.bob):
            assert [copies(person, f"reply {number}") for number in range(4)] == [1, 1, 1, 1]
        assert "Very well done" in here.message.text()
        assert here.bot.tracebacks() == []
