"""What an app may do for a while because somebody acted: open a modal (trigger_id), answer (response_url)."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.conversations import Conversation, Message

KEPT = 10_000
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60


class Refused(Exception):
    """A grant that is unknown, used up or expired. `code` is Slack's word for it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Trigger:
    user_id: str
    channel_id: str
    issued: float
    used: bool = False


class Triggers:
    """trigger_ids: each serves once, within `seconds` of real time."""

    def __init__(self, seconds: float = 3.0) -> None:
        self.seconds = seconds
        self._issued: dict[str, Trigger] = {}

    def issue(self, user_id: str, channel_id: str = "") -> str:
        if len(self._issued) >= KEPT:
            del self._issued[next(iter(self._issued))]
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(user_id, channel_id, time.monotonic())
        return trigger_id

    def check(self, trigger_id: str) -> Trigger:
        """The trigger if it still serves. Raises Refused."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - trigger.issued > self.seconds:
            raise Refused("expired_trigger_id")
        return trigger


@dataclass
class ResponseUrl:
    """Where an app may answer: to whom, in which conversation, and on which message the person acted."""

    user_id: str
    channel: Conversation
    message: Message | None
    issued: float
    uses: int = 0


class ResponseUrls:
    """response_urls: each serves five times within half an hour of the workspace's time."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user_id: str, channel: Conversation, message: Message | None = None) -> str:
        """The id that ends the url."""
        if len(self._issued) >= KEPT:
            del self._issued[next(iter(self._issued))]
        key = secrets.token_urlsafe(18)
        self._issued[key] = ResponseUrl(user_id, channel, message, self._now())
        return key

    def use(self, key: str) -> ResponseUrl:
        """Counts a use. Raises Refused."""
        grant = self._issued.get(key)
        if grant is None:
            raise Refused("no_url")
        if self._now() - grant.issued > RESPONSE_URL_SECONDS:
            raise Refused("expired_url")
        if grant.uses >= RESPONSE_URL_USES:
            raise Refused("used_url")
        grant.uses += 1
        return grant
