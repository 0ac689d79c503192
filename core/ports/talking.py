"""What is stored of talk about feedback: replies, reports of a problem, pauses, the audit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.domain.ids import (
    FeedbackId,
    PersonId,
    ReplyId,
    ReportId,
)
from core.domain.replies import Reply, Thread
from core.domain.reports import AuditEntry, Pause, Report, ReportItem


class Replies(Protocol):
    async def add(self, reply: Reply) -> bool:
        """False (and nothing changed) if the form key is known already."""
        ...

    async def get(self, reply_id: ReplyId) -> Reply | None: ...

    async def by_form_key(self, form_key: str) -> Reply | None: ...

    async def edit(self, reply_id: ReplyId, text: str, seen: int, at: datetime) -> bool:
        """Conditional: only while it isn't deleted and was edited `seen` times so far. Keeps the old text."""
        ...

    async def delete(self, reply_id: ReplyId, at: datetime) -> bool:
        """Conditional: only once. The text stays, for the audit."""
        ...

    async def mark_unreachable(self, reply_id: ReplyId) -> None: ...

    async def thread(self, feedback_id: FeedbackId, limit: int, *, deleted: bool = False) -> Thread:
        """The newest `limit`; with `deleted`, those that were deleted too."""
        ...

    async def about(self, feedback_ids: Sequence[FeedbackId]) -> list[Reply]:
        """All that weren't deleted, by feedback, oldest first."""
        ...

    async def ids_of(self, feedback_ids: Sequence[FeedbackId]) -> list[tuple[FeedbackId, ReplyId]]:
        """All replies about these, oldest first."""
        ...


class Reports(Protocol):
    async def add(self, report: Report) -> bool:
        """With its readers. False (and nothing changed) if the form key is known already."""
        ...

    async def get(self, report_id: ReportId) -> ReportItem | None: ...

    async def by_form_key(self, form_key: str) -> ReportItem | None: ...

    async def made_by(self, reporter_id: PersonId, limit: int) -> list[ReportItem]:
        """Newest first."""
        ...

    async def handle(self, report_id: ReportId, by: PersonId, at: datetime) -> bool:
        """Conditional: only the first counts."""
        ...


class Pauses(Protocol):
    async def add(self, pause: Pause) -> bool:
        """False if it is there already."""
        ...

    async def remove(self, person_id: PersonId, from_id: PersonId) -> bool: ...

    async def has(self, person_id: PersonId, from_id: PersonId) -> bool: ...

    async def of(self, person_id: PersonId, limit: int) -> list[Pause]:
        """Newest first."""
        ...

    async def remove_all(self, person_id: PersonId) -> None:
        """Theirs, and those of others about them."""
        ...


class Audit(Protocol):
    async def add(self, entry: AuditEntry) -> None: ...

    async def of(self, subject_id: str, limit: int) -> list[AuditEntry]:
        """The newest ones, oldest first."""
        ...
