"""Conversations and the messages in them."""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sandbox.wire import Json

Kind: TypeAlias = Literal["public", "private", "im"]


@dataclass(eq=False)
class Message:
    """A message as Slack stores it. `data` is Slack's own object; `number` counts all messages of a
    workspace.
    """

    conversation: "Conversation"
    data: Json
    number: int
    only_for: str = ""
    deleted: bool = False
    versions: int = 1
    states: dict[str, Json] = field(default_factory=dict[str, Json])

    @property
    def ts(self) -> str:
        return self.data["ts"]

    @property
    def id(self) -> str:
        """Unique also among ephemeral messages."""
        return f"{'E' if self.only_for else 'M'}{self.number}"

    @property
    def author(self) -> str:
        return self.data["user"]

    @property
    def from_app(self) -> bool:
        return "bot_id" in self.data

    @property
    def thread_ts(self) -> str:
        return self.data.get("thread_ts", "")

    def visible_to(self, user_id: str) -> bool:
        return not self.only_for or self.only_for == user_id

    def as_page(self) -> Json:
        """What the web page shows of a message."""
        out = {
            k: self.data[k] for k in ("ts", "user", "text", "blocks", "files", "thread_ts") if k in self.data
        }
        return {
            **out,
            "channel": self.conversation.id,
            "id": self.id,
            "edited": "edited" in self.data,
            "ephemeral": bool(self.only_for),
            "bot": self.from_app,
        }


@dataclass(eq=False)
class Conversation:
    """A channel or a direct conversation. Messages are kept in the order of their ts."""

    id: str
    name: str
    kind: Kind
    members: list[str]
    created: int
    creator: str = ""
    purpose: str = ""
    archived: bool = False
    general: bool = False
    messages: list[Message] = field(default_factory=list[Message])
    read: dict[str, int] = field(default_factory=dict[str, int])
    _by_ts: dict[str, Message] = field(default_factory=dict[str, Message])

    @property
    def scope(self) -> str:
        """The word by which scopes call this kind of conversation: channels:read, groups:read, im:read."""
        return {"public": "channels", "private": "groups", "im": "im"}[self.kind]

    @property
    def event_type(self) -> str:
        return {"public": "channel", "private": "group", "im": "im"}[self.kind]

    @property
    def shown_name(self) -> str:
        """The name that payloads give: Slack hides those of private channels and direct conversations."""
        return {"public": self.name, "private": "privategroup", "im": "directmessage"}[self.kind]

    def other(self, user_id: str) -> str:
        """Who else is in a direct conversation."""
        return next((m for m in self.members if m != user_id), user_id)

    def has_ts(self, ts: str) -> bool:
        return ts in self._by_ts

    def add(self, message: Message) -> None:
        insort(self.messages, message, key=lambda m: m.ts)
        self._by_ts[message.ts] = message

    def find(self, ts: str) -> Message | None:
        """The message that stands there, unless it is an ephemeral one or was deleted."""
        message = self._by_ts.get(ts)
        return None if message is None or message.deleted or message.only_for else message

    def standing(self) -> Iterator[Message]:
        """The messages an app or a person may read in the history, oldest first."""
        return (m for m in self.messages if not m.deleted and not m.only_for)

    def unread(self, user_id: str) -> int:
        """How many messages of others this person has not seen."""
        seen = self.read.get(user_id, 0)
        return sum(
            m.number > seen and m.author != user_id and not m.deleted and m.visible_to(user_id)
            for m in self.messages
        )

    def mark_read(self, user_id: str) -> None:
        self.read[user_id] = max((m.number for m in self.messages), default=0)

    def as_slack(self, viewer: str) -> Json:
        """Slack's conversation object as that account sees it."""
        if self.kind == "im":
            return {
                "id": self.id,
                "created": self.created,
                "is_im": True,
                "is_org_shared": False,
                "is_archived": self.archived,
                "user": self.other(viewer),
                "is_user_deleted": False,
                "priority": 0,
            }
        about = {"creator": self.creator, "last_set": self.created}
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": False,
            "is_mpim": False,
            "is_private": self.kind == "private",
            "is_general": self.general,
            "is_archived": self.archived,
            "is_member": viewer in self.members,
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
            "created": self.created,
            "creator": self.creator,
            "num_members": len(self.members),
            "topic": {"value": "", **about},
            "purpose": {"value": self.purpose, **about},
            "previous_names": [],
            "unlinked": 0,
        }

    def as_page(self, viewer: str, app_user: str) -> Json:
        """What the web page shows of a conversation in the sidebar."""
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "members": list(self.members),
            "with": self.other(viewer) if self.kind == "im" else "",
            "unread": self.unread(viewer),
            "is_app": self.kind == "im" and app_user in self.members,
        }
