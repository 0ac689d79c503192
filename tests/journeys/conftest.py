"""Everloop, all of it, in a workspace of its own: what a person would do and see there, over the wire."""

import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.manifest import read_manifest
from bot.process import Running, started
from sandbox.driver import Person, Room, Workspace

UNDO = 60

PATIENT = {"trigger_seconds": 10.0, "deadline": 8.0}
"""Slack gives three seconds; here a slow machine may take longer. How fast we are is measured elsewhere."""


@dataclass
class House:
    """A workspace with Everloop in it. Alice, Bob and Carol are members; Dana manages; Olga owns it."""

    ws: Workspace
    everloop: Running
    alice: Person
    bob: Person
    carol: Person
    dana: Person
    olga: Person
    team: Room

    def pass_undo(self) -> None:
        """Lets the time go by in which feedback can be undone."""
        self.ws.clock.advance(UNDO + 1)


Opened = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def everloop(tmp_path: Path) -> Opened:
    """Opens a house; `mode` is "socket" or "http", other arguments are settings."""

    @asynccontextmanager
    async def opened(mode: str = "socket", **settings: str) -> AsyncGenerator[House]:
        port = _free_port()
        url = f"http://127.0.0.1:{port}/slack/events" if mode == "http" else ""
        clock = tmp_path / "clock"
        async with Workspace(dict(read_manifest()), http_url=url, clock_file=clock, **PATIENT) as ws:
            people = {name: ws.user(name, real_name=f"{name.title()} Example") for name in NAMES}
            olga = ws.user("olga", role="owner", real_name="Olga Owner")
            team = ws.channel("team", [*people.values(), olga])
            environment: dict[str, Any] = {
                **ws.settings(),
                "DATABASE_URL": f"sqlite:///{tmp_path / 'everloop.db'}",
                "EVERLOOP_KEY_FILE": str(tmp_path / "key"),
                "EVERLOOP_CLOCK_FILE": str(clock),
                "EVERLOOP_RATE_LIMITS": "off",
                "EVERLOOP_UNDO_SECONDS": str(UNDO),
                **({"PORT": str(port)} if mode == "http" else {}),
                **settings,
            }
            async with started(Settings.model_validate(environment)) as running:
                await ws.connected()
                await _everybody_known(ws, running)
                ws.problems.clear()  # over HTTP the first events found nobody there yet
                yield House(ws, running, **people, olga=olga, team=team)
                await ws.settled(0.1)
                assert ws.problems == []

    return opened


@pytest.fixture
async def house(everloop: Opened) -> AsyncIterator[House]:
    async with everloop() as house:
        yield house


NAMES = ("alice", "bob", "carol", "dana")


async def _everybody_known(ws: Workspace, running: Running) -> None:
    """Waits for the directory, which is read in the background."""
    ids = [person.id for person in ws.people.values()]
    known: dict[str, Any] = {}
    while len(known) < len(ids):
        await ws.settled(0.02)
        known = await running.services.people.known(running.workspace.id, ids)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
