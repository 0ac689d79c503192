"""The directory, managers, roles, and for whom Everloop is on."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from time import monotonic

from core.domain import policies
from core.domain.errors import InvalidForm, NotAllowed, Problem, Unavailable
from core.domain.ids import PersonId, WorkspaceId
from core.domain.people import Grant, Person, PersonKind, PersonRef, Profile, Role
from core.domain.policies import Refusal
from core.domain.workspaces import Access, Audience
from core.ports import Clock, Directory, Store, UnitOfWork, Wake
from core.services.place import Place, Setup, read_place
from core.services.reporting import DESCRIBE, ON_FAILURE, decide_proposal, propose_manager
from core.services.requests_leaving import close_for
from core.services.taking_part import names, refusals, refused, whom_to_ask

__all__ = ["DESCRIBE", "ON_FAILURE", "PeopleService", "Place", "Setup", "refused"]

PILOT_AGAIN_AFTER = 60.0  # seconds
BATCH = 500

_STAYS = (
    PersonKind.DEACTIVATED,
    PersonKind.STRANGER,
)  # not for the platform's list to say that they are gone


Turned = tuple[Refusal, tuple[PersonRef, ...]]
"""Why somebody can't use Everloop, and whom to ask."""


class PeopleService:
    def __init__(self, store: Store, directory: Directory, clock: Clock, wake: Wake) -> None:
        self._store, self._directory, self._clock, self._wake = store, directory, clock, wake
        self._pilot_read_at: dict[WorkspaceId, float] = {}

    # -- the directory ---
    async def sync_everyone(self, workspace_id: WorkspaceId) -> int:
        """Reads the platform's list page by page and saves each page; returns how many people changed. People
        of a narrowed access are read again as well. Those whom the list no longer has are marked deactivated
        (only after a complete pass). Who was gone before Everloop ever saw them is not stored. Raises
        Unavailable; pages saved before that stay."""
        gone = await self._here(workspace_id)
        changed, seen = 0, False
        async for page in self._directory.everyone(workspace_id):
            changed += await self._save_page(workspace_id, page)
            gone.difference_update(profile.external_id for profile in page)
            seen = seen or bool(page)
        if seen:
            changed += await self._deactivate(workspace_id, gone)
        await self._read_members(workspace_id)
        return changed

    async def _here(self, workspace_id: WorkspaceId) -> set[str]:
        """External ids of those whom a complete list must name."""
        async with self._store.reading(workspace_id) as unit:
            return {
                person.profile.external_id
                async for batch in unit.people.all()
                for person in batch
                if not person.erased and person.profile.kind not in _STAYS
            }

    async def _save_page(self, workspace_id: WorkspaceId, page: Sequence[Profile]) -> int:
        async with self._store.writing(workspace_id) as unit:
            left = [p.external_id for p in page if p.kind is PersonKind.DEACTIVATED]
            known = await unit.people.by_external_ids(left) if left else {}
            wanted = [p for p in page if p.kind is not PersonKind.DEACTIVATED or p.external_id in known]
            changed = await unit.people.save_profiles(wanted)
            await self._leave(unit, [one.id for one in known.values()])
            await unit.commit()
        return changed

    async def _deactivate(self, workspace_id: WorkspaceId, external_ids: Iterable[str]) -> int:
        changed, rest = 0, iter(sorted(external_ids))
        while batch := list(islice(rest, BATCH)):
            async with self._store.writing(workspace_id) as unit:
                people = (await unit.people.by_external_ids(batch)).values()
                left = [replace(person.profile, kind=PersonKind.DEACTIVATED) for person in people]
                changed += await unit.people.save_profiles(left)
                await self._leave(unit, [person.id for person in people])
                await unit.commit()
        return changed

    async def save_profile(self, workspace_id: WorkspaceId, profile: Profile) -> Person:
        """Whoever it is, as the platform says they are now."""
        return (await self._save(workspace_id, [profile]))[profile.external_id]

    async def _save(self, workspace_id: WorkspaceId, profiles: Sequence[Profile]) -> dict[str, Person]:
        async with self._store.writing(workspace_id) as unit:
            await unit.people.save_profiles(profiles)
            people = await unit.people.by_external_ids([profile.external_id for profile in profiles])
            left = [one.id for one in people.values() if one.profile.kind is PersonKind.DEACTIVATED]
            await self._leave(unit, left)
            await unit.commit()
        return people

    async def _leave(self, unit: UnitOfWork, people: Sequence[PersonId]) -> None:
        """What follows when somebody has left. Again changes nothing."""
        if people and await close_for(unit, people, self._clock.now()):
            self._wake()

    async def known(self, workspace_id: WorkspaceId, external_ids: Sequence[str]) -> dict[str, Person]:
        """Only from storage: fast, and silent about strangers."""
        async with self._store.reading(workspace_id) as unit:
            return await unit.people.by_external_ids(external_ids)

    async def meet(self, workspace_id: WorkspaceId, external_ids: Sequence[str]) -> dict[str, Person]:
        """From storage, and on first sight from the platform. Missing in the answer: nobody of that id.
        Raises Unavailable."""
        people = await self.known(workspace_id, external_ids)
        unknown = [one for one in dict.fromkeys(external_ids) if one not in people]
        found = await asyncio.gather(*(self._directory.look_up(workspace_id, one) for one in unknown))
        profiles = [profile for profile in found if profile is not None]
        return people | await self._save(workspace_id, profiles) if profiles else people

    # -- taking part ---
    async def refusal_of(self, workspace_id: WorkspaceId, person: Person) -> Turned | None:
        """Why this person can't use Everloop, and whom to ask; None if they can. From storage only. `refused`
        makes a sentence of it."""
        async with self._store.reading(workspace_id) as unit:
            return await _refusal(unit, person)

    async def arrive(
        self, workspace_id: WorkspaceId, external_ids: Sequence[str], actor: str
    ) -> tuple[dict[str, Person], Turned | None]:
        """What has to be known before a form opens, in one transaction: as `known`, and what `refusal_of`
        says of the actor, who is one of these people (None too where storage doesn't know them)."""
        async with self._store.reading(workspace_id) as unit:
            people = await unit.people.by_external_ids(external_ids)
            person = people.get(actor)
            return people, None if person is None else await _refusal(unit, person)

    async def check_pilot_again(self, workspace_id: WorkspaceId) -> None:
        """Reads the members of the narrowed access again, at most once a minute: before somebody is sent
        away. Where the platform can't be reached, what was read last still counts."""
        last = self._pilot_read_at.get(workspace_id)
        if last is not None and monotonic() - last < PILOT_AGAIN_AFTER:
            return
        self._pilot_read_at[workspace_id] = monotonic()
        try:
            await self._read_members(workspace_id)
        except Unavailable:
            del self._pilot_read_at[workspace_id]

    async def _read_members(self, workspace_id: WorkspaceId) -> None:
        async with self._store.reading(workspace_id) as unit:
            access = (await unit.workspace()).access
        if access.audience is Audience.EVERYONE:
            return
        members = await self._directory.members_of(workspace_id, access)
        async with self._store.writing(workspace_id) as unit:
            if (await unit.workspace()).access == access:
                await _let_in(unit, members)
                await unit.commit()

    async def place_of(self, workspace_id: WorkspaceId, person_id: PersonId) -> Place:
        """A constant number of statements. Raises NotFound."""
        async with self._store.reading(workspace_id) as unit:
            return await read_place(unit, person_id)

    # -- managers ---
    async def name_manager(
        self, workspace_id: WorkspaceId, person_id: PersonId, manager_id: PersonId | None
    ) -> None:
        """Proposes a manager (or takes the line back with None) and asks them; naming the same one again
        changes nothing, unless they had said no. Raises InvalidForm (field: manager) for oneself, one's own
        report, people who can't be managers, and where the people team's file has decided already."""
        async with self._store.writing(workspace_id) as unit:
            await propose_manager(unit, person_id, manager_id, self._clock.now())
            await unit.commit()
        self._wake()

    async def decide_manager(
        self, workspace_id: WorkspaceId, manager_id: PersonId, person_id: PersonId, confirmed: bool
    ) -> None:
        """The named manager's answer; the same answer again changes nothing. Raises TooLate if the person has
        named somebody else meanwhile or it is decided otherwise already."""
        async with self._store.writing(workspace_id) as unit:
            await decide_proposal(unit, manager_id, person_id, confirmed, self._clock.now())
            await unit.commit()
        self._wake()

    # -- setting up ---
    async def narrow_access(self, workspace_id: WorkspaceId, admin_id: PersonId, access: Access) -> None:
        """Also opens it again. Raises NotAllowed, InvalidForm (field: source), Unavailable."""
        async with self._store.reading(workspace_id) as unit:
            await _check_may_set_up(unit, admin_id)
        members: list[str] = []
        if access.audience is Audience.EVERYONE:
            access = Access(guests=access.guests)
        elif not access.source:
            raise InvalidForm([Problem("source", "error-source-none")])
        else:
            members = await self._directory.members_of(workspace_id, access)
            if not members:
                facts = {"name": access.source_name or access.source}
                raise InvalidForm([Problem("source", "error-source-empty", facts)])
        async with self._store.writing(workspace_id) as unit:
            await _check_may_set_up(unit, admin_id)
            await unit.save_access(access)
            await _let_in(unit, members)
            await unit.commit()
        self._pilot_read_at[workspace_id] = monotonic()

    async def name_people_admins(
        self, workspace_id: WorkspaceId, admin_id: PersonId, people: Sequence[PersonId]
    ) -> None:
        """Exactly these are the people team's admins from now on. Raises NotAllowed, InvalidForm (field:
        people_admins)."""
        chosen, now = list(dict.fromkeys(people)), self._clock.now()
        async with self._store.writing(workspace_id) as unit:
            found = await unit.people.get_many([admin_id, *chosen])
            if admin_id not in found or not policies.may_name_people_admins(found[admin_id]):
                raise NotAllowed("error-admins-not-allowed")
            _check_admins([found.get(person_id) for person_id in chosen])
            await unit.grants.replace(
                Role.PEOPLE_ADMIN,
                [Grant(person_id, Role.PEOPLE_ADMIN, admin_id, now) for person_id in chosen],
            )
            await unit.commit()


async def _refusal(unit: UnitOfWork, person: Person) -> Turned | None:
    reason = (await refusals(unit, [person])).get(person.id)
    return None if reason is None else (reason, await whom_to_ask(unit))


async def _let_in(unit: UnitOfWork, external_ids: Sequence[str]) -> None:
    """Those of them who are not known yet are let in when they are met and the list is read again."""
    people = await unit.people.by_external_ids(external_ids) if external_ids else {}
    await unit.members.replace([person.id for person in people.values()])


async def _check_may_set_up(unit: UnitOfWork, admin_id: PersonId) -> None:
    admin = await unit.people.get(admin_id)
    if admin is None or not policies.may_set_up(admin, await unit.grants.of(admin_id)):
        raise NotAllowed("error-set-up-not-allowed")


def _check_admins(people: Sequence[Person | None]) -> None:
    known = [person for person in people if person is not None]
    unfit = [person.ref for person in known if not policies.may_hold_role(person)]
    if unfit:
        facts = {"names": names(unfit), "count": len(unfit)}
        raise InvalidForm([Problem("people_admins", "error-admins-unfit", facts)])
    if len(known) < len(people):
        raise InvalidForm([Problem("people_admins", "error-admins-unknown")])
