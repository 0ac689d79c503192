"""The people team's file, brought into the directory: the difference first, then all of it or nothing.

Where the file has a column manager_email, it is the whole truth about the reporting lines that come from
files: a line of a person who is not in the file any more, or whose cell is empty, goes. What people have
named themselves stays, unless the file names somebody for them. Nobody is messaged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.domain import policies
from core.domain.errors import TooLate
from core.domain.ids import PersonId, WorkspaceId
from core.domain.people import Employment, LineSource, LineState, Person, PersonRef, ReportingLine
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.people_file import EMAIL, MANAGER, BadFile, LineError, PeopleFile, Row, read_people_file
from core.services.reporting import withdraw_proposal

_FACTS = ("department", "title", "country")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that will be different. `what` is "manager", "department", "title" or "country"; None:
    nothing."""

    person: PersonRef
    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What applying the file would change, in the file's order, those who are not in it last."""

    workspace_id: WorkspaceId
    file: PeopleFile
    changes: tuple[Change, ...]

    @property
    def unchanged(self) -> int:
        """How many people of the file stay as they are."""
        touched = {change.person.id for change in self.changes}
        return max(0, len(self.file.rows) - len(touched))


@dataclass(slots=True)
class _Difference:
    changes: list[Change] = field(default_factory=list[Change])
    employment: dict[PersonId, Employment] = field(default_factory=dict[PersonId, Employment])
    managers: dict[PersonId, PersonId] = field(default_factory=dict[PersonId, PersonId])
    replaced: list[ReportingLine] = field(default_factory=list[ReportingLine])
    removed: list[PersonId] = field(default_factory=list[PersonId])


class ImportService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def plan_import(self, workspace_id: WorkspaceId, text: str) -> ImportPlan:
        """Changes nothing. Raises BadFile."""
        file = read_people_file(text)
        async with self._store.reading(workspace_id) as unit:
            difference = await _compare(unit, file)
        return ImportPlan(workspace_id, file, tuple(difference.changes))

    async def apply_import(self, plan: ImportPlan) -> None:
        """All of it in one transaction. Raises TooLate if it would not change just what was planned any more,
        BadFile if a line has become wrong meanwhile."""
        async with self._store.writing(plan.workspace_id) as unit:
            difference = await _compare(unit, plan.file)
            if tuple(difference.changes) != plan.changes:
                raise TooLate("error-import-changed")
            await self._apply(unit, difference)
            await unit.commit()
        self._wake()

    async def _apply(self, unit: UnitOfWork, difference: _Difference) -> None:
        now = self._clock.now()
        for line in difference.replaced:
            await withdraw_proposal(unit, line)
        await unit.people.save_employment(difference.employment)
        await unit.lines.remove(difference.removed)
        await unit.lines.save(
            [
                ReportingLine(person_id, manager_id, LineSource.FILE, LineState.CONFIRMED, now)
                for person_id, manager_id in difference.managers.items()
            ]
        )


async def _compare(unit: UnitOfWork, file: PeopleFile) -> _Difference:
    addresses = [row.email for row in file.rows] + [
        row.manager_email for row in file.rows if row.manager_email
    ]
    people = await unit.people.by_emails(list(dict.fromkeys(addresses)))
    if errors := [error for row in file.rows for error in _unknown(row, people)]:
        raise BadFile(errors)
    difference = _Difference()
    lines = await unit.lines.of_many([people[row.email].id for row in file.rows])
    managers = await unit.people.get_many(sorted({line.manager_id for line in lines.values()}))
    for row in file.rows:
        person = people[row.email]
        if MANAGER in file.columns:
            manager = people[row.manager_email] if row.manager_email else None
            _compare_manager(difference, person, manager, lines.get(person.id), managers)
        _compare_facts(difference, person, row, file.columns)
    if MANAGER in file.columns:
        await _compare_absent(unit, difference, {people[row.email].id for row in file.rows})
    return difference


def _unknown(row: Row, people: Mapping[str, Person]) -> list[LineError]:
    errors: list[LineError] = []
    if row.email not in people:
        errors.append(LineError(row.line, EMAIL, f"nobody here has the address {row.email}"))
    if row.manager_email is None:
        return errors
    manager = people.get(row.manager_email)
    if manager is None:
        errors.append(LineError(row.line, MANAGER, f"nobody here has the address {row.manager_email}"))
    elif not policies.may_manage(manager):
        sentence = f"{row.manager_email} can't be a manager: a {manager.profile.kind.value} account"
        errors.append(LineError(row.line, MANAGER, sentence))
    return errors


def _compare_manager(
    difference: _Difference,
    person: Person,
    manager: Person | None,
    line: ReportingLine | None,
    managers: Mapping[PersonId, Person],
) -> None:
    before = _in_words(line, managers)
    if manager is None:
        if line is not None and line.source is LineSource.FILE:
            difference.removed.append(person.id)
            difference.changes.append(Change(person.ref, "manager", before, None))
    elif line is None or line.source is LineSource.SELF or line.manager_id != manager.id:
        difference.managers[person.id] = manager.id
        difference.changes.append(Change(person.ref, "manager", before, manager.ref.name))
        if line is not None:
            difference.replaced.append(line)


def _in_words(line: ReportingLine | None, managers: Mapping[PersonId, Person]) -> str | None:
    if line is None:
        return None
    manager = managers.get(line.manager_id)
    name = (manager.ref.name if manager else "") or "somebody who left"
    if line.source is LineSource.FILE:
        return name
    return f"{name} (named by themselves, {line.state.value})"


def _compare_facts(difference: _Difference, person: Person, row: Row, columns: frozenset[str]) -> None:
    before, after = person.employment, person.employment
    for what in _FACTS:
        if what not in columns:
            continue
        old, new = getattr(before, what), getattr(row, what)
        if old != new:
            after = replace(after, **{what: new})
            difference.changes.append(Change(person.ref, what, old, new))
    if after != before:
        difference.employment[person.id] = after


async def _compare_absent(unit: UnitOfWork, difference: _Difference, present: set[PersonId]) -> None:
    """Lines from an earlier file, of people who are not in this one."""
    async for batch in unit.people.all():
        absent = {person.id: person for person in batch if person.id not in present}
        lines = await unit.lines.of_many(list(absent))
        stale = [line for line in lines.values() if line.source is LineSource.FILE]
        managers = await unit.people.get_many([line.manager_id for line in stale]) if stale else {}
        for line in sorted(stale, key=lambda line: line.person_id):
            difference.removed.append(line.person_id)
            before = _in_words(line, managers)
            difference.changes.append(Change(absent[line.person_id].ref, "manager", before, None))
