"""Everloop itself on the page: feedback is given, arrives, is answered with thanks, and is kept."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from sandbox import company
from sandbox.manifest import Manifest
from sandbox.server import Sandbox
from sandbox.slack import Slack
from tests.sandbox.browser.little_app import CANARY

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MANIFEST = Path(__file__).parents[3] / "manifest.yml"
START_SECONDS = 30


@pytest_asyncio.fixture(loop_scope="session")
async def everloop(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """The company's workspace with a real `everloop run` connected to it."""
    slack = Slack(Manifest.read(MANIFEST), team_name=company.NAME, seed=company.SEED)
    company.populate(slack.team)
    sandbox = await Sandbox(slack).start()
    settings = {
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/everloop.db",
        "EVERLOOP_KEY_FILE": f"{tmp_path}/everloop.key",
        "EVERLOOP_UNDO_SECONDS": "0",
    }
    environment = {**os.environ, **sandbox.settings(), **settings}
    with (tmp_path / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, stdout=log, stderr=log
        )
    try:
        async with asyncio.timeout(START_SECONDS):
            while not slack.connected:
                assert process.returncode is None, (tmp_path / "log").read_text()
                await asyncio.sleep(0.05)
        yield sandbox
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await sandbox.close()


async def test_feedback_from_one_person_to_another(chromium: Browser, everloop: Sandbox) -> None:
    team = everloop.slack.team

    async def visit(handle: str) -> Page:
        page = await chromium.new_page(viewport={"width": 1200, "height": 760})
        page.set_default_timeout(15_000)
        person = next(u for u in team.users.values() if u.name == handle)
        await page.goto(f"{everloop.url}/?person={person.id}")
        await page.locator("#app:not([hidden])").wait_for()
        return page

    alice, bob = await visit("alice"), await visit("bob")
    await alice.get_by_role("textbox", name="Message").fill("/feedback @Bob Carter Great review")
    await alice.get_by_role("textbox", name="Message").press("Escape")
    await alice.keyboard.press("Enter")
    form = alice.get_by_role("dialog", name="Give feedback")
    await expect(form.get_by_role("button", name="Remove Bob Carter")).to_be_visible()
    await expect(form.get_by_role("textbox", name="Your feedback")).to_have_value("Great review")
    await form.get_by_role("textbox", name="Your feedback").fill(CANARY)
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_have_count(0)

    await bob.get_by_role("button", name="Everloop, 1 unread").click()
    received = bob.get_by_role("article").last
    await expect(received).to_contain_text("Alice Berger")
    await expect(received).to_contain_text(CANARY)
    await received.get_by_role("button", name="Say thanks").click()
    await expect(received.get_by_role("button", name="Say thanks")).to_have_count(0)

    await bob.get_by_role("tab", name="Home").click()
    await expect(bob.get_by_role("tabpanel", name="Home")).to_contain_text("Alice Berger")
    assert await bob.evaluate("window.pwned") is None
    assert everloop.slack.problems == []
    for page in (alice, bob):
        await page.close()
