"""Give feedback, undo it, thank for it, share it, look back on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.feedback import (
    Box,
    FeedbackItem,
    FeedbackKind,
    Quote,
    SentForm,
    Submission,
    Visibility,
)
from core.domain.ids import DraftId, FeedbackId, PersonId, SubmissionId, WorkspaceId
from core.domain.paging import Cursor, Page
from core.domain.people import PersonRef
from core.ports import Clock, Store, UnitOfWork, Wake


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    """`managers` is what the form promised: recipient → the confirmed manager it named (None: none known). It matters only where the
    visibility includes the manager; None as a whole: the form named nobody yet."""

    workspace_id: WorkspaceId
    author_id: PersonId
    form_key: str
    recipients: tuple[PersonId, ...]
    kind: FeedbackKind
    text: str
    visibility: Visibility
    managers: Mapping[PersonId, PersonId | None] | None = None
    quote: Quote | None = None
    draft_id: DraftId | None = None  # the draft the form was opened from: used up when this is saved


@dataclass(frozen=True, slots=True)
class Managers:
    """Recipient → their confirmed manager, as a form names them. `names` in the order of the recipients."""

    by_recipient: Mapping[PersonId, PersonId | None]
    names: tuple[tuple[PersonRef, PersonRef | None], ...]


class ManagersChanged(Exception):
    """The form named other managers than the confirmed ones now: show it again with `managers`, keeping what was typed. Nothing was changed."""

    def __init__(self, managers: Managers) -> None:
        super().__init__("the managers named in the form have changed")
        self.managers = managers


class FeedbackService:
    """`undo_window` zero: sent at once, no undo."""

    def __init__(self, store: Store, clock: Clock, wake: Wake, undo_window: timedelta) -> None:
        self._store, self._clock, self._wake, self._undo_window = store, clock, wake, undo_window

    async def managers_of(self, workspace_id: WorkspaceId, recipients: tuple[PersonId, ...]) -> Managers: ...

    async def give_feedback(self, command: GiveFeedback) -> SentForm:
        """Records it, held for the undo window. The same form again with the same values is the same submission; with other values it
        revises it while it is held. Raises InvalidForm (fields: recipients, text, visibility), NotAllowed, ManagersChanged, TooLate
        (already sent with other values), Unavailable."""
        ...

    async def undo_feedback(self, workspace_id: WorkspaceId, author_id: PersonId, submission_id: SubmissionId) -> tuple[SentForm, DraftId]:
        """held → undone; what was typed becomes a draft of "feedback.give" in the same transaction (hand its id back in
        GiveFeedback when the reopened form is sent). Raises TooLate when sending has begun,
        NotFound for anyone but the author."""
        ...

    async def thank_for_feedback(self, workspace_id: WorkspaceId, person_id: PersonId, feedback_id: FeedbackId) -> FeedbackItem:
        """Once; again changes nothing and raises nothing. Tells the author. Raises NotFound unless `person_id` is the recipient."""
        ...

    async def share_feedback(
        self, workspace_id: WorkspaceId, person_id: PersonId, feedback_id: FeedbackId, manager_id: PersonId | None = None
    ) -> tuple[FeedbackItem, PersonRef]:
        """Makes the recipient's confirmed manager a reader and tells them. `manager_id` is whom the button named: raises
        TooLate if it is somebody else by now. Raises NotFound, and NotAllowed where no manager is confirmed."""
        ...

    async def open_feedback(self, workspace_id: WorkspaceId, person_id: PersonId, feedback_id: FeedbackId) -> FeedbackItem:
        """As this person may see it: without the quote where they may not read that. Raises NotFound."""
        ...

    async def open_submission(self, workspace_id: WorkspaceId, author_id: PersonId, submission_id: SubmissionId) -> SentForm:
        """Raises NotFound for anyone but the author."""
        ...

    async def list_feedback(
        self, workspace_id: WorkspaceId, person_id: PersonId, box: Box, cursor: Cursor | None = None, limit: int = 5
    ) -> Page[FeedbackItem]: ...

    async def release_due(self, workspace_id: WorkspaceId, limit: int = 100) -> int:
        """Sends what has been held long enough: held → sent, and the outbox gets the recipients' and the named managers' messages, in one
        transaction a submission. Returns how many."""
        ...
