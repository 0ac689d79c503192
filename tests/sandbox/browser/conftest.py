"""A workspace with a little app in it, and Chromium to look at it with."""

import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from sandbox import company
from sandbox.manifest import Manifest
from sandbox.server import Sandbox
from sandbox.slack import Slack
from tests.sandbox.browser.little_app import MANIFEST, LittleApp
from tests.sandbox.browser.stage import PATIENCE, Visit, Workspace

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=PATIENCE)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def workspace() -> AsyncIterator[Workspace]:
    slack = Slack(Manifest.read(MANIFEST), team_name=company.NAME, seed=company.SEED)
    company.populate(slack.team)
    sandbox = await Sandbox(slack).start()
    settings = sandbox.settings()
    app = LittleApp(settings["SLACK_API_URL"], settings["SLACK_BOT_TOKEN"], settings["SLACK_APP_TOKEN"])
    await app.connect()
    yield Workspace(slack, sandbox, app)
    await app.close()
    await sandbox.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, workspace: Workspace) -> AsyncIterator[Visit]:
    """Opens the page as someone: `await visit("alice", at="general")`, also with options of a browser
    context.

    A script error or a refused resource on any page fails the test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    async def open_page(handle: str, *, at: str = "general", **options: Any) -> Page:
        context = await chromium.new_context(**{"viewport": {"width": 1200, "height": 760}, **options})
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        place = {"home": "home", "app": workspace.dm_id(handle)}.get(at) or workspace.channel_id(at)
        await page.goto(f"{workspace.sandbox.url}/?person={workspace.user(handle).id}&at={place}")
        await page.locator("#app:not([hidden])").wait_for()
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert wrong == []
