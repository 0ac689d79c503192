"""Edit or withdraw what was sent, for some hours. Everything that showed it is brought up to date."""

from core.domain import policies
from core.domain.errors import InvalidForm, NotFound, TooLate
from core.domain.feedback import SentForm, SubmissionState
from core.domain.ids import AuditId, DraftId, PersonId, SubmissionId, WorkspaceId, new_id
from core.domain.messages import Topic
from core.domain.policies import Action
from core.domain.reports import AuditAction, AuditEntry
from core.domain.revisions import Version
from core.notifications import (
    FeedbackForManager,
    FeedbackReceived,
    FeedbackSubmitted,
    ReplyPosted,
    RequestAnswered,
)
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.channel_posts import channel_topic
from core.services.drafts import use_up
from core.services.feedback_form import text_problems
from core.services.feedback_reading import own_form

FORM = "feedback.edit"  # the name its drafts go by
MAX_VERSIONS = 20


class RevisingService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def open_for_editing(
        self, workspace_id: WorkspaceId, author_id: PersonId, submission_id: SubmissionId
    ) -> SentForm:
        """Raises NotFound for anyone but the author, TooLate once the time is over."""
        async with self._store.reading(workspace_id) as unit:
            form = await own_form(unit, author_id, submission_id)
        self._check(form, Action.EDIT, "error-edit-late")
        return form

    async def edit_feedback(
        self,
        workspace_id: WorkspaceId,
        author_id: PersonId,
        submission_id: SubmissionId,
        text: str,
        draft_id: DraftId | None = None,
    ) -> SentForm:
        """The same text again changes nothing. What it said before is kept. Raises InvalidForm (field: text),
        NotFound for anyone but the author, TooLate once the time is over or it was withdrawn."""
        if problems := text_problems(text):
            raise InvalidForm(problems)
        async with self._store.writing(workspace_id) as unit:
            form = await self._edit(unit, author_id, submission_id, text)
            if draft_id is not None:
                await use_up(unit, author_id, draft_id)
            await unit.commit()
        self._wake()
        return form

    async def _edit(
        self, unit: UnitOfWork, author_id: PersonId, submission_id: SubmissionId, text: str
    ) -> SentForm:
        form = await own_form(unit, author_id, submission_id)
        if form.submission.text == text:
            return form
        self._check(form, Action.EDIT, "error-edit-late")
        if not await unit.revisions.edit(submission_id, text, form.submission.edits, self._clock.now()):
            return await self._edit(unit, author_id, submission_id, text)  # another one was faster
        await self._note(unit, author_id, AuditAction.FEEDBACK_EDITED, submission_id)
        await _refresh_everywhere(unit, form)
        return await own_form(unit, author_id, submission_id)

    async def withdraw_feedback(
        self, workspace_id: WorkspaceId, author_id: PersonId, submission_id: SubmissionId
    ) -> SentForm:
        """From all who got it; the replies go with it. Withdrawn already is fine. Raises NotFound for anyone
        but the author, TooLate once the time is over."""
        async with self._store.writing(workspace_id) as unit:
            form = await own_form(unit, author_id, submission_id)
            if form.submission.state is SubmissionState.WITHDRAWN:
                return form
            self._check(form, Action.WITHDRAW, "error-withdraw-late")
            if not await unit.revisions.withdraw(submission_id, self._clock.now()):
                raise TooLate("error-withdraw-late")
            await self._note(unit, author_id, AuditAction.FEEDBACK_WITHDRAWN, submission_id)
            await _refresh_everywhere(unit, form)
            await _withdraw_replies(unit, form)
            form = await own_form(unit, author_id, submission_id)
            await unit.commit()
        self._wake()
        return form

    async def versions_of(
        self, workspace_id: WorkspaceId, person_id: PersonId, submission_id: SubmissionId
    ) -> list[Version]:
        """What it said before it was edited, oldest first. Raises NotFound for anyone but the author."""
        async with self._store.reading(workspace_id) as unit:
            form = await own_form(unit, person_id, submission_id)
            if not form.copies or not policies.may(person_id, Action.READ_VERSIONS, form.copies[0]):
                raise NotFound("error-feedback-gone")
            return await unit.revisions.versions(submission_id, MAX_VERSIONS)

    async def close_windows(self, workspace_id: WorkspaceId, limit: int = 100) -> int:
        """Takes "Edit" and "Withdraw" off the messages of those whose time is over; returns how many."""
        now = self._clock.now()
        async with self._store.reading(workspace_id) as unit:
            if not await unit.revisions.any_window_over(now):
                return 0
        async with self._store.writing(workspace_id) as unit:
            closed = await unit.revisions.close_windows(now, limit)
            for submission_id, author_id in closed:
                await unit.outbox.refresh(Topic(FeedbackSubmitted.kind, author_id, submission_id))
            await unit.commit()
        if closed:
            self._wake()
        return len(closed)

    def _check(self, form: SentForm, action: Action, late: str) -> None:
        author_id = form.submission.author_id
        allowed = bool(form.copies) and policies.may(author_id, action, form.copies[0])
        if not allowed or not policies.may_still_change(form.submission, self._clock.now()):
            raise TooLate(late)

    async def _note(
        self, unit: UnitOfWork, actor_id: PersonId, action: AuditAction, submission_id: SubmissionId
    ) -> None:
        entry = AuditEntry(AuditId(new_id()), actor_id, action, submission_id, self._clock.now())
        await unit.audit.add(entry)


async def _refresh_everywhere(unit: UnitOfWork, form: SentForm) -> None:
    """Whatever message shows it, with everybody who got one."""
    submission = form.submission
    await unit.outbox.refresh(Topic(FeedbackSubmitted.kind, submission.author_id, submission.id))
    await unit.outbox.refresh(channel_topic(submission))
    for copy in form.copies:
        feedback = copy.feedback
        await unit.outbox.refresh(Topic(FeedbackReceived.kind, feedback.recipient_id, feedback.id))
        for reader in feedback.readers:
            for kind in (FeedbackForManager.kind, RequestAnswered.kind):
                await unit.outbox.refresh(Topic(kind, reader.person_id, feedback.id))


async def _withdraw_replies(unit: UnitOfWork, form: SentForm) -> None:
    replies = await unit.replies.ids_of([copy.feedback.id for copy in form.copies])
    if replies:
        people = [form.submission.author_id, *(copy.feedback.recipient_id for copy in form.copies)]
        await unit.outbox.withdraw_all(ReplyPosted.kind, people, [reply_id for _, reply_id in replies])
