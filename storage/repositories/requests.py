"""Requests for feedback, and what each person asked does about theirs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, select, union, update

from core.domain.feedback import Visibility
from core.domain.ids import AskId, PersonId, RequestId
from core.domain.paging import Cursor, Page
from core.domain.people import Person
from core.domain.requests import Ask, AskItem, AskState, Request, RequestItem
from storage.paging import fetch_page
from storage.repositories.people import SqlPeople
from storage.sealing import Place
from storage.statements import Scope, Values, chunks, insert
from storage.tables import asks as table
from storage.tables import requests

_ASKED = AskState.ASKED.value
_COLUMNS = (*(column.label(f"of_{column.key}") for column in requests.c), *table.c)
_JOINED = requests.join(
    table, and_(table.c.workspace_id == requests.c.workspace_id, table.c.request_id == requests.c.id)
)


class SqlRequests:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._requests = requests.c.workspace_id == scope.workspace_id
        self._asks = table.c.workspace_id == scope.workspace_id

    # -- asking ---

    async def add(self, request: Request, asks: Sequence[Ask]) -> bool:
        statement = (
            insert(self._connection, requests)
            .values(
                workspace_id=self._scope.workspace_id,
                id=request.id,
                form_key=request.form_key,
                requester_id=request.requester_id,
                about_id=request.about_id,
                question_sealed=self._seal(request.question, "requests", "question", request.id),
                visibility=request.visibility.value,
                due_on=request.due_on,
                created_at=request.created_at,
                cancelled_at=request.cancelled_at,
            )
            .on_conflict_do_nothing(index_elements=["workspace_id", "form_key"])
            .returning(requests.c.id)
        )
        if (await self._connection.execute(statement)).first() is None:
            return False
        await self.add_asks(asks)
        return True

    async def add_asks(self, asks: Sequence[Ask]) -> frozenset[AskId]:
        if not asks:
            return frozenset()
        start = await self._next_position(asks[0].request_id)
        rows = [
            {
                "workspace_id": self._scope.workspace_id,
                "id": ask.id,
                "request_id": ask.request_id,
                "person_id": ask.person_id,
                "position": start + number,
                "starts_at": ask.starts_at,
                "revision": ask.revision,
                **self._changeable(ask),
            }
            for number, ask in enumerate(asks)
        ]
        statement = (
            insert(self._connection, table)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["workspace_id", "request_id", "person_id"])
            .returning(table.c.id)
        )
        return frozenset(await self._connection.scalars(statement))

    async def _next_position(self, request_id: RequestId) -> int:
        statement = select(func.count()).where(self._asks, table.c.request_id == request_id)
        return (await self._connection.execute(statement)).scalar_one()

    async def save(self, ask: Ask) -> bool:
        result = await self._connection.execute(
            update(table)
            .where(self._asks, table.c.id == ask.id, table.c.revision == ask.revision)
            .values(revision=ask.revision + 1, **self._changeable(ask))
        )
        return result.rowcount == 1

    def _changeable(self, ask: Ask) -> Values:
        return {
            "due_on": ask.due_on,
            "state": ask.state.value,
            "prompt_at": ask.prompt_at,
            "prompts": ask.prompts,
            "reminded": ask.reminded,
            "snoozed_until": ask.snoozed_until,
            "reason_sealed": self._seal(ask.reason, "asks", "reason", ask.id) if ask.reason else None,
        }

    async def set_due(self, request_id: RequestId, due_on: date) -> None:
        await self._connection.execute(
            update(requests).where(self._requests, requests.c.id == request_id).values(due_on=due_on)
        )

    async def cancel(self, request_id: RequestId, at: datetime) -> bool:
        result = await self._connection.execute(
            update(requests)
            .where(self._requests, requests.c.id == request_id, requests.c.cancelled_at.is_(None))
            .values(cancelled_at=at)
        )
        return result.rowcount == 1

    # -- looking ---

    async def by_form_key(self, form_key: str) -> RequestItem | None:
        found = await self._items(self._select().where(requests.c.form_key == form_key))
        return next(iter(_whole(found)), None)

    async def item(self, request_id: RequestId) -> RequestItem | None:
        found = await self._items(self._select().where(requests.c.id == request_id))
        return next(iter(_whole(found)), None)

    async def ask(self, ask_id: AskId) -> AskItem | None:
        return next(iter(await self._items(self._select().where(table.c.id == ask_id))), None)

    async def page(self, requester_id: PersonId, cursor: Cursor | None, limit: int) -> Page[RequestItem]:
        """Walks the list's index for the keys, and only then reads that many requests."""
        at, row_id = requests.c.created_at, requests.c.id
        listed = select(at, row_id).where(self._requests, requests.c.requester_id == requester_id)
        keys = await fetch_page(self._connection, listed, at, row_id, cursor, limit)
        ids = [row[1] for row in keys.rows]
        found = await self._items(self._select().where(requests.c.id.in_(ids))) if ids else []
        by_id = {item.request.id: item for item in _whole(found)}
        return Page(tuple(by_id[one] for one in ids), keys.newer, keys.older)

    async def waiting_on(self, person_id: PersonId, now: datetime, limit: int) -> list[AskItem]:
        begun = and_(table.c.state == _ASKED, table.c.starts_at <= now, table.c.person_id == person_id)
        statement = self._select().where(self._asks, begun)
        return await self._items(
            statement.order_by(None).order_by(table.c.starts_at, table.c.id).limit(limit)
        )

    async def open_counts(self, ids: Sequence[PersonId], now: datetime) -> dict[PersonId, int]:
        found: dict[PersonId, int] = {}
        for some in chunks(ids):
            statement = (
                select(table.c.person_id, func.count())
                .where(
                    self._asks,
                    table.c.person_id.in_(some),
                    table.c.state == _ASKED,
                    table.c.starts_at <= now,
                )
                .group_by(table.c.person_id)
            )
            found.update({row[0]: row[1] for row in await self._connection.execute(statement)})
        return found

    async def prompts_due(self, now: datetime, limit: int) -> list[AskId]:
        statement = (
            select(table.c.id)
            .where(self._asks, table.c.state == _ASKED, table.c.prompt_at <= now)
            .order_by(table.c.prompt_at, table.c.id)
            .limit(limit)
        )
        return list(await self._connection.scalars(statement))

    async def hanging_on(self, ids: Sequence[PersonId], limit: int) -> list[AskItem]:
        """Each way to hang on somebody is asked for by itself: that is what the indexes can answer."""
        open_asks = select(table.c.id).where(self._asks, table.c.state == _ASKED)
        of_request = and_(
            table.c.workspace_id == requests.c.workspace_id, table.c.request_id == requests.c.id
        )
        of_theirs = open_asks.select_from(requests.join(table, of_request)).where(self._requests)
        found = union(
            open_asks.where(table.c.person_id.in_(ids)),
            of_theirs.where(requests.c.requester_id.in_(ids)),
            of_theirs.where(requests.c.about_id.in_(ids)),
        ).limit(limit)
        hanging = list(await self._connection.scalars(found))
        return await self._items(self._select().where(table.c.id.in_(hanging))) if hanging else []

    # -- forgetting ---

    async def erase_of(self, person_id: PersonId) -> None:
        theirs = select(requests.c.id).where(self._requests, requests.c.requester_id == person_id)
        await self._connection.execute(
            update(table).where(self._asks, table.c.request_id.in_(theirs)).values(reason_sealed=None)
        )
        for request_id in list(await self._connection.scalars(theirs)):
            nothing = self._seal("", "requests", "question", request_id)
            await self._connection.execute(
                update(requests)
                .where(self._requests, requests.c.id == request_id)
                .values(question_sealed=nothing)
            )

    # -- rows ---

    def _select(self) -> Select[Any]:
        """Newest request first, then the asks in their order."""
        return (
            select(*_COLUMNS)
            .select_from(_JOINED)
            .where(self._requests)
            .order_by(requests.c.created_at.desc(), requests.c.id.desc(), table.c.position)
        )

    async def _items(self, statement: Select[Any]) -> list[AskItem]:
        rows = list((await self._connection.execute(statement)).all())
        if not rows:
            return []
        ids = {one for row in rows for one in (row.person_id, row.of_requester_id, row.of_about_id)}
        people = await SqlPeople(self._scope).get_many(list(ids))
        opened: dict[RequestId, Request] = {}
        for row in rows:
            if row.of_id not in opened:
                opened[row.of_id] = self._request(row)
        return [self._item(row, opened[row.of_id], people) for row in rows]

    def _item(self, row: Row[Any], request: Request, people: dict[PersonId, Person]) -> AskItem:
        return AskItem(
            self._ask(row),
            request,
            people[row.person_id].ref,
            people[request.requester_id].ref,
            people[request.about_id].ref,
            people[row.person_id].profile.time_zone,
        )

    def _request(self, row: Row[Any]) -> Request:
        return Request(
            id=row.of_id,
            workspace_id=row.of_workspace_id,
            form_key=row.of_form_key,
            requester_id=row.of_requester_id,
            about_id=row.of_about_id,
            question=self._open(row.of_question_sealed, "requests", "question", row.of_id),
            visibility=Visibility(row.of_visibility),
            due_on=row.of_due_on,
            created_at=row.of_created_at,
            cancelled_at=row.of_cancelled_at,
        )

    def _ask(self, row: Row[Any]) -> Ask:
        return Ask(
            id=row.id,
            request_id=row.request_id,
            person_id=row.person_id,
            starts_at=row.starts_at,
            due_on=row.due_on,
            state=AskState(row.state),
            prompt_at=row.prompt_at,
            prompts=row.prompts,
            reminded=row.reminded,
            snoozed_until=row.snoozed_until,
            reason=self._open(row.reason_sealed, "asks", "reason", row.id) if row.reason_sealed else "",
            revision=row.revision,
        )

    def _seal(self, words: str, table: str, column: str, row_id: str) -> bytes:
        return self._scope.keyring.seal(words, Place(self._scope.workspace_id, table, column, row_id))

    def _open(self, sealed: bytes, table: str, column: str, row_id: str) -> str:
        return self._scope.keyring.open(sealed, Place(self._scope.workspace_id, table, column, row_id))


def _whole(items: Sequence[AskItem]) -> list[RequestItem]:
    """Asks, gathered by their requests, in the order they come in."""
    gathered: dict[RequestId, list[AskItem]] = {}
    for item in items:
        gathered.setdefault(item.request.id, []).append(item)
    return [
        RequestItem(some[0].request, some[0].requester, some[0].about, tuple(some))
        for some in gathered.values()
    ]
