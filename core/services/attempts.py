"""One attempt at a message: what it takes, what may become of it, and when to make the next."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from core.domain.messages import Message, MessageRef, MessageState, Topic
from core.domain.people import Person
from core.notifications import Notification
from core.ports import NotDone, SendError, Step, UnitOfWork

log = structlog.get_logger(__name__)


Describe = Callable[[UnitOfWork, Message], Awaitable[Notification | None]]
"""Builds what to say from the state as it is now, asking the policy once more; None: there is nothing to
say (any more)."""

OnFailure = Callable[[UnitOfWork, Message], Awaitable[None]]
"""What follows when the recipient can't be reached, in the transaction that records it."""

AfterShowing = Callable[[UnitOfWork, Message], Awaitable[None]]
"""What follows when the message stands in the conversation for the first time, in the same way."""


@dataclass(frozen=True, slots=True)
class View:
    """What a message is about, as the state is now."""

    person: Person | None
    conversation: str | None
    what: Notification | None
    thread: Message | None  # the one under which it is to stand
    digest: tuple[Topic, datetime] | None  # the one that says it instead, and when


class Outcome(StrEnum):
    """What became of one attempt."""

    DELIVERED = "delivered"
    NOTHING = "nothing"  # there was nothing to say (any more)
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # to be tried again, rarely
    POSTPONED = "postponed"  # to be tried again
    UNKNOWN = "unknown"  # to be looked up later
    OVERTAKEN = "overtaken"  # a newer revision came, or the lease was lost
    FAULT = "fault"  # the program is at fault; left as it was


def backoff(attempts: int, *, patient: bool = False) -> timedelta:
    """How long to wait after so many earlier attempts: full jitter under 1 s, 2 s, 4 s … up to 5 minutes (15
    where patience helps)."""
    ceiling = 900.0 if patient else 300.0
    return timedelta(seconds=random.uniform(0.0, min(ceiling, 2.0 ** min(attempts, 16))))  # noqa: S311  # no secret


def place_in(thread: Message | None) -> MessageRef | None:
    """Under which message to post; None where that one doesn't stand and never will. Raises NotDone while it
    is still on its way."""
    if thread is None or thread.ref is not None:
        return thread.ref if thread else None
    if thread.wanted and thread.state in (MessageState.DUE, MessageState.SENDING):
        raise NotDone("thread_not_there_yet")
    return None


def step_for(message: Message) -> Step | None:
    """What it takes to bring a message in line, unless there turns out to be nothing to say; None: nothing
    has to be called."""
    if message.ref is None:
        return Step.POST if message.wanted else None
    return Step.UPDATE if message.wanted else Step.DELETE


def report(event: str, message: Message, error: SendError) -> None:
    """To the log: ids and the platform's word, never what the message says."""
    log.warning(
        event,
        message_id=message.id,
        workspace_id=message.workspace_id,
        kind=message.topic.kind,
        attempts=message.attempts,
        code=error.code,
        correlation_id=message.correlation_id,
    )
