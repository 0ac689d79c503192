"""The outbox: for each thing Everloop tells somebody, one message, and what should stand where.

A message is a wish ("Dana should see `feedback.received` about feedback 7") with a revision. The deliverer
brings the conversation in line with it: posts what is not there yet, updates what shows an older revision,
deletes what is no longer wanted. So per message everything runs in order, the newest wins, and asking twice
is asking once. Messages hold ids, never text: what is sent is rendered from the state at sending.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.ids import MessageId, PersonId, WorkspaceId


class MessageState(StrEnum):
    """due → sending → settled, or back to due (try again, or a newer revision came), or failed (can't be
    reached).

    A message found `sending` long after the client's time-out has an unknown outcome: a post is looked up in
    the conversation by its key before anything is sent again.
    """

    DUE = "due"
    SENDING = "sending"
    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Topic:
    """What makes a message one: unique per workspace. `period` tells repeated ones apart ("2026-W48")."""

    kind: str  # names a notification: "feedback.received"
    recipient_id: PersonId
    subject_id: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The message under which another one is to stand, in a thread: the recipient's own one about this, of no
    period. Where it doesn't stand (any more), the other one stands by itself."""

    kind: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where a message stands, in the platform's own ids: opaque here."""

    conversation: str
    message: str


@dataclass(frozen=True, slots=True)
class Message:
    id: MessageId  # also the key in the sent message's metadata, by which it is looked up
    workspace_id: WorkspaceId
    topic: Topic
    state: MessageState
    wanted: bool  # False: it should be gone
    revision: int  # what should be shown; counts up
    shown_revision: int | None  # what is shown; where `ref` is None: in another message, a digest
    ref: MessageRef | None
    due_at: datetime  # by the Clock
    attempts: int
    first_tried_at: datetime | None  # by the machine's clock: where a look-up starts
    created_at: datetime
    correlation_id: str = ""
    thread: Anchor | None = None
