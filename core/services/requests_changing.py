"""What whoever asked does with a request afterwards, and what time does with it."""

from datetime import date, datetime

from core.domain import requests, working_days
from core.domain.errors import InvalidForm, NotAllowed, Problem, TooLate
from core.domain.ids import AskId
from core.domain.requests import Ask, AskItem, AskState, RequestItem
from core.ports import UnitOfWork
from core.services.requests_steps import take_step, tell_again


async def remind_all(unit: UnitOfWork, item: RequestItem, now: datetime) -> None:
    """See RequestService.remind."""
    due = [one for one in item.asks if requests.can_be_reminded(one.ask, now)]
    if not due:
        raise NotAllowed("error-remind-nobody")

    def move(one: AskItem) -> Ask:
        return requests.remind(one.ask) if requests.can_be_reminded(one.ask, now) else one.ask

    for one in due:
        after = await take_step(unit, one.ask.id, move)
        if after.ask.prompts > one.ask.prompts and after.ask.is_open:
            await tell_again(unit, after, working_days.at_work(now, after.time_zone))


async def extend_all(unit: UnitOfWork, item: RequestItem, due_on: date, now: datetime) -> None:
    """See RequestService.extend_request."""
    if not item.is_open:
        raise NotAllowed("error-request-over")
    if due_on <= item.request.due_on:
        raise InvalidForm([Problem("due_on", "error-due-earlier")])
    await unit.requests.set_due(item.request.id, due_on)

    def move(one: AskItem) -> Ask:
        return requests.extend(one.ask, due_on, now, one.time_zone) if one.ask.is_open else one.ask

    for one in item.asks:
        if one.ask.is_open:
            await take_step(unit, one.ask.id, move)


async def cancel_all(unit: UnitOfWork, item: RequestItem, now: datetime) -> None:
    """See RequestService.cancel_request."""
    if not await unit.requests.cancel(item.request.id, now):
        return
    if not item.is_open:
        raise TooLate("error-request-over")

    def move(one: AskItem) -> Ask:
        return requests.end(one.ask, AskState.CANCELLED) if one.ask.is_open else one.ask

    for one in item.asks:
        if one.ask.is_open:
            await take_step(unit, one.ask.id, move)


async def prompt(unit: UnitOfWork, ask_id: AskId, now: datetime) -> bool:
    """Asks again whoever's time has come; False where it is put off, there is nothing to ask any more, or it
    would be Everloop's own reminder and they want none."""
    found = await unit.requests.ask(ask_id)
    if found is None:
        return False
    quiet = not (await unit.preferences.of(found.ask.person_id)).reminders
    before: list[int] = []

    def move(one: AskItem) -> Ask:
        before[:] = [one.ask.prompts]
        come = one.ask.is_open and one.ask.prompt_at is not None and one.ask.prompt_at <= now
        if come and quiet and one.ask.snoozed_until is None:
            return requests.leave_unreminded(one.ask)
        return requests.prompt(one.ask, now, one.time_zone) if come else one.ask

    after = await take_step(unit, ask_id, move)
    if after.ask.prompts == before[0]:
        return False
    await tell_again(unit, after, now)
    return True
