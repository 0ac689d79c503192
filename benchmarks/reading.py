"""What Home and `/feedback list` cost: with nothing stored, with a little, and with a long history.

Measured through the app, one at a time: from the moment Slack sends the event or the command until the app's
call that shows the result reaches Slack.
"""

import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import payloads
from benchmarks.contestants import everloop, running
from benchmarks.history import write_history
from benchmarks.peer import Peer, user_id

WARM_UP = 20
OFTEN = user_id(0)  # who has the longest lists


@dataclass(frozen=True, slots=True)
class Store:
    name: str
    people: int
    feedbacks: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Median milliseconds, in a store of this size. `often`: for the person with the longest lists."""

    store: str
    people: int
    feedbacks: int
    home: float
    list: float
    home_often: float
    list_often: float
    memory: float


async def measure(stores: list[Store], samples: int, scratch: Path) -> AsyncGenerator[Cost]:
    for store in stores:
        with TemporaryDirectory(dir=scratch) as name:
            folder = Path(name)
            if store.feedbacks:
                await write_history(folder, store.people, store.feedbacks)
            app = everloop(folder, EVERLOOP_RATE_LIMITS="off")  # so that it has soon read a large directory
            async with running(app, "socket", scratch / f"{store.name}.log", store.people) as bot:
                many = [user_id(1 + place % (store.people - 1)) for place in range(samples)]
                once = [OFTEN] * samples
                await _home(bot.peer, many[:WARM_UP])
                await _list(bot.peer, many[:WARM_UP])
                home, home_often = await _home(bot.peer, many), await _home(bot.peer, once)
                listed, list_often = await _list(bot.peer, many), await _list(bot.peer, once)
                yield Cost(
                    store.name,
                    store.people,
                    store.feedbacks,
                    home,
                    listed,
                    home_often,
                    list_often,
                    bot.memory(),
                )


async def _home(peer: Peer, users: list[str]) -> float:
    return await _median(peer, "events_api", [payloads.home_opened(user) for user in users], "views.publish")


async def _list(peer: Peer, users: list[str]) -> float:
    typed = [payloads.command(peer.url, user, "list") for user in users]
    return await _median(peer, "slash_commands", typed, "views.open")


async def _median(peer: Peer, kind: str, sent: list[payloads.Json], method: str) -> float:
    took: list[float] = []
    for payload in sent:
        parcel = peer.parcel(kind, payload)
        began = time.perf_counter()
        call = await peer.send_until_call(parcel, method)
        took.append((call.at - began) * 1e3)
    return median(took)
