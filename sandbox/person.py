"""The people of a test's workspace: what they do in Slack's client, and what they see there."""

from typing import TYPE_CHECKING, Any

from sandbox.client import Client
from sandbox.conversations import Conversation, Message
from sandbox.delivery import Delivery
from sandbox.people import User
from sandbox.surface import Surface

if TYPE_CHECKING:
    from sandbox.driver import Workspace

PATIENCE = 5.0
"""Seconds that people wait for what should come."""


class Room:
    """A channel as its members see it."""

    def __init__(self, workspace: "Workspace", conversation: Conversation) -> None:
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

    def __init__(self, workspace: "Workspace", user: User) -> None:
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
        return Surface(self, self.slack.team.screens.homes[self.id])

    async def modal(self, title: str = "", within: float = PATIENCE) -> Surface:
        """The modal on top (with that title); waits until there is one."""

        def look() -> Surface | None:
            top = self.top_modal()
            return top if top and (not title or top.title == title) else None

        return await self.workspace.until(look, within, f"a modal {title} for {self.name}")

    def top_modal(self) -> Surface | None:
        """The modal on top, if any is open."""
        stack = self.slack.team.screens.stack(self.id)
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
        home = self.slack.team.screens.homes.get(self.id)
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
    workspace: "Workspace", conversation: Conversation, after: int, only_for: str
) -> Message | None:
    bot = workspace.team.bot.id
    found = (m for m in conversation.messages if m.author == bot and m.only_for == only_for and not m.deleted)
    return min((m for m in found if m.number > after), key=lambda m: m.number, default=None)
