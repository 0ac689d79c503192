"""Ask for feedback, answer, put off or decline; remind, extend, ask more people, cancel."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta

from core.domain import requests, working_days
from core.domain.errors import InvalidForm, NotFound, Problem, TooLate
from core.domain.feedback import SentForm
from core.domain.ids import AskId, PersonId, RequestId, WorkspaceId
from core.domain.messages import Topic
from core.domain.paging import Cursor, Page
from core.domain.people import LineState, PersonRef
from core.domain.policies import AskAction
from core.domain.requests import MAX_REASON, Ask, AskItem, AskState, Later, RequestItem
from core.domain.revisions import EDIT_WINDOW
from core.notifications import RequestDeclined, RequestPlaced
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.requests_answering import AnswerRequest, record_answer, seen_by
from core.services.requests_asking import add_people, check_requester, record_request, who_is_busy
from core.services.requests_changing import cancel_all, extend_all, prompt, remind_all
from core.services.requests_form import AskForFeedback, AskOptions, due_problems
from core.services.requests_notices import DESCRIBE, ON_FAILURE
from core.services.requests_steps import Move, check_may, take_step
from core.services.taking_part import confirmed_managers

__all__ = [
    "DESCRIBE",
    "FORM",
    "ON_FAILURE",
    "AnswerRequest",
    "AskForFeedback",
    "AskOptions",
    "RequestService",
]

FORM = "requests.ask"  # the name its drafts go by
BATCH = 100


class RequestService:
    """`undo_window` and `edit_window`: of answers, as of any feedback."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        wake: Wake,
        undo_window: timedelta,
        edit_window: timedelta = EDIT_WINDOW,
    ) -> None:
        self._store, self._clock, self._wake = store, clock, wake
        self._undo_window, self._edit_window = undo_window, edit_window

    # -- asking ---

    async def options_for(self, workspace_id: WorkspaceId, person_id: PersonId) -> AskOptions:
        """What the form offers. Raises NotFound."""
        async with self._store.reading(workspace_id) as unit:
            lines = await unit.lines.reports_of(person_id)
            ids = [line.person_id for line in lines if line.state is LineState.CONFIRMED]
            people = await unit.people.get_many([person_id, *ids])
            managers = await confirmed_managers(unit, [person_id, *ids])
        if person_id not in people:
            raise NotFound("error-gone")
        reports = [people[one] for one in ids if one in people and managers[one] == people[person_id]]
        manager = managers[person_id]
        return AskOptions(
            me=people[person_id].ref,
            reports=tuple(sorted((one.ref for one in reports), key=lambda ref: ref.name.casefold())),
            manager=manager.ref if manager else None,
            due_on=requests.default_due(self._clock.now(), people[person_id].profile.time_zone),
        )

    async def busy_among(self, workspace_id: WorkspaceId, people: Sequence[PersonId]) -> frozenset[PersonId]:
        """Those who have much to answer already."""
        if not people:
            return frozenset()
        async with self._store.reading(workspace_id) as unit:
            return await who_is_busy(unit, people, self._clock.now())

    async def ask_for_feedback(self, command: AskForFeedback) -> RequestItem:
        """Asks each of them, at once or, where they are busy and the form said so, next week. The same form
        again is the same request. Raises InvalidForm (fields: people, about, question, due_on), NotAllowed,
        TooLate (it was sent with other values), Unavailable."""
        async with self._store.writing(command.workspace_id) as unit:
            item = await record_request(unit, command, self._clock.now())
            await unit.commit()
        self._wake()
        return item

    # -- what the person asked does ---

    async def open_ask(
        self, workspace_id: WorkspaceId, person_id: PersonId, ask_id: AskId
    ) -> tuple[AskItem, tuple[PersonRef, ...], PersonId | None]:
        """To answer it: with who will read the answer, and who of them as a manager. Raises NotFound for
        anyone but the person asked, TooLate where it is over."""
        async with self._store.reading(workspace_id) as unit:
            item = await unit.requests.ask(ask_id)
            if item is None:
                raise NotFound("error-request-gone")
            check_may(person_id, AskAction.ANSWER, item)
            return item, *await seen_by(unit, item)

    async def answer_request(self, command: AnswerRequest) -> SentForm:
        """Records the answer, held for the undo window; see FeedbackService.give_feedback. Raises InvalidForm
        (field: text), NotFound, NotAllowed, ManagersChanged, TooLate (answered, declined, cancelled
        meanwhile), Unavailable."""
        async with self._store.writing(command.workspace_id) as unit:
            now = self._clock.now()
            form = await record_answer(unit, command, self._undo_window, now, self._edit_window)
            await unit.commit()
        self._wake()
        return form

    async def put_off(
        self, workspace_id: WorkspaceId, person_id: PersonId, ask_id: AskId, later: Later
    ) -> AskItem:
        """Asked again then. Raises NotFound, TooLate."""
        now = self._clock.now()

        def move(item: AskItem) -> Ask:
            check_may(person_id, AskAction.PUT_OFF, item)
            return requests.snooze(item.ask, later, now, item.time_zone)

        return await self._step(workspace_id, ask_id, move)

    async def decline_request(
        self, workspace_id: WorkspaceId, person_id: PersonId, ask_id: AskId, reason: str = ""
    ) -> AskItem:
        """Once; whoever asked is told, and only they read the reason. Raises NotFound, TooLate, InvalidForm
        (field: reason)."""
        if len(reason) > MAX_REASON:
            facts = {"length": len(reason), "most": MAX_REASON}
            raise InvalidForm([Problem("reason", "error-text-long", facts)])

        def move(item: AskItem) -> Ask:
            check_may(person_id, AskAction.DECLINE, item)
            return requests.end(item.ask, AskState.DECLINED, reason.strip())

        async with self._store.writing(workspace_id) as unit:
            item = await take_step(unit, ask_id, move)
            topic = Topic(RequestDeclined.kind, item.request.requester_id, ask_id)
            await unit.outbox.tell(topic, self._clock.now())
            await unit.commit()
        self._wake()
        return item

    async def _step(self, workspace_id: WorkspaceId, ask_id: AskId, move: Move) -> AskItem:
        async with self._store.writing(workspace_id) as unit:
            item = await take_step(unit, ask_id, move)
            await unit.commit()
        self._wake()
        return item

    async def waiting_on(
        self, workspace_id: WorkspaceId, person_id: PersonId, limit: int = 5
    ) -> list[AskItem]:
        """What somebody is asked and has not answered, the oldest first."""
        async with self._store.reading(workspace_id) as unit:
            return await unit.requests.waiting_on(person_id, self._clock.now(), limit)

    # -- what whoever asked does ---

    async def open_request(
        self, workspace_id: WorkspaceId, person_id: PersonId, request_id: RequestId
    ) -> RequestItem:
        """Raises NotFound for anyone but whoever asked."""
        async with self._store.reading(workspace_id) as unit:
            return check_requester(person_id, await unit.requests.item(request_id))

    async def list_requests(
        self, workspace_id: WorkspaceId, person_id: PersonId, cursor: Cursor | None = None, limit: int = 5
    ) -> Page[RequestItem]:
        """What somebody asked, newest first."""
        async with self._store.reading(workspace_id) as unit:
            return await unit.requests.page(person_id, cursor, limit)

    async def remind(
        self, workspace_id: WorkspaceId, person_id: PersonId, request_id: RequestId
    ) -> RequestItem:
        """Everybody who was not reminded yet: now, on a day off of theirs on their next working morning. Uses
        the one reminder up. Raises NotFound, NotAllowed where there is nobody to remind."""
        now = self._clock.now()
        return await self._change(
            workspace_id, person_id, request_id, lambda unit, item: remind_all(unit, item, now)
        )

    async def extend_request(
        self, workspace_id: WorkspaceId, person_id: PersonId, request_id: RequestId, due_on: date
    ) -> RequestItem:
        """For all who have not answered; a reminder that is left comes the working morning before the new
        day. Raises NotFound, InvalidForm (field: due_on), NotAllowed where nobody is waited for, TooLate."""
        now = self._clock.now()

        async def extend(unit: UnitOfWork, item: RequestItem) -> None:
            me = await unit.people.get(person_id)
            zone = me.profile.time_zone if me else "UTC"
            if problems := due_problems(due_on, working_days.day_at(now, zone)):
                raise InvalidForm(problems)
            await extend_all(unit, item, due_on, now)

        return await self._change(workspace_id, person_id, request_id, extend)

    async def add_people(
        self,
        workspace_id: WorkspaceId,
        person_id: PersonId,
        request_id: RequestId,
        people: Sequence[PersonId],
        *,
        busy_later: bool = False,
    ) -> RequestItem:
        """Asks these too. Raises NotFound, InvalidForm (field: people), TooLate where it was cancelled."""
        now, chosen = self._clock.now(), tuple(dict.fromkeys(people))
        return await self._change(
            workspace_id,
            person_id,
            request_id,
            lambda unit, item: add_people(unit, item, chosen, now, later=busy_later),
        )

    async def cancel_request(
        self, workspace_id: WorkspaceId, person_id: PersonId, request_id: RequestId
    ) -> RequestItem:
        """Nobody is asked any more; an answer that is on its way still arrives. Again changes nothing. Raises
        NotFound, TooLate where nothing is open."""
        now = self._clock.now()
        async with self._store.writing(workspace_id) as unit:
            item = check_requester(person_id, await unit.requests.item(request_id))
            await cancel_all(unit, item, now)
            item = check_requester(person_id, await unit.requests.item(request_id))
            await unit.commit()
        self._wake()
        return item

    async def _change(
        self,
        workspace_id: WorkspaceId,
        person_id: PersonId,
        request_id: RequestId,
        change: Callable[[UnitOfWork, RequestItem], Awaitable[None]],
    ) -> RequestItem:
        """Changes a request that was not cancelled; answers how it is then."""
        async with self._store.writing(workspace_id) as unit:
            item = check_requester(person_id, await unit.requests.item(request_id))
            if item.request.cancelled_at is not None:
                raise TooLate("error-request-cancelled-by-you")
            await change(unit, item)
            await unit.outbox.refresh(Topic(RequestPlaced.kind, person_id, request_id))
            item = check_requester(person_id, await unit.requests.item(request_id))
            await unit.commit()
        self._wake()
        return item

    # -- time ---

    async def prompt_due(self, workspace_id: WorkspaceId) -> int:
        """Reminds and asks again where the time has come, one transaction an ask; returns how many were."""
        now = self._clock.now()
        async with self._store.reading(workspace_id) as unit:
            due = await unit.requests.prompts_due(now, BATCH)
        prompted = 0
        for ask_id in due:
            async with self._store.writing(workspace_id) as unit:
                prompted += await prompt(unit, ask_id, now)
                await unit.commit()
        if prompted:
            self._wake()
        return prompted
