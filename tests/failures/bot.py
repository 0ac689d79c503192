"""A real `everloop run`, to be killed, and people who use it meanwhile."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sandbox.driver import Person, Workspace
from sandbox.surface import Result, Surface
from sandbox.wire import Json

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "manifest.yml"
POST = "chat.postMessage"
PATIENCE = 60.0


class Bot:
    """One installation: a folder with its database and key, and at most one process at a time."""

    def __init__(self, workspace: Workspace, folder: Path, **settings: str) -> None:
        self.workspace = workspace
        self.database = folder / "everloop.db"
        self._environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            **workspace.settings(),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "EVERLOOP_KEY_FILE": str(folder / "everloop.key"),
            "EVERLOOP_UNDO_SECONDS": "0",
            "EVERLOOP_LOG_FORMAT": "json",
            **settings,
        }
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self.log: list[str] = []

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Returns when Slack can reach it."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=ROOT,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._listening = asyncio.create_task(self._listen(self._process))
        await self.workspace.connected(PATIENCE)

    async def kill(self) -> None:
        """kill -9, unless it is dead already; returns when Slack has noticed."""
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.kill()
        await self._ended()

    async def stop(self) -> int:
        """SIGTERM; its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        code = await self._process.wait()
        await self._ended()
        return code

    async def dies(self) -> None:
        """Waits for its end."""
        assert self._process is not None
        await asyncio.wait_for(self._process.wait(), PATIENCE)
        await self._ended()

    async def _ended(self) -> None:
        assert self._process is not None
        assert self._listening is not None
        await self._process.wait()
        await self._listening
        courier = self.workspace.slack.dispatcher.courier
        await self.workspace.until(lambda: not courier.connected(), PATIENCE, "the end of its connection")
        self._process = None

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.log.append(line.decode(errors="replace").rstrip())

    # -- what a test does to it ---

    def kill_at(self, method: str, *, after: bool, when: Callable[[Json], bool]) -> None:
        """kill -9 from within such a call: before Slack has done anything, or after it has done it and
        before it answers."""

        def strike(_: Json) -> None:
            os.kill(self.pid, signal.SIGKILL)
            if not after:
                raise ConnectionResetError

        self.workspace.faults.add(method, strike, after=after, when=when)

    def locked(self) -> sqlite3.Connection:
        """A connection that holds the database's write lock until it is closed."""
        connection = sqlite3.connect(
            self.database, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        connection.execute("BEGIN IMMEDIATE")
        return connection

    def an_hour_passes(self) -> None:
        """For what is being sent: as if it had begun an hour ago, so that it is looked up at once."""
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection:
            connection.execute("UPDATE messages SET begun_at = begun_at - 3600 WHERE begun_at IS NOT NULL")
            connection.commit()

    def unfinished(self) -> int:
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection:
            query = "SELECT count(*) FROM messages WHERE state IN ('due', 'sending')"
            return int(connection.execute(query).fetchone()[0])

    async def quiet(self) -> None:
        """Waits until nothing is left to be sent; what is in doubt is looked up at once."""
        async with asyncio.timeout(PATIENCE):
            while self.unfinished():
                self.an_hour_passes()
                await asyncio.sleep(0.1)

    @contextmanager
    def telling(self) -> Generator[None]:
        """Adds the end of its log to whatever fails inside."""
        try:
            yield
        except BaseException as error:
            error.add_note("\n".join(["The log of the bot ends:", *self.log[-40:]]))
            raise

    def tracebacks(self) -> list[str]:
        return [line for line in self.log if "Traceback" in line or '"level": "error"' in line]


async def submit(author: Person, recipient: Person, text: str) -> Result:
    """Gives feedback."""
    return await (await open_form(author, recipient, text)).submit()


async def open_form(author: Person, recipient: Person, text: str) -> Surface:
    """The filled form; like people do, tries the command again while nobody answers."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if (await author.slash("/feedback", f"@{recipient.name} {text}")).ok:
                try:
                    return await author.modal("Give feedback", 3.0)
                except TimeoutError:
                    continue
            await asyncio.sleep(0.05)


def copies(person: Person, text: str) -> int:
    """How many messages with this text stand in somebody's conversation."""
    return sum(text in surface.text() for surface in person.dms())


def holds(text: str) -> Callable[[Json], bool]:
    """Whether a call's arguments contain the text: for choosing which one a fault strikes."""
    return lambda arguments: text in str(_blocks(arguments))


def _blocks(arguments: Json) -> Any:
    return arguments.get("blocks")
