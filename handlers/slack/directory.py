"""Slack's list of people, groups and channels."""

from collections.abc import AsyncIterator, Sequence
from typing import cast

import aiohttp
from slack_sdk.errors import SlackApiError

from core.domain.errors import Unavailable
from core.domain.ids import WorkspaceId
from core.domain.people import PersonKind, Profile
from core.domain.workspaces import Access, Audience
from handlers.slack.client import SlackClients
from handlers.slack.failures import OUR_TOKEN, UNREACHABLE, code_of
from handlers.slack.payloads import Payload, list_at, part_at, strings, text_at
from handlers.slack.tokens import NotInstalled, Tokens

PAGE = 200
SLACKBOT = "USLACKBOT"


def profile_of(user: Payload, team_id: str = "") -> Profile:
    """What a user object of Slack's says about somebody: the same in users.list, users.info, team_join and
    user_change. `team_id` is our own workspace's: whoever is at home in another one, and not also here as
    people of an enterprise may be, is a stranger, met by Slack Connect.

    Missing in part of Slack's answers: the time zone (deactivated people), the locale (unless it was asked
    for), the e-mail address (without its scope).
    """
    profile = part_at(user, "profile")
    handle = text_at(user, "name")
    spoken = (text_at(profile, "display_name"), text_at(profile, "real_name"), text_at(user, "real_name"))
    return Profile(
        external_id=text_at(user, "id"),
        kind=_kind_of(user, team_id),
        name=next((name.strip() for name in spoken if name.strip()), handle),
        handle=handle,
        time_zone=text_at(user, "tz") or "UTC",
        locale=text_at(user, "locale") or "en-US",
        email=text_at(profile, "email") or None,
        administers=any(user.get(role) is True for role in ("is_admin", "is_owner", "is_primary_owner")),
    )


def _kind_of(user: Payload, team_id: str) -> PersonKind:
    if user.get("deleted") is True:
        return PersonKind.DEACTIVATED
    if user.get("is_bot") is True or user.get("is_workflow_bot") is True or user.get("id") == SLACKBOT:
        return PersonKind.BOT
    if user.get("is_stranger") is True or _comes_from_elsewhere(user, team_id):
        return PersonKind.STRANGER
    if user.get("is_restricted") is True or user.get("is_ultra_restricted") is True:
        return PersonKind.GUEST
    return PersonKind.MEMBER


def _comes_from_elsewhere(user: Payload, team_id: str) -> bool:
    home = text_at(user, "team_id")
    if not team_id or not home or home == team_id:
        return False
    return team_id not in strings(list_at(user, "enterprise_user", "teams"))


class SlackDirectory:
    """Implements core.ports.Directory. Raises Unavailable where Slack can't be asked; a token that Slack
    refuses is reported."""

    def __init__(self, clients: SlackClients, tokens: Tokens) -> None:
        self._clients, self._tokens = clients, tokens

    async def everyone(self, workspace_id: WorkspaceId) -> AsyncIterator[Sequence[Profile]]:
        async for page in self._pages(workspace_id, "users.list", include_locale=True):
            team_id = self._tokens.of(workspace_id).team_id
            yield [profile_of(cast(Payload, user), team_id) for user in list_at(page, "members")]

    async def look_up(self, workspace_id: WorkspaceId, external_id: str) -> Profile | None:
        """None where Slack knows nobody of that id, or doesn't let us see them."""
        try:
            answer = await self._ask(workspace_id, "users.info", user=external_id, include_locale=True)
        except SlackApiError as error:
            if code_of(error) in UNREACHABLE:
                return None
            raise Unavailable("error-platform") from error
        return profile_of(part_at(answer, "user"), self._tokens.of(workspace_id).team_id)

    async def members_of(self, workspace_id: WorkspaceId, access: Access) -> list[str]:
        """External ids; none where access is not narrowed."""
        members: list[str] = []
        if access.audience is Audience.GROUP:
            async for page in self._pages(workspace_id, "usergroups.users.list", usergroup=access.source):
                members.extend(strings(list_at(page, "users")))
        elif access.audience is Audience.CHANNEL:
            async for page in self._pages(workspace_id, "conversations.members", channel=access.source):
                members.extend(strings(list_at(page, "members")))
        return members

    async def _pages(
        self, workspace_id: WorkspaceId, method: str, **params: str | bool
    ) -> AsyncIterator[Payload]:
        cursor = {"cursor": ""}
        while True:
            try:
                page = await self._ask(workspace_id, method, limit=PAGE, **params, **cursor)
            except SlackApiError as error:
                raise Unavailable("error-platform") from error
            yield page
            cursor = {"cursor": text_at(page, "response_metadata", "next_cursor")}
            if not cursor["cursor"]:
                return

    async def _ask(self, workspace_id: WorkspaceId, method: str, **params: str | int | bool) -> Payload:
        """Slack's answer. What it answers instead is raised as it is, an answer that never came as
        Unavailable."""
        try:
            answer = await self._clients.read(workspace_id, method, **params)
        except SlackApiError as error:
            if code_of(error) in OUR_TOKEN:
                self._tokens.report(workspace_id, method, code_of(error))
            raise
        except (aiohttp.ClientError, TimeoutError, OSError, NotInstalled) as error:
            raise Unavailable("error-platform") from error
        self._tokens.report(workspace_id, method, None)
        return answer
