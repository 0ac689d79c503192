"""What is registered in code, what the manifest declares and what the calls need is one and the same."""

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.slack.ids import Event, Shortcut
from handlers.slack.manifest import (
    RESERVED_COMMANDS,
    SCOPE_OF_EVENT,
    SCOPE_OF_METHOD,
    SCOPES_BESIDE_METHODS,
    ReservedCommand,
    build_manifest,
    commands_of,
    scopes_of,
)
from tests.slack.desk import Desk, desk_open, texts

ROOT = Path(__file__).parents[2]
SLACK = ROOT / "handlers" / "slack"
SOURCE: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())


def called_methods() -> set[str]:
    """Every literal in handlers/slack that names a method of Slack's Web API."""
    families = {
        "apps",
        "auth",
        "chat",
        "conversations",
        "files",
        "reactions",
        "team",
        "usergroups",
        "users",
        "views",
    }
    found: set[str] = set()
    for path in SLACK.rglob("*.py"):
        if path.name in ("manifest.py", "ids.py"):  # the list itself, and our own ids
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                head, _, rest = node.value.partition(".")
                if head in families and rest.replace(".", "").isalpha() and " " not in rest:
                    found.add(node.value)
    return found


def test_every_method_that_is_called_is_listed_with_its_scope() -> None:
    assert called_methods() == set(SCOPE_OF_METHOD)


def test_the_scopes_are_those_that_calls_and_events_need_and_no_others() -> None:
    needed = {*SCOPE_OF_METHOD.values(), *SCOPE_OF_EVENT.values(), *SCOPES_BESIDE_METHODS} - {None}
    assert set(scopes_of(SOURCE)) == needed


async def test_what_is_registered_is_what_is_declared(desk: Desk) -> None:
    listeners = desk.app.listeners
    declared = SOURCE["settings"]["event_subscriptions"]["bot_events"]
    assert listeners.events == set(declared) == set(SCOPE_OF_EVENT) == {event.value for event in Event}
    assert listeners.commands == set(commands_of(SOURCE))
    shortcuts = {one["callback_id"]: one["type"] for one in SOURCE["features"]["shortcuts"]}
    assert shortcuts == {
        Shortcut.GIVE: "global",
        Shortcut.ASK: "global",
        Shortcut.GIVE_ON_MESSAGE: "message",
    }
    assert listeners.shortcuts == set(shortcuts)


def test_commands_carry_people_by_id_and_the_app_takes_no_messages() -> None:
    assert all(command["should_escape"] for command in SOURCE["features"]["slash_commands"])
    home = SOURCE["features"]["app_home"]
    assert home == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": True,
    }
    assert SOURCE["settings"]["interactivity"]["is_enabled"] is True


def test_names_fit_into_what_slack_takes() -> None:
    info, features = SOURCE["display_information"], SOURCE["features"]
    assert len(info["name"]) <= 35
    assert len(info["description"]) <= 140
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 35
        assert len(shortcut["description"]) <= 150
    for command in features["slash_commands"]:
        assert len(command["command"]) <= 32


def test_for_socket_mode_nothing_names_an_address() -> None:
    made = build_manifest(SOURCE)
    assert made == SOURCE
    assert made["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("url", ["https://everloop.example", "https://everloop.example/slack/events/"])
def test_for_http_everything_that_slack_sends_has_the_same_address(url: str) -> None:
    made = build_manifest(SOURCE, url=url)
    address = "https://everloop.example/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["interactivity"]["request_url"] == address
    assert [command["url"] for command in made["features"]["slash_commands"]] == [address]
    assert SOURCE["settings"]["socket_mode_enabled"] is True, "the source is left as it is"


async def test_a_prefix_goes_before_the_command_everywhere() -> None:
    made = build_manifest(SOURCE, prefix="acme-")
    assert commands_of(made) == ("/acme-feedback",)
    async with desk_open(command_prefix="acme-") as desk:
        assert desk.app.listeners.commands == {"/acme-feedback"}
        await desk.command("help", name="/acme-feedback")
        assert "/acme-feedback list" in texts(desk.slack.told[-1])


def test_names_that_slack_keeps_for_itself_are_refused() -> None:
    assert not set(commands_of(SOURCE)) & RESERVED_COMMANDS
    for reserved in ("/remind", "/invite", "/dnd", "/away", "/feed"):
        assert reserved in RESERVED_COMMANDS
    taken = {**SOURCE, "features": {**SOURCE["features"], "slash_commands": [{"command": "/feedback"}]}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handlers.slack.manifest.RESERVED_COMMANDS", frozenset({"/my-feedback"}))
        with pytest.raises(ReservedCommand):
            build_manifest(taken, prefix="my-")
