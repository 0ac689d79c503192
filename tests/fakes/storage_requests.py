"""Requests for feedback, in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from core.domain.ids import AskId, PersonId, RequestId
from core.domain.paging import Cursor, Page
from core.domain.requests import Ask, AskItem, AskState, Request, RequestItem
from tests.fakes.storage_feedback import page_of
from tests.fakes.storage_state import State


class FakeRequests:
    def __init__(self, state: State) -> None:
        self._state, self._requests, self._asks = state, state.requests, state.asks

    async def add(self, request: Request, asks: Sequence[Ask]) -> bool:
        if any(known.form_key == request.form_key for known in self._requests.values()):
            return False
        self._requests[request.id] = request
        await self.add_asks(asks)
        return True

    async def by_form_key(self, form_key: str) -> RequestItem | None:
        known = (one for one in self._requests.values() if one.form_key == form_key)
        return self._whole(next(known, None))

    async def item(self, request_id: RequestId) -> RequestItem | None:
        return self._whole(self._requests.get(request_id))

    async def ask(self, ask_id: AskId) -> AskItem | None:
        found = self._asks.get(ask_id)
        return None if found is None else self._item(found)

    async def page(self, requester_id: PersonId, cursor: Cursor | None, limit: int) -> Page[RequestItem]:
        mine = (one for one in self._requests.values() if one.requester_id == requester_id)
        listed = sorted(((one.created_at, one.id) for one in mine), reverse=True)
        keys, newer, older = page_of([(at, str(one)) for at, one in listed], cursor, limit)
        items = (self._whole(self._requests[RequestId(one)]) for _, one in keys)
        return Page(tuple(item for item in items if item is not None), newer, older)

    async def add_asks(self, asks: Sequence[Ask]) -> frozenset[AskId]:
        added: set[AskId] = set()
        for ask in asks:
            known = {(one.request_id, one.person_id) for one in self._asks.values()}
            if (ask.request_id, ask.person_id) not in known:
                self._asks[ask.id] = ask
                added.add(ask.id)
        return frozenset(added)

    async def save(self, ask: Ask) -> bool:
        stored = self._asks.get(ask.id)
        if stored is None or stored.revision != ask.revision:
            return False
        self._asks[ask.id] = replace(ask, revision=ask.revision + 1)
        return True

    async def set_due(self, request_id: RequestId, due_on: date) -> None:
        self._requests[request_id] = replace(self._requests[request_id], due_on=due_on)

    async def cancel(self, request_id: RequestId, at: datetime) -> bool:
        stored = self._requests.get(request_id)
        if stored is None or stored.cancelled_at is not None:
            return False
        self._requests[request_id] = replace(stored, cancelled_at=at)
        return True

    async def waiting_on(self, person_id: PersonId, now: datetime, limit: int) -> list[AskItem]:
        waiting = [one for one in self._begun(now) if one.person_id == person_id]
        return [self._item(one) for one in sorted(waiting, key=lambda one: (one.starts_at, one.id))[:limit]]

    async def open_counts(self, ids: Sequence[PersonId], now: datetime) -> dict[PersonId, int]:
        return dict(Counter(one.person_id for one in self._begun(now) if one.person_id in ids))

    async def prompts_due(self, now: datetime, limit: int) -> list[AskId]:
        due = [(one.prompt_at, one.id) for one in self._open() if one.prompt_at and one.prompt_at <= now]
        return [ask_id for _, ask_id in sorted(due)[:limit]]

    async def hanging_on(self, ids: Sequence[PersonId], limit: int) -> list[AskItem]:
        items = (self._item(one) for one in self._open())
        hanging = [one for one in items if {one.person.id, one.requester.id, one.about.id}.intersection(ids)]
        return hanging[:limit]

    async def erase_of(self, person_id: PersonId) -> None:
        for one in [one for one in self._requests.values() if one.requester_id == person_id]:
            self._requests[one.id] = replace(one, question="")
            for ask in [ask for ask in self._asks.values() if ask.request_id == one.id]:
                self._asks[ask.id] = replace(ask, reason="")

    def _open(self) -> list[Ask]:
        return [one for one in self._asks.values() if one.state is AskState.ASKED]

    def _begun(self, now: datetime) -> list[Ask]:
        return [one for one in self._open() if one.starts_at <= now]

    def _whole(self, request: Request | None) -> RequestItem | None:
        if request is None:
            return None
        asks = tuple(self._item(one) for one in self._asks.values() if one.request_id == request.id)
        people = self._state.people
        return RequestItem(request, people[request.requester_id].ref, people[request.about_id].ref, asks)

    def _item(self, ask: Ask) -> AskItem:
        request, people = self._requests[ask.request_id], self._state.people
        return AskItem(
            ask,
            request,
            people[ask.person_id].ref,
            people[request.requester_id].ref,
            people[request.about_id].ref,
            people[ask.person_id].profile.time_zone,
        )
