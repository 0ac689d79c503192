"""Block Kit's limits as the sandbox holds them: one too many is refused, just enough is not."""

from typing import Any

import pytest

from sandbox.blockkit import check_blocks, check_view
from tests.sandbox.small_app import button, field, form, option, plain, small

USERS, CHANNELS = ("U1", "U2"), ("C1",)


def mistakes(*blocks: Any) -> list[str]:
    return check_blocks(list(blocks), USERS, CHANNELS)


def in_modal(*blocks: Any, **more: Any) -> list[str]:
    view = {"type": "modal", "title": plain("T"), "submit": plain("OK"), "blocks": list(blocks), **more}
    return check_view(view, "modal", USERS, CHANNELS)


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "options": [option("A", "a")], **more}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def test_good_blocks_and_views_pass() -> None:
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "user", "user_id": "U1"}, {"type": "text", "text": "x"}],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "q", "style": {"bold": True}}]},
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "emoji", "name": "tada"}]}],
            },
        ],
    }
    picture = {"type": "image", "image_url": "https://a.example/b.png", "alt_text": "b"}
    context = {"type": "context", "elements": [picture, plain("small")]}
    assert (
        mistakes(
            section("x"), {"type": "divider"}, rich, picture, context, {"type": "header", "text": plain("H")}
        )
        == []
    )
    assert check_view(form(), "modal", USERS, CHANNELS) == []
    assert check_view(small("x"), "modal", USERS, CHANNELS) == []
    assert check_view({"type": "home", "blocks": [section("x")]}, "home", USERS, CHANNELS) == []


JUST_ENOUGH = {
    "section": [section("x" * 3000)],
    "fields": [{"type": "section", "fields": [plain("x" * 2000)] * 10}],
    "header": [{"type": "header", "text": plain("x" * 150)}],
    "button": [actions(button("x" * 75, "a" * 255, value="v" * 2000))],
    "actions": [actions(*[button("x", f"a{n}") for n in range(25)])],
    "context": [{"type": "context", "elements": [plain("x")] * 10}],
    "options": [actions(select(options=[option("x" * 75, f"{n}".ljust(150, "v")) for n in range(100)]))],
    "blocks": [section("x")] * 50,
    "overflow": [actions({"type": "overflow", "options": [option("x", f"{n}") for n in range(5)]})],
}
TOO_MUCH = {
    "section": ([section("x" * 3001)], "less than 3001 characters"),
    "fields": ([{"type": "section", "fields": [plain("x")] * 11}], "no more than 10 items"),
    "field": ([{"type": "section", "fields": [plain("x" * 2001)]}], "/blocks/0/fields/0"),
    "header": ([{"type": "header", "text": plain("x" * 151)}], "less than 151 characters"),
    "button": ([actions(button("x" * 76, "a"))], "less than 76 characters"),
    "button value": ([actions(button("x", "a", value="v" * 2001))], "less than 2001 characters"),
    "action_id": ([actions(button("x", "a" * 256))], "less than 256 characters"),
    "actions": ([actions(*[button("x", f"a{n}") for n in range(26)])], "no more than 25 items"),
    "context": ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items"),
    "options": (
        [actions(select(options=[option("x", f"{n}") for n in range(101)]))],
        "no more than 100 items",
    ),
    "option value": ([actions(select(options=[option("x", "v" * 151)]))], "less than 151 characters"),
    "blocks": ([section("x")] * 51, "no more than 50 items"),
    "overflow": (
        [actions({"type": "overflow", "options": [option("x", f"{n}") for n in range(6)]})],
        "no more than 5",
    ),
    "empty text": ([section("")], "must be more than 0 characters"),
    "no text": ([{"type": "section"}], "text or fields"),
    "unknown block": ([{"type": "banner"}], "unsupported type: banner"),
    "unknown element": ([actions({"type": "lever"})], "unsupported type: lever"),
    "unknown key": ([section("x", colour="red")], "invalid additional property: colour"),
    "mrkdwn in a button": ([actions(button("x", "a") | {"text": section("x")["text"]})], "plain_text"),
    "missing": ([{"type": "header"}], "missing required field: text"),
    "no alt text": (
        [{"type": "image", "image_url": "https://a.example"}],
        "missing required field: alt_text",
    ),
    "no picture": ([{"type": "image", "alt_text": "x"}], "image_url or slack_file"),
    "twice the block_id": ([section("x", block_id="b"), section("y", block_id="b")], "already exists"),
    "twice the action_id": ([actions(button("x", "a"), button("y", "a"))], "already exists"),
    "nobody": ([actions({"type": "users_select", "initial_user": "U9"})], "invalid id: U9"),
    "not offered": ([actions(select(initial_option=option("B", "b")))], "one of the options"),
    "no options": ([actions({"type": "static_select"})], "exactly one of options"),
    "bad date": ([actions({"type": "datepicker", "initial_date": "1.3.2026"})], "YYYY-MM-DD"),
    "bad time": ([actions({"type": "timepicker", "initial_time": "25:00"})], "hour must be in"),
    "text input in actions": ([actions({"type": "plain_text_input"})], "unsupported type"),
    "two in focus": (
        [actions(select(action_id="a", focus_on_load=True), select(action_id="b", focus_on_load=True))],
        "focus_on_load",
    ),
}


