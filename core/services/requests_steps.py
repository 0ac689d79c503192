"""What happens to an ask, one conditional step at a time, and which messages follow it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.domain import policies, requests
from core.domain.errors import NotFound, TooLate
from core.domain.ids import AskId, PersonId
from core.domain.messages import Topic
from core.domain.people import PersonKind
from core.domain.policies import AskAction
from core.domain.requests import Ask, AskItem, AskState
from core.notifications import RequestAsked, RequestPlaced, RequestReminder
from core.ports import UnitOfWork

Move = Callable[[AskItem], Ask]
"""What becomes of an ask; the same ask where nothing does. May raise."""


async def take_step(unit: UnitOfWork, ask_id: AskId, move: Move) -> AskItem:
    """The ask as it is after the step: whoever is overtaken by another looks again. Messages that show it are
    brought up to date. Raises NotFound, and what `move` raises."""
    while True:
        item = await unit.requests.ask(ask_id)
        if item is None:
            raise NotFound("error-request-gone")
        moved = move(item)
        if moved == item.ask:
            return item
        if await unit.requests.save(moved):
            await show(unit, item)
            return replace(item, ask=replace(moved, revision=moved.revision + 1))


async def show(unit: UnitOfWork, item: AskItem) -> None:
    """Brings what stands about an ask up to date, for both sides."""
    person_id, ask_id = item.ask.person_id, item.ask.id
    await unit.outbox.refresh(Topic(RequestAsked.kind, person_id, ask_id))
    await unit.outbox.refresh_all(Topic(RequestReminder.kind, person_id, ask_id))
    await unit.outbox.refresh(placed_topic(item))


def placed_topic(item: AskItem) -> Topic:
    return Topic(RequestPlaced.kind, item.request.requester_id, item.request.id)


async def tell_again(unit: UnitOfWork, item: AskItem, at: datetime) -> None:
    """The prompt that `item.ask` counts already."""
    topic = Topic(RequestReminder.kind, item.ask.person_id, item.ask.id, str(item.ask.prompts))
    await unit.outbox.tell(topic, at)


def check_may(person_id: PersonId, action: AskAction, item: AskItem) -> None:
    """Raises NotFound for those whom it doesn't concern, TooLate where its time is over."""
    if policies.may_with_ask(person_id, action, item.request, item.ask):
        return
    if not policies.may_with_ask(person_id, AskAction.READ, item.request, item.ask):
        raise NotFound("error-request-gone")
    raise TooLate(_OVER[item.ask.state])


_OVER = {
    AskState.ASKED: "error-request-gone",  # not theirs to do
    AskState.ANSWERING: "error-request-answered",
    AskState.ANSWERED: "error-request-answered",
    AskState.DECLINED: "error-request-declined",
    AskState.CANCELLED: "error-request-cancelled",
    AskState.CLOSED: "error-request-closed",
}


async def answer_sent(unit: UnitOfWork, ask_id: AskId) -> None:
    """The answer can't be undone any more."""

    def move(item: AskItem) -> Ask:
        answering = item.ask.state is AskState.ANSWERING
        return requests.end(item.ask, AskState.ANSWERED) if answering else item.ask

    await take_step(unit, ask_id, move)


async def answer_undone(unit: UnitOfWork, ask_id: AskId, now: datetime) -> None:
    """Asked again, unless the request is over meanwhile."""
    found = await unit.requests.ask(ask_id)
    if found is None:
        return
    over = await _over(unit, found)

    def move(item: AskItem) -> Ask:
        answering = item.ask.state is AskState.ANSWERING
        return requests.reopen(item.ask, over, now, item.time_zone) if answering else item.ask

    await take_step(unit, ask_id, move)


async def _over(unit: UnitOfWork, item: AskItem) -> AskState:
    """How the request has ended, if it has; else asked."""
    if item.request.cancelled_at is not None:
        return AskState.CANCELLED
    people = await unit.people.get_many([item.request.requester_id, item.request.about_id])
    left = any(one.profile.kind is PersonKind.DEACTIVATED for one in people.values())
    return AskState.CLOSED if left else AskState.ASKED
