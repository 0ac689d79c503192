"""manifest.yml, for this installation's way of reaching Slack."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml

from bot.errors import CannotStart
from handlers.slack.manifest import ReservedCommand, build_manifest


def read_manifest() -> Mapping[str, Any]:
    """manifest.yml as it stands at the top of the repository, and in the installed package."""
    return yaml.safe_load(files("bot").joinpath("manifest.yml").read_text(encoding="utf-8"))


def manifest_for(*, url: str, command_prefix: str) -> dict[str, Any]:
    """`url` empty: for Socket Mode. Raises CannotStart."""
    if url and not url.startswith("https://"):
        raise CannotStart("--url takes an address that begins with https://: Slack calls no other.")
    try:
        return build_manifest(read_manifest(), url=url, prefix=command_prefix)
    except ReservedCommand as name:
        raise CannotStart(f"EVERLOOP_COMMAND_PREFIX makes {name}, which Slack keeps for itself.") from None


def manifest_text(*, url: str, command_prefix: str) -> str:
    """As YAML, to paste. Raises CannotStart."""
    made = manifest_for(url=url, command_prefix=command_prefix)
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=120)
