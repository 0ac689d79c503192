"""What the app shows outside of forms: Home, buttons in messages, ephemerals, shortcuts; and the page
around it.
"""

import re

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.browser.little_app import message_blocks
from tests.sandbox.browser.stage import Visit, Workspace

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def lantern_for(handle: str, workspace: Workspace) -> None:
    await workspace.app.client.chat_postMessage(
        channel=workspace.user(handle).id, text="A lantern", blocks=message_blocks("Well done")
    )


async def background(page: Page) -> str:
    return await page.evaluate("getComputedStyle(document.getElementById('main')).backgroundColor")


async def test_home_shows_what_the_app_publishes_and_its_button_opens_the_form(visit: Visit) -> None:
    page = await visit("alice")
    await page.get_by_role("button", name="Lantern", exact=True).click()
    panel = page.get_by_role("tabpanel", name="Home")
    await expect(panel.get_by_role("heading", name="Welcome to Lantern")).to_be_visible()
    await expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
    await panel.get_by_role("button", name="Tell someone").click()
    await expect(page.get_by_role("dialog", name="Tell someone")).to_be_visible()


async def test_a_button_answers_and_an_update_changes_the_message(visit: Visit, workspace: Workspace) -> None:
    page = await visit("bob", at="app")
    await lantern_for("bob", workspace)
    message = page.get_by_role("article").last
    await message.get_by_role("button", name="Say thanks").click()
    await expect(message).to_contain_text("Thanked")
    await expect(message.get_by_role("button", name="Say thanks")).to_have_count(0)
    assert workspace.app.pressed == ["thank"]


async def test_a_dangerous_button_asks_first(visit: Visit, workspace: Workspace) -> None:
    page = await visit("bob", at="app")
    await lantern_for("bob", workspace)
    button = page.get_by_role("button", name="Put it out")
    await button.click()
    await page.get_by_role("dialog", name="Put it out?").get_by_role("button", name="No").click()
    await expect(button).to_be_focused()
    assert workspace.app.pressed == []
    await button.click()
    async with page.expect_response("**/page/act*"):
        await page.get_by_role("button", name="Yes, dark").click()
    assert workspace.app.pressed == ["out"]


async def test_an_overflow_menu(visit: Visit, workspace: Workspace) -> None:
    page = await visit("bob", at="app")
    await lantern_for("bob", workspace)
    await page.get_by_role("article").last.locator(".overflow").click()
    async with page.expect_response("**/page/act*"):
        await page.get_by_role("menuitem", name="Share it").click()
    assert workspace.app.pressed == ["rest"]


async def test_a_message_of_the_app_is_unread_for_its_recipient_only(
    visit: Visit, workspace: Workspace
) -> None:
    alice, bob = await visit("alice"), await visit("bob")
    await lantern_for("bob", workspace)
    place = bob.get_by_role("button", name="Lantern, 1 unread")
    await place.click()
    await expect(bob.get_by_role("article").last).to_contain_text("Well done")
    await expect(bob.get_by_role("button", name="Lantern", exact=True)).to_be_visible()
    await expect(alice.get_by_role("button", name="Lantern", exact=True)).to_be_visible()


async def test_an_ephemeral_answer_is_seen_by_one_person(visit: Visit) -> None:
    alice, bob = await visit("alice"), await visit("bob")
    await alice.get_by_role("textbox", name="Message").fill("/lantern help")
    await alice.keyboard.press("Enter")
    answer = alice.get_by_role("article").last
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text("<script>")
    await expect(bob.get_by_text("Only visible to you")).to_have_count(0)


async def test_shortcuts_of_the_app_and_of_a_message(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Light it").click()
    modal = page.get_by_role("dialog", name="Tell someone")
    await modal.get_by_role("button", name="Close").click()
    await expect(modal).to_have_count(0)
    workspace.say("bob", "general", "I fixed the lamp")
    message = page.get_by_role("article").last
    await expect(message).to_contain_text("I fixed the lamp")
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Reply kindly").click()
    await expect(modal.get_by_role("textbox", name="Your words")).to_have_value("I fixed the lamp")


async def test_a_command_without_an_answer_is_said_as_slack_says_it(
    visit: Visit, workspace: Workspace
) -> None:
    workspace.slack.dispatcher.deadline = 0.3
    page = await visit("alice")
    await page.get_by_role("textbox", name="Message").fill("/dark")
    await page.keyboard.press("Enter")
    notice = page.get_by_role("alert", name="Notices")
    await expect(notice).to_contain_text('/dark failed with the error "operation_timeout"')
    await notice.get_by_role("button", name="Dismiss").click()
    await expect(notice).to_have_text("")


async def test_an_unknown_command_gives_the_text_back(visit: Visit) -> None:
    page = await visit("alice")
    box = page.get_by_role("textbox", name="Message")
    await box.fill("/nonsense and more")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert", name="Notices")).to_contain_text(
        "/nonsense is not a valid command"
    )
    await expect(box).to_have_value("/nonsense and more")


async def test_the_clock_is_moved_for_everybody(visit: Visit, workspace: Workspace) -> None:
    alice, bob = await visit("alice"), await visit("bob")
    await alice.get_by_role("button", name="+1 day").click()
    for page in (alice, bob):
        await expect(page.get_by_role("group", name="Clock")).to_contain_text("1 day ahead")
    await alice.get_by_role("button", name="Next Monday 9:00").click()
    await expect(alice.locator("#now")).to_have_text(re.compile(r"^Mon .*, 09:00$"))
    await bob.get_by_role("button", name="Back to now").click()
    await expect(alice.get_by_role("group", name="Clock")).not_to_contain_text("ahead")
    assert workspace.slack.clock.offset == 0


async def test_being_someone_else_is_one_choice_away(visit: Visit) -> None:
    page = await visit("alice")
    await page.get_by_role("button", name="You are Alice Berger").click()
    await page.get_by_role("menuitemradio", name="Inês Duarte").click()
    await expect(page.get_by_role("button", name="You are Inês Duarte")).to_contain_text("Admin")
    await expect(page).to_have_url(re.compile(r"person=U"))


async def test_dark_and_light(visit: Visit) -> None:
    light, dark = await visit("alice"), await visit("alice", color_scheme="dark")
    assert await background(light) == "rgb(255, 255, 255)"
    assert await background(dark) == "rgb(26, 29, 33)"
    await light.get_by_role("button", name="Switch to the dark theme").click()
    assert await background(light) == "rgb(26, 29, 33)"
    await light.reload()
    await expect(light.get_by_role("button", name="Switch to the light theme")).to_be_visible()
    assert await background(light) == "rgb(26, 29, 33)"


async def test_a_narrow_window_has_its_sidebar_behind_a_button(visit: Visit) -> None:
    page = await visit("alice", viewport={"width": 390, "height": 720})
    place = page.get_by_role("button", name="engineering", exact=True)
    await expect(place).to_be_hidden()
    await page.get_by_role("button", name="Open the sidebar").click()
    await place.click()
    await expect(page.get_by_role("heading", name="engineering")).to_be_visible()
    await expect(place).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
