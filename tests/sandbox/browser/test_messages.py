"""Messages on the page: sent, seen live by others, unread, and never more than text."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.browser.little_app import CANARY
from tests.sandbox.browser.stage import Visit, Workspace

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def write(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Message").fill(text)
    await page.keyboard.press("Enter")


async def test_a_message_is_sent_and_seen_at_once_by_another_person(visit: Visit) -> None:
    alice, bob = await visit("alice"), await visit("bob")
    await write(alice, "Hello from Berlin")
    for page in (alice, bob):
        message = page.get_by_role("article").last
        await expect(message).to_contain_text("Alice Berger")
        await expect(message).to_contain_text("Hello from Berlin")
    await expect(alice.get_by_role("textbox", name="Message")).to_have_value("")


async def test_times_are_those_of_the_reader(visit: Visit, workspace: Workspace) -> None:
    workspace.say("emil", "general", "Is it late?")
    times = {}
    for handle in ("bob", "chandra"):
        page = await visit(handle)
        last = page.get_by_role("article").last
        await expect(last).to_contain_text("Is it late?")
        times[handle] = await last.locator("time").inner_text()
    assert times["bob"][:2] != times["chandra"][:2]
    assert times["bob"][3:] != times["chandra"][3:]  # Kolkata is half an hour off


async def test_unread_messages_are_marked_until_the_channel_is_opened(
    visit: Visit, workspace: Workspace
) -> None:
    page = await visit("alice")
    workspace.say("bob", "engineering", "one")
    workspace.say("bob", "engineering", "two")
    place = page.get_by_role("button", name="engineering, 2 unread")
    await expect(place).to_be_visible()
    await expect(page).to_have_title(re.compile(r"^\(2\) "))
    await place.click()
    await expect(page.get_by_role("separator", name="New messages")).to_be_visible()
    await expect(page.get_by_role("button", name="engineering", exact=True)).to_be_visible()
    await expect(page).not_to_have_title(re.compile(r"^\("))


async def test_unread_messages_from_before_the_visit_are_marked(visit: Visit, workspace: Workspace) -> None:
    workspace.say("bob", "engineering", "while you were away")
    page = await visit("alice")
    await expect(page.get_by_role("button", name="engineering, 1 unread")).to_be_visible()


async def test_markup_in_messages_stays_text(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    escaped = CANARY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    workspace.say("bob", "general", escaped)
    workspace.say("bob", "general", "<javascript:window.pwned=1|press me> <data:text/html,x|and me>")
    await write(page, CANARY)
    stored = page.get_by_role("article").nth(-3)
    await expect(stored).to_contain_text(
        "<script>window.pwned=1</script> <img src=x onerror='window.pwned=1'>"
    )
    await expect(stored).to_contain_text("<@U0> <!channel> &lt;")
    await expect(page.get_by_role("article").last).to_contain_text(CANARY)
    assert (
        await page.locator(".log script, .log img, .log a[href^=javascript], .log a[href^=data]").count() == 0
    )
    assert await page.evaluate("window.pwned") is None


async def test_marks_references_and_code_are_shown_as_slack_shows_them(
    visit: Visit, workspace: Workspace
) -> None:
    page = await visit("alice")
    alice, channel = workspace.user("alice").id, workspace.channel_id("engineering")
    workspace.say(
        "bob",
        "general",
        f"*bold* and _slanted_ and ~gone~ and `code *not bold*` for <@{alice}> in <#{channel}> 2*3*4 :tada: "
        "<https://example.com/a?b=1&amp;c=2|the page> <!date^1700000000^{date_num}|then>\n"
        "&gt; a quote\nafter ```\n&lt;pre&gt;\n```",
    )
    text = page.get_by_role("article").last.locator(".message-body")
    await expect(text.locator("strong")).to_have_text("bold")
    await expect(text.locator("em")).to_have_text("slanted")
    await expect(text.locator("s")).to_have_text("gone")
    await expect(text.locator("code").first).to_have_text("code *not bold*")
    await expect(text.locator(".mention-me")).to_have_text("@Alice Berger")
    await expect(text.get_by_role("link", name="#engineering")).to_be_visible()
    await expect(text).to_contain_text("2*3*4")
    await expect(text.get_by_role("img", name="tada")).to_have_text("🎉")
    await expect(text.get_by_role("link", name="the page")).to_have_attribute(
        "href", "https://example.com/a?b=1&c=2"
    )
    await expect(text).to_contain_text("2023-11-14")
    await expect(text.locator("blockquote")).to_have_text("a quote")
    await expect(text.locator("pre")).to_have_text("<pre>")


async def test_an_edited_and_a_deleted_message(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    workspace.say("bob", "general", "frist")
    message = workspace.slack.team.conversations[workspace.channel_id("general")].messages[-1]
    await expect(page.get_by_role("article").last).to_contain_text("frist")
    workspace.slack.team.edit(message, {"text": "first"})
    await expect(page.get_by_role("article").last).to_contain_text("first (edited)")
    workspace.slack.team.remove(message)
    await expect(page.get_by_text("first (edited)")).to_have_count(0)


async def test_older_messages_come_on_request(visit: Visit, workspace: Workspace) -> None:
    for number in range(60):
        workspace.say("bob", "random", f"line {number}")
    page = await visit("alice", at="random")
    await expect(page.get_by_text("line 59", exact=True)).to_be_in_viewport()
    await expect(page.get_by_text("line 3", exact=True)).to_have_count(0)
    await page.get_by_role("button", name="Show older messages").click()
    await expect(page.get_by_text("line 3", exact=True)).to_have_count(1)
    await expect(page.get_by_text("line 59", exact=True)).to_have_count(1)


async def test_a_reply_says_what_it_answers(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    workspace.say("bob", "general", "Who has the keys?")
    await expect(page.get_by_role("article").last).to_contain_text("Who has the keys?")
    await page.get_by_role("article").last.hover()
    await page.get_by_role("article").last.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Reply in thread").click()
    await write(page, "I do")
    await expect(page.get_by_role("article").last).to_contain_text("answering Bob Carter: Who has the keys?")


async def test_the_page_catches_up_after_it_lost_the_server(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    await workspace.sandbox.page.close()  # hangs up on every tab; the server itself goes on
    workspace.say("bob", "general", "Said meanwhile")
    await expect(page.get_by_role("article").last).to_contain_text("Said meanwhile")
    await expect(page.locator("#banner")).to_be_hidden()


async def test_an_app_that_is_gone_is_said_so(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    await expect(page.locator("#banner")).to_be_hidden()
    await workspace.app.close()
    await expect(page.locator("#banner")).to_contain_text("Lantern isn't connected")


async def test_a_picture_is_shown_and_a_file_can_be_fetched(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    where = workspace.slack.team.conversations[workspace.channel_id("general")]
    picture = {"id": "F1", "name": "loop.svg", "title": "A loop", "mimetype": "image/svg+xml", "size": 400}
    links = {"url_private": "/static/icon.svg", "url_private_download": "/static/icon.svg"}
    workspace.slack.team.post(where, workspace.user("bob"), {"text": "Look", "files": [{**picture, **links}]})
    message = page.get_by_role("article").last
    image = message.get_by_role("img", name="A loop")
    await expect(image).to_be_visible()
    await image.evaluate("async (node) => { await node.decode(); }")
    async with page.expect_download() as download:
        await message.get_by_role("link", name="Download").click()
    assert (await download.value).suggested_filename == "loop.svg"
