"""Slack's markup (`<@U1|bob>`, `<https://…|label>`, `&lt;`), turned back into what people saw and typed."""

import re
from collections.abc import Mapping

_ENTITY = re.compile(r"<([^<>]+)>")
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>")


def mentioned(raw: str) -> tuple[str, ...]:
    """Ids of the people mentioned, each once, in their order."""
    return tuple(dict.fromkeys(match.group(1) for match in _PERSON.finditer(raw)))


def unnamed(raw: str) -> tuple[str, ...]:
    """Ids of the people who are mentioned without their name."""
    return tuple(dict.fromkeys(match.group(1) for match in _PERSON.finditer(raw) if not match.group(2)))


def readable(raw: str, names: Mapping[str, str] | None = None) -> str:
    """The text as people see it. `names`: id → name, for mentions that carry none."""
    return unescape(_ENTITY.sub(lambda match: _shown(match.group(1), names or {}), raw))


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape(text: str) -> str:
    """So that nothing in it is live in a mrkdwn text: neither a mention nor a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shown(body: str, names: Mapping[str, str]) -> str:
    target, _, label = body.partition("|")
    if target.startswith("@"):
        return f"@{names.get(target[1:]) or label or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        shown = label or target[1:].partition("^")[0]
        return shown if target.startswith("!date^") or shown.startswith("@") else f"@{shown}"
    return label or target
