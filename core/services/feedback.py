"""Give feedback, undo it, thank for it, share it, look back on it."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.domain import drafts, policies
from core.domain.drafts import Draft, DraftValue
from core.domain.errors import NotAllowed, TooLate
from core.domain.feedback import (
    Box,
    FeedbackItem,
    Reader,
    ReaderReason,
    SentForm,
    Submission,
    SubmissionState,
)
from core.domain.ids import DraftId, FeedbackId, PersonId, SubmissionId, WorkspaceId, new_id
from core.domain.messages import Topic
from core.domain.paging import Cursor, Page
from core.domain.people import Person, PersonRef
from core.domain.policies import Action, Standing
from core.domain.revisions import EDIT_WINDOW
from core.notifications import (
    FeedbackForManager,
    FeedbackReceived,
    FeedbackSubmitted,
    FeedbackThanked,
)
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.daily_limit import UNLIMITED
from core.services.feedback_form import FormFacts, GiveFeedback, Managers, ManagersChanged, name_managers
from core.services.feedback_giving import checked, record, release
from core.services.feedback_notices import DESCRIBE, ON_FAILURE
from core.services.feedback_reading import as_seen_by, item_for, own_form
from core.services.requests_steps import answer_undone
from core.services.taking_part import confirmed_managers

__all__ = [
    "DESCRIBE",
    "FORM",
    "ON_FAILURE",
    "FeedbackService",
    "FormFacts",
    "GiveFeedback",
    "Managers",
    "ManagersChanged",
]

FORM = "feedback.give"  # the name its drafts go by
ANSWER_FORM = "requests.answer"  # and those of answers


class FeedbackService:
    """`undo_window` zero: sent at once, no undo. `edit_window`: how long what was sent can be edited or
    withdrawn. `daily_limit`: how many feedbacks a day somebody may give to the same person; 0: as many as
    they like."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        wake: Wake,
        undo_window: timedelta,
        edit_window: timedelta = EDIT_WINDOW,
        daily_limit: int = UNLIMITED,
    ) -> None:
        self._store, self._clock, self._wake = store, clock, wake
        self._undo_window, self._edit_window, self._daily_limit = undo_window, edit_window, daily_limit

    async def managers_of(self, workspace_id: WorkspaceId, recipients: tuple[PersonId, ...]) -> Managers:
        """The confirmed managers of these people, as the form names them."""
        async with self._store.reading(workspace_id) as unit:
            people = await unit.people.get_many(recipients)
            managers = await confirmed_managers(unit, recipients)
        return name_managers(recipients, people, managers)

    async def form_facts(
        self, workspace_id: WorkspaceId, recipients: tuple[PersonId, ...] | None
    ) -> FormFacts:
        """All that the form needs, in one transaction. None: nobody is chosen yet."""
        async with self._store.reading(workspace_id) as unit:
            tags = tuple(await unit.tags.offered())
            if recipients is None:
                return FormFacts(None, tags)
            people = await unit.people.get_many(recipients)
            managers = await confirmed_managers(unit, recipients)
        return FormFacts(name_managers(recipients, people, managers), tags)

    async def is_given(self, workspace_id: WorkspaceId, author_id: PersonId, form_key: str) -> bool:
        """Whether this author has sent this form off already."""
        async with self._store.reading(workspace_id) as unit:
            form = await unit.feedback.by_form_key(form_key)
        return form is not None and form.submission.author_id == author_id

    async def check_feedback(self, command: GiveFeedback) -> None:
        """Whether it could be given now, without giving it. Raises what `give_feedback` raises for it."""
        async with self._store.reading(command.workspace_id) as unit:
            await checked(unit, command, self._clock.now(), self._daily_limit)

    async def give_feedback(self, command: GiveFeedback) -> SentForm:
        """Records it, held for the undo window. The same form again with the same values is the same
        submission; with other values it revises it while it is held. Raises InvalidForm (fields: recipients,
        text, visibility, channel, tags), NotAllowed, ManagersChanged, TooLate (already sent or undone, with
        other values), Unavailable."""
        async with self._store.writing(command.workspace_id) as unit:
            now = self._clock.now()
            form = await record(unit, command, self._undo_window, now, self._edit_window, self._daily_limit)
            await unit.commit()
        self._wake()
        return form

    async def undo_feedback(
        self, workspace_id: WorkspaceId, author_id: PersonId, submission_id: SubmissionId
    ) -> tuple[SentForm, DraftId]:
        """held → undone; what was typed becomes a draft of "feedback.give" in the same transaction (hand its
        id back in GiveFeedback when the reopened form is sent). Pressed again while that draft waits, it
        answers the same. Raises TooLate when sending has begun or the draft was used, NotFound for anyone but
        the author."""
        async with self._store.writing(workspace_id) as unit:
            form = await own_form(unit, author_id, submission_id)
            key = f"undo:{submission_id}"
            if form.submission.state is SubmissionState.UNDONE:
                return form, await _waiting_draft(unit, form.submission, key, self._clock.now())
            now = self._clock.now()
            allowed = policies.may(author_id, Action.UNDO, form.copies[0])
            if not allowed or not await unit.feedback.undo(submission_id, now):
                raise TooLate("error-undo-late")
            draft = Draft(
                DraftId(new_id()),
                author_id,
                _form_of(form.submission),
                key,
                _as_draft(form),
                now,
                now + drafts.KEEP_FOR,
            )
            draft_id = await unit.drafts.put(draft)
            if form.submission.asked is not None:
                await answer_undone(unit, form.submission.asked.ask_id, now)
            await unit.outbox.refresh(Topic(FeedbackSubmitted.kind, author_id, submission_id))
            undone = await own_form(unit, author_id, submission_id)
            await unit.commit()
        self._wake()
        return undone, draft_id

    async def thank_for_feedback(
        self, workspace_id: WorkspaceId, person_id: PersonId, feedback_id: FeedbackId
    ) -> FeedbackItem:
        """Once; again changes nothing and raises nothing. Tells the author. Raises NotFound unless
        `person_id` is the recipient."""
        async with self._store.writing(workspace_id) as unit:
            item = await item_for(unit, person_id, feedback_id, Action.THANK)
            now = self._clock.now()
            if await unit.feedback.thank(feedback_id, now):
                author_id = item.submission.author_id
                await unit.outbox.refresh(Topic(FeedbackReceived.kind, person_id, feedback_id))
                await unit.outbox.tell(Topic(FeedbackThanked.kind, author_id, feedback_id), now)
            item = await item_for(unit, person_id, feedback_id, Action.THANK)
            await unit.commit()
        self._wake()
        return item

    async def share_feedback(
        self,
        workspace_id: WorkspaceId,
        person_id: PersonId,
        feedback_id: FeedbackId,
        manager_id: PersonId | None = None,
    ) -> tuple[FeedbackItem, PersonRef]:
        """Makes the recipient's confirmed manager a reader and tells them; where they can read it already,
        nothing changes. `manager_id` is whom the button named: raises TooLate if it is somebody else by now.
        Raises NotFound unless `person_id` is the recipient, and NotAllowed where no manager is confirmed."""
        async with self._store.writing(workspace_id) as unit:
            item = await item_for(unit, person_id, feedback_id, Action.SHARE)
            manager = (await confirmed_managers(unit, [person_id]))[person_id]
            if manager is None:
                raise NotAllowed("error-share-no-manager")
            if manager_id not in (None, manager.id):
                raise TooLate("error-share-other-manager", manager=manager.name)
            if policies.standing(manager.id, item.submission, item.feedback) is Standing.NOBODY:
                await self._add_reader(unit, item, manager)
                item = await item_for(unit, person_id, feedback_id, Action.SHARE)
            await unit.commit()
        self._wake()
        return item, manager.ref

    async def _add_reader(self, unit: UnitOfWork, item: FeedbackItem, manager: Person) -> None:
        now, feedback = self._clock.now(), item.feedback
        if await unit.feedback.add_reader(feedback.id, Reader(manager.id, ReaderReason.SHARED, now)):
            await unit.outbox.tell(Topic(FeedbackForManager.kind, manager.id, feedback.id), now)
            await unit.outbox.refresh(Topic(FeedbackReceived.kind, feedback.recipient_id, feedback.id))

    async def open_feedback(
        self, workspace_id: WorkspaceId, person_id: PersonId, feedback_id: FeedbackId
    ) -> FeedbackItem:
        """As this person may see it: without the quote where they may not read that. Raises NotFound."""
        async with self._store.reading(workspace_id) as unit:
            return await item_for(unit, person_id, feedback_id, Action.READ)

    async def open_submission(
        self, workspace_id: WorkspaceId, author_id: PersonId, submission_id: SubmissionId
    ) -> SentForm:
        """Raises NotFound for anyone but the author."""
        async with self._store.reading(workspace_id) as unit:
            return await own_form(unit, author_id, submission_id)

    async def list_feedback(
        self,
        workspace_id: WorkspaceId,
        person_id: PersonId,
        box: Box,
        cursor: Cursor | None = None,
        limit: int = 5,
    ) -> Page[FeedbackItem]:
        """Newest first, each as this person may see it."""
        async with self._store.reading(workspace_id) as unit:
            page = await unit.feedback.page(person_id, box, cursor, limit)
        seen = (as_seen_by(person_id, item) for item in page.items)
        return replace(page, items=tuple(item for item in seen if item is not None))

    async def release_due(self, workspace_id: WorkspaceId, limit: int = 100) -> int:
        """Sends what has been held long enough: held → sent, and the outbox gets the recipients' and the
        named managers' messages, in one transaction a submission. Returns how many."""
        now = self._clock.now()
        async with self._store.reading(workspace_id) as unit:
            due = await unit.feedback.held_until(now, limit)
        sent = 0
        for submission_id in due:
            async with self._store.writing(workspace_id) as unit:
                sent += await release(unit, submission_id, self._edit_window, now)
                await unit.commit()
        if sent:
            self._wake()
        return sent


async def _waiting_draft(unit: UnitOfWork, submission: Submission, key: str, now: datetime) -> DraftId:
    for draft in await unit.drafts.of(submission.author_id, limit=100):
        if (draft.form, draft.key) == (_form_of(submission), key) and draft.expires_at > now:
            return draft.id
    raise TooLate("error-undo-done")


def _form_of(submission: Submission) -> str:
    """Which form opens what was typed again."""
    return FORM if submission.asked is None else ANSWER_FORM


def _as_draft(form: SentForm) -> dict[str, DraftValue]:
    submission = form.submission
    if submission.asked is not None:
        return {"ask": submission.asked.ask_id, "text": submission.text}
    content: dict[str, DraftValue] = {
        "recipients": [str(copy.feedback.recipient_id) for copy in form.copies],
        "kind": submission.kind.value,
        "text": submission.text,
        "visibility": submission.visibility.value,
        "channel": submission.channel,
        "tags": [str(tag.id) for tag in submission.tags],
    }
    if quote := submission.quote:
        content["quote"] = {"text": quote.text, "author_name": quote.author_name, "link": quote.link}
    return content
