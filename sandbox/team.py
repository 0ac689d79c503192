"""A workspace's state and the rules that hold whoever changes it. Everything that happens is told to
watchers.
"""

import itertools
from collections.abc import Callable
from typing import Any

from sandbox import changes
from sandbox.clock import Clock
from sandbox.controls import with_ids
from sandbox.conversations import Conversation, Kind, Message
from sandbox.people import Role, User, UserGroup
from sandbox.screens import Screens
from sandbox.views import View
from sandbox.wire import Json, copied, new_id, stable_id

KEPT = ("metadata", "thread_ts", "files", "attachments", "reply_broadcast")


class Team:
    """People, conversations, views and files of one workspace with one app installed.

    `seed` decides the ids of people and conversations, so that a company is the same after a restart.
    """

    def __init__(self, name: str, app_name: str, clock: Clock, seed: str | None = None) -> None:
        self.clock = clock
        self.seed = seed or new_id("S")
        self.id = stable_id("T", self.seed)
        self.name = name
        self.domain = "".join(c for c in name.lower() if c.isalnum()) or "workspace"
        self.app_id = stable_id("A", self.seed)
        self.app_name = app_name
        self.users: dict[str, User] = {}
        self.conversations: dict[str, Conversation] = {}
        self.groups: dict[str, UserGroup] = {}
        self.notices: dict[str, list[str]] = {}
        self._numbers = itertools.count(1)
        self._watchers: list[Callable[[changes.Change], None]] = []
        self.screens = Screens(clock, self.tell)
        handle = "".join(c for c in app_name.lower() if c.isalnum()) or "app"
        self.bot = self.add_user(handle, real_name=app_name, role="bot")

    # -- telling ----------------------------------------------------------------------------------

    def watch(self, watcher: Callable[[changes.Change], None]) -> Callable[[], None]:
        """Calls the watcher at each change from now on; the returned function ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, change: changes.Change) -> None:
        for watcher in list(self._watchers):
            watcher(change)

    def notice(self, user_id: str, text: str) -> None:
        """Slack itself tells someone that something went wrong."""
        self.notices.setdefault(user_id, []).append(text)
        self.tell(changes.Noticed(user_id, text))

    # -- people and conversations -----------------------------------------------------------------

    def add_user(self, name: str, *, role: Role = "member", real_name: str = "", **profile: Any) -> User:
        """Someone new. The handle must be free."""
        if any(u.name == name for u in self.users.values()):
            raise ValueError(f"there is already someone called {name}")
        full = real_name or name.replace(".", " ").title()
        email = profile.pop("email", "" if role == "bot" else f"{name}@{self.domain}.example")
        user = User(
            id=stable_id("U", self.seed, name),
            name=name,
            team_id=self.id if role != "stranger" else stable_id("T", self.seed, "elsewhere"),
            real_name=full,
            email=email,
            role=role,
            bot_id=stable_id("B", self.seed, name) if role == "bot" else "",
            updated=int(self.clock.now()),
            **profile,
        )
        self.users[user.id] = user
        for channel in self.conversations.values():
            if channel.general and role not in ("guest", "single_guest", "stranger", "bot", "deactivated"):
                channel.members.append(user.id)
        self.tell(changes.UserChanged(user, new=True))
        return user

    def change_user(self, user: User, **profile: Any) -> None:
        """Changes anything of someone: their name, zone, role. Whoever is deactivated leaves all channels."""
        for key, value in profile.items():
            setattr(user, key, value)
        if user.deleted:
            for channel in self.conversations.values():
                if channel.kind != "im" and user.id in channel.members:
                    self.leave(channel, user.id)
        user.updated = int(self.clock.now())
        self.tell(changes.UserChanged(user))

    def add_channel(
        self, name: str, members: list[str], *, kind: Kind = "public", creator: str = "", purpose: str = ""
    ) -> Conversation:
        """A new channel. `general` is the one that everyone belongs to."""
        channel = Conversation(
            id=stable_id("C", self.seed, name),
            name=name,
            kind=kind,
            members=list(dict.fromkeys(members)),
            created=int(self.clock.now()),
            creator=creator or next(iter(members), ""),
            purpose=purpose,
            general=name == "general",
        )
        self.conversations[channel.id] = channel
        self.tell(changes.ConversationChanged(channel))
        return channel

    def im(self, one: str, other: str) -> Conversation:
        """The direct conversation of two accounts; it is made at the first asking."""
        pair = sorted((one, other))
        channel_id = stable_id("D", self.seed, *pair)
        if channel_id not in self.conversations:
            direct = Conversation(channel_id, "", "im", pair, int(self.clock.now()), creator=one)
            self.conversations[channel_id] = direct
            self.tell(changes.ConversationChanged(direct))
        return self.conversations[channel_id]

    def app_im(self, user_id: str) -> Conversation:
        """Someone's direct conversation with the app."""
        return self.im(user_id, self.bot.id)

    def join(self, channel: Conversation, user_id: str) -> bool:
        """Makes someone a member; False if they were one."""
        if user_id in channel.members:
            return False
        channel.members.append(user_id)
        self.tell(changes.MembershipChanged(channel, user_id, joined=True))
        return True

    def leave(self, channel: Conversation, user_id: str) -> None:
        channel.members.remove(user_id)
        self.tell(changes.MembershipChanged(channel, user_id, joined=False))

    def add_group(self, handle: str, members: list[str], name: str = "") -> UserGroup:
        group = UserGroup(stable_id("S", self.seed, handle), handle, name or handle.title(), list(members))
        self.groups[group.id] = group
        return group

    def name_of(self, any_id: str) -> str:
        """The name that people see for an id, or the id itself if it is unknown."""
        if any_id in self.users:
            return self.users[any_id].shown
        if any_id in self.conversations:
            return self.conversations[any_id].name
        return self.groups[any_id].handle if any_id in self.groups else any_id

    def shares_a_channel(self, user: User) -> bool:
        """Whether the app shares a channel with someone: strangers can only be met there."""
        return any(
            user.id in c.members and self.bot.id in c.members
            for c in self.conversations.values()
            if c.kind != "im"
        )

    # -- messages ---------------------------------------------------------------------------------

    def post(
        self,
        channel: Conversation,
        author: User,
        content: Json,
        *,
        only_for: str = "",
        at: float | None = None,
    ) -> Message:
        """Puts a message where people see it. `at` (epoch seconds) is for history that is told afterwards."""
        message = Message(channel, self._data(channel, author, content, at), next(self._numbers), only_for)
        if only_for:
            message.data["is_ephemeral"] = True
        channel.add(message)
        self.tell(changes.Posted(message))
        return message

    def _data(self, channel: Conversation, author: User, content: Json, at: float | None) -> Json:
        data: Json = {
            "type": "message",
            "ts": self._free_ts(channel, at),
            "user": author.id,
            "team": self.id,
            "text": content.get("text") or "",
        }
        if author.is_bot:
            profile = {
                "id": author.bot_id,
                "app_id": self.app_id,
                "name": author.real_name,
                "team_id": self.id,
            }
            data.update(bot_id=author.bot_id, app_id=self.app_id, bot_profile={**profile, "deleted": False})
        if content.get("blocks"):
            data["blocks"] = with_ids(content["blocks"])
        return {**data, **{k: copied(content[k]) for k in KEPT if content.get(k)}}

    def _free_ts(self, channel: Conversation, at: float | None) -> str:
        micros = int((self.clock.now() if at is None else at) * 1_000_000)
        while channel.has_ts(ts := f"{micros // 1_000_000}.{micros % 1_000_000:06d}"):
            micros += 1
        return ts

    def edit(self, message: Message, content: Json) -> None:
        """Replaces a message's content as chat.update does: blocks that are not given again are gone."""
        before = copied(message.data)
        message.data["text"] = content.get("text") or ""
        message.data.pop("blocks", None)
        if content.get("blocks"):
            message.data["blocks"] = with_ids(content["blocks"])
        for key in ("metadata", "attachments", "files"):
            if content.get(key) is not None:
                message.data[key] = copied(content[key])
        message.data["edited"] = {"user": message.author, "ts": f"{self.clock.now():.6f}"}
        message.versions += 1
        self.tell(changes.Edited(message, before))

    def remove(self, message: Message) -> None:
        message.deleted = True
        self.tell(changes.Removed(message))

    def find_message(self, message_id: str) -> Message | None:
        """By the id that also ephemeral messages have."""
        every = (m for c in self.conversations.values() for m in c.messages)
        return next((m for m in every if m.id == message_id and not m.deleted), None)

    def view_json(self, view: View) -> Json:
        """Slack's object of a view."""
        return view.as_slack(self.id, self.app_id, self.bot.bot_id)
