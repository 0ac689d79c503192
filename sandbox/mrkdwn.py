"""Slack's text format: as people see it, and as a client sends what people typed."""

import html
import re
from collections.abc import Callable, Iterable

from sandbox.wire import Json

CONTROL = re.compile(r"<([^<>]+)>")
MARKED = re.compile(r"(?<!\w)([*_~`])(?=\S)(.+?)(?<=\S)\1(?!\w)")
TYPED = re.compile(r"https?://[^\s<>|]+|(?<![\w.@#])[@#](?=\w)")


def escape(text: str) -> str:
    """Slack's three entities, and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def visible(text: str, name_of: Callable[[str], str]) -> str:
    """What a person reads: mentions as names, links as their words, no marks of bold or code."""

    def control(match: re.Match[str]) -> str:
        target, _, label = match.group(1).partition("|")
        if target[:1] in "@#":
            return target[:1] + name_of(target[1:])
        if target.startswith("!date^"):
            return label
        if target.startswith("!subteam^"):
            return "@" + name_of(target.removeprefix("!subteam^"))
        return f"@{target[1:]}" if target.startswith("!") else label or target

    without_marks = MARKED.sub(lambda m: m.group(2), text)
    return html.unescape(CONTROL.sub(control, without_marks))


class Typed:
    """A text that a person typed, taken apart: plain words, and the mentions their client completed.

    `people` and `channels` give (names longest first, id, handle) of what can be mentioned.
    """

    def __init__(
        self,
        text: str,
        people: Iterable[tuple[tuple[str, ...], str, str]],
        channels: Iterable[tuple[tuple[str, ...], str, str]],
    ) -> None:
        self._known = {
            "@": [(n.lower(), i, h) for names, i, h in people for n in names],
            "#": [(n.lower(), i, h) for names, i, h in channels for n in names],
        }
        for known in self._known.values():
            known.sort(key=lambda k: -len(k[0]))
        self.parts = list(self._split(text))

    def _split(self, text: str) -> Iterable[Json]:
        at = 0
        for match in TYPED.finditer(text):
            if match.start() < at:
                continue
            part, end = self._part(text, match)
            if part:
                if match.start() > at:
                    yield {"type": "text", "text": text[at : match.start()]}
                yield part
                at = end
        if at < len(text):
            yield {"type": "text", "text": text[at:]}

    def _part(self, text: str, match: re.Match[str]) -> tuple[Json | None, int]:
        sign = match.group()
        if sign not in self._known:
            return {"type": "link", "url": sign}, match.end()
        for name, any_id, handle in self._known[sign]:
            end = match.end() + len(name)
            if text[match.end() : end].lower() == name and not text[end : end + 1].isalnum():
                kind = "user" if sign == "@" else "channel"
                return {"type": kind, f"{kind}_id": any_id, "handle": handle}, end
        return None, match.end()

    def in_command(self, should_escape: bool) -> str:
        """The text of a slash command: <@U1|bob> for mentions where the manifest asks for it."""
        return "".join(self._sent(p, labelled=True, linked=should_escape) for p in self.parts)

    def in_message(self) -> str:
        """The text of a message: <@U1> for mentions."""
        return "".join(self._sent(p, labelled=False, linked=True) for p in self.parts)

    def blocks(self) -> list[Json]:
        """The rich_text block of a message, as Slack's client makes it."""
        elements = [{k: v for k, v in part.items() if k != "handle"} for part in self.parts]
        return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]

    @staticmethod
    def _sent(part: Json, *, labelled: bool, linked: bool) -> str:
        match part["type"]:
            case "text":
                return escape(part["text"])
            case "link":
                return f"<{part['url']}>" if linked else escape(part["url"])
            case kind:
                sign, any_id = ("@", part["user_id"]) if kind == "user" else ("#", part["channel_id"])
                label = f"|{part['handle']}" if labelled else ""
                return f"<{sign}{any_id}{label}>" if linked else f"{sign}{part['handle']}"
