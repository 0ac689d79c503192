"""The process: how it starts, what keeps it from starting, how it stops."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.alive import is_alive
from bot.config import Settings
from bot.errors import CannotStart
from bot.manifest import read_manifest
from bot.process import started
from sandbox.driver import Workspace


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    async with Workspace(dict(read_manifest())) as ws:
        yield ws


def environment(ws: Workspace, tmp_path: Path, **more: str) -> dict[str, str]:
    return {
        **ws.settings(),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'everloop.db'}",
        "EVERLOOP_KEY_FILE": str(tmp_path / "key"),
        "EVERLOOP_LOG_FORMAT": "json",
        **more,
    }


def settings(ws: Workspace, tmp_path: Path, **more: str) -> Settings:
    return Settings.model_validate(environment(ws, tmp_path, **more))


async def run(ws: Workspace, tmp_path: Path, **more: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env={**os.environ, **environment(ws, tmp_path, **more)},
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_in_time_and_nothing_is_lost(
    ws: Workspace, tmp_path: Path, number: signal.Signals
) -> None:
    alice, bob = ws.user("alice"), ws.user("bob")
    process = await run(ws, tmp_path, EVERLOOP_UNDO_SECONDS="0")
    await ws.connected(within=30)
    ws.faults.add("chat.postMessage", "timeout", times=1)  # something is under way when it has to stop
    await alice.slash("/feedback", "@bob Still on its way")
    assert (await (await alice.modal()).submit()).kind == "closed"
    await ws.until(lambda: ws.calls("chat.postMessage"))
    began = time.monotonic()
    process.send_signal(number)
    _, said = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0, said.decode()
    assert time.monotonic() - began < 7
    assert b"Traceback" not in said
    async with started(settings(ws, tmp_path, EVERLOOP_UNDO_SECONDS="0")):
        await ws.until(lambda: any("Still on its way" in message.text() for message in bob.dms()), within=30)
        await ws.settled(0.5)
        assert len(bob.dms()) == 1


async def test_a_token_that_slack_refuses_is_one_line(ws: Workspace, tmp_path: Path) -> None:
    process = await run(ws, tmp_path, SLACK_BOT_TOKEN="xoxb-of-another-app")
    _, said = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    (line,) = said.decode().splitlines()
    assert line.startswith("SLACK_BOT_TOKEN is refused by Slack (invalid_auth).")
    assert "xoxb-of-another-app" not in line


async def test_a_wrong_setting_is_one_line_and_exit_code_2(ws: Workspace, tmp_path: Path) -> None:
    process = await run(ws, tmp_path, EVERLOOP_UNDO_SECONDS="soon")
    _, said = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 2
    (line,) = said.decode().splitlines()
    assert line.startswith("EVERLOOP_UNDO_SECONDS can't be used")


async def test_an_app_token_that_slack_refuses(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="SLACK_APP_TOKEN is refused"):
        async with started(settings(ws, tmp_path, SLACK_APP_TOKEN="xapp-1-wrong")):
            pass


async def test_it_waits_for_a_slack_that_can_not_be_reached(ws: Workspace, tmp_path: Path) -> None:
    ws.faults.add("auth.test", "reset", times=4)
    async with started(settings(ws, tmp_path)):
        await ws.connected()


async def test_a_second_process_on_the_same_file_refuses_and_says_why(ws: Workspace, tmp_path: Path) -> None:
    async with started(settings(ws, tmp_path)):
        process = await run(ws, tmp_path)
        _, said = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    assert "everloop.db.lock" in said.decode()
    assert len(said.decode().splitlines()) == 1


async def test_a_port_that_is_taken_is_named(ws: Workspace, tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(CannotStart, match=f"port {port}"):
            async with started(settings(ws, tmp_path, EVERLOOP_HEALTH_PORT=str(port))):
                pass


async def test_a_key_file_that_others_can_read(ws: Workspace, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("00" * 32)
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(CannotStart, match="chmod 600"):
        async with started(settings(ws, tmp_path)):
            pass


async def test_whether_it_is_alive_can_be_asked_from_outside(ws: Workspace, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    running = settings(ws, tmp_path, EVERLOOP_HEALTH_PORT=port)
    assert not await asyncio.to_thread(is_alive, running)
    async with started(running):
        assert await asyncio.to_thread(is_alive, running)
    assert await asyncio.to_thread(is_alive, settings(ws, tmp_path))  # nobody can ask
