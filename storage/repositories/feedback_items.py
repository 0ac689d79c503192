"""Reading feedback: from rows to copies with the names needed to show them. A constant number of statements,
however many copies."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from core.domain.feedback import (
    Asked,
    Feedback,
    FeedbackItem,
    FeedbackKind,
    Quote,
    Reader,
    ReaderReason,
    SentForm,
    Submission,
    SubmissionState,
    Visibility,
)
from core.domain.ids import FeedbackId, SubmissionId
from core.domain.people import Person
from core.domain.tags import Tag, TagKind
from storage.repositories.people import SqlPeople
from storage.sealing import Keyring, Place
from storage.statements import HERE, THESE, Scope, Values, chunks
from storage.tables import answers, feedback, readers, submissions

_COLUMNS = (
    *(column.label(f"submission_{column.key}") for column in submissions.c),
    *(feedback.c[name] for name in ("id", "recipient_id", "thanked_at", "unreachable")),
    answers.c.ask_id,
    answers.c.question_sealed,
)
_OF_IT = (feedback.c.workspace_id == submissions.c.workspace_id) & (
    feedback.c.submission_id == submissions.c.id
)
_ANSWERED = (answers.c.workspace_id == submissions.c.workspace_id) & (
    answers.c.submission_id == submissions.c.id
)
_FORM_FIRST = submissions.outerjoin(feedback, _OF_IT).outerjoin(answers, _ANSWERED)
_COPY_FIRST = feedback.join(submissions, _OF_IT).outerjoin(answers, _ANSWERED)
_FORM = (
    select(*_COLUMNS)
    .select_from(_FORM_FIRST)
    .where(submissions.c.workspace_id == HERE)
    .order_by(feedback.c.position)
)
_FORM_WITH_ID = _FORM.where(submissions.c.id == bindparam("id"))
_FORM_WITH_KEY = _FORM.where(submissions.c.form_key == bindparam("form_key"))
_COPIES = (
    select(*_COLUMNS)
    .select_from(_COPY_FIRST)
    .where(feedback.c.workspace_id == HERE, feedback.c.id.in_(THESE))
)
_READERS = (
    select(readers)
    .where(readers.c.workspace_id == HERE, readers.c.feedback_id.in_(THESE))
    .order_by(readers.c.feedback_id, readers.c.position)
)


class FeedbackItems:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = {"here": scope.workspace_id}

    async def form(self, submission_id: SubmissionId) -> SentForm | None:
        return await self._form(_FORM_WITH_ID, {"id": submission_id})

    async def form_with_key(self, form_key: str) -> SentForm | None:
        return await self._form(_FORM_WITH_KEY, {"form_key": form_key})

    async def _form(self, statement: Select[*tuple[Any, ...]], which: Values) -> SentForm | None:
        """It has no copies left where all have been erased."""
        rows = list((await self._connection.execute(statement, which | self._here)).all())
        if not rows:
            return None
        submission = submission_of(rows[0], self._scope.keyring)
        items = await self._items([row for row in rows if row.id is not None])
        if items:
            return SentForm(submission, items[0].author, tuple(items))
        authors = await SqlPeople(self._scope).get_many([submission.author_id])
        return SentForm(submission, authors[submission.author_id].ref, ())

    async def with_ids(self, ids: Sequence[FeedbackId]) -> list[FeedbackItem]:
        """Those that exist, in the order of `ids`."""
        found: dict[FeedbackId, FeedbackItem] = {}
        for some in chunks(ids):
            rows = (await self._connection.execute(_COPIES, {"these": some, **self._here})).all()
            found.update({item.feedback.id: item for item in await self._items(rows)})
        return [found[feedback_id] for feedback_id in ids if feedback_id in found]

    async def _items(self, rows: Sequence[Row[Any]]) -> list[FeedbackItem]:
        if not rows:
            return []
        who_reads = await self._readers([row.id for row in rows])
        ids = {person_id for row in rows for person_id in (row.submission_author_id, row.recipient_id)}
        ids |= {reader.person_id for some in who_reads.values() for reader in some}
        people = await SqlPeople(self._scope).get_many(list(ids))
        opened: dict[str, Submission] = {}
        items: list[FeedbackItem] = []
        for row in rows:
            if row.submission_id not in opened:
                opened[row.submission_id] = submission_of(row, self._scope.keyring)
            items.append(_item(row, opened[row.submission_id], tuple(who_reads.get(row.id, ())), people))
        return items

    async def _readers(self, ids: Sequence[FeedbackId]) -> dict[FeedbackId, list[Reader]]:
        found: dict[FeedbackId, list[Reader]] = {}
        for row in await self._connection.execute(_READERS, {"these": ids, **self._here}):
            reader = Reader(row.person_id, ReaderReason(row.reason), row.since)
            found.setdefault(row.feedback_id, []).append(reader)
        return found


def _item(
    row: Row[Any], submission: Submission, who_reads: tuple[Reader, ...], people: dict[Any, Person]
) -> FeedbackItem:
    copy = Feedback(row.id, submission.id, row.recipient_id, who_reads, row.thanked_at, row.unreachable)
    names = tuple(people[reader.person_id].ref for reader in who_reads)
    return FeedbackItem(
        copy, submission, people[submission.author_id].ref, people[row.recipient_id].ref, names
    )


def submission_of(row: Row[Any], keyring: Keyring) -> Submission:
    """From a row of `_COLUMNS`; opens what is sealed. Raises storage.sealing.KeyProblem."""
    return Submission(
        id=row.submission_id,
        workspace_id=row.submission_workspace_id,
        form_key=row.submission_form_key,
        author_id=row.submission_author_id,
        kind=FeedbackKind(row.submission_kind),
        text=keyring.open(
            row.submission_text_sealed, text_place(row.submission_workspace_id, row.submission_id)
        ),
        visibility=Visibility(row.submission_visibility),
        state=SubmissionState(row.submission_state),
        created_at=row.submission_created_at,
        release_at=row.submission_release_at,
        sent_at=row.submission_sent_at,
        quote=_quote(row, keyring),
        edit_until=row.submission_edit_until,
        edits=row.submission_edits,
        edited_at=row.submission_edited_at,
        asked=_asked(row, keyring),
        channel=row.submission_channel or "",
        tags=_tags(row.submission_tags),
    )


def _tags(stored: str | None) -> tuple[Tag, ...]:
    if stored is None:
        return ()
    return tuple(Tag(tag_id, TagKind(kind), name) for tag_id, kind, name in json.loads(stored))


def stored_tags(tags: Sequence[Tag]) -> str | None:
    """For the column `tags` of `submissions`."""
    return json.dumps([[tag.id, tag.kind.value, tag.name] for tag in tags]) if tags else None


def _quote(row: Row[Any], keyring: Keyring) -> Quote | None:
    if row.submission_quote_sealed is None:
        return None
    place = _place(row.submission_workspace_id, row.submission_id, "quote")
    text, author_name, link = json.loads(keyring.open(row.submission_quote_sealed, place))
    return Quote(text, author_name, link)


def _asked(row: Row[Any], keyring: Keyring) -> Asked | None:
    if row.ask_id is None:
        return None
    place = question_place(row.submission_workspace_id, row.submission_id)
    return Asked(row.ask_id, keyring.open(row.question_sealed, place))


def question_place(workspace_id: str, submission_id: str) -> Place:
    return Place(workspace_id, "answers", "question", submission_id)


def sealed_words(submission: Submission, keyring: Keyring) -> Values:
    """The columns of `submissions` that hold people's words."""
    quote = submission.quote
    quoted = json.dumps([quote.text, quote.author_name, quote.link]) if quote else None
    place = _place(submission.workspace_id, submission.id, "quote")
    return {
        "text_sealed": keyring.seal(submission.text, text_place(submission.workspace_id, submission.id)),
        "quote_sealed": keyring.seal(quoted, place) if quoted else None,
    }


def text_place(workspace_id: str, submission_id: str) -> Place:
    return _place(workspace_id, submission_id, "text")


def _place(workspace_id: str, submission_id: str, column: str) -> Place:
    return Place(workspace_id, "submissions", column, submission_id)
