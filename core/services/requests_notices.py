"""What the messages about requests say, rebuilt from the state at sending; the policy is asked once more."""

from collections.abc import Mapping

from core.domain import policies
from core.domain.ids import AskId, RequestId
from core.domain.messages import Message
from core.domain.requests import AskItem, AskState
from core.notifications import (
    FeedbackForManager,
    FeedbackWithdrawn,
    RequestAnswered,
    RequestAsked,
    RequestClosed,
    RequestDeclined,
    RequestPlaced,
    RequestReminder,
)
from core.ports import UnitOfWork
from core.services.delivery import Describe, OnFailure
from core.services.feedback_notices import describe_for_manager
from core.services.requests_answering import seen_by
from core.services.requests_leaving import close_ask


async def _for_asked(unit: UnitOfWork, message: Message) -> AskItem | None:
    """Nothing new is said about what is over, or by somebody whose messages are paused; what stands already
    is kept up to date."""
    item = await unit.requests.ask(AskId(message.topic.subject_id))
    person_id = message.topic.recipient_id
    if item is None or item.ask.person_id != person_id or item.person.erased:
        return None
    if message.ref is not None:
        return item
    paused = await unit.pauses.has(person_id, item.request.requester_id)
    return item if item.ask.is_open and not paused else None


async def describe_asked(unit: UnitOfWork, message: Message) -> RequestAsked | None:
    item = await _for_asked(unit, message)
    return RequestAsked(item, (await seen_by(unit, item))[0]) if item else None


async def describe_reminder(unit: UnitOfWork, message: Message) -> RequestReminder | None:
    item = await _for_asked(unit, message)
    return RequestReminder(item, (await seen_by(unit, item))[0]) if item else None


async def describe_placed(unit: UnitOfWork, message: Message) -> RequestPlaced | None:
    item = await unit.requests.item(RequestId(message.topic.subject_id))
    if item is None or item.requester.erased:
        return None
    allowed = policies.may_see_request(message.topic.recipient_id, item.request)
    return RequestPlaced(item) if allowed else None


async def describe_answered(unit: UnitOfWork, message: Message) -> RequestAnswered | FeedbackWithdrawn | None:
    """Whoever asked reads it as one of its readers."""
    seen = await describe_for_manager(unit, message)
    return RequestAnswered(seen.item) if isinstance(seen, FeedbackForManager) else seen


async def describe_declined(unit: UnitOfWork, message: Message) -> RequestDeclined | None:
    item = await _for_requester(unit, message, AskState.DECLINED)
    return RequestDeclined(item) if item else None


async def describe_closed(unit: UnitOfWork, message: Message) -> RequestClosed | None:
    item = await _for_requester(unit, message, AskState.CLOSED)
    return RequestClosed(item) if item else None


async def _for_requester(unit: UnitOfWork, message: Message, state: AskState) -> AskItem | None:
    item = await unit.requests.ask(AskId(message.topic.subject_id))
    if item is None or item.requester.erased or item.ask.state is not state:
        return None
    if item.request.requester_id != message.topic.recipient_id:
        return None
    return item if policies.may_see_request(message.topic.recipient_id, item.request) else None


async def on_not_asked(unit: UnitOfWork, message: Message) -> None:
    """They can't be reached: nothing waits on them, and whoever asked is told."""
    item = await unit.requests.ask(AskId(message.topic.subject_id))
    if item is not None and item.ask.is_open:
        await close_ask(unit, item, message.due_at)


DESCRIBE: Mapping[str, Describe] = {
    RequestAsked.kind: describe_asked,
    RequestReminder.kind: describe_reminder,
    RequestPlaced.kind: describe_placed,
    RequestAnswered.kind: describe_answered,
    RequestDeclined.kind: describe_declined,
    RequestClosed.kind: describe_closed,
}

ON_FAILURE: Mapping[str, OnFailure] = {RequestAsked.kind: on_not_asked}
