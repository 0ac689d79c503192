"""What Everloop tells people, as Slack messages.

The text beside the blocks is what notifications show on a locked screen: it says that there is feedback, and
from whom, never what it says.
"""

from collections.abc import Callable, Mapping
from typing import Any

from core.domain.feedback import FeedbackItem, ReaderReason, SubmissionState
from core.notifications import (
    DraftKept,
    FeedbackForManager,
    FeedbackReceived,
    FeedbackSubmitted,
    FeedbackThanked,
    FeedbackUndeliverable,
    FeedbackWithdrawn,
    ManagerDecided,
    ManagerProposed,
    Notification,
    ReplyPosted,
    ReportMade,
    ReportReceived,
)
from core.words import Words
from handlers.slack.ids import Action
from handlers.slack.markup import escape
from handlers.slack.metadata import DraftRef, FeedbackRef, PersonMark, SubmissionRef
from handlers.slack.payloads import Json
from handlers.slack.views.attention import RENDER as RENDER_DIGEST
from handlers.slack.views.channel_posts import RENDER as RENDER_IN_CHANNELS
from handlers.slack.views.detail import audience, question_blocks, quote_blocks
from handlers.slack.views.looking_back_messages import RENDER as RENDER_LOOKING_BACK
from handlers.slack.views.parts import (
    actions,
    button,
    context,
    mention,
    mentions,
    mrkdwn,
    name,
    own_words,
    section,
    time_of_day,
)
from handlers.slack.views.rendered import Rendered
from handlers.slack.views.replies import reply_message
from handlers.slack.views.reports import report_message, reported_message
from handlers.slack.views.requests_messages import RENDER as RENDER_REQUESTS
from handlers.slack.views.revising import edited_note, revise_buttons, until_note, withdrawn_message
from handlers.slack.views.tags import tags_line


def render(notification: Notification, words: Words, time_zone: str) -> Rendered:
    """In the recipient's language and time zone."""
    return _RENDER[type(notification)](notification, words, time_zone)


def _received(what: FeedbackReceived, words: Words, time_zone: str) -> Rendered:
    item = what.item
    facts = {"kind": item.submission.kind.value}
    seen_by = audience(words, item, item.feedback.recipient_id)
    notes = [mrkdwn(words("message-who-can-see", people=seen_by))]
    ref = FeedbackRef(feedback=item.feedback.id)
    thanks: list[Json] = []
    if item.feedback.thanked_at is None:
        thanks = [button(words("say-thanks"), Action.FEEDBACK_THANK, ref, style="primary")]
    else:
        notes.append(mrkdwn(words("message-you-said-thanks")))
    notes += edited_note(words, item.submission, time_zone)
    reply = button(words("reply"), Action.REPLY_WRITE, ref)
    return Rendered(
        words("message-received-preview", author=escape(name(item.author, words)), **facts),
        [
            section(mrkdwn(words("message-received", author=mention(item.author, words), **facts))),
            *question_blocks(item, item.feedback.recipient_id, words),
            own_words(item.submission.text),
            *tags_line(words, item.submission.tags),
            *quote_blocks(item.submission.quote, words),
            context(*notes),
            actions(*thanks, reply, button(words("open"), Action.FEEDBACK_OPEN, ref)),
        ],
    )


def _for_manager(what: FeedbackForManager, words: Words, time_zone: str) -> Rendered:
    item = what.item
    author, recipient = mention(item.author, words), mention(item.recipient, words)
    reasons = {reader.reason for reader in item.feedback.readers} - {ReaderReason.ASKED}
    shared = reasons == {ReaderReason.SHARED}
    why = words("message-shared-why" if shared else "message-for-manager-why", recipient=recipient)
    facts = {"kind": item.submission.kind.value, "author": author, "recipient": recipient}
    return Rendered(
        words("message-for-manager-preview", recipient=escape(name(item.recipient, words))),
        [
            section(mrkdwn(words("message-for-manager", **facts))),
            *question_blocks(item, item.submission.author_id, words),
            own_words(item.submission.text),
            *tags_line(words, item.submission.tags),
            context(mrkdwn(why), *edited_note(words, item.submission, time_zone)),
            _open(words, item),
        ],
    )


