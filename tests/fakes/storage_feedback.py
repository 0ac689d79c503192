"""Feedback and its lists, in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.domain.feedback import (
    Box,
    Feedback,
    FeedbackItem,
    FeedbackKind,
    Reader,
    SentForm,
    Submission,
    SubmissionState,
)
from core.domain.ids import FeedbackId, PersonId, SubmissionId
from core.domain.paging import Cursor, Direction, Page
from tests.fakes.storage_state import State


class FakeFeedback:
    def __init__(self, state: State) -> None:
        self._state, self._submissions, self._copies = state, state.submissions, state.copies

    async def add(self, submission: Submission, copies: Sequence[Feedback]) -> bool:
        if any(known.form_key == submission.form_key for known in self._submissions.values()):
            return False
        self._submissions[submission.id] = submission
        self._copies.update({one.id: one for one in copies})
        return True

    async def by_form_key(self, form_key: str) -> SentForm | None:
        known = (one for one in self._submissions.values() if one.form_key == form_key)
        return self._form(next(known, None))

    async def sent_form(self, submission_id: SubmissionId) -> SentForm | None:
        return self._form(self._submissions.get(submission_id))

    async def item(self, feedback_id: FeedbackId) -> FeedbackItem | None:
        found = self._copies.get(feedback_id)
        return None if found is None else self._item(found)

    async def given_since(
        self, author_id: PersonId, recipients: Sequence[PersonId], since: datetime, other_than: str
    ) -> dict[PersonId, int]:
        counted = {
            one.id
            for one in self._submissions.values()
            if one.author_id == author_id
            and one.created_at >= since
            and one.state is not SubmissionState.UNDONE
            and one.kind is not FeedbackKind.ANSWER
            and one.form_key != other_than
        }
        copies = [one for one in self._copies.values() if one.submission_id in counted]
        return dict(Counter(one.recipient_id for one in copies if one.recipient_id in recipients))

    async def take_turn(self, author_id: PersonId) -> None:
        """There is one writer at a time anyway."""

    async def revise(self, submission: Submission, copies: Sequence[Feedback]) -> bool:
        stored = self._held(submission.id)
        if stored is None:
            return False
        self._submissions[submission.id] = replace(
            stored,
            kind=submission.kind,
            text=submission.text,
            quote=submission.quote,
            visibility=submission.visibility,
            channel=submission.channel,
            tags=submission.tags,
            release_at=submission.release_at,
        )
        for one in [one for one in self._copies.values() if one.submission_id == submission.id]:
            del self._copies[one.id]
        self._copies.update({one.id: one for one in copies})
        return True

    async def release(
        self, submission_id: SubmissionId, at: datetime, edit_until: datetime | None = None
    ) -> bool:
        stored = self._held(submission_id)
        if stored is None:
            return False
        self._submissions[submission_id] = replace(
            stored, state=SubmissionState.SENT, sent_at=at, edit_until=edit_until
        )
        return True

    async def undo(self, submission_id: SubmissionId, at: datetime) -> bool:
        stored = self._held(submission_id)
        if stored is None:
            return False
        self._submissions[submission_id] = replace(stored, state=SubmissionState.UNDONE)
        return True

    def _held(self, submission_id: SubmissionId) -> Submission | None:
        stored = self._submissions.get(submission_id)
        return stored if stored is not None and stored.state is SubmissionState.HELD else None

    async def held_until(self, at: datetime, limit: int) -> list[SubmissionId]:
        return [one.id for one in self._all_held() if one.release_at <= at][:limit]

    async def next_release(self) -> datetime | None:
        return next((one.release_at for one in self._all_held()), None)

    def _all_held(self) -> list[Submission]:
        held = (one for one in self._submissions.values() if one.state is SubmissionState.HELD)
        return sorted(held, key=lambda one: (one.release_at, one.id))

    async def thank(self, feedback_id: FeedbackId, at: datetime) -> bool:
        found = self._copies.get(feedback_id)
        if found is None or found.thanked_at is not None:
            return False
        self._copies[feedback_id] = replace(found, thanked_at=at)
        return True

    async def add_reader(self, feedback_id: FeedbackId, reader: Reader) -> bool:
        found = self._copies.get(feedback_id)
        if found is None:
            return False
        author_id = self._submissions[found.submission_id].author_id
        if reader.person_id in (author_id, found.recipient_id, *(one.person_id for one in found.readers)):
            return False
        self._copies[feedback_id] = replace(found, readers=(*found.readers, reader))
        return True

    async def mark_unreachable(self, feedback_id: FeedbackId) -> None:
        if feedback_id in self._copies:
            self._copies[feedback_id] = replace(self._copies[feedback_id], unreachable=True)

    async def page(
        self, person_id: PersonId, box: Box, cursor: Cursor | None, limit: int
    ) -> Page[FeedbackItem]:
        listed = [
            (at, one.id) for one in self._copies.values() if (at := self._listed_at(one, person_id, box))
        ]
        keys, newer, older = page_of(sorted(listed, reverse=True), cursor, limit)
        items = tuple(self._item(self._copies[FeedbackId(feedback_id)]) for _, feedback_id in keys)
        return Page(items, newer, older)

    def _listed_at(self, one: Feedback, person_id: PersonId, box: Box) -> datetime | None:
        submission = self._submissions[one.submission_id]
        if submission.state in (SubmissionState.UNDONE, SubmissionState.WITHDRAWN):
            return None
        match box:
            case Box.RECEIVED:
                return submission.sent_at if one.recipient_id == person_id else None
            case Box.SHARED:
                reads = any(reader.person_id == person_id for reader in one.readers)
                return submission.sent_at if reads else None
            case Box.GIVEN:
                return submission.created_at if submission.author_id == person_id else None

    async def count_of(self, person_id: PersonId) -> tuple[int, int, int]:
        alive = [
            (self._submissions[one.submission_id].author_id, one.recipient_id)
            for one in self._copies.values()
            if self._submissions[one.submission_id].state
            not in (SubmissionState.UNDONE, SubmissionState.WITHDRAWN)
        ]
        received = sum(recipient == person_id for _, recipient in alive)
        given = sum(author == person_id for author, _ in alive)
        return received, given, sum(draft.person_id == person_id for draft in self._state.drafts.values())

    async def erase_received(self, person_id: PersonId) -> None:
        gone = [one for one in self._copies.values() if one.recipient_id == person_id]
        for one in gone:
            del self._copies[one.id]
        left = {one.submission_id for one in self._copies.values()}
        for submission_id in {one.submission_id for one in gone} - left:
            del self._submissions[submission_id]

    def _form(self, submission: Submission | None) -> SentForm | None:
        if submission is None:
            return None
        copies = (self._item(one) for one in self._copies.values() if one.submission_id == submission.id)
        return SentForm(submission, self._state.people[submission.author_id].ref, tuple(copies))

    def _item(self, one: Feedback) -> FeedbackItem:
        people, submission = self._state.people, self._submissions[one.submission_id]
        readers = tuple(people[reader.person_id].ref for reader in one.readers)
        return FeedbackItem(
            one, submission, people[submission.author_id].ref, people[one.recipient_id].ref, readers
        )


Key = tuple[datetime, str]


def page_of(
    listed: list[Key], cursor: Cursor | None, limit: int
) -> tuple[list[Key], Cursor | None, Cursor | None]:
    """Keys and cursors of one page of a list that is newest first."""
    start = 0
    if cursor is not None:
        edge = (cursor.at, cursor.id)
        if cursor.direction is Direction.OLDER:
            start = sum(key >= edge for key in listed)
        else:
            start = max(0, sum(key > edge for key in listed) - limit)
        if start >= len(listed):
            start = 0
    keys = listed[start : start + limit]
    newer = Cursor(*keys[0], Direction.NEWER) if start > 0 else None
    older = Cursor(*keys[-1], Direction.OLDER) if start + limit < len(listed) else None
    return keys, newer, older
