"""A workspace for tests, in process: people act by what they see, and wait for what comes.

async with Workspace(Path("manifest.yml")) as ws:
    alice, bob = ws.user("alice"), ws.user("bob", role="admin", tz="Asia/Tokyo")
    start_the_app(ws.settings())
    await ws.connected()
    await alice.slash("/feedback", "@bob Well done")
    modal = await alice.modal()
    await modal.fill({"Kind": "Praise"})
    assert (await modal.submit()).kind == "closed"
    note = await bob.next_dm()
    await note.press("Say thanks")
    assert not ws.problems
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sandbox import company
from sandbox.clock import Clock
from sandbox.conversations import Kind
from sandbox.delivery import Delivery, DeliveryKind
from sandbox.limits import Limits
from sandbox.manifest import Manifest
from sandbox.people import Role, UserGroup
from sandbox.person import PATIENCE, Person, Room
from sandbox.server import Sandbox
from sandbox.slack import Problem, Slack
from sandbox.surface import Result, Surface
from sandbox.wire import Json

__all__ = ["Person", "Result", "Room", "Surface", "Workspace"]

T = TypeVar("T")


class Workspace:
    """Served while it is entered, at a free port of this machine.

    `http_url` delivers there by signed requests instead of over Socket Mode. `deadline`, `trigger_seconds`
    and `retry_delays` are real seconds. With `populated` the company of sandbox.company lives in it.
    """

    def __init__(
        self,
        manifest: Path | Json,
        *,
        http_url: str = "",
        clock_file: Path | None = None,
        scopes: frozenset[str] | None = None,
        limits: Limits | None = None,
        deadline: float = 3.0,
        trigger_seconds: float = 3.0,
        retry_delays: tuple[float, ...] = (0.1, 1.0, 4.0),
        populated: bool = False,
        port: int = 0,
    ) -> None:
        self.slack = Slack(
            Manifest.read(manifest),
            seed=company.SEED if populated else None,
            clock=Clock(clock_file),
            http_url=http_url,
            scopes=scopes,
            limits=limits,
            deadline=deadline,
            trigger_seconds=trigger_seconds,
            retry_delays=retry_delays,
        )
        self.sandbox = Sandbox(self.slack)
        self.team = self.slack.team
        self.clock = self.slack.clock
        self.faults = self.slack.faults
        self.people: dict[str, Person] = {}
        self._port = port
        self._changed = asyncio.Event()
        self.team.watch(lambda _: self._changed.set())
        if populated:
            company.populate(self.team)
            self.people = {u.name: Person(self, u) for u in self.team.users.values()}

    async def __aenter__(self) -> "Workspace":
        await self.sandbox.start(self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.sandbox.close()

    # -- the app's side ------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return self.sandbox.url

    @property
    def problems(self) -> list[Problem]:
        """What the app did against Slack's rules."""
        return self.slack.problems

    @property
    def deliveries(self) -> Sequence[Delivery]:
        """What was sent to the app, oldest first."""
        return self.slack.dispatcher.deliveries

    def settings(self) -> dict[str, str]:
        """The environment variables that lead an app here."""
        return self.sandbox.settings()

    def calls(self, method: str) -> list[Json]:
        """The arguments of all calls of a method, oldest first."""
        return [arguments for name, arguments in self.slack.calls if name == method]

    async def connected(self, within: float = 15.0) -> None:
        """Waits until the app can be reached: has opened a socket, or answers at `http_url`."""
        async with asyncio.timeout(within):
            await self.slack.dispatcher.courier.reach()

    async def redeliver(self, kind: DeliveryKind = "events_api", name: str = "") -> Delivery:
        """Sends the latest delivery of a kind (whose name contains `name`) once more, as Slack sometimes
        does.
        """
        last = next(d for d in reversed(self.deliveries) if d.kind == kind and name in d.name)
        again = Delivery(kind, last.name, last.payload)
        if kind == "events_api":
            again.retry, again.retry_reason = 1, "http_timeout"
        return await self.slack.deliver(again)

    def drop_sockets(self) -> int:
        """Cuts the app's connections without a word; returns how many there were."""
        return self.slack.socket.drop()

    def silence_sockets(self) -> int:
        """Keeps the app's connections open but says nothing more on them, not even to pings."""
        return self.slack.socket.silence()

    async def disconnect(self) -> None:
        """Asks the app to connect anew, as Slack does every few hours."""
        await self.slack.socket.disconnect()

    # -- the company ---------------------------------------------------------------------------------

    def user(self, name: str, *, role: Role = "member", **profile: Any) -> "Person":
        """Someone new; `profile` as in sandbox.people.User: real_name, display_name, email, title, tz,
        locale.
        """
        person = Person(self, self.team.add_user(name, role=role, **profile))
        self.people[name] = person
        return person

    def channel(
        self, name: str, members: Iterable["Person"] = (), *, kind: Kind = "public", with_app: bool = False
    ) -> "Room":
        """A new channel; the app is in it only if `with_app`."""
        ids = [p.id for p in members] + ([self.team.bot.id] if with_app else [])
        return Room(self, self.team.add_channel(name, ids, kind=kind))

    def room(self, name: str) -> "Room":
        """A channel by its name."""
        return Room(self, next(c for c in self.team.conversations.values() if c.name == name))

    def group(self, handle: str, members: Iterable["Person"] = ()) -> UserGroup:
        """A new user group."""
        return self.team.add_group(handle, [p.id for p in members])

    # -- waiting -------------------------------------------------------------------------------------

    async def until(self, look: Callable[[], T | None], within: float = PATIENCE, what: str = "it") -> T:
        """Waits until `look` gives something true, and returns that. Raises TimeoutError."""
        end = time.monotonic() + within
        while True:
            self._changed.clear()
            if found := look():
                return found
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"{what} did not come within {within:g} s; problems: {self.problems}")
            try:
                await asyncio.wait_for(self._changed.wait(), min(left, 0.05))
            except TimeoutError:
                continue

    async def settled(self, seconds: float = 0.3) -> None:
        """Waits until nothing has happened in the workspace for so long: to see that something does not
        come.
        """
        while True:
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), seconds)
            except TimeoutError:
                return
