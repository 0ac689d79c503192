"""Forgetting somebody who left: their profile, and all that was written to them or kept for them.

What they gave stays with those who got it, under "Someone who left".
"""

from dataclasses import dataclass

from core.domain.errors import NotAllowed, NotFound
from core.domain.ids import PersonId, WorkspaceId
from core.domain.people import Person, PersonKind, Role
from core.ports import Store, UnitOfWork, Wake
from core.services.reporting import withdraw_proposal


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is erased with a person, counted. `given` is what stays, without their name."""

    person: Person
    received: int
    given: int
    drafts: int
    reports: int  # people whose manager they were, or were asked to be
    roles: frozenset[Role]


class ErasingService:
    def __init__(self, store: Store, wake: Wake) -> None:
        self._store, self._wake = store, wake

    async def find_person(self, workspace_id: WorkspaceId, who: str) -> Person:
        """By e-mail address, or by the platform's own id. Raises NotFound."""
        async with self._store.reading(workspace_id) as unit:
            by_email = await unit.people.by_emails([who.lower()])
            by_id = await unit.people.by_external_ids([who])
        for person in (*by_email.values(), *by_id.values()):
            return person
        raise NotFound("error-person-unknown", who=who)

    async def plan_erasure(self, workspace_id: WorkspaceId, person_id: PersonId) -> Erasure:
        """The dry run: changes nothing. Raises NotFound, and NotAllowed for somebody who is still here."""
        async with self._store.reading(workspace_id) as unit:
            return await _plan(unit, person_id)

    async def erase_person(self, workspace_id: WorkspaceId, person_id: PersonId) -> Erasure:
        """For good, in one transaction. Raises as plan_erasure does."""
        async with self._store.writing(workspace_id) as unit:
            erasure = await _plan(unit, person_id)
            await _forget_lines(unit, person_id)
            await _revoke(unit, person_id, erasure.roles)
            await unit.feedback.erase_received(person_id)
            await unit.requests.erase_of(person_id)
            await unit.notes.erase_of(person_id)
            await unit.drafts.discard_of(person_id)
            await unit.pauses.remove_all(person_id)
            await unit.preferences.forget(person_id)
            await unit.people.erase(person_id)
            await unit.commit()
        self._wake()
        return erasure


async def _plan(unit: UnitOfWork, person_id: PersonId) -> Erasure:
    person = await unit.people.get(person_id)
    if person is None or person.erased:
        raise NotFound("error-person-gone")
    if person.profile.kind is not PersonKind.DEACTIVATED:
        raise NotAllowed("error-erase-active", name=person.ref.name)
    received, given, drafts = await unit.feedback.count_of(person_id)
    reports = await unit.lines.reports_of(person_id)
    roles = await unit.grants.of(person_id)
    return Erasure(person, received, given, drafts, len(reports), roles)


async def _forget_lines(unit: UnitOfWork, person_id: PersonId) -> None:
    """Their own line, and those to them."""
    own = await unit.lines.of(person_id)
    reports = await unit.lines.reports_of(person_id)
    for line in (*reports, *([own] if own else [])):
        await withdraw_proposal(unit, line)
    await unit.lines.remove([person_id, *(line.person_id for line in reports)])


async def _revoke(unit: UnitOfWork, person_id: PersonId, roles: frozenset[Role]) -> None:
    for role in roles:
        holders = await unit.grants.holders(role)
        await unit.grants.replace(role, [grant for grant in holders if grant.person_id != person_id])
