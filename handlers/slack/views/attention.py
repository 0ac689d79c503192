"""Guarding attention: what somebody chose, the form to change it, and the daily digest."""

from collections.abc import Callable, Mapping
from typing import Any

from core.domain.attention import DEFAULT_HOUR, HOURS, Preferences
from core.domain.drafts import Draft
from core.domain.people import PersonRef
from core.domain.requests import AskItem
from core.notifications import Digest
from core.words import Words
from handlers.slack.forms import drafted_words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.metadata import AskRef, DraftRef, PersonMark
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    actions,
    button,
    context,
    day,
    header,
    long_date,
    mention,
    modal,
    mrkdwn,
    option,
    plain,
    section,
)
from handlers.slack.views.rendered import Rendered

AT_ONCE, DIGEST = "at_once", "digest"
PAUSE = "pause"
MAX_SNIPPET = 160


def attention_section(words: Words, chosen: Preferences) -> list[Json]:
    """On Home: what they chose, and a button to change it."""
    work = words("attention-at-once")
    if chosen.digest_hour is not None:
        work = words("attention-digest", hour=_hour(words, chosen.digest_hour))
    reminders = words("attention-reminders-on" if chosen.reminders else "attention-reminders-off")
    return [
        header(words("attention-section")),
        section(mrkdwn(f"{work}\n{reminders}\n{words('attention-always')}")),
        actions(button(words("attention-change"), Action.ATTENTION_OPEN)),
    ]


def attention_modal(words: Words, chosen: Preferences) -> Json:
    return modal(
        words("attention-title"),
        [_work(words, chosen), _hours(words, chosen), _reminders(words, chosen)],
        callback_id=Modal.ATTENTION,
        submit=words("attention-submit"),
        close=words("cancel"),
    )


def _work(words: Words, chosen: Preferences) -> Json:
    options = [
        option(AT_ONCE, words("attention-work-at-once")),
        option(DIGEST, words("attention-work-digest")),
    ]
    element: Json = {
        "type": "radio_buttons",
        "action_id": Action.ATTENTION_WORK.value,
        "options": options,
        "initial_option": options[0 if chosen.digest_hour is None else 1],
    }
    return _input(Block.ATTENTION_WORK, words("attention-work"), element)


def _hours(words: Words, chosen: Preferences) -> Json:
    now = DEFAULT_HOUR if chosen.digest_hour is None else chosen.digest_hour
    options = {hour: option(str(hour), _hour(words, hour)) for hour in HOURS}
    element: Json = {
        "type": "static_select",
        "action_id": Action.ATTENTION_HOUR.value,
        "options": list(options.values()),
        "initial_option": options[now],
    }
    made = _input(Block.ATTENTION_HOUR, words("attention-hour"), element)
    return {**made, "hint": plain(words("attention-hour-hint"))}


def _hour(words: Words, hour: int) -> str:
    return words("attention-hour-option", hour=hour)


def _reminders(words: Words, chosen: Preferences) -> Json:
    pause = option(PAUSE, words("attention-reminders-pause"), words("attention-reminders-pause-hint"))
    element: Json = {
        "type": "checkboxes",
        "action_id": Action.ATTENTION_REMINDERS.value,
        "options": [pause],
    }
    if not chosen.reminders:
        element["initial_options"] = [pause]
    return {**_input(Block.ATTENTION_REMINDERS, words("attention-reminders"), element), "optional": True}


def _input(block: Block, label: str, element: Json) -> Json:
    return {"type": "input", "block_id": block.value, "label": plain(label), "element": element}


# -- the digest --


def _digest(what: Digest, words: Words, time_zone: str) -> Rendered:
    preview = words("digest-preview", count=len(what.asks) + len(what.proposals) + len(what.drafts))
    if what.is_empty:
        return Rendered(preview, [section(mrkdwn(words("digest-empty")))])
    blocks = [header(words("digest-title"))]
    for ask in what.asks:
        blocks += _ask(words, ask)
    for person in what.proposals:
        blocks += _proposal(words, person)
    for draft in what.drafts:
        blocks += _draft(words, draft, time_zone)
    notes = [words("digest-more")] if what.more else []
    notes.append(words("digest-note"))
    return Rendered(preview, [*blocks, context(*(mrkdwn(note) for note in notes))])


def _ask(words: Words, item: AskItem) -> list[Json]:
    facts = {"requester": mention(item.requester, words), "date": long_date(item.ask.due_on, words)}
    if item.about.id == item.requester.id:
        line = words("digest-ask", **facts)
    else:
        line = words("digest-ask-about", about=mention(item.about, words), **facts)
    ref = AskRef(ask=item.ask.id)
    return [
        section(mrkdwn(line)),
        actions(
            button(words("ask-answer"), Action.ANSWER_OPEN, ref, style="primary"),
            button(words("ask-not-now"), Action.PUT_OFF_OPEN, ref),
            button(words("ask-decline"), Action.DECLINE_OPEN, ref),
        ),
    ]


def _proposal(words: Words, person: PersonRef) -> list[Json]:
    mark = PersonMark(person=person.id)
    return [
        section(mrkdwn(words("message-manager-proposed", person=mention(person, words)))),
        context(mrkdwn(words("message-manager-proposed-note"))),
        actions(
            button(words("manager-yes"), Action.MANAGER_CONFIRM, mark, style="primary"),
            button(words("manager-no"), Action.MANAGER_DECLINE, mark),
        ),
    ]


def _draft(words: Words, draft: Draft, time_zone: str) -> list[Json]:
    ref = DraftRef(draft=draft.id)
    snippet = " ".join(drafted_words(draft).split()) or words("home-draft-untitled")
    since = words("digest-draft", day=day(draft.updated_at, time_zone))
    return [
        context(mrkdwn(since), plain(snippet, MAX_SNIPPET)),
        actions(
            button(words("home-draft-continue"), Action.DRAFT_OPEN, ref),
            button(words("home-draft-discard"), Action.DRAFT_DISCARD, ref),
        ),
    ]


RENDER: Mapping[type, Callable[[Any, Words, str], Rendered]] = {Digest: _digest}
