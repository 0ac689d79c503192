"""People of a workspace, and their JSON as Slack shows it to an app."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from sandbox.wire import Json

Role: TypeAlias = Literal[
    "member", "admin", "owner", "guest", "single_guest", "deactivated", "bot", "stranger"
]


@dataclass(eq=False)
class User:
    """One account. `name` is the handle; `stranger` is someone of another company, by Slack Connect."""

    id: str
    name: str
    team_id: str
    real_name: str = ""
    display_name: str = ""
    email: str = ""
    title: str = ""
    tz: str = "Europe/Berlin"
    locale: str = "en-US"
    role: Role = "member"
    bot_id: str = ""
    updated: int = 0

    @property
    def shown(self) -> str:
        """The name that others see."""
        return self.display_name or self.real_name or self.name

    @property
    def deleted(self) -> bool:
        return self.role == "deactivated"

    @property
    def is_bot(self) -> bool:
        return self.role == "bot"

    @property
    def mention_names(self) -> tuple[str, ...]:
        """The names by which someone may be mentioned, longest first."""
        names = {n for n in (self.display_name, self.real_name, self.name) if n}
        return tuple(sorted(names, key=len, reverse=True))

    def profile(self, with_email: bool) -> Json:
        """Slack's profile object; the address only where the scope users:read.email was granted."""
        profile = {
            "title": self.title,
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "fields": None,
            "status_text": "",
            "status_emoji": "",
            "status_expiration": 0,
            "avatar_hash": f"g{self.id.lower()}",
            "team": self.team_id,
        }
        if self.is_bot:
            profile.update(bot_id=self.bot_id, api_app_id="", always_active=True)
        elif with_email and self.email and self.role != "stranger":
            profile["email"] = self.email
        return profile

    def as_slack(self, *, with_email: bool, with_locale: bool = False) -> Json:
        """Slack's user object. Someone deactivated has lost all that says what kind of member they were."""
        out: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "color": "9f69e7",
            "real_name": self.real_name,
            "profile": self.profile(with_email),
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if not self.deleted:
            offset = datetime.now(UTC).astimezone(ZoneInfo(self.tz)).utcoffset()
            out.update(
                tz=self.tz,
                tz_label=self.tz,
                tz_offset=int(offset.total_seconds()) if offset else 0,
                is_admin=self.role in ("admin", "owner"),
                is_owner=self.role == "owner",
                is_primary_owner=False,
                is_restricted=self.role in ("guest", "single_guest"),
                is_ultra_restricted=self.role == "single_guest",
                is_email_confirmed=True,
                who_can_share_contact_card="EVERYONE",
            )
            if self.role == "stranger":
                out["is_stranger"] = True
            if with_locale:
                out["locale"] = self.locale
        return out

    def as_page(self) -> Json:
        """What the web page shows of someone."""
        return {
            "id": self.id,
            "name": self.name,
            "real_name": self.real_name,
            "display_name": self.display_name,
            "title": self.title,
            "tz": self.tz,
            "role": self.role,
            "is_bot": self.is_bot,
        }


@dataclass(eq=False)
class UserGroup:
    id: str
    handle: str
    name: str
    members: list[str] = field(default_factory=list[str])
