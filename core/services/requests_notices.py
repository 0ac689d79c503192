"""What the messages about requests say, rebuilt from the state at sending; the policy is asked once more."""

from collections.abc import Mapping

from core.domain import policies
from core.domain.ids import AskId, FeedbackId, RequestId
from core.domain.messages import Message
from core.domain.policies import Standing
from core.domain.requests import AskItem, AskState
from core.notifications import (
    RequestAnswered,
    RequestAsked,
    RequestClosed,
    RequestDeclined,
    RequestPlaced,
    RequestReminder,
)
from core.ports import UnitOfWork
from core.services.delivery import Describe, OnFailure
from core.services.feedback_reading import as_seen_by
from core.services.requests_answering import seen_by
from core.services.requests_leaving import close_ask


async def _for_asked(unit: UnitOfWork, message: Message) -> AskItem | None:
    """Nothing new is said about what is over; what stands already says how it ended."""
    item = await unit.requests.ask(AskId(message.topic.subject_id))
    if item is None or item.ask.person_id != message.topic.recipient_id or item.person.erased:
        return None
    return item if item.ask.is_open or message.ref is not None else None


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


async def describe_answered(unit: UnitOfWork, message: Message) -> RequestAnswered | None:
    item = await unit.feedback.item(FeedbackId(message.topic.subject_id))
    person_id = message.topic.recipient_id
    if item is None or any(one.id == person_id and one.erased for one in item.readers):
        return None
    if policies.standing(person_id, item.submission, item.feedback) is not Standing.READER:
        return None
    seen = as_seen_by(person_id, item)
    return RequestAnswered(seen) if seen else None


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
