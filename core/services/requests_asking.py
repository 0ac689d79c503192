"""The transactions that ask: a new request, and more people for one that is there."""

from collections.abc import Sequence
from datetime import datetime

from core.domain import policies, requests, working_days
from core.domain.errors import InvalidForm, NotFound, Problem, TooLate
from core.domain.ids import AskId, PersonId, RequestId, new_id
from core.domain.messages import Topic
from core.domain.people import Person
from core.domain.policies import Refusal
from core.domain.requests import BUSY_ABOVE, MAX_ASKED, Ask, Request, RequestItem
from core.notifications import RequestAsked, RequestPlaced
from core.ports import UnitOfWork
from core.services.drafts import use_up
from core.services.requests_form import AskForFeedback, check_ask, people_problems
from core.services.taking_part import confirmed_managers, refusals, refused, whom_to_ask


async def record_request(unit: UnitOfWork, command: AskForFeedback, now: datetime) -> RequestItem:
    """See RequestService.ask_for_feedback."""
    before = await unit.requests.by_form_key(command.form_key)
    if before is not None:
        return _same(command, before)
    people = await _checked(unit, command, now)
    request = _new(command, now)
    asks = await _asks(unit, request, [people[one] for one in command.chosen], now, later=command.busy_later)
    if not await unit.requests.add(request, asks):
        return _same(command, await _stored(unit, command.form_key))
    if command.draft_id is not None:
        await use_up(unit, command.requester_id, command.draft_id)
    await _tell(unit, asks)
    await unit.outbox.tell(Topic(RequestPlaced.kind, request.requester_id, request.id), now)
    return await _stored(unit, command.form_key)


async def _stored(unit: UnitOfWork, form_key: str) -> RequestItem:
    found = await unit.requests.by_form_key(form_key)
    if found is None:
        raise NotFound("error-request-gone")
    return found


def _same(command: AskForFeedback, before: RequestItem) -> RequestItem:
    """The request a form made before. It has gone out: it can't be revised by sending the form again."""
    request = before.request
    if request.requester_id != command.requester_id:
        raise NotFound("error-request-gone")
    asked = {item.ask.person_id for item in before.asks}
    says = (command.about_id, command.question, command.seen, command.due_on)
    if says != (request.about_id, request.question, request.visibility, request.due_on):
        raise TooLate("error-request-sent")
    if not asked.issuperset(command.chosen):
        raise TooLate("error-request-sent")
    return before


async def _checked(unit: UnitOfWork, command: AskForFeedback, now: datetime) -> dict[PersonId, Person]:
    """Raises whatever speaks against it; else everybody who has to do with it."""
    people = await unit.people.get_many([command.requester_id, command.about_id, *command.chosen])
    requester = people.get(command.requester_id)
    if requester is None:
        raise NotFound("error-gone")
    out = await refusals(unit, list(people.values()))
    if requester.id in out:
        raise refused(out[requester.id], await whom_to_ask(unit))
    await _check_about(unit, command, people, out)
    check_ask(command, people, out, working_days.day_at(now, requester.profile.time_zone))
    return people


async def _check_about(
    unit: UnitOfWork,
    command: AskForFeedback,
    people: dict[PersonId, Person],
    out: dict[PersonId, Refusal],
) -> None:
    if command.about_id == command.requester_id:
        return
    manager = (await confirmed_managers(unit, [command.about_id]))[command.about_id]
    if not policies.may_ask_about(command.requester_id, command.about_id, manager.id if manager else None):
        raise InvalidForm([Problem("about", "error-about-not-yours")])
    if command.about_id in out or command.about_id not in people:
        raise InvalidForm([Problem("about", "error-about-not-here")])


def _new(command: AskForFeedback, now: datetime) -> Request:
    return Request(
        id=RequestId(new_id()),
        workspace_id=command.workspace_id,
        form_key=command.form_key,
        requester_id=command.requester_id,
        about_id=command.about_id,
        question=command.question,
        visibility=command.seen,
        due_on=command.due_on,
        created_at=now,
    )


async def _asks(
    unit: UnitOfWork, request: Request, people: Sequence[Person], now: datetime, *, later: bool
) -> list[Ask]:
    """What each is asked; with `later`, those who are busy are asked next week."""
    busy = await who_is_busy(unit, [one.id for one in people], now) if later else frozenset[PersonId]()
    made: list[Ask] = []
    for person in people:
        ask = Ask(AskId(new_id()), request.id, person.id, now, request.due_on)
        begin = requests.begin_later if person.id in busy else requests.begin
        made.append(begin(ask, now, person.profile.time_zone))
    return made


async def who_is_busy(unit: UnitOfWork, ids: Sequence[PersonId], now: datetime) -> frozenset[PersonId]:
    """Those on whom more requests wait than one should be asked to answer."""
    counts = await unit.requests.open_counts(ids, now)
    return frozenset(person_id for person_id, count in counts.items() if count > BUSY_ABOVE)


async def _tell(unit: UnitOfWork, asks: Sequence[Ask]) -> None:
    for ask in asks:
        await unit.outbox.tell(Topic(RequestAsked.kind, ask.person_id, ask.id), ask.starts_at)


async def add_people(
    unit: UnitOfWork, item: RequestItem, chosen: Sequence[PersonId], now: datetime, *, later: bool
) -> None:
    """See RequestService.add_people. Whoever is asked already is left alone; if that's everybody, it is an
    error at `people`."""
    request, asked = item.request, {one.ask.person_id: one for one in item.asks}
    people = await unit.people.get_many([request.requester_id, request.about_id, *chosen])
    out = await refusals(unit, list(people.values()))
    problems = people_problems(request.requester_id, request.about_id, chosen, people, out)
    if any(one in asked for one in chosen):
        again = ", ".join(asked[one].person.name for one in chosen if one in asked)
        problems.append(Problem("people", "error-asked-already", {"names": again}))
    if not problems and len(asked) + len(chosen) > MAX_ASKED:
        problems.append(Problem("people", "error-asked-many", {"most": MAX_ASKED}))
    if problems:
        raise InvalidForm(problems)
    asks = await _asks(unit, request, [people[one] for one in chosen], now, later=later)
    added = await unit.requests.add_asks(asks)
    await _tell(unit, [ask for ask in asks if ask.id in added])
    await unit.outbox.refresh(Topic(RequestPlaced.kind, request.requester_id, request.id))


def check_requester(person_id: PersonId, item: RequestItem | None) -> RequestItem:
    if item is None or not policies.may_see_request(person_id, item.request):
        raise NotFound("error-request-gone")
    return item
