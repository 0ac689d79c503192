"""Small parts of the sandbox by themselves: the clock, typed text, what is entered in fields, their
mistakes.
"""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.clock import Clock
from sandbox.entries import NotOnScreen, choose, entry
from sandbox.fields import REQUIRED, mistakes
from sandbox.limits import Bucket
from sandbox.manifest import Manifest
from sandbox.mrkdwn import Typed, escape, visible
from sandbox.views import View
from tests.sandbox.small_app import MANIFEST, field, option

PEOPLE = [(("Bob Miller", "bob"), "U1", "bob"), (("Bobby", "bobby"), "U2", "bobby")]
CHANNELS = [(("general",), "C1", "general")]


def typed(text: str) -> Typed:
    return Typed(text, PEOPLE, CHANNELS)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("@bob hi", "<@U1|bob> hi"),
        ("@Bob Miller: hi", "<@U1|bob>: hi"),
        ("@bobby and @bob.", "<@U2|bobby> and <@U1|bob>."),
        ("@bobo #general2 @", "@bobo #general2 @"),
        ("bob@bob.example", "bob@bob.example"),
        ("in #general", "in <#C1|general>"),
        ("see https://a.example/b?c=@bob", "see <https://a.example/b?c=@bob>"),
        ("1 < 2 & <@U1> <!channel>", "1 &lt; 2 &amp; &lt;@U1&gt; &lt;!channel&gt;"),
    ],
)
def test_commands_as_the_client_sends_them(text: str, sent: str) -> None:
    assert typed(text).in_command(should_escape=True) == sent


def test_without_should_escape_names_stay_names() -> None:
    assert typed("@Bob Miller in #general").in_command(should_escape=False) == "@bob in #general"


@settings(deadline=None)
@given(st.text())
def test_typed_text_never_gets_lost(text: str) -> None:
    parts = Typed(text, [], []).parts
    assert "".join(p.get("text") or p.get("url", "") for p in parts) == text


@settings(deadline=None)
@given(st.text())
def test_typed_text_is_never_live(text: str) -> None:
    sent = Typed(text, PEOPLE, CHANNELS).in_message()
    assert not re.search(r"<(?!@U[12]>|#C1>|https?://[^<>|]+>)", sent)


@settings(deadline=None)
@given(st.text(alphabet="abc <>&@!#|;"))
def test_what_is_escaped_is_read_as_it_was_typed(text: str) -> None:
    assert visible(escape(text), str) == text


def test_marks_are_not_read() -> None:
    text = "*bold* _slanted_ `code` 2*3*4 <!date^1^{date}|today> <!here> <https://a.example|a>"
    assert visible(text, str) == "bold slanted code 2*3*4 today @here a"


def test_the_clock_and_its_file(tmp_path: Path) -> None:
    file, moved = tmp_path / "clock", list[float]()
    clock = Clock(file)
    clock.on_change = lambda: moved.append(clock.offset)
    assert float(file.read_text()) == 0
    clock.advance(60)
    clock.advance(60)
    assert float(file.read_text()) == 120
    clock.advance_to(datetime(2030, 1, 1, tzinfo=UTC))
    assert datetime.fromtimestamp(clock.now(), UTC).year == 2030
    clock.reset()
    assert (len(moved), moved[-1]) == (4, 0)


@pytest.mark.parametrize("tz", ["Europe/Berlin", "Pacific/Auckland", "America/Sao_Paulo"])
def test_next_monday_is_still_to_come(tz: str) -> None:
    clock = Clock()
    for _ in range(9):
        monday = clock.next_monday_at_nine(tz)
        assert 0 < monday.timestamp() - clock.now() <= 7 * 86400 + 3600
        assert (monday.weekday(), monday.hour, monday.tzinfo) == (0, 9, ZoneInfo(tz))
        clock.advance(86_400)


class Someone:
    id = "U7"


@pytest.mark.parametrize(
    ("kind", "value", "state"),
    [
        ("plain_text_input", "x", {"value": "x"}),
        ("plain_text_input", None, {"value": None}),
        ("number_input", 3, {"value": "3"}),
        ("users_select", Someone(), {"selected_user": "U7"}),
        ("multi_users_select", Someone(), {"selected_users": ["U7"]}),
        ("multi_users_select", [Someone()], {"selected_users": ["U7"]}),
        ("multi_users_select", None, {"selected_users": []}),
        ("datepicker", date(2026, 3, 1), {"selected_date": "2026-03-01"}),
        ("timepicker", time(9, 5), {"selected_time": "09:05"}),
        ("datetimepicker", datetime(2026, 3, 1, tzinfo=UTC), {"selected_date_time": 1772323200}),
        ("static_select", "second", {"selected_option": option("Second one", "2")}),
        (
            "checkboxes",
            ["First", "Second one"],
            {"selected_options": [option("First", "1"), option("Second one", "2")]},
        ),
        ("radio_buttons", "First", {"selected_option": option("First", "1")}),
    ],
)
def test_entries(kind: str, value: Any, state: dict[str, Any]) -> None:
    choices = kind in ("static_select", "checkboxes", "radio_buttons")
    options = [option("First", "1"), option("Second one", "2")] if choices else []
    assert entry({"type": kind}, value, options) == {"type": kind, **state}


def test_choices_by_their_words() -> None:
    options = [option("Only them", "1"), option("Them and their manager: Ann", "2")]
    assert choose("only them", options)["value"] == "1"
    assert choose("Them and", options)["value"] == "2"
    with pytest.raises(NotOnScreen):
        choose("Everybody", options)
    with pytest.raises(NotOnScreen):
        choose("hem", options)


@pytest.mark.parametrize(
    ("element", "value", "mistake"),
    [
        ({"type": "plain_text_input"}, "  ", REQUIRED),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({"type": "plain_text_input"}, "x" * 3001, "Please enter at most 3000 characters."),
        ({"type": "email_text_input"}, "nobody", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "example", "Please enter a valid URL."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "one", "Please enter a number."),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "3"},
            "4",
            "Please enter a number that is at most 3.",
        ),
        ({"type": "email_text_input"}, "a@b.example", ""),
        ({"type": "url_text_input"}, "https://a.example/b", ""),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "1"}, "1.5", ""),
    ],
)
def test_mistakes_in_fields(element: dict[str, Any], value: str, mistake: str) -> None:
    view = View("V1", "U1", "modal")
    view.show({"blocks": [field("b", "Label", element)]}, 0)
    view.state["b"]["entered"] = {"type": element["type"], "value": value}
    assert mistakes(view).get("b", "") == mistake


def test_optional_fields_may_be_empty_but_not_wrong() -> None:
    view = View("V1", "U1", "modal")
    view.show({"blocks": [field("b", "Label", {"type": "email_text_input"}, optional=True)]}, 0)
    assert mistakes(view) == {}
    view.state["b"]["entered"]["value"] = "wrong"
    assert mistakes(view)


def test_a_bucket_runs_dry() -> None:
    bucket = Bucket(rate=0.5, burst=2)
    assert [bucket.wait() == 0 for _ in range(3)] == [True, True, False]
    assert 1 < bucket.wait() <= 2


def test_a_manifest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text("display_information: {name: Tiny}\noauth_config: {scopes: {bot: [commands]}}\n")
    tiny = Manifest.read(file)
    assert (tiny.name, tiny.scopes, tiny.commands, tiny.interactivity) == ("Tiny", {"commands"}, (), False)
    assert Manifest.read(MANIFEST).shortcut("message", "Note this") is not None
    file.write_text("- a list")
    with pytest.raises(ValueError, match="not a manifest"):
        Manifest.read(file)
