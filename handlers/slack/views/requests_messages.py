"""What Everloop tells people about requests, as Slack messages."""

from collections.abc import Callable, Mapping
from typing import Any

from core.domain.feedback import FeedbackItem, ReaderReason
from core.domain.ids import PersonId
from core.domain.requests import AskItem, AskState
from core.notifications import (
    RequestAnswered,
    RequestAsked,
    RequestClosed,
    RequestDeclined,
    RequestPlaced,
    RequestReminder,
)
from core.words import Words
from handlers.slack.ids import Action
from handlers.slack.markup import escape
from handlers.slack.metadata import AskRef, FeedbackRef, RequestRef
from handlers.slack.payloads import Json
from handlers.slack.views.detail import question_blocks
from handlers.slack.views.parts import (
    actions,
    button,
    context,
    local_day,
    long_date,
    mention,
    mentions,
    mrkdwn,
    name,
    own_words,
    section,
)
from handlers.slack.views.rendered import Rendered
from handlers.slack.views.revising import edited_note


def _asked(what: RequestAsked, words: Words, time_zone: str) -> Rendered:
    preview = words("message-asked-preview", requester=escape(name(what.item.requester, words)))
    return Rendered(preview, _asks(what, "message-asked", words, time_zone))


def _reminder(what: RequestReminder, words: Words, time_zone: str) -> Rendered:
    preview = words("message-asked-again-preview", requester=escape(name(what.item.requester, words)))
    return Rendered(preview, _asks(what, "message-asked-again", words, time_zone))


def _asks(what: RequestAsked | RequestReminder, key: str, words: Words, time_zone: str) -> list[Json]:
    item = what.item
    requester = mention(item.requester, words)
    if item.about.id == item.requester.id:
        line = words(key, requester=requester)
    else:
        line = words(f"{key}-about", requester=requester, about=mention(item.about, words))
    return [section(mrkdwn(line)), own_words(item.request.question), *_state(what, words, time_zone)]


def _state(what: RequestAsked | RequestReminder, words: Words, time_zone: str) -> list[Json]:
    """While it is asked: by when, who will read the answer, and the buttons; then how it ended."""
    ask = what.item.ask
    if not ask.is_open:
        return [context(mrkdwn(_ending(words, what.item)))]
    notes = [
        words("message-asked-due", date=long_date(ask.due_on, words)),
        words("message-asked-seen", people=mentions(what.seen_by, words)),
    ]
    if ask.snoozed_until is not None:
        again = long_date(local_day(ask.snoozed_until, time_zone), words)
        notes.append(words("message-asked-put-off", date=again))
    ref = AskRef(ask=ask.id)
    return [
        context(*(mrkdwn(note) for note in notes)),
        actions(
            button(words("ask-answer"), Action.ANSWER_OPEN, ref, style="primary"),
            button(words("ask-not-now"), Action.PUT_OFF_OPEN, ref),
            button(words("ask-decline"), Action.DECLINE_OPEN, ref),
        ),
    ]


def _ending(words: Words, item: AskItem) -> str:
    match item.ask.state:
        case AskState.DECLINED:
            return words("message-asked-declined")
        case AskState.CANCELLED:
            return words("message-asked-cancelled", requester=mention(item.requester, words))
        case AskState.CLOSED:
            return words("message-asked-closed")
        case _:
            return words("message-asked-answered")


def _placed(what: RequestPlaced, words: Words, _: str) -> Rendered:
    """Says as much as changes by what people do; what changes by time stands in the request itself."""
    item = what.item
    people = mentions([one.person for one in item.asks], words)
    if item.about.id == item.requester.id:
        line = words("message-placed", people=people)
    else:
        line = words("message-placed-about", people=people, about=mention(item.about, words))
    states = [
        words(
            "request-person",
            person=mention(one.person, words),
            status=words(f"status-{_known(one.ask.state).value}"),
        )
        for one in item.asks
    ]
    notes = [" · ".join(states)]
    if item.request.cancelled_at is not None:
        notes.append(words("message-placed-cancelled"))
    opened = button(words("open"), Action.REQUEST_OPEN, RequestRef(request=item.request.id))
    return Rendered(
        words("message-placed-preview"),
        [section(mrkdwn(line)), context(*(mrkdwn(note) for note in notes)), actions(opened)],
    )


def _known(state: AskState) -> AskState:
    """An answer that may still be undone isn't known to whoever asked."""
    return AskState.ASKED if state is AskState.ANSWERING else state


def _answered(what: RequestAnswered, words: Words, time_zone: str) -> Rendered:
    item = what.item
    author, recipient = mention(item.author, words), mention(item.recipient, words)
    opened = button(words("open"), Action.FEEDBACK_OPEN, FeedbackRef(feedback=item.feedback.id))
    return Rendered(
        words(
            "message-request-answered-preview",
            author=escape(name(item.author, words)),
            recipient=escape(name(item.recipient, words)),
        ),
        [
            section(mrkdwn(words("message-request-answered", author=author, recipient=recipient))),
            *question_blocks(item, _asker(item), words),
            own_words(item.submission.text),
            context(
                mrkdwn(words("message-request-answered-why", recipient=recipient)),
                *edited_note(words, item.submission, time_zone),
            ),
            actions(opened),
        ],
    )


def _asker(item: FeedbackItem) -> PersonId:
    readers = item.feedback.readers
    asked = (reader.person_id for reader in readers if reader.reason is ReaderReason.ASKED)
    return next(asked, item.feedback.recipient_id)


def _declined(what: RequestDeclined, words: Words, _: str) -> Rendered:
    item = what.item
    reason = item.ask.reason
    why = [context(mrkdwn(words("message-request-declined-why"))), own_words(reason)] if reason else []
    return Rendered(
        words("message-request-declined-preview", person=escape(name(item.person, words))),
        [
            section(mrkdwn(words("message-request-declined", person=mention(item.person, words)))),
            *why,
            _open(words, item),
        ],
    )


def _closed(what: RequestClosed, words: Words, _: str) -> Rendered:
    item = what.item
    return Rendered(
        words("message-request-closed", person=escape(name(item.person, words))),
        [
            section(mrkdwn(words("message-request-closed", person=mention(item.person, words)))),
            _open(words, item),
        ],
    )


def _open(words: Words, item: AskItem) -> Json:
    return actions(button(words("open"), Action.REQUEST_OPEN, RequestRef(request=item.request.id)))


RENDER: Mapping[type, Callable[[Any, Words, str], Rendered]] = {
    RequestAsked: _asked,
    RequestReminder: _reminder,
    RequestPlaced: _placed,
    RequestAnswered: _answered,
    RequestDeclined: _declined,
    RequestClosed: _closed,
}