@pytest.mark.parametrize("name", JUST_ENOUGH)
def test_just_enough(name: str) -> None:
    assert mistakes(*JUST_ENOUGH[name]) == []


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much(name: str) -> None:
    blocks, words = TOO_MUCH[name]
    found = mistakes(*blocks)
    assert found
    assert any(words in f for f in found), found


NOT_A_MODAL: dict[str, tuple[list[Any], dict[str, Any], str]] = {
    "title": ([], {"title": plain("x" * 25)}, "/view/title"),
    "submit": ([], {"submit": plain("x" * 25)}, "/view/submit"),
    "metadata": ([], {"private_metadata": "x" * 3001}, "less than 3001 characters"),
    "callback_id": ([], {"callback_id": "x" * 256}, "less than 256 characters"),
    "key": ([], {"colour": "red"}, "invalid additional property: colour [json-pointer:/view]"),
    "blocks": ([section("x")] * 101, {}, "no more than 100 items"),
    "no submit": ([field("b", "L", {"type": "plain_text_input"})], {"submit": None}, "submit"),
    "label": ([field("b", "x" * 2001, {"type": "plain_text_input"})], {}, "/view/blocks/0/label"),
    "max_length": ([field("b", "L", {"type": "plain_text_input", "max_length": 3001})], {}, "3000"),
    "initial_value": (
        [field("b", "L", {"type": "plain_text_input", "max_length": 2, "initial_value": "abc"})],
        {},
        "max_length",
    ),
    "placeholder": (
        [field("b", "L", {"type": "plain_text_input", "placeholder": plain("x" * 151)})],
        {},
        "151",
    ),
    "button as input": ([field("b", "L", button("x", "a"))], {}, "unsupported type: button"),
    "markdown": ([{"type": "markdown", "text": "x"}], {}, "unsupported type: markdown"),
    "size": ([section("x" * 2999, block_id=f"{n}") for n in range(90)], {}, "too large"),
    "too many chosen": (
        [
            field(
                "b",
                "L",
                {"type": "multi_users_select", "initial_users": ["U1", "U2"], "max_selected_items": 1},
            )
        ],
        {},
        "max_selected_items",
    ),
    "number": ([field("b", "L", {"type": "number_input"})], {}, "is_decimal_allowed"),
}


@pytest.mark.parametrize("name", NOT_A_MODAL)
def test_not_a_modal(name: str) -> None:
    blocks, more, words = NOT_A_MODAL[name]
    found = in_modal(*blocks, **more)
    assert any(words in f for f in found), found


def test_a_home_has_no_title() -> None:
    view = {"type": "home", "title": plain("x"), "blocks": []}
    assert "invalid additional property: title" in check_view(view, "home", USERS, CHANNELS)[0]
    assert check_view("x", "home", USERS, CHANNELS)
