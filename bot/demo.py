"""`everloop demo`: the sandbox and the bot together, in a small company with some months of history."""

import asyncio
import os
import signal
import sys
import webbrowser
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.panel import Panel

from bot.bootstrap import build_services, build_slack
from bot.config import Settings
from bot.connection import introduce
from bot.database import opened
from bot.errors import CannotStart
from bot.history import read_history
from bot.manifest import read_manifest
from bot.replay import UNDO_WINDOW, FollowedClock, Replay
from core.services.importing import ImportService
from sandbox import company
from sandbox.clock import Clock
from sandbox.manifest import Manifest
from sandbox.server import Sandbox
from sandbox.slack import Slack

STOP_WITHIN = 6.0
CONNECT_WITHIN = 30.0


async def play(*, port: int, folder: Path | None, browser: bool, console: Console) -> None:
    """Until Ctrl-C. Raises CannotStart. In a given folder the database is kept for the next time; what stood
    in the conversations is not."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(_folder(folder))
        with console.status("Setting up a small company…"):
            sandbox = await stack.enter_async_context(open_sandbox(folder, port))
            settings = settings_for(sandbox, folder)
            await live_through(sandbox.slack, Settings.model_validate(settings))
            bot = await stack.enter_async_context(_running_bot(settings))
            await _connected(sandbox, bot)
        console.print(_welcome(sandbox.url))
        if browser and _has_screen():
            webbrowser.open(sandbox.url)
        await _until_stopped(bot)


def _has_screen() -> bool:
    """Without one, a browser for terminals might open in our place."""
    return sys.platform in ("darwin", "win32") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


@contextmanager
def _folder(given: Path | None) -> Generator[Path]:
    if given is None:
        with TemporaryDirectory(prefix="everloop-demo-") as temporary:
            yield Path(temporary)
    else:
        given.mkdir(parents=True, exist_ok=True)
        yield given.absolute()


@asynccontextmanager
async def open_sandbox(folder: Path, port: int) -> AsyncGenerator[Sandbox]:
    """The company's workspace with our app in it, on that port. Raises CannotStart."""
    slack = Slack(
        Manifest.parse(dict(read_manifest())),
        team_name=company.NAME,
        seed=company.SEED,
        clock=Clock(folder / "clock"),
    )
    company.populate(slack.team)
    sandbox = Sandbox(slack)
    try:
        await sandbox.start(port)
    except OSError as error:
        raise CannotStart(
            f"Port {port} can't be used ({error.strerror}). Choose another with --port."
        ) from None
    try:
        yield sandbox
    finally:
        await sandbox.close()


def settings_for(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    return {
        **sandbox.settings(),
        "DATABASE_URL": f"sqlite:///{folder / 'everloop.db'}",
        "EVERLOOP_KEY_FILE": str(folder / "everloop.key"),
        "EVERLOOP_CLOCK_FILE": str(folder / "clock"),
        "EVERLOOP_RATE_LIMITS": "off",
        "EVERLOOP_LOG_LEVEL": "warning",
    }


async def live_through(slack: Slack, settings: Settings) -> None:
    """Gives a new database the company's past; one that has people in it is left as it is."""
    clock = FollowedClock(slack.clock)
    async with opened(settings, alone=True) as database:
        if await database.workspaces():
            return
        everloop = build_slack(settings.api_url, limited=False)
        try:
            workspace = await introduce(settings, everloop, database)
            services = build_services(
                database,
                everloop,
                clock,
                undo_window=UNDO_WINDOW,
                wake=_now,
                observe=lambda _kind, _outcome: None,
            )
            await services.people.sync_everyone(workspace.id)
            handles = {user.id: user.name for user in slack.team.users.values() if not user.is_bot}
            known = await services.people.known(workspace.id, list(handles))
            replay = Replay(
                workspace_id=workspace.id,
                services=services,
                imports=ImportService(database, clock, _now),
                team=slack.team,
                people={handles[external_id]: person for external_id, person in known.items()},
                history=read_history(),
            )
            await replay.run()
            await services.deliverer.close(timedelta(seconds=2))
        finally:
            await everloop.clients.close()


def _now() -> None:
    """The past delivers what there is to deliver by itself, step by step."""


@asynccontextmanager
async def _running_bot(settings: Mapping[str, str]) -> AsyncGenerator[asyncio.subprocess.Process]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "EVERLOOP_"))}
    for name in ("PORT", "HOST"):
        kept.pop(name, None)
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**kept, **settings}, process_group=0
    )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.terminate()
            try:
                await asyncio.wait_for(bot.wait(), STOP_WITHIN)
            except TimeoutError:
                bot.kill()
                await bot.wait()


async def _connected(sandbox: Sandbox, bot: asyncio.subprocess.Process) -> None:
    """Raises CannotStart if the bot ends before, or takes too long."""
    try:
        async with asyncio.timeout(CONNECT_WITHIN):
            while not sandbox.slack.connected:
                if bot.returncode is not None:
                    raise CannotStart("The bot did not start; see above.")
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise CannotStart("The bot did not connect in time.") from None


async def _until_stopped(bot: asyncio.subprocess.Process) -> None:
    """Until Ctrl-C or SIGTERM. Raises CannotStart if the bot ends by itself."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    stopping, ended = asyncio.create_task(stop.wait()), asyncio.create_task(bot.wait())
    _, pending = await asyncio.wait({stopping, ended}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    if not stop.is_set():
        raise CannotStart("The bot has ended; see above.")


def _welcome(url: str) -> Panel:
    return Panel(
        f"[bold]{company.NAME}[/] is at [bold link={url}]{url}[/]\n\n"
        "Be anybody there, or several people in several tabs.\n"
        "Try [bold]/feedback @dana …[/] as Bob, then be Dana.\n"
        "The clock can be moved: an hour is over in a second.\n\n"
        "Ctrl-C ends it.",
        title="Everloop",
        expand=False,
    )
