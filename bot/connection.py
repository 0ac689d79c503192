"""The connection with Slack: who we are there, and what it sends us, for as long as we run."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeVar

import structlog

from bot.bootstrap import Slack
from bot.config import Settings
from bot.errors import CannotStart
from bot.web import Door
from core.domain.errors import Unavailable
from core.domain.workspaces import Workspace
from core.ports import Store
from handlers.slack.app import SlackApp
from handlers.slack.checks import TokenRefused, identify
from handlers.slack.http import slack_routes
from handlers.slack.socket import Socket
from handlers.slack.tokens import Installation

log = structlog.get_logger(__name__)

T = TypeVar("T")

LONGEST_WAIT = 30.0
"""Seconds between two tries to reach a Slack that can't be reached."""


async def introduce(settings: Settings, slack: Slack, store: Store) -> Workspace:
    """Asks Slack whose token it is, for as long as it takes, and binds it to that workspace. Raises
    CannotStart for a token that Slack refuses."""
    token = settings.bot_token.get_secret_value()
    try:
        who = await patiently(lambda: identify(slack.clients, token))
    except TokenRefused as refusal:
        raise CannotStart(
            f"SLACK_BOT_TOKEN is refused by Slack ({refusal.code}). Copy the Bot User OAuth Token from the "
            "app's page “OAuth & Permissions”, or install the app again."
        ) from None
    workspace = await patiently(
        lambda: store.ensure_workspace("slack", who.team_id, who.team_name, who.enterprise_id)
    )
    installation = Installation(
        workspace_id=workspace.id,
        team_id=who.team_id,
        bot_user_id=who.bot_user_id,
        bot_token=token,
        bot_id=who.bot_id,
        url=who.url,
        enterprise_id=who.enterprise_id,
    )
    slack.tokens.bind(installation)
    return workspace


@asynccontextmanager
async def connected(
    settings: Settings, app: SlackApp, slack: Slack, workspace: Workspace, door: Door, finish_within: float
) -> AsyncGenerator[Callable[[], bool]]:
    """What Slack sends reaches the app, by each way that is set up; gives whether it still does. At the end
    nothing new is taken, and what was taken gets `finish_within` seconds. Raises CannotStart."""
    async with AsyncExitStack() as stack:
        links: list[Callable[[], bool]] = []
        if settings.by_http:
            await stack.enter_async_context(_by_http(app, door, finish_within))
            links.append(lambda: slack.tokens.problem(workspace.id) is None)
        if settings.app_token is not None:
            token = settings.app_token.get_secret_value()
            socket = await stack.enter_async_context(
                _by_socket(Socket(app, slack.clients, token), finish_within)
            )
            links.append(lambda: socket.connected)
        yield lambda: all(link() for link in links)


@asynccontextmanager
async def _by_http(app: SlackApp, door: Door, finish_within: float) -> AsyncGenerator[None]:
    door.open(slack_routes(app)[0].handler)
    try:
        yield
    finally:
        door.shut()
        await app.running.finished(finish_within)


@asynccontextmanager
async def _by_socket(socket: Socket, finish_within: float) -> AsyncGenerator[Socket]:
    try:
        try:
            await patiently(socket.start)
        except TokenRefused as refusal:
            raise CannotStart(
                f"SLACK_APP_TOKEN is refused by Slack ({refusal.code}). Make an app-level token with the "
                "scope connections:write on the app's page “Basic Information”."
            ) from None
        yield socket
    finally:
        await socket.stop(finish_within)


async def patiently(act: Callable[[], Awaitable[T]]) -> T:
    """Tries until it is not Unavailable any more, less and less often."""
    wait = 1.0
    while True:
        try:
            return await act()
        except Unavailable as error:
            log.warning("everloop.waiting", reason=error.key, seconds=wait)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
