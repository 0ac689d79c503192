"""The transaction that records feedback, and the one that sends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.domain import policies
from core.domain.errors import NotFound, TooLate
from core.domain.feedback import (
    Feedback,
    FeedbackItem,
    FeedbackKind,
    ReaderReason,
    SentForm,
    Submission,
    SubmissionState,
    Visibility,
)
from core.domain.ids import PersonId, SubmissionId, new_id
from core.domain.messages import Topic
from core.domain.people import Person
from core.domain.revisions import EDIT_WINDOW
from core.notifications import FeedbackForManager, FeedbackReceived, FeedbackSubmitted, RequestAnswered
from core.ports import UnitOfWork
from core.services.channel_posts import channel_topic
from core.services.daily_limit import UNLIMITED, check_daily_limit
from core.services.drafts import use_up
from core.services.feedback_form import (
    GiveFeedback,
    ManagersChanged,
    check_form,
    make_copies,
    name_managers,
    same_values,
)
from core.services.requests_steps import answer_sent
from core.services.tagging import chosen_tags
from core.services.taking_part import confirmed_managers, refusals, refused, whom_to_ask


@dataclass(frozen=True, slots=True)
class Involved:
    """The author and the recipients; and the managers who will be able to read: recipient → manager."""

    people: Mapping[PersonId, Person]
    managers: Mapping[PersonId, Person | None]


async def record(
    unit: UnitOfWork,
    command: GiveFeedback,
    undo_window: timedelta,
    now: datetime,
    edit_window: timedelta = EDIT_WINDOW,
    daily_limit: int = UNLIMITED,
) -> SentForm:
    """See FeedbackService.give_feedback."""
    before = await unit.feedback.by_form_key(command.form_key)
    if before is not None and _repeats(command, before):
        return before
    if daily_limit:
        await unit.feedback.take_turn(command.author_id)
    involved = await checked(unit, command, now, daily_limit)
    submission = _revised(command, before.submission) if before else _new(command, undo_window, now)
    submission = replace(submission, tags=await chosen_tags(unit, command.tags))
    copies = make_copies(command, submission.id, involved.managers, now, before)
    if before is not None:
        recorded = await unit.feedback.revise(submission, copies)
    else:
        recorded = await unit.feedback.add(submission, copies)
    if recorded:
        await _follow_up(unit, command, submission, edit_window, now)
        if submission.release_at > now:
            return await _as_recorded(unit, command, submission, copies, involved)
    form = await unit.feedback.by_form_key(command.form_key)
    if form is None:
        raise NotFound("error-gone")
    if recorded or _repeats(command, form):
        return form
    # the same form came twice at once with different words, and the other was faster: this one revises it
    return await record(unit, command, undo_window, now, edit_window, daily_limit)


async def _as_recorded(
    unit: UnitOfWork,
    command: GiveFeedback,
    submission: Submission,
    copies: Sequence[Feedback],
    involved: Involved,
) -> SentForm:
    """What storage would answer now, without asking it again while somebody waits."""
    asked_by = await unit.people.get(command.asked_by) if command.asked_by is not None else None
    everybody = [*involved.people.values(), *involved.managers.values(), asked_by]
    refs = {person.id: person.ref for person in everybody if person is not None}
    author = refs[command.author_id]
    items = (
        FeedbackItem(
            copy,
            submission,
            author,
            refs[copy.recipient_id],
            tuple(refs[reader.person_id] for reader in copy.readers),
        )
        for copy in copies
    )
    return SentForm(submission, author, tuple(items))


async def _follow_up(
    unit: UnitOfWork,
    command: GiveFeedback,
    submission: Submission,
    edit_window: timedelta,
    now: datetime,
) -> None:
    if command.draft_id is not None:
        await use_up(unit, command.author_id, command.draft_id)
    await unit.outbox.tell(Topic(FeedbackSubmitted.kind, command.author_id, submission.id), now)
    if submission.release_at <= now:
        await release(unit, submission.id, edit_window, now)


def _new(command: GiveFeedback, undo_window: timedelta, now: datetime) -> Submission:
    return Submission(
        id=SubmissionId(new_id()),
        workspace_id=command.workspace_id,
        form_key=command.form_key,
        author_id=command.author_id,
        kind=command.kind,
        text=command.text,
        visibility=command.visibility,
        state=SubmissionState.HELD,
        created_at=now,
        release_at=now + undo_window,
        quote=command.short_quote,
        asked=command.asked,
        channel=command.shown_in,
    )


def _revised(command: GiveFeedback, before: Submission) -> Submission:
    """The same submission with other values; the undo window does not begin again."""
    return replace(
        before,
        kind=command.kind,
        text=command.text,
        visibility=command.visibility,
        quote=command.short_quote,
        channel=command.shown_in,
    )


async def checked(
    unit: UnitOfWork, command: GiveFeedback, now: datetime, daily_limit: int = UNLIMITED
) -> Involved:
    """Raises whatever speaks against it."""
    if (command.kind is FeedbackKind.ANSWER) is (command.asked is None):
        raise NotFound("error-gone")
    chosen = command.chosen
    people = await unit.people.get_many([command.author_id, *chosen])
    author = people.get(command.author_id)
    if author is None:
        raise NotFound("error-gone")
    out = await refusals(unit, list(people.values()))
    if author.id in out:
        raise refused(out[author.id], await whom_to_ask(unit))
    check_form(command, people, out)
    await check_daily_limit(unit, command, people, daily_limit, now)
    if command.visibility is not Visibility.RECIPIENT_AND_MANAGER:
        return Involved(people, {})
    managers = await confirmed_managers(unit, chosen)
    named = name_managers(chosen, people, managers)
    promised = command.managers or {}
    if any(promised.get(p) != named.by_recipient[p] for p in chosen):
        raise ManagersChanged(named)
    return Involved(people, managers)


def _repeats(command: GiveFeedback, before: SentForm) -> bool:
    """Whether a form that is known already says the same again. Raises TooLate where it says something else
    and can't be revised any more, NotFound if it is somebody else's."""
    if before.submission.author_id != command.author_id:
        raise NotFound("error-gone")
    if same_values(command, before):
        return True
    if before.submission.state is SubmissionState.SENT:
        raise TooLate("error-feedback-sent")
    if before.submission.state is SubmissionState.UNDONE:
        raise TooLate("error-feedback-undone")
    return False


async def release(
    unit: UnitOfWork, submission_id: SubmissionId, edit_window: timedelta, now: datetime
) -> bool:
    """held → sent, with the messages that follow from it. False if it was not held any more."""
    edit_until = now + edit_window if edit_window else None
    if not await unit.feedback.release(submission_id, now, edit_until):
        return False
    form = await unit.feedback.sent_form(submission_id)
    if form is None:
        return False
    for copy in form.copies:
        feedback = copy.feedback
        await unit.outbox.tell(Topic(FeedbackReceived.kind, feedback.recipient_id, feedback.id), now)
        for reader in feedback.readers:
            await unit.outbox.tell(Topic(_KIND_FOR[reader.reason], reader.person_id, feedback.id), now)
    if policies.may_show_in_channel(form.submission):
        await unit.outbox.tell(channel_topic(form.submission), now)
    if form.submission.asked is not None:
        await answer_sent(unit, form.submission.asked.ask_id)
    await unit.outbox.refresh(Topic(FeedbackSubmitted.kind, form.submission.author_id, submission_id))
    return True


_KIND_FOR = {
    ReaderReason.MANAGER: FeedbackForManager.kind,
    ReaderReason.SHARED: FeedbackForManager.kind,
    ReaderReason.ASKED: RequestAnswered.kind,
}
