"""People as Everloop knows them, and who manages whom."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.domain.ids import PersonId, WorkspaceId


class PersonKind(StrEnum):
    """What kind of account somebody has. Only members, and guests where allowed, take part."""

    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"
    DEACTIVATED = "deactivated"
    STRANGER = "stranger"  # of another company, met in a shared channel


@dataclass(frozen=True, slots=True)
class Profile:
    """What the chat platform says about somebody. `external_id` is the platform's own id: opaque here."""

    external_id: str
    kind: PersonKind
    name: str  # as colleagues see it
    handle: str = ""  # the short name typed after an @
    time_zone: str = "UTC"  # IANA name
    locale: str = "en-US"
    email: str | None = None
    administers: bool = False  # an admin or owner of the workspace on the platform


@dataclass(frozen=True, slots=True)
class Employment:
    """What the people team's file says about somebody."""

    department: str | None = None
    title: str | None = None
    country: str | None = None  # ISO 3166 alpha-2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a workspace."""

    id: PersonId
    workspace_id: WorkspaceId
    profile: Profile
    employment: Employment = field(default_factory=Employment)
    erased: bool = False

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def ref(self) -> "PersonRef":
        profile = self.profile
        name = "" if self.erased else profile.name or profile.handle or profile.external_id
        return PersonRef(self.id, name, profile.external_id)


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Enough to name somebody, and for the platform to mention them.

    `name` is empty for an erased person and for nobody else; whoever shows it says "Someone who left"
    instead.
    """

    id: PersonId
    name: str
    external_id: str

    @property
    def erased(self) -> bool:
        return not self.name


class LineSource(StrEnum):
    """Where a reporting line comes from. The people team's file wins over what people say themselves."""

    SELF = "self"
    FILE = "file"


class LineState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """Who somebody's manager is. Only a confirmed line counts; a line from the file is born confirmed."""

    person_id: PersonId
    manager_id: PersonId
    source: LineSource
    state: LineState
    changed_at: datetime


class Role(StrEnum):
    """Roles that are granted and stored. None of them opens anybody's feedback."""

    PEOPLE_ADMIN = "people_admin"


@dataclass(frozen=True, slots=True)
class Grant:
    person_id: PersonId
    role: Role
    granted_by: PersonId | None
    granted_at: datetime
