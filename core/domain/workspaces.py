"""A workspace, and what its admins have chosen for it."""

from dataclasses import dataclass, field
from enum import StrEnum

from core.domain.ids import WorkspaceId


class Audience(StrEnum):
    """For whom Everloop is on. Narrowed for a pilot, open otherwise."""

    EVERYONE = "everyone"
    GROUP = "group"  # the members of a user group
    CHANNEL = "channel"  # the members of a channel


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use Everloop. `source` is the platform's id of the group or channel: opaque here."""

    audience: Audience = Audience.EVERYONE
    source: str = ""
    source_name: str = ""
    guests: bool = False  # may guests give and get feedback?


@dataclass(frozen=True, slots=True)
class Workspace:
    id: WorkspaceId
    platform: str  # "slack"
    external_id: str
    name: str
    enterprise_id: str | None = None
    access: Access = field(default_factory=Access)
