"""The Slack app: everything that Slack sends comes in here. Bolt verifies, matches and acknowledges."""

import logging
from dataclasses import dataclass

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from handlers.slack import (
    attention,
    drafts,
    feedback,
    home,
    lists,
    notes,
    own_data,
    people,
    reading,
    replies,
    reports,
    requests,
    requests_answer,
    requests_list,
    revising,
    searching,
    second_look,
    setup,
    tags,
)
from handlers.slack.calls import Deps
from handlers.slack.listeners import Listeners, Running
from handlers.slack.tokens import NotInstalled

STATIONS = (
    feedback,
    second_look,
    requests,
    requests_answer,
    requests_list,
    tags,
    reading,
    replies,
    revising,
    reports,
    lists,
    searching,
    notes,
    own_data,
    home,
    drafts,
    people,
    attention,
    setup,
)
"""In the order in which Bolt looks for a listener: what must be answered fastest comes first."""

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SlackApp:
    """`bolt` takes requests; `running` tells when what it took is done."""

    bolt: AsyncApp
    listeners: Listeners

    @property
    def running(self) -> Running:
        return self.listeners.running


def build_app(deps: Deps) -> SlackApp:
    """Slack isn't asked who we are for each request: what `deps.tokens` holds is what counts."""

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        installation = deps.tokens.of_team(team_id or "")
        if installation is None:
            raise NotInstalled(team_id)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=installation.bot_user_id,
            bot_id=installation.bot_id,
            bot_token=installation.bot_token,
        )

    bolt = AsyncApp(
        name="everloop",
        logger=_quiet_logger(),
        client=deps.clients.answering(),
        authorize=authorize,
        signing_secret=deps.signing_secret,
        process_before_response=True,  # see handlers.slack.listeners
        raise_error_for_unhandled_request=True,
    )
    bolt.error(_on_error)
    listeners = Listeners(bolt, deps)
    for station in STATIONS:
        station.register(listeners)
    listeners.the_rest()
    return SlackApp(bolt, listeners)


def _quiet_logger() -> logging.Logger:
    """Bolt's own: its finer levels print whole requests, and those hold what people wrote."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger


async def _on_error(error: Exception) -> BoltResponse:
    """What goes wrong outside the listeners: before a request has found its own, or where it has none."""
    if isinstance(error, BoltUnhandledRequestError):
        _log.info("slack.not_for_us")
        return BoltResponse(status=200, body="")
    if isinstance(error, NotInstalled):
        _log.warning("slack.unknown_team")
        return BoltResponse(status=404, body="")
    _log.error("slack.failed_outside", error=type(error).__name__, exc_info=error)
    return BoltResponse(status=500, body="")
