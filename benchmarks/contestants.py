"""The processes that are measured: Everloop, and the bare Bolt app that it is measured against."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peer import Peer

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT = 30.0
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class Contestant:
    """How to start one. `reads_directory`: it is at rest only once it has read everybody."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    reads_directory: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    peer: Peer
    process: subprocess.Popen[bytes]
    log: Path
    started_in: float  # seconds from the start of the process until it was connected (or listening)

    def memory(self) -> float:
        """Resident memory in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return float("nan")


def bare(modal: Path) -> Contestant:
    return Contestant("bare Bolt", ("-m", "benchmarks.bare_app", str(modal)))


def everloop(folder: Path, **settings: str) -> Contestant:
    """With its database and its key in `folder`, without a daily limit (few people give it all); otherwise as
    it comes."""
    own = {
        "EVERLOOP_DAILY_LIMIT": "0",
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/everloop.db",
        "EVERLOOP_KEY_FILE": str(folder / "key"),
    }
    return Contestant("Everloop", ("-m", "bot", "run"), {**own, **settings}, reads_directory=True)


@asynccontextmanager
async def running(contestant: Contestant, mode: str, log: Path, people: int = 50) -> AsyncGenerator[Running]:
    """Starts one, waits until it is connected and at rest, and ends it, whatever happens."""
    port = _free_port()
    async with Peer(mode, f"http://127.0.0.1:{port}/slack/events", people) as peer:
        began = time.perf_counter()
        process = _start(
            contestant, {**peer.settings(), "PORT": str(port)} if mode == "http" else peer.settings(), log
        )
        try:
            await _connected(process, peer, mode, port, log)
            took = time.perf_counter() - began
            if contestant.reads_directory:
                async with asyncio.timeout(START_TIMEOUT):
                    await peer.ready.wait()
                await asyncio.sleep(0.5)
            yield Running(peer, process, log, took)
        finally:
            await _stop(process)


def _start(contestant: Contestant, settings: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, *contestant.arguments],
            env={**kept, **settings, **contestant.environment},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )


async def _connected(process: subprocess.Popen[bytes], peer: Peer, mode: str, port: int, log: Path) -> None:
    end = time.perf_counter() + START_TIMEOUT
    while not (peer.connected.is_set() if mode == "socket" else await _listens(port)):
        if process.poll() is not None or time.perf_counter() > end:
            raise RuntimeError(f"it did not start:\n{log.read_text(errors='replace')[-3000:]}")
        await asyncio.sleep(0.005)


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def _stop(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.to_thread(process.wait, 10)
    except subprocess.TimeoutExpired:
        process.kill()
        await asyncio.to_thread(process.wait)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
