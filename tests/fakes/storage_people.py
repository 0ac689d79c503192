"""People, who manages whom, roles and members, in memory."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace

from core.domain.ids import PersonId, new_id
from core.domain.people import Employment, Grant, LineState, Person, PersonKind, Profile, ReportingLine, Role
from tests.fakes.storage_state import State


class FakePeople:
    def __init__(self, state: State) -> None:
        self._state, self._people = state, state.people

    async def get(self, person_id: PersonId) -> Person | None:
        return self._people.get(person_id)

    async def get_many(self, ids: Sequence[PersonId]) -> dict[PersonId, Person]:
        return {person_id: self._people[person_id] for person_id in ids if person_id in self._people}

    async def by_external_ids(self, external_ids: Sequence[str]) -> dict[str, Person]:
        known = {person.profile.external_id: person for person in self._people.values()}
        return {external_id: known[external_id] for external_id in external_ids if external_id in known}

    async def by_emails(self, emails: Sequence[str]) -> dict[str, Person]:
        wanted = {email.strip().lower() for email in emails}
        kinds = [
            PersonKind.MEMBER,
            PersonKind.GUEST,
            PersonKind.STRANGER,
            PersonKind.BOT,
            PersonKind.DEACTIVATED,
        ]
        found: dict[str, Person] = {}
        for person in sorted(self._people.values(), key=lambda one: (kinds.index(one.profile.kind), one.id)):
            key = (person.profile.email or "").strip().lower()
            if key and key in wanted:
                found.setdefault(key, person)
        return found

    async def administrators(self, limit: int) -> list[Person]:
        members = (one for one in self._people.values() if one.profile.kind is PersonKind.MEMBER)
        administer = (one for one in members if one.profile.administers and not one.erased)
        return sorted(administer, key=lambda one: one.id)[:limit]

    async def save_profiles(self, profiles: Sequence[Profile]) -> int:
        changed: set[PersonId] = set()
        known = {person.profile.external_id: person for person in self._people.values()}
        for profile in {profile.external_id: profile for profile in profiles}.values():
            if profile.kind is PersonKind.DEACTIVATED and profile.external_id in self._state.forgotten:
                continue
            person = known.get(profile.external_id)
            if person is None:
                person = Person(PersonId(new_id()), self._state.workspace.id, profile)
            elif person.profile == profile:
                continue
            self._people[person.id] = replace(person, profile=profile)
            changed.add(person.id)
        return len(changed)

    async def save_employment(self, employment: Mapping[PersonId, Employment]) -> None:
        for person_id, what in employment.items():
            person = self._people.get(person_id)
            if person is not None and not person.erased:
                self._people[person_id] = replace(person, employment=what)

    async def all(self, batch: int = 500) -> AsyncIterator[Sequence[Person]]:
        everybody = sorted(self._people.values(), key=lambda person: person.id)
        for start in range(0, len(everybody), batch):
            yield everybody[start : start + batch]

    async def conversation(self, person_id: PersonId) -> str | None:
        return self._state.conversations.get(person_id)

    async def save_conversation(self, person_id: PersonId, conversation: str) -> None:
        person = self._people.get(person_id)
        if person is not None and not person.erased:
            self._state.conversations[person_id] = conversation

    async def erase(self, person_id: PersonId) -> None:
        person = self._people.get(person_id)
        if person is None or person.erased:
            return
        self._state.forgotten[person.profile.external_id] = True
        self._state.conversations.pop(person_id, None)
        blank = Profile(f"erased:{person_id}", PersonKind.DEACTIVATED, "")
        self._people[person_id] = Person(person_id, person.workspace_id, blank, Employment(), erased=True)


class FakeReportingLines:
    def __init__(self, state: State) -> None:
        self._lines = state.lines

    async def of(self, person_id: PersonId) -> ReportingLine | None:
        return self._lines.get(person_id)

    async def of_many(self, ids: Sequence[PersonId]) -> dict[PersonId, ReportingLine]:
        return {person_id: self._lines[person_id] for person_id in ids if person_id in self._lines}

    async def reports_of(self, manager_id: PersonId) -> list[ReportingLine]:
        reports = (line for line in self._lines.values() if line.manager_id == manager_id)
        return sorted(reports, key=lambda line: line.person_id)

    async def save(self, lines: Sequence[ReportingLine]) -> None:
        self._lines.update({line.person_id: line for line in lines})

    async def remove(self, person_ids: Sequence[PersonId]) -> None:
        for person_id in person_ids:
            self._lines.pop(person_id, None)

    async def decide(self, line: ReportingLine) -> bool:
        stored = self._lines.get(line.person_id)
        if stored is None or stored.manager_id != line.manager_id or stored.state is not LineState.PROPOSED:
            return False
        self._lines[line.person_id] = replace(stored, state=line.state, changed_at=line.changed_at)
        return True


class FakeGrants:
    def __init__(self, state: State) -> None:
        self._grants = state.grants

    async def of(self, person_id: PersonId) -> frozenset[Role]:
        return frozenset(role for role, holder in self._grants if holder == person_id)

    async def holders(self, role: Role) -> list[Grant]:
        held = (grant for grant in self._grants.values() if grant.role is role)
        return sorted(held, key=lambda grant: (grant.granted_at, grant.person_id))

    async def replace(self, role: Role, grants: Sequence[Grant]) -> None:
        kept = {grant.person_id: grant for grant in grants}
        for key in [key for key in self._grants if key[0] is role and key[1] not in kept]:
            del self._grants[key]
        for grant in kept.values():
            self._grants.setdefault((role, grant.person_id), grant)


class FakeMembers:
    def __init__(self, state: State) -> None:
        self._members = state.members

    async def contains(self, person_id: PersonId) -> bool:
        return person_id in self._members

    async def which(self, ids: Sequence[PersonId]) -> frozenset[PersonId]:
        return frozenset(person_id for person_id in ids if person_id in self._members)

    async def replace(self, ids: Sequence[PersonId]) -> None:
        self._members.clear()
        self._members.update(dict.fromkeys(ids, True))
