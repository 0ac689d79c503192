"""What is stored of people: who they are, who manages whom, what they may and what they chose."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Protocol

from core.domain.attention import Preferences
from core.domain.ids import (
    PersonId,
)
from core.domain.people import Employment, Grant, Person, Profile, ReportingLine, Role


class People(Protocol):
    async def get(self, person_id: PersonId) -> Person | None: ...

    async def get_many(self, ids: Sequence[PersonId]) -> dict[PersonId, Person]:
        """Those that exist, in one statement."""
        ...

    async def by_external_ids(self, external_ids: Sequence[str]) -> dict[str, Person]:
        """Keyed by external id; those that exist, in one statement."""
        ...

    async def by_emails(self, emails: Sequence[str]) -> dict[str, Person]:
        """Keyed by lower-case e-mail address; compared without case. Where several accounts share one, the
        member's comes before a guest's, and both before a deactivated one."""
        ...

    async def administrators(self, limit: int) -> list[Person]:
        """Members who administer the workspace on the platform, ordered by id: whom to ask."""
        ...

    async def save_profiles(self, profiles: Sequence[Profile]) -> int:
        """Adds new people and updates known ones (by external id); returns how many rows are new or
        different. An erased person stays erased."""
        ...

    async def save_employment(self, employment: Mapping[PersonId, Employment]) -> None: ...

    def all(self, batch: int = 500) -> AsyncIterator[Sequence[Person]]:
        """Everybody in batches, ordered by id. Memory does not grow with the company."""
        ...

    async def conversation(self, person_id: PersonId) -> str | None:
        """The platform's id of the person's conversation with Everloop, once it is known."""
        ...

    async def save_conversation(self, person_id: PersonId, conversation: str) -> None: ...

    async def erase(self, person_id: PersonId) -> None:
        """Forgets profile, employment, conversation; the row stays, so that what they gave keeps an
        author."""
        ...


class ReportingLines(Protocol):
    async def of(self, person_id: PersonId) -> ReportingLine | None: ...

    async def of_many(self, ids: Sequence[PersonId]) -> dict[PersonId, ReportingLine]: ...

    async def reports_of(self, manager_id: PersonId) -> list[ReportingLine]:
        """Lines to this manager in any state."""
        ...

    async def save(self, lines: Sequence[ReportingLine]) -> None:
        """One line a person: replaces what was there."""
        ...

    async def remove(self, person_ids: Sequence[PersonId]) -> None: ...

    async def decide(self, line: ReportingLine) -> bool:
        """Conditional: proposed → `line.state`, if the stored line still names this manager and is still
        open."""
        ...


class Grants(Protocol):
    async def of(self, person_id: PersonId) -> frozenset[Role]: ...

    async def holders(self, role: Role) -> list[Grant]:
        """Oldest first."""
        ...

    async def replace(self, role: Role, grants: Sequence[Grant]) -> None:
        """Exactly these hold the role from now on; a grant that was there keeps who gave it and when."""
        ...


class Members(Protocol):
    """Whom a narrowed access lets in: the members of the group or channel, as last read from the platform."""

    async def contains(self, person_id: PersonId) -> bool: ...

    async def which(self, ids: Sequence[PersonId]) -> frozenset[PersonId]: ...

    async def replace(self, ids: Sequence[PersonId]) -> None: ...


class PersonalPreferences(Protocol):
    """What people chose about what Everloop sends them."""

    async def of(self, person_id: PersonId) -> Preferences:
        """The defaults for whoever chose nothing."""
        ...

    async def save(self, chosen: Preferences) -> None: ...

    async def forget(self, person_id: PersonId) -> None: ...
