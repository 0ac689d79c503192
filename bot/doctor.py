"""`everloop doctor`: what is in order and what is not, each problem with its mend."""

import os
import secrets
import stat
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape

from bot.alive import is_alive
from bot.bootstrap import Slack, build_slack
from bot.config import CommonSettings, Settings, read_common_settings, read_settings, unknown_settings
from bot.database import AWAY, database_file, opened
from bot.errors import CannotStart, WrongSettings
from bot.manifest import read_manifest
from core.domain.errors import Unavailable
from handlers.slack.checks import Identity, TokenRefused, identify, reach_socket
from handlers.slack.manifest import scopes_of
from storage import schema
from storage.engine import Database
from storage.sealing import KeyProblem, Keyring

UNREACHABLE = "Slack can't be reached. Look at the network, a proxy, and SLACK_API_URL."
REINSTALL = "Bring the app in line with `everloop manifest`, and install it again on its page “Install App”."


@dataclass(frozen=True)
class Finding:
    """`mend` says what to do about a problem; empty where all is well."""

    what: str
    mend: str = ""

    @property
    def well(self) -> bool:
        return not self.mend


async def examine(console: Console) -> bool:
    """Prints what it finds, as it finds it; True if all is well."""
    all_well = True
    async for finding in _findings():
        all_well = all_well and finding.well
        sign = "[green]✓[/]" if finding.well else "[red]✗[/]"
        console.print(f"{sign} {escape(finding.what)}", highlight=False)
        if finding.mend:
            console.print(f"  {escape(finding.mend)}", highlight=False, soft_wrap=True)
    return all_well


async def _findings() -> AsyncIterator[Finding]:
    for name, meant in unknown_settings(os.environ).items():
        mend = f"Did you mean {meant}?" if meant else "Remove it, or look at its name in the README."
        yield Finding(f"{name} is not a setting", mend)
    try:
        settings = read_settings()
    except WrongSettings as wrong:
        for line in wrong.lines:
            yield Finding("Settings", line)
    else:
        yield Finding(f"Settings ({settings.ways})")
        async for finding in _of_slack(settings):
            yield finding
    try:
        common = read_common_settings()
    except WrongSettings:
        return
    yield _of_key(common)
    async for finding in _of_database(common):
        yield finding


async def _of_slack(settings: Settings) -> AsyncGenerator[Finding]:
    slack = build_slack(settings.api_url, limited=True)
    try:
        try:
            who = await identify(slack.clients, settings.bot_token.get_secret_value())
        except TokenRefused as refusal:
            yield Finding(f"Slack refuses SLACK_BOT_TOKEN ({refusal.code})", REINSTALL)
            return
        except Unavailable:
            yield Finding("Slack", UNREACHABLE)
            return
        yield Finding(f"Slack knows the bot token: workspace {who.team_name}")
        yield _of_scopes(who)
        async for finding in _of_events(settings, slack):
            yield finding
    finally:
        await slack.clients.close()


def _of_scopes(who: Identity) -> Finding:
    if who.scopes is None:
        return Finding("Scopes", "Slack did not say which scopes are granted. " + REINSTALL)
    wanted = frozenset(scopes_of(read_manifest()))
    if missing := sorted(wanted - who.scopes):
        return Finding(f"Scopes are missing: {', '.join(missing)}", REINSTALL)
    if extra := sorted(who.scopes - wanted):
        return Finding(f"Scopes are granted that Everloop doesn't use: {', '.join(extra)}", REINSTALL)
    return Finding("Scopes are those of the manifest")


async def _of_events(settings: Settings, slack: Slack) -> AsyncGenerator[Finding]:
    """Whether what people do can reach us, by each way that is set up."""
    if settings.by_http:
        yield _of_http(settings)
    if settings.app_token is not None:
        yield await _of_socket(settings.app_token.get_secret_value(), slack)


def _of_http(settings: Settings) -> Finding:
    port = settings.listens_on
    if is_alive(settings):
        return Finding(f"The bot answers on port {port}")
    mend = "Start it with `everloop run`, and see that Slack's requests for /slack/events get there."
    return Finding(f"Nobody answers on port {port}", mend)


async def _of_socket(app_token: str, slack: Slack) -> Finding:
    try:
        await reach_socket(slack.clients, app_token)
    except TokenRefused as refusal:
        mend = "Make an app-level token with the scope connections:write on the page “Basic Information”."
        return Finding(f"Slack refuses SLACK_APP_TOKEN ({refusal.code})", mend)
    except Unavailable:
        return Finding(
            "Socket Mode", "Slack opens no connection. Turn Socket Mode on, on the app's page of that name."
        )
    return Finding("Socket Mode lets the bot in")


def _of_key(settings: CommonSettings) -> Finding:
    if settings.encryption_key is not None:
        return Finding("The key is in EVERLOOP_ENCRYPTION_KEY")
    path = settings.key_file
    if not path.exists():
        return Finding(f"The key file {path} will be made at the first start")
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding(f"Others can read the key file {path}", f"chmod 600 {path}")
    return Finding(f"Only you can read the key file {path}")


async def _of_database(settings: CommonSettings) -> AsyncGenerator[Finding]:
    """Makes neither a key nor a database."""
    has_key = settings.encryption_key is not None or settings.key_file.exists()
    stand_in = None if has_key else Keyring([secrets.token_bytes(32)])
    try:
        if (file := database_file(settings)) is not None and not file.exists():
            yield Finding(f"The database {file} will be made at the first start")
            return
        async with opened(settings, prepare=False, keyring=stand_in) as database:
            revision = await schema.current(database)
            yield Finding("The database can be reached")
            yield await _of_schema(database, revision, has_key)
    except CannotStart as refusal:
        yield Finding("Database", str(refusal))
    except Unavailable:
        yield Finding("Database", AWAY)


async def _of_schema(database: Database, revision: str | None, has_key: bool) -> Finding:
    if revision is None:
        return Finding("It is empty: its tables will be made at the first start")
    if revision != schema.HEAD:
        return Finding(
            f"Its schema is at {revision}, the code's at {schema.HEAD}", "Run `everloop db upgrade`."
        )
    if not has_key:
        return Finding(
            "The database's key is missing", "Put its key file back, or its EVERLOOP_ENCRYPTION_KEY."
        )
    try:
        await schema.prepare(database)
    except KeyProblem as problem:
        return Finding("The key is not the database's", str(problem))
    return Finding("Its schema is that of the code, and its key is at hand")
