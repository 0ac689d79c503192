"""What is stored of asking for feedback."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from core.domain.ids import (
    AskId,
    PersonId,
    RequestId,
)
from core.domain.paging import Cursor, Page
from core.domain.requests import Ask, AskItem, Request, RequestItem


class Requests(Protocol):
    async def add(self, request: Request, asks: Sequence[Ask]) -> bool:
        """False (and nothing changed) if the form key is known already."""
        ...

    async def by_form_key(self, form_key: str) -> RequestItem | None: ...

    async def item(self, request_id: RequestId) -> RequestItem | None: ...

    async def ask(self, ask_id: AskId) -> AskItem | None: ...

    async def page(self, requester_id: PersonId, cursor: Cursor | None, limit: int) -> Page[RequestItem]:
        """Newest first, by `created_at`. A constant number of statements, whatever the history."""
        ...

    async def add_asks(self, asks: Sequence[Ask]) -> frozenset[AskId]:
        """Adds more to a request; those whom it asks already are left as they are. Returns what was added."""
        ...

    async def save(self, ask: Ask) -> bool:
        """Conditional: writes it with the next revision, if the stored one still has `ask.revision`."""
        ...

    async def set_due(self, request_id: RequestId, due_on: date) -> None: ...

    async def cancel(self, request_id: RequestId, at: datetime) -> bool:
        """Conditional: only the first time counts."""
        ...

    async def waiting_on(self, person_id: PersonId, now: datetime, limit: int) -> list[AskItem]:
        """What somebody is asked, has not answered, and has begun by now; the oldest first."""
        ...

    async def open_counts(self, ids: Sequence[PersonId], now: datetime) -> dict[PersonId, int]:
        """How many asks have begun by now and wait on each of these people; in one statement. Who has none is
        not in the answer."""
        ...

    async def prompts_due(self, now: datetime, limit: int) -> list[AskId]:
        """Open asks whose `prompt_at` has come, oldest first."""
        ...

    async def hanging_on(self, ids: Sequence[PersonId], limit: int) -> list[AskItem]:
        """Open asks that somebody of these is asked, asks, or is the subject of."""
        ...

    async def erase_of(self, person_id: PersonId) -> None:
        """Forgets the questions somebody asked, and why people declined them."""
        ...
