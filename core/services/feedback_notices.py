"""What the messages about feedback say, rebuilt from the state at sending; the policy is asked once more."""

from collections.abc import Mapping

from core.domain import policies
from core.domain.feedback import FeedbackItem, SubmissionState
from core.domain.ids import FeedbackId, SubmissionId
from core.domain.messages import Message, Topic
from core.domain.policies import Action, Standing
from core.notifications import (
    FeedbackForManager,
    FeedbackReceived,
    FeedbackSubmitted,
    FeedbackThanked,
    FeedbackUndeliverable,
    FeedbackWithdrawn,
)
from core.ports import UnitOfWork
from core.services.delivery import Describe, OnFailure
from core.services.feedback_reading import as_seen_by, without_words
from core.services.reports import admins_for


async def _for(unit: UnitOfWork, message: Message, standing: Standing) -> FeedbackItem | None:
    """The feedback a message is about, if its recipient still is what the message takes them for, and is
    still here."""
    item = await unit.feedback.item(FeedbackId(message.topic.subject_id))
    if item is None:
        return None
    person_id = message.topic.recipient_id
    if policies.standing(person_id, item.submission, item.feedback) is not standing:
        return None
    if any(ref.id == person_id and ref.erased for ref in (item.author, item.recipient, *item.readers)):
        return None
    return as_seen_by(person_id, item)


async def withdrawn_notice(
    unit: UnitOfWork, message: Message, standing: Standing
) -> FeedbackWithdrawn | None:
    """What stands in the place of something that was shown and has been withdrawn."""
    item = await unit.feedback.item(FeedbackId(message.topic.subject_id))
    person_id = message.topic.recipient_id
    if message.ref is None or item is None or item.submission.state is not SubmissionState.WITHDRAWN:
        return None
    if policies.standing(person_id, item.submission, item.feedback) is not standing:
        return None
    may_report = policies.may(person_id, Action.REPORT, item) and bool(await admins_for(unit, item))
    return FeedbackWithdrawn(without_words(item), may_report)


async def describe_received(
    unit: UnitOfWork, message: Message
) -> FeedbackReceived | FeedbackWithdrawn | None:
    """Nothing new comes from somebody whose messages are paused; what stands there is kept up to date."""
    item = await _for(unit, message, Standing.RECIPIENT)
    if item is None:
        return await withdrawn_notice(unit, message, Standing.RECIPIENT)
    author_id = item.submission.author_id
    if message.ref is None and await unit.pauses.has(message.topic.recipient_id, author_id):
        return None
    return FeedbackReceived(item)


async def describe_for_manager(
    unit: UnitOfWork, message: Message
) -> FeedbackForManager | FeedbackWithdrawn | None:
    item = await _for(unit, message, Standing.READER)
    if item is None:
        return await withdrawn_notice(unit, message, Standing.READER)
    return FeedbackForManager(item)


async def describe_submitted(unit: UnitOfWork, message: Message) -> FeedbackSubmitted | None:
    """Undo is offered for as long as it is held: releasing it brings the message up to date."""
    form = await unit.feedback.sent_form(SubmissionId(message.topic.subject_id))
    if form is None or form.author.erased or form.submission.author_id != message.topic.recipient_id:
        return None
    held = form.submission.state is SubmissionState.HELD
    return FeedbackSubmitted(form, form.submission.release_at if held else None)


async def describe_thanked(unit: UnitOfWork, message: Message) -> FeedbackThanked | None:
    item = await _for(unit, message, Standing.AUTHOR)
    if item is None or item.feedback.thanked_at is None:
        return None
    if message.ref is None and await unit.pauses.has(item.submission.author_id, item.feedback.recipient_id):
        return None
    return FeedbackThanked(item)


async def describe_undeliverable(unit: UnitOfWork, message: Message) -> FeedbackUndeliverable | None:
    item = await _for(unit, message, Standing.AUTHOR)
    return FeedbackUndeliverable(item) if item and item.feedback.unreachable else None


async def on_not_received(unit: UnitOfWork, message: Message) -> None:
    """The recipient can't be reached: it stays in their list, and the author is told."""
    item = await unit.feedback.item(FeedbackId(message.topic.subject_id))
    if item is None:
        return
    await unit.feedback.mark_unreachable(item.feedback.id)
    author = item.submission.author_id
    await unit.outbox.tell(Topic(FeedbackUndeliverable.kind, author, item.feedback.id), message.due_at)


DESCRIBE: Mapping[str, Describe] = {
    FeedbackReceived.kind: describe_received,
    FeedbackForManager.kind: describe_for_manager,
    FeedbackSubmitted.kind: describe_submitted,
    FeedbackThanked.kind: describe_thanked,
    FeedbackUndeliverable.kind: describe_undeliverable,
}

ON_FAILURE: Mapping[str, OnFailure] = {FeedbackReceived.kind: on_not_received}
