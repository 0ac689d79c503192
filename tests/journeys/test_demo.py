"""`everloop demo`: a company with a past, and a bot that goes on from there."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.config import Settings
from bot.demo import live_through, open_sandbox, settings_for
from bot.history import read_history
from bot.process import started
from sandbox.client import Client
from sandbox.company import PEOPLE
from sandbox.conversations import Message
from sandbox.server import Sandbox


@pytest.fixture
async def company(tmp_path: Path) -> AsyncIterator[Sandbox]:
    async with open_sandbox(tmp_path, 0) as sandbox:
        await live_through(sandbox.slack, Settings.model_validate(settings_for(sandbox, tmp_path)))
        yield sandbox


def told(sandbox: Sandbox, handle: str) -> list[Message]:
    user = next(user for user in sandbox.slack.team.users.values() if user.name == handle)
    return list(sandbox.slack.team.app_im(user.id).standing())


def posts(sandbox: Sandbox) -> int:
    return sum(method == "chat.postMessage" for method, _ in sandbox.slack.calls)


async def test_the_past_stands_in_the_conversations_with_its_own_dates(
    company: Sandbox, tmp_path: Path
) -> None:
    received = told(company, "bob")
    stamps = [float(message.ts) for message in received]
    assert stamps == sorted(stamps)
    assert stamps[0] < company.slack.clock.now() - 90 * 86400
    assert stamps[-1] > company.slack.clock.now() - 3 * 86400
    assert company.slack.clock.offset == 0
    assert company.slack.problems == []

    settings = Settings.model_validate(settings_for(company, tmp_path))
    async with started(settings):
        await eventually(lambda: company.slack.connected)
        team = company.slack.team
        bob = next(user for user in team.users.values() if user.name == "bob")
        before = posts(company)
        Client(company.slack, bob).open_app("home")
        await eventually(lambda: bob.id in team.screens.homes)
        home = str(team.screens.homes[bob.id].blocks)
        assert "a continent apart" in home
        assert "wrong window" in home  # the draft of what he took back
        assert posts(company) == before  # nothing of the past is sent again
    assert company.slack.problems == []


async def test_a_second_time_in_the_same_folder_nothing_is_lived_twice(
    company: Sandbox, tmp_path: Path
) -> None:
    before = posts(company)
    await live_through(company.slack, Settings.model_validate(settings_for(company, tmp_path)))
    assert posts(company) == before > 0


def test_the_history_is_about_people_of_the_company() -> None:
    history = read_history()
    here = {person.handle for person in PEOPLE if person.role in ("member", "admin")}
    named = {handle for given in history.given for handle in (given.author, *given.recipients)}
    assert named <= here
    assert {handle for line in history.named for handle in (line.person, line.manager)} <= here
    assert set(history.from_file) <= here
    assert all(given.author not in given.recipients for given in history.given)
    assert history.given == tuple(sorted(history.given, key=lambda given: (-given.days_ago, given.hour)))


async def test_the_command_serves_the_page_and_ends_cleanly(tmp_path: Path) -> None:
    arguments = ["demo", "--port", "0", "--no-browser", "--data", str(tmp_path / "demo")]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "COLUMNS": "120"},
    )
    assert process.stdout is not None
    said = await asyncio.wait_for(process.stdout.readuntil(b"Ctrl-C"), 90)
    address = re.search(r"http://127\.0\.0\.1:\d+", said.decode())
    assert address is not None
    async with aiohttp.ClientSession() as session:
        async with session.get(address.group()) as page:
            assert page.status == 200
        async with session.get(f"{address.group()}/page/state") as state:
            seen = await state.json()
    assert seen["app"]["connected"] is True
    assert len(seen["people"]) >= 12
    process.send_signal(signal.SIGINT)
    _, errors = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0
    assert b"Traceback" not in errors


async def eventually(true: object, within: float = 15.0) -> None:
    assert callable(true)
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.02)
