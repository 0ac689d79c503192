"""The small parts that views are made of: texts within limits, buttons, names, times, people's own words.

People's text stands in rich_text or plain_text only: there nothing in it is live, and escaping doesn't
lengthen it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.domain.people import PersonRef
from core.words import Words
from handlers.slack.ids import Action, Block
from handlers.slack.limits import clip
from handlers.slack.markup import escape
from handlers.slack.metadata import Stamp, pack
from handlers.slack.payloads import Json

MAX_TITLE = 24  # of a modal, its submit and its close
MAX_BUTTON = 75
MAX_OPTION = 75
MAX_PLACEHOLDER = 150
MAX_HEADER = 150
MAX_SECTION = 3000
MAX_CONTEXT = 2000

_LIVE = re.compile(
    r"(?P<url>https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][A-Za-z0-9\-._~:/?#@!$&'()*+,;=%\[\]]*)?)"
    r"|:(?P<emoji>[a-z+][a-z0-9_+-]*|-1):(?::skin-tone-(?P<tone>[2-6]):)?"
)
_AFTER_URL = ".,;:!?)'"


def plain(text: str, most: int = MAX_SECTION) -> Json:
    return {"type": "plain_text", "text": clip(text, most), "emoji": True}


def mrkdwn(text: str) -> Json:
    """`text` is ours: whatever of people's stands in it has been escaped."""
    return {"type": "mrkdwn", "text": text}


def section(text: Json, accessory: Json | None = None) -> Json:
    block: Json = {"type": "section", "text": text}
    return {**block, "accessory": accessory} if accessory else block


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text, MAX_HEADER)}


def divider() -> Json:
    return {"type": "divider"}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(
    text: str, action: Action, value: Stamp | None = None, *, style: str = "", confirm: Json | None = None
) -> Json:
    made: Json = {"type": "button", "text": plain(text, MAX_BUTTON), "action_id": action.value}
    if value is not None:
        made["value"] = pack(value)
    if style:
        made["style"] = style
    if confirm is not None:
        made["confirm"] = confirm
    return made


def confirm(title: str, text: str, yes: str, no: str) -> Json:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(value: str, text: str, description: str = "") -> Json:
    made: Json = {"text": plain(text, MAX_OPTION), "value": value}
    return {**made, "description": plain(description, MAX_OPTION)} if description else made


def text_input(block: Block, label: str, action: Action, text: str, *, most: int, placeholder: str) -> Json:
    """A box to write into, of several lines, with what stands in it already."""
    element: Json = {
        "type": "plain_text_input",
        "action_id": action.value,
        "multiline": True,
        "max_length": most,
        "placeholder": plain(placeholder, MAX_PLACEHOLDER),
    }
    if text:
        element["initial_value"] = text
    return {"type": "input", "block_id": block.value, "label": plain(label), "element": element}


def modal(
    title: str, blocks: Sequence[Json], *, callback_id: str, close: str, submit: str = "", metadata: str = ""
) -> Json:
    view: Json = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, MAX_TITLE),
        "close": plain(close, MAX_TITLE),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = plain(submit, MAX_TITLE)
    if metadata:
        view["private_metadata"] = metadata
    return view


# -- people and times --


def name(person: PersonRef, words: Words) -> str:
    """For plain texts."""
    return words("someone-who-left") if person.erased else person.name


def mention(person: PersonRef, words: Words) -> str:
    """For mrkdwn texts: Slack shows the name, and who that is."""
    return escape(words("someone-who-left")) if person.erased else f"<@{person.external_id}>"


def channel_mention(channel: str) -> str:
    """For mrkdwn texts: Slack shows the name to those who may know it."""
    return f"<#{channel}>"


def in_a_row(names: Sequence[str], words: Words) -> str:
    """ "Ann", "Ann and Bob", "Ann, Bob and Eve"."""
    if len(names) < 2:
        return "".join(names)
    return words("names-and", first=", ".join(names[:-1]), last=names[-1])


def mentions(people: Sequence[PersonRef], words: Words) -> str:
    return in_a_row([mention(person, words) for person in people], words)


def day(at: datetime, time_zone: str) -> str:
    """A day, for mrkdwn: as the reader's client writes it, "today" and "yesterday" included."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}|{_local(at, time_zone):%Y-%m-%d}>"


def moment(at: datetime, time_zone: str) -> str:
    """A day and the time on it, for mrkdwn."""
    shown = f"{_local(at, time_zone):%Y-%m-%d, %H:%M}"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}, {{time}}|{shown}>"


def time_of_day(at: datetime, time_zone: str) -> str:
    return f"<!date^{int(at.timestamp())}^{{time_secs}}|{_local(at, time_zone):%H:%M:%S}>"


def long_date(on: date, words: Words) -> str:
    """A day of the calendar, for any text: "Tuesday, 1 December"."""
    return words("date", weekday=on.isoweekday(), day=on.day, month=on.month)


def local_day(at: datetime, time_zone: str) -> date:
    return _local(at, time_zone).date()


def _local(at: datetime, time_zone: str) -> datetime:
    try:
        return at.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return at.astimezone(UTC)


# -- what people typed --


def own_words(text: str) -> Json:
    """What somebody typed, as they typed it, with links to click and the emoji they chose."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": _leaves(text)}]}


def quotation(text: str, link: str, link_text: str) -> Json:
    """A quoted message, with a link to it."""
    quote: Json = {"type": "rich_text_quote", "elements": _leaves(text)}
    link_line: Json = {"type": "rich_text_section", "elements": [_link(link, link_text)]}
    return {"type": "rich_text", "elements": [quote, link_line] if link else [quote]}


def _leaves(text: str) -> list[Json]:
    leaves: list[Json] = []
    end = 0
    for match in _LIVE.finditer(text):
        leaf, length = _leaf(match)
        if leaf is None:
            continue
        if match.start() > end:
            leaves.append({"type": "text", "text": text[end : match.start()]})
        leaves.append(leaf)
        end = match.start() + length
    if end < len(text) or not leaves:
        leaves.append({"type": "text", "text": text[end:] or " "})
    return leaves


def _leaf(match: re.Match[str]) -> tuple[Json | None, int]:
    if emoji := match["emoji"]:
        tone = {"skin_tone": int(match["tone"])} if match["tone"] else {}
        return {"type": "emoji", "name": emoji, **tone}, len(match[0])
    url = match["url"].rstrip(_AFTER_URL)
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return (_link(url) if host and "." in host else None), len(url)


def _link(url: str, text: str = "") -> Json:
    return {"type": "link", "url": url, "text": text} if text else {"type": "link", "url": url}
