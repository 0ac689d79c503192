"""Praise in front of everyone in a channel: one post there, beside the copies of those it is for.

It goes through the outbox as everything does, under its author's name. Where it is unknown whether a post
arrived, it is posted again: to look it up would take the right to read the channel.
"""

from collections.abc import Mapping
from dataclasses import replace

from core.domain import policies
from core.domain.feedback import SentForm, Submission
from core.domain.ids import SubmissionId
from core.domain.messages import Message, Topic
from core.notifications import FeedbackInChannel, FeedbackNotPosted
from core.ports import UnitOfWork
from core.services.delivery import Describe, OnFailure


def channel_topic(submission: Submission) -> Topic:
    return Topic(FeedbackInChannel.kind, submission.author_id, submission.id)


async def describe_in_channel(unit: UnitOfWork, message: Message) -> FeedbackInChannel | None:
    """Never with a quoted message: that is for the recipients."""
    form = await _form(unit, message)
    if form is None or not policies.may_show_in_channel(form.submission):
        return None
    people = tuple(copy.recipient for copy in form.copies if not copy.recipient.erased)
    submission = replace(form.submission, quote=None)
    return FeedbackInChannel(submission, form.author, people) if people else None


async def describe_not_posted(unit: UnitOfWork, message: Message) -> FeedbackNotPosted | None:
    form = await _form(unit, message)
    return FeedbackNotPosted(form) if form is not None and form.submission.channel else None


async def on_not_posted(unit: UnitOfWork, message: Message) -> None:
    """Everloop was taken out of the channel meanwhile, say: the people have their copies, and the author is
    told."""
    topic = Topic(FeedbackNotPosted.kind, message.topic.recipient_id, message.topic.subject_id)
    await unit.outbox.tell(topic, message.due_at)


async def _form(unit: UnitOfWork, message: Message) -> SentForm | None:
    """What a message is about, while its author is still here."""
    form = await unit.feedback.sent_form(SubmissionId(message.topic.subject_id))
    if form is None or form.author.erased or form.submission.author_id != message.topic.recipient_id:
        return None
    return form


DESCRIBE: Mapping[str, Describe] = {
    FeedbackInChannel.kind: describe_in_channel,
    FeedbackNotPosted.kind: describe_not_posted,
}

ON_FAILURE: Mapping[str, OnFailure] = {FeedbackInChannel.kind: on_not_posted}
