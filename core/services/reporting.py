"""Who manages whom, as people say it themselves: named by one, confirmed by the other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.domain import policies
from core.domain.errors import Fact, InvalidForm, NotFound, Problem, TooLate
from core.domain.ids import PersonId
from core.domain.messages import Message, Topic
from core.domain.people import LineSource, LineState, Person, ReportingLine
from core.notifications import ManagerDecided, ManagerProposed
from core.ports import UnitOfWork
from core.services.delivery import Describe, OnFailure


def proposal_topic(line: ReportingLine) -> Topic:
    """The question to the manager; `line` as it was proposed. Asking again later is another message."""
    return Topic(ManagerProposed.kind, line.manager_id, line.person_id, line.changed_at.isoformat())


async def withdraw_proposal(unit: UnitOfWork, line: ReportingLine | None) -> None:
    """Takes the question back where it still waits for an answer; an answered one stays where it stands."""
    if line is not None and line.state is LineState.PROPOSED:
        await unit.outbox.withdraw(proposal_topic(line))


async def propose_manager(
    unit: UnitOfWork, person_id: PersonId, manager_id: PersonId | None, now: datetime
) -> None:
    """See PeopleService.name_manager."""
    line = await unit.lines.of(person_id)
    await _check_choice(unit, person_id, manager_id, line)
    if manager_id is None:
        await withdraw_proposal(unit, line)
        await unit.lines.remove([person_id])
        return
    if line is not None and line.manager_id == manager_id and line.state is not LineState.DECLINED:
        return
    await withdraw_proposal(unit, line)
    proposed = ReportingLine(person_id, manager_id, LineSource.SELF, LineState.PROPOSED, now)
    await unit.lines.save([proposed])
    await unit.outbox.tell(proposal_topic(proposed), now)


async def _check_choice(
    unit: UnitOfWork, person_id: PersonId, manager_id: PersonId | None, line: ReportingLine | None
) -> None:
    ids = [person_id, *([manager_id] if manager_id else []), *([line.manager_id] if line else [])]
    people = await unit.people.get_many(list(dict.fromkeys(ids)))
    if person_id not in people:
        raise NotFound("error-gone")
    if line is not None and line.source is LineSource.FILE:
        raise _problem("error-manager-from-file", manager=people[line.manager_id].ref.name)
    if manager_id is None:
        return
    manager = people.get(manager_id)
    if manager_id == person_id:
        raise _problem("error-manager-yourself")
    if manager is None:
        raise _problem("error-manager-unknown")
    if not policies.may_manage(manager):
        raise _problem("error-manager-cannot", manager=manager.ref.name)
    above = await unit.lines.of(manager_id)
    if above is not None and above.manager_id == person_id and above.state is LineState.CONFIRMED:
        raise _problem("error-manager-report", manager=manager.ref.name)


def _problem(key: str, **facts: Fact) -> InvalidForm:
    return InvalidForm([Problem("manager", key, facts)])


async def decide_proposal(
    unit: UnitOfWork, manager_id: PersonId, person_id: PersonId, confirmed: bool, now: datetime
) -> None:
    """See PeopleService.decide_manager."""
    line = await unit.lines.of(person_id)
    if line is None or line.manager_id != manager_id:
        raise TooLate("error-proposal-gone")
    state = LineState.CONFIRMED if confirmed else LineState.DECLINED
    if line.state is state:
        return
    decided = replace(line, state=state, changed_at=now)
    if line.state is not LineState.PROPOSED or not await unit.lines.decide(decided):
        raise TooLate("error-proposal-decided")
    await unit.outbox.refresh(proposal_topic(line))
    await unit.outbox.tell(Topic(ManagerDecided.kind, person_id, manager_id, now.isoformat()), now)


async def describe_proposed(unit: UnitOfWork, message: Message) -> ManagerProposed | None:
    topic = message.topic
    line, people = await _line_and_people(unit, PersonId(topic.subject_id), topic.recipient_id)
    if line is None or (line.state is LineState.PROPOSED and proposal_topic(line) != topic):
        return None
    person, manager = people[line.person_id], people[line.manager_id]
    decided = None if line.state is LineState.PROPOSED else line.state is LineState.CONFIRMED
    return ManagerProposed(person.ref, manager.ref, decided)


async def describe_decided(unit: UnitOfWork, message: Message) -> ManagerDecided | None:
    topic = message.topic
    line, people = await _line_and_people(unit, topic.recipient_id, PersonId(topic.subject_id))
    if line is None or line.state is LineState.PROPOSED or line.changed_at.isoformat() != topic.period:
        return None
    return ManagerDecided(people[line.manager_id].ref, line.state is LineState.CONFIRMED)


async def _line_and_people(
    unit: UnitOfWork, person_id: PersonId, manager_id: PersonId
) -> tuple[ReportingLine | None, Mapping[PersonId, Person]]:
    """The line between these two, if there is one and both are still known."""
    line = await unit.lines.of(person_id)
    people = await unit.people.get_many([person_id, manager_id])
    here = all(one in people and not people[one].erased for one in (person_id, manager_id))
    return (line if line is not None and line.manager_id == manager_id and here else None), people


DESCRIBE: Mapping[str, Describe] = {
    ManagerProposed.kind: describe_proposed,
    ManagerDecided.kind: describe_decided,
}

ON_FAILURE: Mapping[str, OnFailure] = {}
