"""Searching on Slack: from Home, from the list and by command, with every filter, page by page."""

from typing import Any

from core.domain.tags import TagKind
from handlers.slack.ids import Action, Block, Modal
from tests.slack.desk import Desk, as_open, button, buttons, chosen, texts


def typed(text: str) -> dict[str, Any]:
    return {Block.SEARCH_TEXT: {Action.SEARCH_TEXT: {"value": text}}}


def day(block: Block, action: Action, value: str) -> dict[str, Any]:
    return {block: {action: {"selected_date": value}}}


async def from_list(desk: Desk) -> dict[str, Any]:
    """The search form, in the place of the list."""
    await desk.command("list")
    shown = desk.opened()
    await desk.press(button(shown["blocks"], Action.SEARCH_OPEN), view=shown)
    return as_open(desk.slack.views("views.update")[-1])


async def found(desk: Desk, form: dict[str, Any], **values: Any) -> dict[str, Any]:
    answer = await desk.submit(form, **values)
    assert answer.body["response_action"] == "update"
    return as_open(answer.body["view"])


async def test_words_and_filters_narrow_the_list(desk: Desk) -> None:
    for text in ("The parser is quick", "The lexer is quick"):
        await desk.company.send(desk.bob, desk.alice, text=text)
    await desk.company.send(desk.alice, desk.dana, text="Quick & thorough review")
    form = await from_list(desk)
    both = await found(desk, form, **typed("quick"))
    assert both["callback_id"] == Modal.FOUND
    assert all(one in texts(both) for one in ("parser", "lexer", "thorough"))
    one = await found(desk, form, **typed("QUICK parser"))
    assert "parser" in texts(one) and "lexer" not in texts(one)
    with_dana = {
        Block.SEARCH_PERSON: {Action.SEARCH_PERSON: {"selected_user": desk.dana.profile.external_id}}
    }
    hers = await found(desk, form, **typed("quick"), **with_dana)
    assert "thorough" in texts(hers) and "parser" not in texts(hers)
    part = chosen(Block.SEARCH_PART, Action.SEARCH_PART, "received")
    assert "thorough" not in texts(await found(desk, form, **part))
    kind = chosen(Block.SEARCH_KIND, Action.SEARCH_KIND, "suggestion")
    assert "Nothing found" in texts(await found(desk, form, **kind))
    late = day(Block.SEARCH_SINCE, Action.SEARCH_SINCE, "2030-01-01")
    assert "Nothing found" in texts(await found(desk, form, **late))


async def test_what_was_found_opens_and_the_search_can_be_changed(desk: Desk) -> None:
    await desk.company.send(desk.bob, desk.alice, text="The parser is quick")
    form = await from_list(desk)
    shown = await found(desk, form, **typed("parser"))
    await desk.press(button(shown["blocks"], Action.FEEDBACK_OPEN), view=shown)
    assert "The parser is quick" in texts(desk.slack.views("views.push")[-1])
    await desk.press(button(shown["blocks"], Action.SEARCH_OPEN), view=shown)
    again = desk.slack.views("views.update")[-1]
    assert again["blocks"][0]["element"]["initial_value"] == "parser"
    await desk.press(button(shown["blocks"], Action.LIST_RECEIVED), view=shown)
    assert desk.slack.views("views.update")[-1]["callback_id"] == Modal.LIST


async def test_pages_go_on_with_the_same_search(desk: Desk) -> None:
    for number in range(8):
        await desk.company.send(desk.bob, desk.alice, text=f"parser number{number}")
        await desk.company.send(desk.bob, desk.alice, text="something else")
    await desk.command("search parser")
    first = desk.opened()
    assert "number7" in texts(first) and "number1" not in texts(first)
    await desk.press(button(first["blocks"], Action.FOUND_OLDER), view=first)
    second = as_open(desk.slack.views("views.update")[-1])
    assert "number0" in texts(second) and "something" not in texts(second)
    assert "Newer" in buttons(second["blocks"]) and "Older" not in buttons(second["blocks"])
    await desk.press(button(second["blocks"], Action.FOUND_NEWER), view=second)
    assert texts(desk.slack.views("views.update")[-1]) == texts(first)


async def test_values_can_be_looked_for(desk: Desk) -> None:
    async with desk.company.writing() as unit:
        await unit.tags.replace(TagKind.VALUE, ["Care"])
        (tag,) = await unit.tags.offered()
        await unit.commit()
    await desk.company.send(desk.bob, desk.alice, text="The parser is quick", tags=(tag.id,))
    await desk.company.send(desk.bob, desk.alice, text="The lexer is quick")
    form = await from_list(desk)
    shown = await found(desk, form, **chosen(Block.SEARCH_TAG, Action.SEARCH_TAG, tag.id))
    assert "parser" in texts(shown) and "lexer" not in texts(shown) and "Care" in texts(shown)


async def test_a_last_day_before_the_first_is_said_at_the_field(desk: Desk) -> None:
    form = await from_list(desk)
    answer = await desk.submit(
        form,
        **day(Block.SEARCH_SINCE, Action.SEARCH_SINCE, "2026-03-02"),
        **day(Block.SEARCH_UNTIL, Action.SEARCH_UNTIL, "2026-03-01"),
    )
    assert answer.body["response_action"] == "errors"
    assert list(answer.body["errors"]) == [Block.SEARCH_UNTIL]


async def test_nobody_finds_what_is_not_theirs(desk: Desk) -> None:
    await desk.company.send(desk.bob, desk.alice, text="The parser is quick")
    await desk.command("search parser", by=desk.dana)
    assert "Nothing found" in texts(desk.opened())


async def test_home_leads_to_the_form(desk: Desk) -> None:
    await desk.company.send(desk.bob, desk.alice, text="The parser is quick")
    await desk.event({"type": "app_home_opened", "user": desk.alice.profile.external_id, "tab": "home"})
    home = desk.slack.views("views.publish")[-1]
    await desk.press(button(home["blocks"], Action.SEARCH_OPEN), view={**home, "type": "home"})
    assert desk.opened()["callback_id"] == Modal.SEARCH
