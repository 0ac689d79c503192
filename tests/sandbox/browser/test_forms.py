"""Modals on the page: filled in, corrected, sent, closed, and kept while the app changes them."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.sandbox.browser.little_app import CANARY
from tests.sandbox.browser.stage import Visit, Workspace

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def command(page: Page, text: str) -> Locator:
    """Sends a slash command and returns the modal it opens."""
    await page.get_by_role("textbox", name="Message").fill(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    modal = page.get_by_role("dialog")
    await expect(modal).to_be_visible()
    return modal


async def choose(modal: Locator, label: str, *names: str) -> None:
    box = modal.get_by_role("combobox", name=label)
    for name in names:
        await box.fill(name)
        await modal.page.get_by_role("option", name=name).first.click()


async def test_a_form_is_filled_in_and_arrives(visit: Visit, workspace: Workspace) -> None:
    alice, bob = await visit("alice"), await visit("bob", at="app")
    modal = await command(alice, "/lantern")
    await choose(modal, "For whom", "Bob Carter", "Grace Okafor")
    await modal.get_by_role("radio", name="Suggestion").check()
    await modal.get_by_role("textbox", name="Your words").fill(CANARY)
    await modal.get_by_role("button", name="Send").click()
    await expect(modal).to_be_hidden()
    values = workspace.app.submitted[0]
    assert values["whom"]["whom"]["selected_users"] == [workspace.user("bob").id, workspace.user("grace").id]
    assert values["kind"]["kind"]["selected_option"]["value"] == "idea"
    assert values["words"]["words"]["value"] == CANARY
    arrived = bob.get_by_role("article").last
    await expect(arrived).to_contain_text("A lantern for you")
    await expect(arrived.locator("blockquote")).to_have_text(CANARY)
    assert await bob.evaluate("window.pwned") is None


async def test_required_fields_are_asked_for_before_anything_is_sent(
    visit: Visit, workspace: Workspace
) -> None:
    modal = await command(await visit("alice"), "/lantern")
    await modal.get_by_role("button", name="Send").click()
    words, whom = (
        modal.get_by_role("textbox", name="Your words"),
        modal.get_by_role("combobox", name="For whom"),
    )
    for control in (words, whom):
        await expect(control).to_have_attribute("aria-invalid", "true")
    await expect(words).to_have_accessible_description(
        "Please complete this required field. Be kind and be clear."
    )
    await expect(whom).to_be_focused()
    await words.fill("better")
    await expect(words).not_to_have_attribute("aria-invalid", "true")
    await expect(words).to_have_accessible_description("Be kind and be clear.")
    assert workspace.app.submitted == []


async def test_the_apps_errors_stand_at_their_fields_and_nothing_is_lost(visit: Visit) -> None:
    page = await visit("alice")
    modal = await command(page, "/lantern something rude")
    await choose(modal, "For whom", "Bob Carter")
    await modal.get_by_role("button", name="Send").click()
    words = modal.get_by_role("textbox", name="Your words")
    await expect(modal.get_by_text("Please say it more kindly.")).to_be_visible()
    await expect(words).to_be_focused()
    await expect(words).to_have_value("something rude")
    await words.fill("something nice")
    await expect(modal.get_by_text("Please say it more kindly.")).to_be_hidden()
    await modal.get_by_role("button", name="Send").click()
    await expect(modal).to_be_hidden()


async def test_what_is_being_typed_survives_an_update_of_the_form(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    modal = await command(page, "/lantern")
    workspace.app.hold.clear()
    await choose(modal, "For whom", "Bob Carter")
    words = modal.get_by_role("textbox", name="Your words")
    await words.press_sequentially("half a sen")
    await words.evaluate("field => { field.setSelectionRange(4, 4); field.dataset.same = 'yes'; }")
    workspace.app.hold.set()
    await expect(modal.get_by_role("combobox", name="Who can see this")).to_have_value("Only those 1")
    await page.keyboard.type(", really,")
    await expect(words).to_have_value("half, really, a sen")
    await expect(words).to_have_attribute("data-same", "yes")
    await expect(modal.get_by_role("button", name="Remove Bob Carter")).to_be_visible()


async def test_people_are_added_and_removed_up_to_the_limit(visit: Visit) -> None:
    page = await visit("alice")
    modal = await command(page, "/lantern")
    await choose(modal, "For whom", "Bob Carter", "Grace Okafor", "Hana Kimura", "Felipe Andrade")
    tokens = modal.get_by_role("button", name="Remove")
    await expect(tokens).to_have_count(3)
    await modal.get_by_role("button", name="Remove Grace Okafor").click()
    await expect(tokens).to_have_count(2)
    await page.keyboard.press("Backspace")
    await expect(tokens).to_have_count(1)
    await expect(tokens).to_have_accessible_name("Remove Bob Carter")


async def test_a_form_waits_while_it_is_sent_and_is_sent_once(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    modal = await command(page, "/lantern patience")
    await choose(modal, "For whom", "Bob Carter")
    await expect(modal.get_by_role("combobox", name="Who can see this")).to_have_value("Only those 1")
    workspace.app.hold.clear()
    send = modal.get_by_role("button", name="Send")
    await send.click()
    await expect(send).to_have_attribute("aria-disabled", "true")
    await send.click(force=True)
    workspace.app.hold.set()
    await expect(modal).to_be_hidden()
    assert len(workspace.app.submitted) == 1


async def test_a_form_that_cannot_be_sent_says_so_and_stays(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    modal = await command(page, "/lantern keep me")
    await choose(modal, "For whom", "Bob Carter")
    await expect(modal.get_by_role("combobox", name="Who can see this")).to_have_value("Only those 1")
    await workspace.app.close()
    await modal.get_by_role("button", name="Send").click()
    await expect(modal.locator(".banner")).to_contain_text("We had some trouble connecting. Try again?")
    await expect(modal.get_by_role("textbox", name="Your words")).to_have_value("keep me")


async def test_a_counter_shows_what_is_left(visit: Visit) -> None:
    modal = await command(await visit("alice"), "/lantern")
    words = modal.get_by_role("textbox", name="Your words")
    await words.fill("x" * 190)
    await expect(modal.locator(".counter")).to_have_text("10")
    await words.fill("x" * 203)
    await expect(modal.locator(".counter")).to_have_text("-3")
    await modal.get_by_role("button", name="Send").click()
    await expect(modal.get_by_text("Please use at most 200 characters.")).to_be_visible()


async def test_every_other_input_sends_what_slack_would(visit: Visit, workspace: Workspace) -> None:
    page = await visit("alice")
    modal = await command(page, "/lamp")
    await choose(modal, "One person", "Hana Kimura")
    await choose(modal, "Fruits", "Bananas", "Cherries")
    await modal.get_by_role("combobox", name="Topic").fill("tests")
    await page.get_by_role("option", name="Topic tests").click()
    await choose(modal, "Channel", "random")
    await choose(modal, "Conversation", "leads")
    await modal.get_by_role("checkbox", name="Apples").check()
    await modal.get_by_label("Day").fill("2026-11-24")
    await modal.get_by_label("Hour").fill("09:30")
    await modal.get_by_label("Moment").fill("2026-11-24T09:30")
    await modal.get_by_label("How many").fill("1")
    await modal.get_by_label("Address").fill("nobody")
    await modal.get_by_label("Link").fill("https://example.com/")
    await modal.get_by_label("Story").fill("Once upon a time")
    await modal.get_by_role("button", name="Keep").click()
    await expect(modal.get_by_text("Please enter a valid email address.")).to_be_visible()
    await expect(modal.get_by_text("Please enter a number of at least 2.")).to_be_visible()
    await modal.get_by_label("Address").fill("hana@northwind.example")
    await modal.get_by_label("How many").fill("12")
    await modal.get_by_role("button", name="Keep").click()
    await expect(modal).to_be_hidden()
    values = {name: inputs[name] for name, inputs in workspace.app.submitted[0].items()}
    assert values["one"]["selected_user"] == workspace.user("hana").id
    assert [o["value"] for o in values["fruits"]["selected_options"]] == ["b", "c"]
    assert values["topic"]["selected_option"]["text"]["text"] == "Topic tests"
    assert values["place"]["selected_channel"] == workspace.channel_id("random")
    assert values["chat"]["selected_conversation"] == workspace.channel_id("leads")
    assert [o["value"] for o in values["boxes"]["selected_options"]] == ["a"]
    assert values["day"]["selected_date"] == "2026-11-24"
    assert values["hour"]["selected_time"] == "09:30"
    assert values["moment"]["selected_date_time"] == 1795509000  # 09:30 in Berlin
    assert (values["count"]["value"], values["mail"]["value"]) == ("12", "hana@northwind.example")
    assert values["rich"]["rich_text_value"]["elements"][0]["elements"][0]["text"] == "Once upon a time"
    assert not workspace.slack.problems


async def test_a_form_opens_in_every_tab_of_its_person_and_of_nobody_else(visit: Visit) -> None:
    one, two, other = await visit("alice"), await visit("alice"), await visit("bob")
    modal = await command(one, "/lantern")
    await expect(two.get_by_role("dialog", name="Tell someone")).to_be_visible()
    await modal.get_by_role("button", name="Cancel").click()
    await expect(two.get_by_role("dialog")).to_have_count(0)
    await expect(other.get_by_role("dialog")).to_have_count(0)


async def test_a_form_on_top_of_a_form_leaves_what_is_below_it_as_it_was(visit: Visit) -> None:
    page = await visit("alice")
    modal = await command(page, "/lamp")
    await modal.get_by_label("Address").fill("half@an")
    await modal.get_by_role("button", name="Deeper").click()
    await expect(page.get_by_role("dialog", name="Tell someone")).to_be_visible()
    await modal.get_by_role("button", name="Back").click()
    await expect(page.get_by_role("dialog", name="Every input")).to_be_visible()
    await expect(modal.get_by_label("Address")).to_have_value("half@an")
    await expect(modal.get_by_role("button", name="Back")).to_be_hidden()
    await modal.get_by_role("button", name="Deeper").click()
    await expect(page.get_by_role("dialog", name="Tell someone")).to_be_visible()
    await modal.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
