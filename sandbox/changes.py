"""What can happen in a workspace, as told to whoever watches it: the page, the events to the app, the
tests.
"""

from dataclasses import dataclass
from typing import TypeAlias

from sandbox.conversations import Conversation, Message
from sandbox.people import User
from sandbox.wire import Json


@dataclass(frozen=True)
class Posted:
    message: Message


@dataclass(frozen=True)
class Edited:
    message: Message
    before: Json


@dataclass(frozen=True)
class Removed:
    message: Message


@dataclass(frozen=True)
class UserChanged:
    user: User
    new: bool = False


@dataclass(frozen=True)
class ConversationChanged:
    conversation: Conversation


@dataclass(frozen=True)
class MembershipChanged:
    conversation: Conversation
    user_id: str
    joined: bool


@dataclass(frozen=True)
class ModalsChanged:
    user_id: str


@dataclass(frozen=True)
class HomeChanged:
    user_id: str


@dataclass(frozen=True)
class Noticed:
    """Slack itself tells someone that something went wrong."""

    user_id: str
    text: str


@dataclass(frozen=True)
class ClockChanged:
    pass


@dataclass(frozen=True)
class ConnectionChanged:
    connected: bool


Change: TypeAlias = (
    Posted
    | Edited
    | Removed
    | UserChanged
    | ConversationChanged
    | MembershipChanged
    | ModalsChanged
    | HomeChanged
    | Noticed
    | ClockChanged
    | ConnectionChanged
)
