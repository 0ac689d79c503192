"""Answering: feedback for whom a request is about, and the end of what was asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain import requests
from core.domain.errors import NotFound, TooLate
from core.domain.feedback import Asked, FeedbackKind, SentForm, Visibility
from core.domain.ids import AskId, DraftId, PersonId, WorkspaceId
from core.domain.people import PersonRef
from core.domain.policies import AskAction
from core.domain.requests import Ask, AskItem, AskState, Request
from core.domain.revisions import EDIT_WINDOW
from core.ports import UnitOfWork
from core.services.feedback_form import GiveFeedback
from core.services.feedback_giving import record
from core.services.requests_steps import check_may, take_step
from core.services.taking_part import confirmed_managers


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """What somebody sent off. `manager_id`: whom the form named as the manager who will see it too; it
    matters only where the request says that one will."""

    workspace_id: WorkspaceId
    author_id: PersonId
    ask_id: AskId
    form_key: str
    text: str
    manager_id: PersonId | None = None
    draft_id: DraftId | None = None


async def record_answer(
    unit: UnitOfWork,
    command: AnswerRequest,
    undo_window: timedelta,
    now: datetime,
    edit_window: timedelta = EDIT_WINDOW,
) -> SentForm:
    """See RequestService.answer_request. The ask is taken first, so that of two forms only one answers."""
    item = await unit.requests.ask(command.ask_id)
    if item is None or item.ask.person_id != command.author_id:
        raise NotFound("error-request-gone")
    if await unit.feedback.by_form_key(command.form_key) is None:
        await _take(unit, command)
    return await record(unit, _as_feedback(command, item), undo_window, now, edit_window)


async def _take(unit: UnitOfWork, command: AnswerRequest) -> None:
    """Unless the same form came twice at once, and the other was faster."""

    def answering(item: AskItem) -> Ask:
        check_may(command.author_id, AskAction.ANSWER, item)
        return requests.end(item.ask, AskState.ANSWERING)

    try:
        await take_step(unit, command.ask_id, answering)
    except TooLate:
        if await unit.feedback.by_form_key(command.form_key) is None:
            raise


def _as_feedback(command: AnswerRequest, item: AskItem) -> GiveFeedback:
    request = item.request
    asked_by_another = request.requester_id != request.about_id
    return GiveFeedback(
        workspace_id=command.workspace_id,
        author_id=command.author_id,
        form_key=command.form_key,
        recipients=(request.about_id,),
        kind=FeedbackKind.ANSWER,
        text=command.text,
        visibility=request.visibility,
        managers={request.about_id: command.manager_id},
        draft_id=command.draft_id,
        asked=Asked(item.ask.id, request.question),
        asked_by=request.requester_id if asked_by_another else None,
    )


async def seen_by(unit: UnitOfWork, item: AskItem) -> tuple[tuple[PersonRef, ...], PersonId | None]:
    """Who will be able to read an answer, besides its author; and who of them as the manager."""
    people = {one.id: one for one in (item.about, item.requester)}
    manager = await manager_reading(unit, item.request)
    if manager is not None and manager.id != item.ask.person_id:
        people[manager.id] = manager
    return tuple(people.values()), manager.id if manager else None


async def manager_reading(unit: UnitOfWork, request: Request) -> PersonRef | None:
    """The confirmed manager who will read the answers, where the request says that one will."""
    if request.visibility is not Visibility.RECIPIENT_AND_MANAGER:
        return None
    manager = (await confirmed_managers(unit, [request.about_id]))[request.about_id]
    return manager.ref if manager else None
