"""Finding feedback again by its terms, without their being readable in the database.

Every term of a copy is kept once for each of its viewers, as a keyed digest that holds the viewer. A search
walks the list of its rarest term, newest first, and looks for the others beside it: it costs what the viewer
has of that term, and not what the company has.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, select, update

from core.domain.feedback import FeedbackItem, FeedbackKind
from core.domain.ids import PersonId, SubmissionId
from core.domain.looking_back import LISTED, Filters, listed_at, terms_of, terms_wanted, viewers_of
from core.domain.paging import Cursor, Page
from storage.paging import fetch_page
from storage.repositories.feedback_items import FeedbackItems
from storage.sealing import Place
from storage.statements import Scope, Values, chunks, insert
from storage.tables import feedback, search_terms, submissions

DIGEST = 16  # bytes of it that are kept
COUNTED = 500
"""How many copies of a term are counted: of those that have more, any will do."""

_COPY = and_(
    feedback.c.workspace_id == search_terms.c.workspace_id, feedback.c.id == search_terms.c.feedback_id
)
_SUBMISSION = and_(
    submissions.c.workspace_id == feedback.c.workspace_id, submissions.c.id == feedback.c.submission_id
)


class SqlSearch:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._items = FeedbackItems(scope)

    async def page(
        self, viewer: PersonId, filters: Filters, cursor: Cursor | None, limit: int
    ) -> Page[FeedbackItem]:
        wanted = [self._digests(viewer, term) for term in terms_wanted(filters)]
        if len(wanted) > 1:
            wanted = await self._rarest_first(wanted)
        walked = search_terms.alias("walked")
        listed = select(walked.c.at, walked.c.feedback_id).where(
            self._of(walked, wanted[0]),
            *(self._beside(walked, other, f"beside_{n}") for n, other in enumerate(wanted[1:])),
            *_within(walked.c.at, filters.since, filters.until),
        )
        keys = await fetch_page(self._connection, listed, walked.c.at, walked.c.feedback_id, cursor, limit)
        items = await self._items.with_ids([row[1] for row in keys.rows])
        return Page(tuple(items), keys.newer, keys.older)

    def _digests(self, viewer: PersonId, term: str) -> list[bytes]:
        """By the key that seals now, and by those that sealed before."""
        place = Place(self._scope.workspace_id, "search_terms", "term", viewer)
        return [digest[:DIGEST] for digest in self._scope.keyring.digests(term, place)]

    async def _rarest_first(self, wanted: list[list[bytes]]) -> list[list[bytes]]:
        counts = [self._some_of(digests).label(f"count_{n}") for n, digests in enumerate(wanted)]
        row = (await self._connection.execute(select(*counts))).one()
        return [digests for _, digests in sorted(zip(row, wanted, strict=True), key=lambda pair: pair[0])]

    def _some_of(self, digests: Sequence[bytes]) -> Any:
        some = select(search_terms.c.feedback_id).where(self._of(search_terms, digests)).limit(COUNTED)
        return select(func.count()).select_from(some.subquery()).scalar_subquery()

    def _of(self, table: Any, digests: Sequence[bytes]) -> ColumnElement[bool]:
        one = table.c.term == digests[0] if len(digests) == 1 else table.c.term.in_(digests)
        return and_(table.c.workspace_id == self._scope.workspace_id, one)

    def _beside(self, walked: Any, digests: Sequence[bytes], name: str) -> ColumnElement[bool]:
        other = search_terms.alias(name)
        same = and_(other.c.at == walked.c.at, other.c.feedback_id == walked.c.feedback_id)
        return exists().where(self._of(other, digests), same)

    async def said_about(
        self, viewer: PersonId, people: Sequence[PersonId], since: datetime
    ) -> list[tuple[datetime, FeedbackKind]]:
        terms = [Filters(about=person_id) for person_id in people]
        digests = [one for term in terms for one in self._digests(viewer, terms_wanted(term)[0])]
        statement = (
            select(search_terms.c.at, submissions.c.kind)
            .select_from(search_terms.join(feedback, _COPY).join(submissions, _SUBMISSION))
            .where(
                self._of(search_terms, digests),
                search_terms.c.at >= since,
                submissions.c.state.in_([state.value for state in LISTED]),
            )
        )
        return [(row.at, FeedbackKind(row.kind)) for row in await self._connection.execute(statement)]

    # -- keeping it up to date ---

    async def is_behind(self) -> bool:
        return (await self._connection.execute(self._behind(1))).first() is not None

    async def catch_up(self, limit: int) -> int:
        """Takes the rows first: whoever changes one of them meanwhile waits, and marks it again."""
        these = self._behind(limit).with_for_update(skip_locked=True)
        taken = update(submissions).where(self._here(), submissions.c.id.in_(these)).values(indexed=True)
        ids = list(await self._connection.scalars(taken.returning(submissions.c.id)))
        for some in chunks(ids):
            await self._index(some)
        return len(ids)

    def _here(self) -> ColumnElement[bool]:
        return submissions.c.workspace_id == self._scope.workspace_id

    def _behind(self, limit: int) -> Select[Any]:
        return (
            select(submissions.c.id)
            .where(self._here(), submissions.c.indexed.is_(False))
            .order_by(submissions.c.id)
            .limit(limit)
        )

    async def _index(self, ids: Sequence[SubmissionId]) -> None:
        here = feedback.c.workspace_id == self._scope.workspace_id
        statement = select(feedback.c.id).where(here, feedback.c.submission_id.in_(ids))
        copies = list(await self._connection.scalars(statement))
        for some in chunks(copies):
            await self._connection.execute(
                delete(search_terms).where(
                    search_terms.c.workspace_id == self._scope.workspace_id,
                    search_terms.c.feedback_id.in_(some),
                )
            )
            rows = [row for item in await self._items.with_ids(some) for row in self._rows(item)]
            if rows:
                await self._connection.execute(insert(self._connection, search_terms), rows)

    def _rows(self, item: FeedbackItem) -> list[Values]:
        return [
            {
                "workspace_id": self._scope.workspace_id,
                "term": self._digests(viewer, term)[0],
                "at": listed_at(viewer, item),
                "feedback_id": item.feedback.id,
            }
            for viewer in viewers_of(item)
            for term in terms_of(viewer, item)
        ]


def _within(at: Any, since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    return [*([at >= since] if since else []), *([at < until] if until else [])]
