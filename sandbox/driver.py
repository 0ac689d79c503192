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
from sandbox.client import Client
from sandbox.clock import Clock
from sandbox.conversations import Conversation, Kind, Message
from sandbox.delivery import Delivery, DeliveryKind
from sandbox.limits import Limits
from sandbox.manifest import Manifest
from sandbox.people import Role, User
from sandbox.server import Sandbox
from sandbox.slack import Problem, Slack
from sandbox.surface import Result, Surface
from sandbox.team import UserGroup
from sandbox.views import View
from sandbox.wire import Json

__all__ = ["Person", "Result", "Room", "Surface", "Workspace"]

T = TypeVar("T")
PATIENCE = 5.0


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
        """Waits until the app can be reached: has opened a socket, or listens at `http_url`."""
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


class Room:
    """A channel as its members see it."""

    def __init__(self, workspace: Workspace, conversation: Conversation) -> None:
        self.workspace = workspace
        self.conversation = conversation
        self._seen = 0

    @property
    def id(self) -> str:
        return self.conversation.id

    @property
    def name(self) -> str:
        return self.conversation.name

    def messages(self, viewer: "Person") -> list[Surface]:
        """What stands here for someone, oldest first, by people and the app."""
        shown = [m for m in self.conversation.messages if not m.deleted and m.visible_to(viewer.id)]
        return [Surface(viewer, m) for m in shown]

    async def next_message(self, viewer: "Person", within: float = PATIENCE) -> Surface:
        """The app's next message here that has not been returned yet."""
        message = await self.workspace.until(self._next, within, f"a message in #{self.name}")
        self._seen = message.number
        return Surface(viewer, message)

    def _next(self) -> Message | None:
        return _next_of_app(self.workspace, self.conversation, self._seen, "")


class Person:
    """Someone in the workspace, and what they do and see there."""

    def __init__(self, workspace: Workspace, user: User) -> None:
        self.workspace = workspace
        self.slack = workspace.slack
        self.user = user
        self.client = Client(workspace.slack, user)
        self._seen_dm = 0
        self._seen_ephemeral = 0

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def notices(self) -> list[str]:
        """The errors that Slack itself has shown them."""
        return self.slack.team.notices.get(self.id, [])

    def change(self, **profile: Any) -> None:
        """Changes their name, zone, role …; the app hears of it."""
        self.slack.team.change_user(self.user, **profile)

    # -- acting --------------------------------------------------------------------------------------

    async def slash(self, command: str, text: str = "", channel: Room | None = None) -> Delivery:
        """Types a slash command: in that channel, else in one they are in, else to the app."""
        return await self.client.command(f"{command} {text}".strip(), self._somewhere(channel))

    async def shortcut(self, name: str) -> Delivery:
        """Chooses a global shortcut by its visible name."""
        return await self.client.shortcut(name)

    async def message_shortcut(self, name: str, message: Surface) -> Delivery:
        """Chooses a shortcut in the menu of a message."""
        return await self.client.message_shortcut(name, message.message)

    async def say(self, channel: Room, text: str, thread: Surface | None = None) -> Surface:
        """Writes in a channel."""
        ts = thread.message.ts if thread else ""
        return Surface(self, self.client.say(channel.conversation, text, ts))

    async def dm(self, text: str) -> Surface:
        """Writes to the app."""
        return Surface(self, self.client.say(self._dm(), text))

    async def join(self, channel: Room) -> None:
        self.slack.team.join(channel.conversation, self.id)

    async def open_home(self, within: float = PATIENCE) -> Surface:
        """Opens the app's Home tab and waits until the app has published it anew."""
        before = self._home_version()
        self.client.open_app("home")
        await self.workspace.until(
            lambda: self._home_version() > before, within, f"the Home tab of {self.name} after it was opened"
        )
        return self.home()

    async def open_messages(self) -> None:
        """Opens the app's Messages tab."""
        self.client.open_app("messages")

    # -- seeing --------------------------------------------------------------------------------------

    def home(self) -> Surface:
        """The Home tab as the app published it last."""
        return Surface(self, self.slack.team.homes[self.id])

    async def modal(self, title: str = "", within: float = PATIENCE) -> Surface:
        """The modal on top (with that title); waits until there is one."""

        def look() -> Surface | None:
            top = self.top_modal()
            return top if top and (not title or top.title == title) else None

        return await self.workspace.until(look, within, f"a modal {title} for {self.name}")

    def top_modal(self) -> Surface | None:
        """The modal on top, if any is open."""
        stack: list[View] = self.slack.team.stacks.get(self.id, [])
        return Surface(self, stack[-1]) if stack else None

    def dms(self) -> list[Surface]:
        """What stands in their conversation with the app by the app, oldest first."""
        bot = self.slack.team.bot.id
        shown = [m for m in self._dm().standing() if m.author == bot]
        return [Surface(self, m) for m in shown]

    async def next_dm(self, within: float = PATIENCE) -> Surface:
        """The app's next direct message that has not been returned yet."""
        message = await self.workspace.until(
            lambda: _next_of_app(self.workspace, self._dm(), self._seen_dm, ""),
            within,
            f"a message to {self.name}",
        )
        self._seen_dm = message.number
        return Surface(self, message)

    def ephemerals(self) -> list[Surface]:
        """The messages that only they see, in all conversations, oldest first."""
        every = (m for c in self.slack.team.conversations.values() for m in c.messages)
        mine = [m for m in every if m.only_for == self.id and not m.deleted]
        return [Surface(self, m) for m in sorted(mine, key=lambda m: m.number)]

    async def next_ephemeral(self, within: float = PATIENCE) -> Surface:
        """The next message that only they see and that has not been returned yet."""
        shown = await self.workspace.until(self._next_ephemeral, within, f"a message only for {self.name}")
        self._seen_ephemeral = shown.message.number
        return shown

    def _next_ephemeral(self) -> Surface | None:
        return next((s for s in self.ephemerals() if s.message.number > self._seen_ephemeral), None)

    def _home_version(self) -> int:
        home = self.slack.team.homes.get(self.id)
        return home.versions if home else 0

    def _dm(self) -> Conversation:
        return self.slack.team.app_im(self.id)

    def _somewhere(self, channel: Room | None) -> Conversation:
        if channel is not None:
            return channel.conversation
        mine = (
            c for c in self.slack.team.conversations.values() if c.kind == "public" and self.id in c.members
        )
        return next(mine, None) or self._dm()


def _next_of_app(
    workspace: Workspace, conversation: Conversation, after: int, only_for: str
) -> Message | None:
    bot = workspace.team.bot.id
    found = (m for m in conversation.messages if m.author == bot and m.only_for == only_for and not m.deleted)
    return min((m for m in found if m.number > after), key=lambda m: m.number, default=None)
