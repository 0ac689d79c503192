"""Slack's JSON, and how to look into it. Payloads come from outside: nothing in them is taken for granted."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

Json: TypeAlias = dict[str, Any]
"""What we send: blocks, views, messages."""

Payload: TypeAlias = Mapping[str, Any]
"""What Slack sends."""


def at(payload: Payload, *path: str) -> Any:
    """What stands at the end of the path, or None where the path ends earlier."""
    found: Any = payload
    for key in path:
        if not isinstance(found, Mapping):
            return None
        found = cast(Payload, found).get(key)
    return found


def text_at(payload: Payload, *path: str) -> str:
    """The text at the end of the path; empty where there is none."""
    found = at(payload, *path)
    return found if isinstance(found, str) else ""


def part_at(payload: Payload, *path: str) -> Payload:
    """The object at the end of the path; empty where there is none."""
    found = at(payload, *path)
    return cast(Payload, found) if isinstance(found, dict) else {}


def list_at(payload: Payload, *path: str) -> list[Any]:
    found = at(payload, *path)
    return cast(list[Any], found) if isinstance(found, list) else []


def strings(values: Iterable[Any]) -> tuple[str, ...]:
    """Those of the values that are text, each once, in their order."""
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str)))
