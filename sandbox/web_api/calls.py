"""What the methods of the Web API have in common: a call and its arguments, errors, scopes, pages of a
list.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sandbox.conversations import Conversation
from sandbox.people import User
from sandbox.slack import Slack
from sandbox.team import Team
from sandbox.wire import Json

PAGE_CAP = 200
"""Slack may give fewer items than were asked for; so does this."""

WORLD = frozenset(
    [
        "account_inactive",
        "already_in_channel",
        "cannot_dm_bot",
        "channel_not_found",
        "hash_conflict",
        "invalid_user_combination",
        "is_archived",
        "is_inactive",
        "message_not_found",
        "no_such_subteam",
        "not_found",
        "not_in_channel",
        "ratelimited",
        "thread_not_found",
        "expired_trigger_id",
        "user_disabled",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_not_found",
    ]
)
"""Errors that can come of what people did meanwhile: no fault of the app."""


class ApiError(Exception):
    """An answer with ok: false. `messages` explain it (response_metadata); `extra` are further keys of the
    answer.
    """

    def __init__(
        self,
        code: str,
        *messages: str,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages
        self.status = status
        self.headers = headers or {}
        self.extra = extra


@dataclass
class Call:
    """One call: who the app is, what was asked. `by_app_token` says which of its tokens it showed."""

    slack: Slack
    method: str
    arguments: Json
    by_app_token: bool = False

    @property
    def team(self) -> Team:
        return self.slack.team

    @property
    def bot(self) -> User:
        return self.slack.team.bot

    def get(self, name: str) -> Any:
        return self.arguments.get(name)

    def text(self, name: str) -> str:
        """An argument as text; empty if it is missing."""
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        return self.arguments.get(name) in (True, 1, "true", "True", "1")

    def need(self, *scopes: str) -> None:
        """Raises missing_scope unless one of these was granted."""
        if scopes and not self.slack.scopes.intersection(scopes):
            raise ApiError(
                "missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.slack.scopes))
            )

    def user(self, name: str = "user", error: str = "user_not_found") -> User:
        """The user that an argument names."""
        user = self.team.users.get(self.text(name))
        if user is None:
            raise ApiError(error)
        return user

    def seen(self, name: str = "channel") -> Conversation:
        """The conversation that an argument names, if the app can see it."""
        channel = self.team.conversations.get(self.text(name))
        if channel is None or (channel.kind != "public" and self.bot.id not in channel.members):
            raise ApiError("channel_not_found")
        return channel

    def inside(self, name: str = "channel") -> Conversation:
        """The conversation that an argument names, if the app is in it."""
        channel = self.seen(name)
        if self.bot.id not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def page(self, key: str, items: Sequence[object], default: int = 100) -> Json:
        """The page of a list that `cursor` and `limit` ask for."""
        start, limit = _start(self.text("cursor")), _limit(self.get("limit"), default)
        end = start + min(limit, PAGE_CAP)
        cursor = base64.b64encode(f"{key}:{end}".encode()).decode() if end < len(items) else ""
        return {key: items[start:end], "response_metadata": {"next_cursor": cursor}}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().rpartition(":")[2])
    except (binascii.Error, ValueError):
        raise ApiError("invalid_cursor") from None


def _limit(value: Any, default: int) -> int:
    try:
        limit = int(value or default)
    except (TypeError, ValueError):
        raise ApiError("invalid_limit") from None
    if not 0 < limit <= 1000:
        raise ApiError("invalid_limit")
    return limit


Handler: TypeAlias = Callable[[Call], Json | Awaitable[Json]]


@dataclass(frozen=True)
class Method:
    """A method of the Web API. Any one of `scopes` will do; `json` says whether it reads a JSON body."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    tier: int = 3
    required: tuple[str, ...] = ()
    json: bool = True
    app_token: bool = False
