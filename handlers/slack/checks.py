"""Who we are in Slack, and what we may do there: asked once at the start, and by `everloop doctor`."""

from dataclasses import dataclass
from typing import Any, cast

import aiohttp
from slack_sdk.errors import SlackApiError

from core.domain.errors import Unavailable
from handlers.slack.client import SlackClients
from handlers.slack.failures import OUR_TOKEN, code_of
from handlers.slack.payloads import Payload, text_at


@dataclass(frozen=True, slots=True)
class Identity:
    """What auth.test says of a bot token. `scopes` are those granted; None where Slack doesn't say."""

    team_id: str
    team_name: str
    url: str  # of the workspace, with a slash at the end
    bot_user_id: str
    bot_id: str
    enterprise_id: str | None
    scopes: frozenset[str] | None


class TokenRefused(Exception):
    """Slack doesn't take the token: trying again does not help. `code` is Slack's word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def identify(clients: SlackClients, token: str) -> Identity:
    """Raises TokenRefused, and Unavailable where Slack can't be reached now."""
    answer, headers = await _ask(clients, token, "auth.test")
    granted = {name.lower(): value for name, value in headers.items()}.get("x-oauth-scopes")
    return Identity(
        team_id=text_at(answer, "team_id"),
        team_name=text_at(answer, "team"),
        url=text_at(answer, "url").rstrip("/") + "/",
        bot_user_id=text_at(answer, "user_id"),
        bot_id=text_at(answer, "bot_id"),
        enterprise_id=text_at(answer, "enterprise_id") or None,
        scopes=None if granted is None else frozenset(scope.strip() for scope in granted.split(",")),
    )


async def reach_socket(clients: SlackClients, app_token: str) -> str:
    """The address of a socket: Socket Mode would let us in. Raises TokenRefused, Unavailable."""
    answer, _ = await _ask(clients, app_token, "apps.connections.open")
    return text_at(answer, "url")


async def _ask(clients: SlackClients, token: str, method: str) -> tuple[Payload, dict[str, str]]:
    try:
        answer = await cast(Any, clients.checking(token)).api_call(method)
    except SlackApiError as error:
        if (code := code_of(error)) in OUR_TOKEN:
            raise TokenRefused(code) from None
        raise Unavailable("error-platform") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unavailable("error-platform") from error
    return cast(Payload, answer.data), dict(cast("dict[str, str]", answer.headers))
