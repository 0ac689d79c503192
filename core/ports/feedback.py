"""What is stored of feedback: what was given, its earlier versions, its tags, what was only typed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.domain.drafts import Draft
from core.domain.feedback import Box, Feedback, FeedbackItem, Reader, SentForm, Submission
from core.domain.ids import (
    DraftId,
    FeedbackId,
    PersonId,
    SubmissionId,
    TagId,
)
from core.domain.paging import Cursor, Page
from core.domain.revisions import Version
from core.domain.tags import Tag, TagKind


class FeedbackRecords(Protocol):
    async def add(self, submission: Submission, copies: Sequence[Feedback]) -> bool:
        """False (and nothing changed) if the form key is known already."""
        ...

    async def by_form_key(self, form_key: str) -> SentForm | None: ...

    async def sent_form(self, submission_id: SubmissionId) -> SentForm | None: ...

    async def item(self, feedback_id: FeedbackId) -> FeedbackItem | None: ...

    async def revise(self, submission: Submission, copies: Sequence[Feedback]) -> bool:
        """Replaces text, kind, visibility and copies if the stored submission is still held."""
        ...

    async def release(
        self, submission_id: SubmissionId, at: datetime, edit_until: datetime | None = None
    ) -> bool:
        """Conditional: held → sent. `edit_until`: how long its author may edit or withdraw it."""
        ...

    async def undo(self, submission_id: SubmissionId, at: datetime) -> bool:
        """Conditional: held → undone. Loses to a release that has been committed."""
        ...

    async def held_until(self, at: datetime, limit: int) -> list[SubmissionId]:
        """Held submissions whose time has come, oldest first."""
        ...

    async def next_release(self) -> datetime | None: ...

    async def thank(self, feedback_id: FeedbackId, at: datetime) -> bool:
        """Conditional: only the first thanks counts."""
        ...

    async def add_reader(self, feedback_id: FeedbackId, reader: Reader) -> bool:
        """False if this person could read it already."""
        ...

    async def mark_unreachable(self, feedback_id: FeedbackId) -> None: ...

    async def given_since(
        self, author_id: PersonId, recipients: Sequence[PersonId], since: datetime, other_than: str
    ) -> dict[PersonId, int]:
        """How many feedbacks somebody has given to each of these since then, whatever became of them: those
        they undid, answers, and the form of the key `other_than` don't count. Whoever got none is missing."""
        ...

    async def take_turn(self, author_id: PersonId) -> None:
        """Until this transaction ends, whoever else wants this author's turn waits: what is counted stays
        true."""
        ...

    async def page(
        self, person_id: PersonId, box: Box, cursor: Cursor | None, limit: int
    ) -> Page[FeedbackItem]:
        """Newest first. Given: held and sent, by `created_at`; received and shared: sent only, by
        `sent_at`. A constant number of statements, whatever the history."""
        ...

    async def count_of(self, person_id: PersonId) -> tuple[int, int, int]:
        """How many copies they received, how many they gave, how many drafts: for the dry run of an
        erasure."""
        ...

    async def erase_received(self, person_id: PersonId) -> None:
        """Deletes the copies somebody received, and submissions that no copy is left of."""
        ...


class Revisions(Protocol):
    """Changing what was sent. What a text said before is kept as a version."""

    async def edit(self, submission_id: SubmissionId, text: str, seen: int, at: datetime) -> bool:
        """Conditional: only while it is sent, `edit_until` is later than `at`, and it was edited `seen` times
        so far. Keeps the old text."""
        ...

    async def withdraw(self, submission_id: SubmissionId, at: datetime) -> bool:
        """Conditional: sent → withdrawn while `edit_until` is later than `at`. It leaves all lists."""
        ...

    async def any_window_over(self, until: datetime) -> bool: ...

    async def close_windows(self, until: datetime, limit: int) -> list[tuple[SubmissionId, PersonId]]:
        """Takes `edit_until` off those where it is over, oldest first; answers which, and their authors."""
        ...

    async def versions(self, submission_id: SubmissionId, limit: int) -> list[Version]:
        """The newest ones, oldest first."""
        ...


class Tags(Protocol):
    """What feedback can be tagged with."""

    async def offered(self) -> list[Tag]:
        """Values before skills, each in the order they were listed in."""
        ...

    async def get_many(self, ids: Sequence[TagId]) -> dict[TagId, Tag]:
        """Those that exist, also those that aren't offered any more."""
        ...

    async def replace(self, kind: TagKind, names: Sequence[str]) -> None:
        """Exactly these are offered from now on, each name once. One that was there before, in any case,
        keeps its id."""
        ...


class Drafts(Protocol):
    async def put(self, draft: Draft) -> DraftId:
        """Writes it, or over the one with the same (person, form, key); returns the id that it has now."""
        ...

    async def get(self, draft_id: DraftId) -> Draft | None: ...

    async def of(self, person_id: PersonId, limit: int = 10) -> list[Draft]:
        """Newest first."""
        ...

    async def discard(self, draft_id: DraftId) -> bool: ...

    async def discard_of(self, person_id: PersonId) -> int: ...

    async def purge(self, now: datetime, limit: int = 1000) -> int:
        """Deletes those that have expired."""
        ...
