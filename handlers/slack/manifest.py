"""The app manifest: one source (manifest.yml), for Socket Mode or for HTTP, with a prefix for the commands.

It also says what each call to Slack needs, so that a test can prove the scopes enough and none too many.
"""

import copy
from collections.abc import Mapping
from typing import Any

from handlers.slack.ids import Command
from handlers.slack.listeners import prefixed
from handlers.slack.payloads import Json, Payload, list_at, part_at, strings

EVENTS_PATH = "/slack/events"

SCOPE_OF_METHOD: Mapping[str, str | None] = {
    "apps.connections.open": None,  # by the app token
    "auth.test": None,
    "chat.delete": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "im:history",
    "conversations.info": "channels:read",
    "conversations.join": "channels:join",
    "conversations.members": "channels:read",
    "conversations.open": "im:write",
    "conversations.replies": "im:history",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
"""Every method that we call, and the scope that it takes."""

SCOPE_OF_EVENT: Mapping[str, str | None] = {
    "app_home_opened": None,
    "team_join": "users:read",
    "user_change": "users:read",
}

SCOPES_BESIDE_METHODS: Mapping[str, str] = {
    "commands": "slash commands and shortcuts",
    "groups:read": "conversations.info of a private channel that we have been invited to",
    "users:read.email": "e-mail addresses in what users.list says, to match the people team's file",
}

RESERVED_COMMANDS = frozenset(
    """
    /active /apps /archive /away /call /collapse /deactivate /dm /dnd /expand /feed /help /invite
    /invite_people /join /kick /leave /me /msg /mute /open /poll /prefs /remind /remove /rename /search
    /shortcuts /shrug /star /status /topic /unarchive /who
    """.split()  # noqa: SIM905 (a list of words reads better than a column of literals)
)
"""Names that Slack keeps for itself."""


class ReservedCommand(ValueError):
    """Slack would never send this command to us."""


def command_name(command: Command, prefix: str = "") -> str:
    """The command as people type it. Raises ReservedCommand."""
    name = prefixed(command, prefix)
    if name in RESERVED_COMMANDS:
        raise ReservedCommand(name)
    return name


def build_manifest(source: Payload, *, url: str = "", prefix: str = "") -> Json:
    """`source` is manifest.yml, parsed. With `url` ("https://everloop.example.com") Slack comes by HTTP, else
    by Socket Mode. Raises ReservedCommand."""
    made: dict[str, Any] = copy.deepcopy(dict(source))
    for declared in made["features"]["slash_commands"]:
        declared["command"] = command_name(Command(declared["command"]), prefix)
        if url:
            declared["url"] = _endpoint(url)
    settings = made["settings"]
    settings["socket_mode_enabled"] = not url
    if url:
        settings["event_subscriptions"]["request_url"] = _endpoint(url)
        settings["interactivity"]["request_url"] = _endpoint(url)
    return made


def _endpoint(url: str) -> str:
    return url.rstrip("/") if url.rstrip("/").endswith(EVENTS_PATH) else url.rstrip("/") + EVENTS_PATH


def scopes_of(manifest: Payload) -> tuple[str, ...]:
    return strings(list_at(manifest, "oauth_config", "scopes", "bot"))


def commands_of(manifest: Payload) -> tuple[str, ...]:
    commands = list_at(part_at(manifest, "features"), "slash_commands")
    return strings(declared.get("command") for declared in commands)
