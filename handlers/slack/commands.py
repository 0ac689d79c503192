"""What `/feedback …` asks for. Pure: text in, request out; nothing that was typed is lost.

With `should_escape` Slack sends `<@U1|bob>` for people it knows; others stay as typed: "@bbo".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.feedback import MAX_RECIPIENTS
from core.domain.looking_back import MAX_LOOKED_FOR_TEXT
from core.domain.requests import MAX_ASKED
from handlers.slack.markup import mentioned, readable

_ASK = re.compile(r"\s*request(?=\s|$)", re.IGNORECASE)
_SEARCH = re.compile(r"\s*search(?=\s|$)", re.IGNORECASE)
_AFTER = r"(?=[\s,:]|$)"  # "@bob's parser" is not addressed to Bob, it speaks of him
_LEADING_PERSON = re.compile(r"[\s,:]*<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>" + _AFTER)
_LEADING_NAME = re.compile(r"[\s,:]*@([\w.'’-]*\w)" + _AFTER)
_LEADING_GROUP = re.compile(r"[\s,:]*<!(?:subteam\^[A-Z0-9]+\|)?@?([^<>|^]+)(?:\|[^<>]*)?>" + _AFTER)
_NAME = re.compile(r"(?:^|(?<=[\s(,]))@([\w.'’-]*\w)")


@dataclass(frozen=True, slots=True)
class OpenForm:
    """`recipients` are Slack ids; `not_found` are names typed after an @ that belong to nobody."""

    recipients: tuple[str, ...] = ()
    text: str = ""
    not_found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenAskForm:
    """As OpenForm, for the form that asks for feedback."""

    people: tuple[str, ...] = ()
    text: str = ""
    not_found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowRequests:
    pass


@dataclass(frozen=True, slots=True)
class ShowHelp:
    pass


@dataclass(frozen=True, slots=True)
class ShowList:
    pass


@dataclass(frozen=True, slots=True)
class ShowFound:
    """What has these words in it."""

    text: str


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    text: str


Request = OpenForm | OpenAskForm | ShowRequests | ShowHelp | ShowList | ShowFound | NotUnderstood


def parse_command(raw: str, names: Mapping[str, str] | None = None) -> Request:
    """`names`: Slack id → name, for mentions that come without one."""
    match raw.strip().casefold():
        case "":
            return OpenForm()
        case "help":
            return ShowHelp()
        case "list":
            return ShowList()
        case "requests":
            return ShowRequests()
        case _ if match := _SEARCH.match(raw):
            return ShowFound(readable(raw[match.end() :], names).strip()[:MAX_LOOKED_FOR_TEXT])
        case _ if match := _ASK.match(raw):
            return _parse_ask(raw[match.end() :], names)
        case _:
            return _parse_feedback(raw.strip(), names)


def _parse_ask(raw: str, names: Mapping[str, str] | None) -> Request:
    people, unknown, rest = _leading(raw.strip())
    return OpenAskForm(
        people=tuple(dict.fromkeys([*people, *mentioned(rest)]))[:MAX_ASKED],
        text=readable(rest, names).strip(),
        not_found=tuple(dict.fromkeys(unknown)),
    )


def _parse_feedback(raw: str, names: Mapping[str, str] | None) -> Request:
    people, unknown, rest = _leading(raw)
    recipients = tuple(dict.fromkeys([*people, *mentioned(rest)]))[:MAX_RECIPIENTS]
    text = readable(rest, names).strip()
    not_found = tuple(dict.fromkeys([*unknown, *_NAME.findall(_without_entities(rest))]))
    if not recipients and not not_found:
        return NotUnderstood(text)
    return OpenForm(recipients, text, not_found if not recipients else tuple(unknown))


def _leading(raw: str) -> tuple[list[str], list[str], str]:
    """People and unknown names at the start, and what comes after them."""
    people: list[str] = []
    unknown: list[str] = []
    while True:
        if match := _LEADING_PERSON.match(raw):
            people.append(match.group(1))
        elif match := _LEADING_NAME.match(raw) or _LEADING_GROUP.match(raw):
            unknown.append(readable(match.group(1)))
        else:
            return people, unknown, raw.lstrip(" \t\r\n,:") if people or unknown else raw
        raw = raw[match.end() :]


def _without_entities(raw: str) -> str:
    return re.sub(r"<[^<>]*>", " ", raw)
