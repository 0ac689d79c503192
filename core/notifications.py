"""What we tell people: facts, in no platform's blocks. A platform renders them; the outbox never stores them.

Each class names its `kind`, the same word that stands in the outbox. They are built from the state at
sending.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.drafts import Draft
from core.domain.feedback import FeedbackItem, SentForm, Submission
from core.domain.ids import DraftId
from core.domain.notes import NoteItem
from core.domain.people import PersonRef
from core.domain.replies import ThreadItem
from core.domain.reports import ReportItem
from core.domain.requests import AskItem, RequestItem
from core.domain.team_chart import Month


@dataclass(frozen=True, slots=True)
class FeedbackReceived:
    """To a recipient: their copy, with thanks, and sharing with their manager where there is one."""

    kind: ClassVar[str] = "feedback.received"
    item: FeedbackItem


@dataclass(frozen=True, slots=True)
class FeedbackForManager:
    """To a manager who may read a report's copy. Never with the quote."""

    kind: ClassVar[str] = "feedback.for_manager"
    item: FeedbackItem


@dataclass(frozen=True, slots=True)
class FeedbackInChannel:
    """To everyone in a channel: praise, with the people it is for. Never with the quote."""

    kind: ClassVar[str] = "feedback.in_channel"
    submission: Submission
    author: PersonRef
    people: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class FeedbackNotPosted:
    """To the author: their praise could not be posted in the channel; the people it is for have it."""

    kind: ClassVar[str] = "feedback.not_posted"
    form: SentForm


@dataclass(frozen=True, slots=True)
class FeedbackSubmitted:
    """To the author: on its way (with undo while `undo_until` is not None), then sent, or undone."""

    kind: ClassVar[str] = "feedback.submitted"
    form: SentForm
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class FeedbackThanked:
    """To the author: a recipient said thanks."""

    kind: ClassVar[str] = "feedback.thanked"
    item: FeedbackItem


@dataclass(frozen=True, slots=True)
class FeedbackUndeliverable:
    """To the author: a recipient could not be reached."""

    kind: ClassVar[str] = "feedback.undeliverable"
    item: FeedbackItem


@dataclass(frozen=True, slots=True)
class FeedbackWithdrawn:
    """Where a copy was shown: its author has withdrawn it. `item` has no text and no quote any more.
    `may_report`: to the recipient, where a people team's admin can be told of a problem."""

    kind: ClassVar[str] = "feedback.withdrawn"
    item: FeedbackItem
    may_report: bool


@dataclass(frozen=True, slots=True)
class ReplyPosted:
    """To both of the two: one of them said something about a copy. `own`: to whoever wrote it."""

    kind: ClassVar[str] = "replies.posted"
    item: FeedbackItem
    reply: ThreadItem
    own: bool

    @property
    def other(self) -> PersonRef:
        """The one of the two who didn't write it."""
        wrote_feedback = self.reply.author.id == self.item.author.id
        return self.item.recipient if wrote_feedback else self.item.author


@dataclass(frozen=True, slots=True)
class ReportMade:
    """To an admin whom a report named: there is one to open, or it has been handled. Without what it says."""

    kind: ClassVar[str] = "reports.made"
    item: ReportItem


@dataclass(frozen=True, slots=True)
class ReportReceived:
    """To whoever reported a problem: who has it now, and that it has been handled. `paused`: they get no
    messages from whom it is about."""

    kind: ClassVar[str] = "reports.received"
    item: ReportItem
    paused: bool


@dataclass(frozen=True, slots=True)
class ManagerProposed:
    """To somebody named as a manager: is that right? `decided` is None while it is open."""

    kind: ClassVar[str] = "people.manager_proposed"
    person: PersonRef
    manager: PersonRef
    decided: bool | None


@dataclass(frozen=True, slots=True)
class ManagerDecided:
    """To the person: the one they named has confirmed, or said no."""

    kind: ClassVar[str] = "people.manager_decided"
    manager: PersonRef
    confirmed: bool


@dataclass(frozen=True, slots=True)
class RequestAsked:
    """To somebody asked for feedback: the question, who asks and about whom; then what became of it.
    `seen_by`: who will be able to read the answer."""

    kind: ClassVar[str] = "requests.asked"
    item: AskItem
    seen_by: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class RequestReminder:
    """The same once more: the one reminder, or because they said "not now"."""

    kind: ClassVar[str] = "requests.reminder"
    item: AskItem
    seen_by: tuple[PersonRef, ...]


@dataclass(frozen=True, slots=True)
class RequestPlaced:
    """To whoever asked: whom they asked, and what has become of each so far."""

    kind: ClassVar[str] = "requests.placed"
    item: RequestItem


@dataclass(frozen=True, slots=True)
class RequestAnswered:
    """To whoever asked about somebody else: an answer, which that person has as well."""

    kind: ClassVar[str] = "requests.answered"
    item: FeedbackItem


@dataclass(frozen=True, slots=True)
class RequestDeclined:
    """To whoever asked: somebody would rather not, and perhaps why."""

    kind: ClassVar[str] = "requests.declined"
    item: AskItem


@dataclass(frozen=True, slots=True)
class RequestClosed:
    """To whoever asked: somebody it hangs on has left, so that no answer will come."""

    kind: ClassVar[str] = "requests.closed"
    item: AskItem


@dataclass(frozen=True, slots=True)
class DraftKept:
    """To a person whose form could not be opened or saved: what they typed is kept, one click opens it."""

    kind: ClassVar[str] = "drafts.kept"
    draft_id: DraftId
    form: str  # empty once it was used
    waiting: bool  # False: it was used or discarded meanwhile


@dataclass(frozen=True, slots=True)
class Digest:
    """To whoever gets what asks for work once a day: all that waits for them, which is taken out as it is
    done. `drafts` are what they typed themselves and didn't send. `more`: not all of it stands here."""

    kind: ClassVar[str] = "attention.digest"
    asks: tuple[AskItem, ...]
    proposals: tuple[PersonRef, ...]
    drafts: tuple[Draft, ...]
    more: bool

    @property
    def is_empty(self) -> bool:
        return not (self.asks or self.proposals or self.drafts)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. `alt`: what a picture shows, in words."""

    name: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class OwnDataReady:
    """To whoever asked for it: everything about and by them. It isn't changed once it stands there."""

    kind: ClassVar[str] = "own_data.ready"
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class TeamChart:
    """To a manager who asked for it: what they could read about their team, month by month. It isn't changed
    once it stands there."""

    kind: ClassVar[str] = "team.chart"
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class NoteShared:
    """To somebody whose manager shares notes for a talk with them."""

    kind: ClassVar[str] = "notes.shared"
    item: NoteItem


Notification = (
    FeedbackReceived
    | FeedbackForManager
    | FeedbackInChannel
    | FeedbackNotPosted
    | FeedbackSubmitted
    | FeedbackThanked
    | FeedbackUndeliverable
    | FeedbackWithdrawn
    | ReplyPosted
    | ReportMade
    | ReportReceived
    | ManagerProposed
    | ManagerDecided
    | RequestAsked
    | RequestReminder
    | RequestPlaced
    | RequestAnswered
    | RequestDeclined
    | RequestClosed
    | DraftKept
    | OwnDataReady
    | NoteShared
    | TeamChart
    | Digest
)

ASK_FOR_WORK = frozenset({RequestAsked.kind, RequestReminder.kind, ManagerProposed.kind})
"""Kinds that want something done: whoever chose a digest gets them in it, and not on their own."""

IN_CHANNELS = frozenset({FeedbackInChannel.kind})
"""Kinds that stand in a channel, under the name of the one in whose conversation others would stand."""
