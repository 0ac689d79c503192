"""What Everloop knows of somebody that their Home shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.domain import policies
from core.domain.errors import NotFound
from core.domain.ids import PersonId
from core.domain.people import LineState, Person, PersonRef, ReportingLine, Role
from core.domain.policies import Refusal
from core.domain.tags import Tag
from core.domain.workspaces import Access
from core.ports import UnitOfWork
from core.services.taking_part import refusals, whom_to_ask


@dataclass(frozen=True, slots=True)
class Setup:
    """What an admin sees of it. `may_name` says whether this person may name the people team's admins."""

    access: Access
    people_admins: tuple[PersonRef, ...]
    may_name: bool
    tags: tuple[Tag, ...] = ()  # what feedback can be tagged with


@dataclass(frozen=True, slots=True)
class Place:
    """`ask`: whom to ask where it refuses; empty where it doesn't."""

    person: Person
    refusal: Refusal | None
    ask: tuple[PersonRef, ...]
    line: ReportingLine | None
    manager: PersonRef | None  # named in `line`, in whatever state
    proposals: tuple[PersonRef, ...]  # people who named this person as their manager and wait for an answer
    setup: Setup | None  # None for those who may not set Everloop up
    has_team: bool = False  # whether they are somebody's confirmed manager


async def read_place(unit: UnitOfWork, person_id: PersonId) -> Place:
    """A constant number of statements, whatever is there. Raises NotFound."""
    person = await unit.people.get(person_id)
    if person is None:
        raise NotFound("error-gone")
    refusal = (await refusals(unit, [person])).get(person_id)
    line = await unit.lines.of(person_id)
    reports = await unit.lines.reports_of(person_id)
    waiting = [report.person_id for report in reports if report.state is LineState.PROPOSED]
    admins = await _people_admins(unit, person)
    ids = {*waiting, *(admins or ()), *([line.manager_id] if line else [])}
    people = await unit.people.get_many(sorted(ids)) if ids else {}
    return Place(
        person=person,
        refusal=refusal,
        ask=await whom_to_ask(unit) if refusal else (),
        line=line,
        manager=people[line.manager_id].ref if line and line.manager_id in people else None,
        proposals=_refs(people, waiting),
        has_team=any(policies.may_look_back_on(person_id, report) for report in reports),
        setup=None if admins is None else await _setup(unit, person, _refs(people, admins)),
    )


async def _people_admins(unit: UnitOfWork, person: Person) -> list[PersonId] | None:
    """The people team's admins, for those who may set Everloop up; None for everybody else."""
    if not policies.may_set_up(person, await unit.grants.of(person.id)):
        return None
    return [grant.person_id for grant in await unit.grants.holders(Role.PEOPLE_ADMIN)]


async def _setup(unit: UnitOfWork, person: Person, admins: tuple[PersonRef, ...]) -> Setup:
    access = (await unit.workspace()).access
    tags = tuple(await unit.tags.offered())
    return Setup(access, admins, policies.may_name_people_admins(person), tags)


def _refs(people: Mapping[PersonId, Person], ids: Iterable[PersonId]) -> tuple[PersonRef, ...]:
    return tuple(people[one].ref for one in ids if one in people and not people[one].erased)
