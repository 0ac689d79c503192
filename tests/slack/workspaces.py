"""A workspace of the sandbox with our messenger and directory in it, without the rest of the bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.domain.ids import DraftId, PersonId, WorkspaceId
from core.domain.people import Person, PersonKind, Profile
from core.notifications import DraftKept, Notification, OwnDataReady
from core.words import Words
from handlers.slack.client import SlackClients
from handlers.slack.directory import SlackDirectory
from handlers.slack.limiter import Limiter
from handlers.slack.messenger import SlackMessenger
from handlers.slack.payloads import Json
from handlers.slack.tokens import Installation, Tokens
from sandbox import driver

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
HERE = WorkspaceId("here")


@dataclass(frozen=True)
class Plain:
    text: str
    blocks: list[Json]


def render(what: Notification, words: Words, time_zone: str) -> Plain:
    if isinstance(what, OwnDataReady):
        return Plain("your data", [])
    if not isinstance(what, DraftKept) or what.form == "unrenderable":
        raise TypeError
    text = f"{what.form} ({words.language}, {time_zone})"
    return Plain(text, [{"type": "section", "text": {"type": "plain_text", "text": text}}])


def note(text: str) -> Notification:
    return DraftKept(DraftId("1"), text, True)


@dataclass
class Slack:
    """Our side of Slack, and the workspace that plays it."""

    workspace: driver.Workspace
    clients: SlackClients
    tokens: Tokens
    limiter: Limiter
    messenger: SlackMessenger
    directory: SlackDirectory

    def person(self, who: driver.Person, **profile: Any) -> Person:
        return Person(PersonId(who.id), HERE, Profile(who.id, PersonKind.MEMBER, who.name, **profile))

    def read(self, who: driver.Person) -> list[str]:
        return [surface.message.data["text"] for surface in who.dms()]


@asynccontextmanager
async def slack_in(
    workspace: driver.Workspace, *, call_timeout: float = 5.0, limited: bool = False, token: str = ""
) -> AsyncIterator[Slack]:
    async with workspace:
        settings = workspace.settings()
        tokens, limiter = Tokens(), Limiter(enabled=limited)
        team = workspace.team
        tokens.bind(Installation(HERE, team.id, team.bot.id, token or settings["SLACK_BOT_TOKEN"]))
        async with SlackClients(
            settings["SLACK_API_URL"], tokens, limiter, call_timeout=call_timeout
        ) as clients:
            messenger = SlackMessenger(clients, limiter, tokens, render)
            yield Slack(workspace, clients, tokens, limiter, messenger, SlackDirectory(clients, tokens))
