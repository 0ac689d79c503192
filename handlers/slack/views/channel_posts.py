"""Praise in front of everyone in a channel, and the word to its author where it could not be posted."""

from collections.abc import Callable, Mapping
from typing import Any

from core.notifications import FeedbackInChannel, FeedbackNotPosted
from core.words import Words
from handlers.slack.ids import Action
from handlers.slack.metadata import SubmissionRef
from handlers.slack.views.parts import (
    actions,
    button,
    channel_mention,
    mention,
    mentions,
    mrkdwn,
    own_words,
    section,
)
from handlers.slack.views.rendered import Rendered
from handlers.slack.views.tags import tags_line


def _in_channel(what: FeedbackInChannel, words: Words, _: str) -> Rendered:
    """The people are mentioned for real. Nothing stands here that only some of them may see."""
    who = {"author": mention(what.author, words), "people": mentions(what.people, words)}
    return Rendered(
        words("message-in-channel-preview", **who),
        [
            section(mrkdwn(words("message-in-channel", **who))),
            own_words(what.submission.text),
            *tags_line(words, what.submission.tags),
        ],
    )


def _not_posted(what: FeedbackNotPosted, words: Words, _: str) -> Rendered:
    submission = what.form.submission
    people = mentions([copy.recipient for copy in what.form.copies], words)
    text = words("message-not-posted", people=people, channel=channel_mention(submission.channel))
    view = button(words("view"), Action.SUBMISSION_OPEN, SubmissionRef(submission=submission.id))
    return Rendered(words("message-not-posted-preview"), [section(mrkdwn(text)), actions(view)])


RENDER: Mapping[type, Callable[[Any, Words, str], Rendered]] = {
    FeedbackInChannel: _in_channel,
    FeedbackNotPosted: _not_posted,
}
