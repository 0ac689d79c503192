"""What somebody who is asked opens: the answer, "not now", and declining."""

from collections.abc import Mapping, Sequence
from datetime import date

from core.domain.feedback import MAX_TEXT
from core.domain.people import PersonRef
from core.domain.requests import MAX_REASON, AskItem, Later
from core.words import Words
from handlers.slack.ids import Action, Block, Modal
from handlers.slack.limits import clip
from handlers.slack.metadata import AnswerState, AskRef, pack
from handlers.slack.payloads import Json
from handlers.slack.views.parts import (
    context,
    long_date,
    mention,
    mentions,
    modal,
    mrkdwn,
    name,
    option,
    own_words,
    plain,
    section,
)


def answer_form(
    words: Words,
    item: AskItem,
    seen_by: Sequence[PersonRef],
    state: AnswerState,
    text: str = "",
    note: str = "",
) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": Action.ANSWER_TEXT.value,
        "multiline": True,
        "max_length": MAX_TEXT,
    }
    if text:
        element["initial_value"] = clip(text, MAX_TEXT)
    blocks = [
        *([section(plain(note))] if note else []),
        section(mrkdwn(_who_asks(words, item))),
        own_words(item.request.question),
        _input(Block.ANSWER, words("answer-text"), element),
        context(
            mrkdwn(words("answer-seen", people=mentions(seen_by, words))),
            mrkdwn(words("answer-due", date=long_date(item.ask.due_on, words))),
        ),
    ]
    view = modal(
        words("answer-title"),
        blocks,
        callback_id=Modal.ANSWER,
        submit=words("answer-submit"),
        close=words("cancel"),
        metadata=pack(state),
    )
    return {**view, "notify_on_close": True}


def _who_asks(words: Words, item: AskItem) -> str:
    requester = mention(item.requester, words)
    if item.about.id == item.requester.id:
        return words("answer-asked", requester=requester)
    return words("answer-asked-about", requester=requester, about=mention(item.about, words))


def put_off_modal(words: Words, item: AskItem, days: Mapping[Later, date]) -> Json:
    """`days`: on which day each choice would be."""
    keys = {Later.TOMORROW: "put-off-tomorrow", Later.NEXT_WEEK: "put-off-next-week"}
    options = [
        option(one, words(keys[one]), words("put-off-day", date=long_date(day, words)))
        for one, day in days.items()
    ]
    element: Json = {
        "type": "radio_buttons",
        "action_id": Action.PUT_OFF_UNTIL.value,
        "options": options,
        "initial_option": options[0],
    }
    return modal(
        words("put-off-title"),
        [_input(Block.PUT_OFF, words("put-off-label"), element)],
        callback_id=Modal.PUT_OFF,
        submit=words("put-off-submit"),
        close=words("cancel"),
        metadata=pack(AskRef(ask=item.ask.id)),
    )


def decline_modal(words: Words, item: AskItem) -> Json:
    requester = name(item.requester, words)
    element: Json = {
        "type": "plain_text_input",
        "action_id": Action.DECLINE_REASON.value,
        "multiline": True,
        "max_length": MAX_REASON,
    }
    hint = words("decline-reason-hint", requester=requester)
    reason = _input(Block.DECLINE_REASON, words("decline-reason"), element)
    return modal(
        words("decline-title"),
        [
            section(plain(words("decline-intro", requester=requester))),
            {**reason, "optional": True, "hint": plain(hint)},
        ],
        callback_id=Modal.DECLINE,
        submit=words("decline-submit"),
        close=words("cancel"),
        metadata=pack(AskRef(ask=item.ask.id)),
    )


def _input(block: Block, label: str, element: Json) -> Json:
    return {"type": "input", "block_id": block.value, "label": plain(label), "element": element}