def _submitted(what: FeedbackSubmitted, words: Words, time_zone: str) -> Rendered:
    submission = what.form.submission
    people = mentions([copy.recipient for copy in what.form.copies], words)
    ref = SubmissionRef(submission=submission.id)
    view = button(words("view"), Action.SUBMISSION_OPEN, ref)
    if submission.state is SubmissionState.UNDONE:
        return Rendered(
            words("message-preview-undone"),
            [
                section(mrkdwn(words("message-undone", people=people))),
                context(mrkdwn(words("message-undone-draft"))),
            ],
        )
    if submission.state is SubmissionState.WITHDRAWN:
        text = words("message-withdrawn-by-you", people=people)
        return Rendered(words("message-preview-withdrawn"), [section(mrkdwn(text)), actions(view)])
    if submission.state is SubmissionState.SENT:
        edited = edited_note(words, submission, time_zone)
        return Rendered(
            words("message-preview-sent"),
            [
                section(mrkdwn(words("message-sent", people=people))),
                *([context(*edited)] if edited else []),
                *until_note(words, submission, time_zone),
                actions(view, *revise_buttons(words, submission)),
            ],
        )
    held = section(mrkdwn(words("message-held", people=people)))
    if what.undo_until is None:
        return Rendered(words("message-preview-held"), [held, actions(view)])
    until = words("message-held-undo", time=time_of_day(what.undo_until, time_zone))
    undo = button(words("undo"), Action.SUBMISSION_UNDO, ref)
    return Rendered(words("message-preview-held"), [held, context(mrkdwn(until)), actions(view, undo)])


def _thanked(what: FeedbackThanked, words: Words, _: str) -> Rendered:
    recipient = what.item.recipient
    return Rendered(
        words("message-thanked", recipient=escape(name(recipient, words))),
        [
            section(mrkdwn(words("message-thanked", recipient=mention(recipient, words)))),
            _open(words, what.item),
        ],
    )


def _undeliverable(what: FeedbackUndeliverable, words: Words, _: str) -> Rendered:
    recipient = mention(what.item.recipient, words)
    return Rendered(
        words("message-undeliverable-preview"),
        [
            section(mrkdwn(words("message-undeliverable", recipient=recipient))),
            _open(words, what.item),
        ],
    )


def _open(words: Words, item: FeedbackItem) -> Json:
    return actions(button(words("open"), Action.FEEDBACK_OPEN, FeedbackRef(feedback=item.feedback.id)))


def _manager_proposed(what: ManagerProposed, words: Words, _: str) -> Rendered:
    key = {
        None: "message-manager-proposed",
        True: "message-manager-confirmed-by-you",
        False: "message-manager-declined-by-you",
    }[what.decided]
    blocks = [section(mrkdwn(words(key, person=mention(what.person, words))))]
    if what.decided is None:
        mark = PersonMark(person=what.person.id)
        blocks += [
            context(mrkdwn(words("message-manager-proposed-note"))),
            actions(
                button(words("manager-yes"), Action.MANAGER_CONFIRM, mark, style="primary"),
                button(words("manager-no"), Action.MANAGER_DECLINE, mark),
            ),
        ]
    return Rendered(words(key, person=escape(name(what.person, words))), blocks)


def _manager_decided(what: ManagerDecided, words: Words, _: str) -> Rendered:
    key = "message-manager-confirmed" if what.confirmed else "message-manager-declined"
    return Rendered(
        words(key, manager=escape(name(what.manager, words))),
        [section(mrkdwn(words(key, manager=mention(what.manager, words))))],
    )


def _draft_kept(what: DraftKept, words: Words, _: str) -> Rendered:
    text = words("message-draft-kept" if what.waiting else "message-draft-used")
    blocks = [section(mrkdwn(text))]
    if what.waiting:
        ref = DraftRef(draft=what.draft_id)
        blocks.append(actions(button(words("open-the-form"), Action.DRAFT_OPEN, ref, style="primary")))
    return Rendered(text, blocks)


_RENDER: Mapping[type, Callable[[Any, Words, str], Rendered]] = {
    FeedbackReceived: _received,
    FeedbackForManager: _for_manager,
    FeedbackSubmitted: _submitted,
    FeedbackThanked: _thanked,
    FeedbackUndeliverable: _undeliverable,
    FeedbackWithdrawn: withdrawn_message,
    ReplyPosted: reply_message,
    ReportMade: report_message,
    ReportReceived: reported_message,
    ManagerProposed: _manager_proposed,
    ManagerDecided: _manager_decided,
    DraftKept: _draft_kept,
    **RENDER_DIGEST,
    **RENDER_IN_CHANNELS,
    **RENDER_LOOKING_BACK,
    **RENDER_REQUESTS,
}
