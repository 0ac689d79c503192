"""The directory, managers, roles, and for whom Everloop is on."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.domain.ids import PersonId, WorkspaceId
from core.domain.people import Person, PersonRef, Profile, ReportingLine, Role
from core.domain.policies import Refusal
from core.domain.workspaces import Access, Workspace
from core.ports import Clock, Directory, Store, Wake


@dataclass(frozen=True, slots=True)
class Setup:
    """What an admin sees of it. `may_name` says whether this person may name the people team's admins."""

    access: Access
    people_admins: tuple[PersonRef, ...]
    may_name: bool


@dataclass(frozen=True, slots=True)
class Place:
    """What Everloop knows of somebody that their Home shows."""

    person: Person
    refusal: Refusal | None
    ask: tuple[PersonRef, ...]  # whom to ask where it refuses: the people team's admins, else the workspace's admins (up to 3)
    line: ReportingLine | None
    manager: PersonRef | None  # named in `line`, in whatever state
    proposals: tuple[PersonRef, ...]  # people who named this person as their manager and wait for an answer
    setup: Setup | None  # None for those who may not set Everloop up


class PeopleService:
    def __init__(self, store: Store, directory: Directory, clock: Clock, wake: Wake) -> None:
        self._store, self._directory, self._clock, self._wake = store, directory, clock, wake

    # -- the directory ---
    async def sync_everyone(self, workspace_id: WorkspaceId) -> int:
        """Reads the platform's list page by page and saves each page; returns how many people changed. People of a narrowed access are
        read again as well. Those whom the list no longer has are marked deactivated (only after a complete pass)."""
        ...

    async def save_profile(self, workspace_id: WorkspaceId, profile: Profile) -> Person: ...

    async def known(self, workspace_id: WorkspaceId, external_ids: Sequence[str]) -> dict[str, Person]:
        """Only from storage: fast, and silent about strangers."""
        ...

    async def meet(self, workspace_id: WorkspaceId, external_ids: Sequence[str]) -> dict[str, Person]:
        """From storage, and on first sight from the platform. Missing in the answer: nobody of that id. Raises Unavailable."""
        ...

    # -- taking part ---
    async def refusal_of(self, workspace_id: WorkspaceId, person: Person) -> tuple[Refusal, tuple[PersonRef, ...]] | None:
        """Why this person can't use Everloop, and whom to ask; None if they can. From storage only."""
        ...

    async def check_pilot_again(self, workspace_id: WorkspaceId) -> None:
        """Reads the members of the narrowed access again, at most once a minute: before somebody is sent away."""
        ...

    async def place_of(self, workspace_id: WorkspaceId, person_id: PersonId) -> Place: ...

    # -- managers ---
    async def name_manager(self, workspace_id: WorkspaceId, person_id: PersonId, manager_id: PersonId | None) -> None:
        """Proposes a manager (or takes the line back with None) and asks them. Raises InvalidForm (field: manager) for oneself, people who
        can't be managers, and where the people team's file has decided already."""
        ...

    async def decide_manager(self, workspace_id: WorkspaceId, manager_id: PersonId, person_id: PersonId, confirmed: bool) -> None:
        """Raises TooLate if the person has named somebody else meanwhile or it is decided already."""
        ...

    # -- setting up ---
    async def narrow_access(self, workspace_id: WorkspaceId, admin_id: PersonId, access: Access) -> None:
        """Raises NotAllowed, InvalidForm (field: source), Unavailable."""
        ...

    async def name_people_admins(self, workspace_id: WorkspaceId, admin_id: PersonId, people: Sequence[PersonId]) -> None:
        """Raises NotAllowed, InvalidForm (field: people_admins)."""
        ...
