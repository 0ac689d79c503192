"""The page without a mouse, and as a screen reader finds it."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.browser.little_app import message_blocks
from tests.sandbox.browser.stage import Visit, Workspace

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAMELESS = """
() => [...document.querySelectorAll('button, input, textarea, select, [role=option], [role=menuitem]')]
  .filter((node) => node.checkVisibility() && !node.ariaLabel && !node.labels?.length
    && !node.textContent.trim() && !document.getElementById(node.getAttribute('aria-labelledby')))
  .map((node) => node.outerHTML)
"""


async def focused(page: Page) -> str:
    """What the focused element is called."""
    return await page.evaluate(
        "() => { const e = document.activeElement; return e.ariaLabel"
        " ?? document.getElementById(e.getAttribute('aria-labelledby'))?.textContent"
        " ?? e.labels?.[0]?.textContent ?? e.textContent; }"
    )


async def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Presses Tab until what has the focus is called `name`."""
    for _ in range(60):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        if name in await focused(page):
            return
    raise AssertionError(f"Tab never comes to {name}")


async def test_a_whole_journey_by_keyboard(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    keys = page.keyboard
    await tab_to(page, "engineering")
    await keys.press("Enter")
    await expect(page.get_by_role("textbox", name="Message #engineering")).to_be_focused()
    await keys.type("/lan")
    await expect(page.get_by_role("option", name="/lantern")).to_have_attribute("aria-selected", "true")
    await keys.press("Enter")
    await keys.type("@grace o")
    await expect(page.get_by_role("option", name="Grace Okafor")).to_be_visible()
    await keys.press("Tab")
    await keys.type("what a sketch")
    await expect(page.get_by_role("textbox", name="Message")).to_have_value(
        "/lantern @Grace Okafor what a sketch"
    )
    await keys.press("Enter")
    await expect(page.get_by_role("combobox", name="For whom")).to_be_focused()
    assert workspace.app.commands == [f"<@{workspace.user('grace').id}|grace> what a sketch"]
    await keys.type("Grace")
    await expect(page.get_by_role("option")).to_have_count(1)
    await keys.press("Enter")
    await expect(page.get_by_role("button", name="Remove Grace Okafor")).to_be_visible()
    await tab_to(page, "Praise")
    await keys.press("ArrowDown")
    await expect(page.get_by_role("radio", name="Suggestion")).to_be_checked()
    await tab_to(page, "Who can see this")
    await keys.press("ArrowDown")
    await expect(page.get_by_role("listbox")).to_be_visible()
    await keys.press("Escape")
    await expect(page.get_by_role("listbox")).to_be_hidden()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await keys.press("ArrowDown")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(page.get_by_role("combobox", name="Who can see this")).to_have_value(
        "Them and their manager"
    )
    await tab_to(page, "Send")
    await keys.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Message #engineering")).to_be_focused()
    values = workspace.app.submitted[0]
    assert values["kind"]["kind"]["selected_option"]["value"] == "idea"
    assert values["who"]["who"]["selected_option"]["value"] == "more"
    assert values["whom"]["whom"]["selected_users"] == [workspace.user("grace").id]


async def test_escape_closes_a_form_and_gives_the_focus_back(visit: Visit) -> None:
    page = await visit("alice", at="home")
    opener = page.get_by_role("button", name="Tell someone")
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_the_focus_stays_inside_an_open_form(visit: Visit) -> None:
    page = await visit("alice", at="home")
    await page.get_by_role("button", name="Tell someone").click()
    await expect(page.get_by_role("combobox", name="For whom")).to_be_focused()
    for _ in range(25):
        await page.keyboard.press("Tab")
        assert await page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )


async def test_completing_moves_with_arrows_and_stops_with_escape(visit: Visit) -> None:
    page = await visit("alice")
    box = page.get_by_role("textbox", name="Message")
    await box.focus()
    await page.keyboard.type("/la")
    options = page.get_by_role("option")
    await expect(options).to_have_count(2)
    await expect(options.first).to_contain_text("Tell someone what they did well")
    await page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert await box.get_attribute("aria-activedescendant") == await options.nth(1).get_attribute("id")
    await page.keyboard.press("Escape")
    await expect(options).to_have_count(0)
    await expect(box).to_have_value("/la")
    await box.fill("see #eng")
    await page.keyboard.press("Enter")
    await expect(box).to_have_value("see #engineering ")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("second line")
    await expect(box).to_have_value("see #engineering \nsecond line")


async def test_menus_move_by_arrows_and_letters(visit: Visit) -> None:
    page = await visit("alice")
    await page.get_by_role("button", name="You are Alice Berger").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitemradio", name="Alice Berger")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitemradio", name="Bob Carter")).to_be_focused()
    await page.keyboard.press("i")
    await expect(page.get_by_role("menuitemradio", name="Inês Duarte")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(page.get_by_role("button", name="You are Alice Berger")).to_be_focused()


async def test_new_messages_are_announced(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    workspace.say("bob", "general", "Tea is *ready*")
    live = page.locator("[aria-live=polite]")
    await expect(live).to_have_text("Bob Carter: Tea is ready")


async def test_landmarks_and_names(visit: Visit, workspace: Workspace) -> None:
    await workspace.app.client.chat_postMessage(
        channel=workspace.user("alice").id, text="A lantern", blocks=message_blocks("Well done")
    )
    page = await visit("alice", at="app")
    await expect(page.get_by_role("article").last).to_contain_text("Well done")
    for role, name in (
        ("navigation", "Workspace"),
        ("log", "Messages with Lantern"),
        ("tablist", "App"),
        ("group", "Clock of the workspace"),
    ):
        await expect(page.get_by_role(role, name=name)).to_be_visible()  # pyright: ignore[reportArgumentType]
    await expect(page.get_by_role("main")).to_be_visible()
    await expect(page.locator("[aria-current=page]")).to_have_text("Lantern")
    assert await page.evaluate(NAMELESS) == []
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Light it").click()
    await expect(page.get_by_role("dialog", name="Tell someone")).to_be_visible()
    assert await page.evaluate(NAMELESS) == []
