"""An app's manifest: what it may do and hear, read as Slack reads it."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from sandbox.wire import Json, as_json, as_list


@dataclass(frozen=True)
class Command:
    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    type: str
    name: str
    description: str
    callback_id: str


@dataclass(frozen=True)
class Manifest:
    """The parts of a manifest that decide what an app is sent and what it may call."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    interactivity: bool
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool

    @classmethod
    def read(cls, source: Path | Json) -> "Manifest":
        """From a YAML (or JSON) file, or from the mapping itself. Raises ValueError if it is no mapping."""
        raw = source if isinstance(source, dict) else yaml.safe_load(source.read_text(encoding="utf-8"))
        if not isinstance(raw, dict):
            raise ValueError(f"{source} is not a manifest")
        return cls.parse(as_json(raw))

    @classmethod
    def parse(cls, raw: Json) -> "Manifest":
        features, settings = as_json(raw.get("features")), as_json(raw.get("settings"))
        home = as_json(features.get("app_home"))
        scopes = as_json(as_json(raw.get("oauth_config")).get("scopes")).get("bot")
        return cls(
            name=str(as_json(raw.get("display_information")).get("name", "App")),
            scopes=frozenset(as_list(scopes)),
            events=frozenset(as_list(as_json(settings.get("event_subscriptions")).get("bot_events"))),
            commands=tuple(_command(as_json(c)) for c in as_list(features.get("slash_commands"))),
            shortcuts=tuple(_shortcut(as_json(s)) for s in as_list(features.get("shortcuts"))),
            interactivity=bool(as_json(settings.get("interactivity")).get("is_enabled")),
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled")),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled", True)),
        )

    def command(self, word: str) -> Command | None:
        return next((c for c in self.commands if c.command == word), None)

    def shortcut(self, kind: str, name: str) -> Shortcut | None:
        """A shortcut by the name that people see, or by its callback_id."""
        return next((s for s in self.shortcuts if s.type == kind and name in (s.name, s.callback_id)), None)


def _command(raw: Json) -> Command:
    return Command(
        str(raw.get("command", "")),
        str(raw.get("description", "")),
        str(raw.get("usage_hint", "")),
        bool(raw.get("should_escape")),
    )


def _shortcut(raw: Json) -> Shortcut:
    return Shortcut(
        str(raw.get("type", "")),
        str(raw.get("name", "")),
        str(raw.get("description", "")),
        str(raw.get("callback_id", "")),
    )
