"""What the services need from the outside: storage, a chat platform, a clock. Implemented elsewhere, faked
in tests.

One contract suite (tests/contract) runs over every implementation of the storage ports.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.domain.attention import Preferences
from core.domain.drafts import Draft
from core.domain.feedback import Box, Feedback, FeedbackItem, Reader, SentForm, Submission
from core.domain.ids import (
    AskId,
    DraftId,
    FeedbackId,
    MessageId,
    NoteId,
    PersonId,
    ReplyId,
    ReportId,
    RequestId,
    SubmissionId,
    TagId,
    WorkspaceId,
)
from core.domain.looking_back import Filters
from core.domain.messages import Anchor, Message, MessageRef, Topic
from core.domain.notes import Note, NoteItem
from core.domain.paging import Cursor, Page
from core.domain.people import Employment, Grant, Person, Profile, ReportingLine, Role
from core.domain.replies import Reply, Thread
from core.domain.reports import AuditEntry, Pause, Report, ReportItem
from core.domain.requests import Ask, AskItem, Request, RequestItem
from core.domain.revisions import Version
from core.domain.tags import Tag, TagKind
from core.domain.workspaces import Access, Workspace
from core.notifications import Notification


class Clock(Protocol):
    """The time people live in. Leases, time-outs, rate limits and signatures do not use it."""

    def now(self) -> datetime:
        """Aware, in UTC."""
        ...


Wake = Callable[[], None]
"""Tells the deliverer that there is something to do. Returns at once; may be called from any task."""


# -- storage ---


class People(Protocol):
    async def get(self, person_id: PersonId) -> Person | None: ...

    async def get_many(self, ids: Sequence[PersonId]) -> dict[PersonId, Person]:
        """Those that exist, in one statement."""
        ...

    async def by_external_ids(self, external_ids: Sequence[str]) -> dict[str, Person]:
        """Keyed by external id; those that exist, in one statement."""
        ...

    async def by_emails(self, emails: Sequence[str]) -> dict[str, Person]:
        """Keyed by lower-case e-mail address; compared without case. Where several accounts share one, the
        member's comes before a guest's, and both before a deactivated one."""
        ...

    async def administrators(self, limit: int) -> list[Person]:
        """Members who administer the workspace on the platform, ordered by id: whom to ask."""
        ...

    async def save_profiles(self, profiles: Sequence[Profile]) -> int:
        """Adds new people and updates known ones (by external id); returns how many rows are new or
        different. An erased person stays erased."""
        ...

    async def save_employment(self, employment: Mapping[PersonId, Employment]) -> None: ...

    def all(self, batch: int = 500) -> AsyncIterator[Sequence[Person]]:
        """Everybody in batches, ordered by id. Memory does not grow with the company."""
        ...

    async def conversation(self, person_id: PersonId) -> str | None:
        """The platform's id of the person's conversation with Everloop, once it is known."""
        ...

    async def save_conversation(self, person_id: PersonId, conversation: str) -> None: ...

    async def erase(self, person_id: PersonId) -> None:
        """Forgets profile, employment, conversation; the row stays, so that what they gave keeps an
        author."""
        ...


class ReportingLines(Protocol):
    async def of(self, person_id: PersonId) -> ReportingLine | None: ...

    async def of_many(self, ids: Sequence[PersonId]) -> dict[PersonId, ReportingLine]: ...

    async def reports_of(self, manager_id: PersonId) -> list[ReportingLine]:
        """Lines to this manager in any state."""
        ...

    async def save(self, lines: Sequence[ReportingLine]) -> None:
        """One line a person: replaces what was there."""
        ...

    async def remove(self, person_ids: Sequence[PersonId]) -> None: ...

    async def decide(self, line: ReportingLine) -> bool:
        """Conditional: proposed → `line.state`, if the stored line still names this manager and is still
        open."""
        ...


class Grants(Protocol):
    async def of(self, person_id: PersonId) -> frozenset[Role]: ...

    async def holders(self, role: Role) -> list[Grant]:
        """Oldest first."""
        ...

    async def replace(self, role: Role, grants: Sequence[Grant]) -> None:
        """Exactly these hold the role from now on; a grant that was there keeps who gave it and when."""
        ...


class Members(Protocol):
    """Whom a narrowed access lets in: the members of the group or channel, as last read from the platform."""

    async def contains(self, person_id: PersonId) -> bool: ...

    async def which(self, ids: Sequence[PersonId]) -> frozenset[PersonId]: ...

    async def replace(self, ids: Sequence[PersonId]) -> None: ...


class Tags(Protocol):
    """What feedback can be tagged with."""

    async def offered(self) -> list[Tag]:
        """Values before skills, each in the order they were listed in."""
        ...

    async def get_many(self, ids: Sequence[TagId]) -> dict[TagId, Tag]:
        """Those that exist, also those that aren't offered any more."""
        ...

    async def replace(self, kind: TagKind, names: Sequence[str]) -> None:
        """Exactly these are offered from now on, each name once. One that was there before, in any case,
        keeps its id."""
        ...


class FeedbackRecords(Protocol):
    async def add(self, submission: Submission, copies: Sequence[Feedback]) -> bool:
        """False (and nothing changed) if the form key is known already."""
        ...

    async def by_form_key(self, form_key: str) -> SentForm | None: ...

    async def sent_form(self, submission_id: SubmissionId) -> SentForm | None: ...

    async def item(self, feedback_id: FeedbackId) -> FeedbackItem | None: ...

    async def revise(self, submission: Submission, copies: Sequence[Feedback]) -> bool:
        """Replaces text, kind, visibility and copies if the stored submission is still held."""
        ...

    async def release(
        self, submission_id: SubmissionId, at: datetime, edit_until: datetime | None = None
    ) -> bool:
        """Conditional: held → sent. `edit_until`: how long its author may edit or withdraw it."""
        ...

    async def undo(self, submission_id: SubmissionId, at: datetime) -> bool:
        """Conditional: held → undone. Loses to a release that has been committed."""
        ...

    async def held_until(self, at: datetime, limit: int) -> list[SubmissionId]:
        """Held submissions whose time has come, oldest first."""
        ...

    async def next_release(self) -> datetime | None: ...

    async def thank(self, feedback_id: FeedbackId, at: datetime) -> bool:
        """Conditional: only the first thanks counts."""
        ...

    async def add_reader(self, feedback_id: FeedbackId, reader: Reader) -> bool:
        """False if this person could read it already."""
        ...

    async def mark_unreachable(self, feedback_id: FeedbackId) -> None: ...

    async def given_since(
        self, author_id: PersonId, recipients: Sequence[PersonId], since: datetime, other_than: str
    ) -> dict[PersonId, int]:
        """How many feedbacks somebody has given to each of these since then, whatever became of them: those
        they undid, answers, and the form of the key `other_than` don't count. Whoever got none is missing."""
        ...

    async def take_turn(self, author_id: PersonId) -> None:
        """Until this transaction ends, whoever else wants this author's turn waits: what is counted stays
        true."""
        ...

    async def page(
        self, person_id: PersonId, box: Box, cursor: Cursor | None, limit: int
    ) -> Page[FeedbackItem]:
        """Newest first. Given: held and sent, by `created_at`; received and shared: sent only, by
        `sent_at`. A constant number of statements, whatever the history."""
        ...

    async def count_of(self, person_id: PersonId) -> tuple[int, int, int]:
        """How many copies they received, how many they gave, how many drafts: for the dry run of an
        erasure."""
        ...

    async def erase_received(self, person_id: PersonId) -> None:
        """Deletes the copies somebody received, and submissions that no copy is left of."""
        ...


class Search(Protocol):
    """Finding feedback again. What changes is found as it is now a moment later: when it was caught up with."""

    async def page(
        self, viewer: PersonId, filters: Filters, cursor: Cursor | None, limit: int
    ) -> Page[FeedbackItem]:
        """What this viewer may read and all the filters fit, newest first, by `listed_at`. A constant number
        of statements, whatever the history."""
        ...

    async def is_behind(self) -> bool:
        """Whether there is something to catch up with."""
        ...

    async def catch_up(self, limit: int) -> int:
        """With so many submissions at most; returns how many."""
        ...


class Requests(Protocol):
    async def add(self, request: Request, asks: Sequence[Ask]) -> bool:
        """False (and nothing changed) if the form key is known already."""
        ...

    async def by_form_key(self, form_key: str) -> RequestItem | None: ...

    async def item(self, request_id: RequestId) -> RequestItem | None: ...

    async def ask(self, ask_id: AskId) -> AskItem | None: ...

    async def page(self, requester_id: PersonId, cursor: Cursor | None, limit: int) -> Page[RequestItem]:
        """Newest first, by `created_at`. A constant number of statements, whatever the history."""
        ...

    async def add_asks(self, asks: Sequence[Ask]) -> frozenset[AskId]:
        """Adds more to a request; those whom it asks already are left as they are. Returns what was added."""
        ...

    async def save(self, ask: Ask) -> bool:
        """Conditional: writes it with the next revision, if the stored one still has `ask.revision`."""
        ...

    async def set_due(self, request_id: RequestId, due_on: date) -> None: ...

    async def cancel(self, request_id: RequestId, at: datetime) -> bool:
        """Conditional: only the first time counts."""
        ...

    async def waiting_on(self, person_id: PersonId, now: datetime, limit: int) -> list[AskItem]:
        """What somebody is asked, has not answered, and has begun by now; the oldest first."""
        ...

    async def open_counts(self, ids: Sequence[PersonId], now: datetime) -> dict[PersonId, int]:
        """How many asks have begun by now and wait on each of these people; in one statement. Who has none is
        not in the answer."""
        ...

    async def prompts_due(self, now: datetime, limit: int) -> list[AskId]:
        """Open asks whose `prompt_at` has come, oldest first."""
        ...

    async def hanging_on(self, ids: Sequence[PersonId], limit: int) -> list[AskItem]:
        """Open asks that somebody of these is asked, asks, or is the subject of."""
        ...

    async def erase_of(self, person_id: PersonId) -> None:
        """Forgets the questions somebody asked, and why people declined them."""
        ...


class Revisions(Protocol):
    """Changing what was sent. What a text said before is kept as a version."""

    async def edit(self, submission_id: SubmissionId, text: str, seen: int, at: datetime) -> bool:
        """Conditional: only while it is sent, `edit_until` is later than `at`, and it was edited `seen` times
        so far. Keeps the old text."""
        ...

    async def withdraw(self, submission_id: SubmissionId, at: datetime) -> bool:
        """Conditional: sent → withdrawn while `edit_until` is later than `at`. It leaves all lists."""
        ...

    async def any_window_over(self, until: datetime) -> bool: ...

    async def close_windows(self, until: datetime, limit: int) -> list[tuple[SubmissionId, PersonId]]:
        """Takes `edit_until` off those where it is over, oldest first; answers which, and their authors."""
        ...

    async def versions(self, submission_id: SubmissionId, limit: int) -> list[Version]:
        """The newest ones, oldest first."""
        ...


class Replies(Protocol):
    async def add(self, reply: Reply) -> bool:
        """False (and nothing changed) if the form key is known already."""
        ...

    async def get(self, reply_id: ReplyId) -> Reply | None: ...

    async def by_form_key(self, form_key: str) -> Reply | None: ...

    async def edit(self, reply_id: ReplyId, text: str, seen: int, at: datetime) -> bool:
        """Conditional: only while it isn't deleted and was edited `seen` times so far. Keeps the old text."""
        ...

    async def delete(self, reply_id: ReplyId, at: datetime) -> bool:
        """Conditional: only once. The text stays, for the audit."""
        ...

    async def mark_unreachable(self, reply_id: ReplyId) -> None: ...

    async def thread(self, feedback_id: FeedbackId, limit: int, *, deleted: bool = False) -> Thread:
        """The newest `limit`; with `deleted`, those that were deleted too."""
        ...

    async def about(self, feedback_ids: Sequence[FeedbackId]) -> list[Reply]:
        """All that weren't deleted, by feedback, oldest first."""
        ...

    async def ids_of(self, feedback_ids: Sequence[FeedbackId]) -> list[tuple[FeedbackId, ReplyId]]:
        """All replies about these, oldest first."""
        ...


class Reports(Protocol):
    async def add(self, report: Report) -> bool:
        """With its readers. False (and nothing changed) if the form key is known already."""
        ...

    async def get(self, report_id: ReportId) -> ReportItem | None: ...

    async def by_form_key(self, form_key: str) -> ReportItem | None: ...

    async def made_by(self, reporter_id: PersonId, limit: int) -> list[ReportItem]:
        """Newest first."""
        ...

    async def handle(self, report_id: ReportId, by: PersonId, at: datetime) -> bool:
        """Conditional: only the first counts."""
        ...


class Pauses(Protocol):
    async def add(self, pause: Pause) -> bool:
        """False if it is there already."""
        ...

    async def remove(self, person_id: PersonId, from_id: PersonId) -> bool: ...

    async def has(self, person_id: PersonId, from_id: PersonId) -> bool: ...

    async def of(self, person_id: PersonId, limit: int) -> list[Pause]:
        """Newest first."""
        ...

    async def remove_all(self, person_id: PersonId) -> None:
        """Theirs, and those of others about them."""
        ...


class Audit(Protocol):
    async def add(self, entry: AuditEntry) -> None: ...

    async def of(self, subject_id: str, limit: int) -> list[AuditEntry]:
        """The newest ones, oldest first."""
        ...


class Notes(Protocol):
    """Lists are newest first."""

    async def add(self, note: Note) -> bool:
        """False (and nothing changed) if the form key is known already."""
        ...

    async def get(self, note_id: NoteId) -> NoteItem | None: ...

    async def by_form_key(self, form_key: str) -> NoteItem | None: ...

    async def edit(self, note_id: NoteId, text: str, seen: int, at: datetime) -> bool:
        """Conditional: only if it was edited `seen` times so far."""
        ...

    async def share(self, note_id: NoteId, at: datetime) -> bool:
        """Conditional: only the first time counts."""
        ...

    async def discard(self, note_id: NoteId) -> bool:
        """Conditional: only while it isn't shared."""
        ...

    async def about(self, author_id: PersonId, about_id: PersonId, limit: int) -> list[NoteItem]: ...

    async def written_by(self, author_id: PersonId, limit: int) -> list[NoteItem]: ...

    async def shared_with(self, about_id: PersonId, limit: int) -> list[NoteItem]: ...

    async def erase_of(self, person_id: PersonId) -> None:
        """Those they wrote, and those about them."""
        ...


class PersonalPreferences(Protocol):
    """What people chose about what Everloop sends them."""

    async def of(self, person_id: PersonId) -> Preferences:
        """The defaults for whoever chose nothing."""
        ...

    async def save(self, chosen: Preferences) -> None: ...

    async def forget(self, person_id: PersonId) -> None: ...


class Drafts(Protocol):
    async def put(self, draft: Draft) -> DraftId:
        """Writes it, or over the one with the same (person, form, key); returns the id that it has now."""
        ...

    async def get(self, draft_id: DraftId) -> Draft | None: ...

    async def of(self, person_id: PersonId, limit: int = 10) -> list[Draft]:
        """Newest first."""
        ...

    async def discard(self, draft_id: DraftId) -> bool: ...

    async def discard_of(self, person_id: PersonId) -> int: ...

    async def purge(self, now: datetime, limit: int = 1000) -> int:
        """Deletes those that have expired."""
        ...


class Outbox(Protocol):
    """See core.domain.messages. Everything here commits together with the change it tells of."""

    async def tell(self, topic: Topic, due_at: datetime, thread: Anchor | None = None) -> None:
        """Wants the message shown as the state is now: adds it, or a new revision of it if it is there.
        `thread`: under which other message of the same recipient it is to stand."""
        ...

    async def about(self, topic: Topic) -> Message | None: ...

    async def refresh(self, topic: Topic) -> None:
        """A new revision, if the message exists and is wanted; else nothing."""
        ...

    async def refresh_all(self, topic: Topic) -> None:
        """As `refresh`, for the messages of every period."""
        ...

    async def withdraw(self, topic: Topic) -> None:
        """It should be gone: never posted if it was not yet, deleted if it was."""
        ...

    async def withdraw_all(
        self, kind: str, recipients: Sequence[PersonId], subject_ids: Sequence[str]
    ) -> None:
        """As `withdraw`, for all messages of this kind, to any of these people, about any of these."""
        ...

    async def withdraw_earlier(self, topic: Topic) -> None:
        """As `withdraw`, for the messages of all periods before this one's."""
        ...

    async def due(self, now: datetime, limit: int) -> list[Message]:
        """State due and `due_at` reached, in the order (due_at, creation)."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest message in state due is due."""
        ...

    async def begin(self, message: Message, fence: int) -> bool:
        """Conditional: due → sending at this revision, by the holder of the lease DELIVERY with this
        fence, if that lease still holds by the database's clock. Counts an attempt."""
        ...

    async def unsettled(self, fence: int, older_than: timedelta, limit: int) -> list[Message]:
        """Messages left `sending`, begun longer ago than `older_than` by the database's clock. Their
        `revision` is the one that was begun (a column of its own), so that settling them notices what has
        changed since."""
        ...

    async def settle(self, message: Message, ref: MessageRef | None, shown: int | None) -> None:
        """sending → settled, or → due if a newer revision (or a withdrawal) than `message.revision` came
        meanwhile, which the new `ref` is kept for all the same. `shown` None: nothing stands anywhere."""
        ...

    async def retry(self, message: Message, due_at: datetime, error: str, *, count: bool = True) -> None:
        """sending → due, not before `due_at`. `count` False: the attempt was not the message's fault (a
        rate limit)."""
        ...

    async def fail(self, message: Message, error: str) -> None:
        """→ failed: the recipient can't be reached."""
        ...

    async def waiting(self) -> tuple[int, datetime | None]:
        """How many messages are not settled or failed, and since when the oldest due one is due: for the
        metrics."""
        ...


class UnitOfWork(Protocol):
    """One transaction in one workspace: whatever is asked or changed through it stays inside that
    workspace. Rolls back unless committed."""

    workspace_id: WorkspaceId
    people: People
    lines: ReportingLines
    grants: Grants
    members: Members
    tags: Tags
    feedback: FeedbackRecords
    search: Search
    requests: Requests
    revisions: Revisions
    replies: Replies
    reports: Reports
    pauses: Pauses
    audit: Audit
    notes: Notes
    preferences: PersonalPreferences
    drafts: Drafts
    outbox: Outbox

    async def workspace(self) -> Workspace: ...

    async def save_access(self, access: Access) -> None: ...

    async def commit(self) -> None: ...


class Store(Protocol):
    """Raises core.domain.errors.Unavailable where the database can't be reached, is locked too long, or
    full."""

    def writing(self, workspace_id: WorkspaceId) -> AbstractAsyncContextManager[UnitOfWork]: ...

    def reading(self, workspace_id: WorkspaceId) -> AbstractAsyncContextManager[UnitOfWork]:
        """A consistent view that never waits for writers. Must not change anything."""
        ...

    async def ensure_workspace(
        self, platform: str, external_id: str, name: str, enterprise_id: str | None
    ) -> Workspace:
        """The workspace, added at first sight, with its name brought up to date."""
        ...

    async def workspaces(self) -> list[Workspace]: ...


@dataclass(frozen=True, slots=True)
class Lease:
    """One holder at a time, by the database's clock. `fence` grows with each new holder."""

    workspace_id: WorkspaceId
    name: str
    holder: str
    fence: int


DELIVERY = "delivery"
"""The name of the lease whose fence the outbox asks for."""


class Leases(Protocol):
    async def acquire(
        self, workspace_id: WorkspaceId, name: str, holder: str, ttl: timedelta
    ) -> Lease | None:
        """None while somebody else holds it. Acquiring again what one holds keeps the fence and prolongs
        it."""
        ...

    async def release(self, lease: Lease) -> None: ...


# -- the chat platform ---


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a message goes. `conversation` is the platform's id of their conversation with Everloop."""

    person: Person
    conversation: str


class SendError(Exception):
    """Why a call to the platform did not succeed. `code` is the platform's word for it, for the log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreachable(SendError):
    """This person can't get messages: deactivated, a bot, another company's. Trying again does not help."""


class RateLimited(SendError):
    """Nothing was done. `retry_after` in seconds."""

    def __init__(self, code: str, retry_after: float) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class NotDone(SendError):
    """Nothing was done, and trying later may help: no connection, the token revoked, the message refused."""


class Refused(NotDone):
    """The platform won't take this message as it is: our fault. Tried again rarely, since a later version
    may mend it."""


class OutcomeUnknown(SendError):
    """The call may have been carried out, or still be: a time-out, a reset, an answer that makes no sense.
    Where trying again is harmless (an update) and the call is over, it is NotDone."""


class Gone(SendError):
    """The message to update or delete is not there any more."""


class Step(StrEnum):
    """What the Messenger can do with a message."""

    POST = "post"
    UPDATE = "update"
    DELETE = "delete"


class Messenger(Protocol):
    """Sends what we tell people. Raises SendError and nothing else. No call lasts longer than its
    time-out, for it never waits for the platform's rate limits: those are waited for in `turn`, before a
    send has begun. `find` and `open_conversation` may wait."""

    async def turn(self, workspace_id: WorkspaceId, recipient_id: PersonId, step: Step) -> None:
        """Returns when the platform's limits allow this step for this recipient, and counts it. May be
        cancelled."""
        ...

    async def open_conversation(self, person: Person) -> str:
        """The platform's id of the person's conversation with Everloop."""
        ...

    async def prepare(self, to: Recipient, what: Notification, key: MessageId) -> None:
        """What takes long and shows nothing yet, before `post`: brings the files of a message to the
        platform. May be repeated, and may wait."""
        ...

    async def post(
        self, to: Recipient, what: Notification, key: MessageId, thread: MessageRef | None = None
    ) -> MessageRef:
        """In the thread of `thread`; raises Gone, having done nothing, where that isn't there any more."""
        ...

    async def update(self, to: Recipient, ref: MessageRef, what: Notification) -> None: ...

    async def delete(self, workspace_id: WorkspaceId, ref: MessageRef) -> None: ...

    async def find(
        self, to: Recipient, key: MessageId, since: datetime, thread: MessageRef | None = None
    ) -> MessageRef | None:
        """Looks a message up by the key it was posted with: in the thread of `thread`, and then in the
        conversation; `since` by the machine's clock."""
        ...


class Directory(Protocol):
    """The platform's list of people, groups and channels. Raises core.domain.errors.Unavailable."""

    def everyone(self, workspace_id: WorkspaceId) -> AsyncIterator[Sequence[Profile]]:
        """Page by page, at the pace the platform allows."""
        ...

    async def look_up(self, workspace_id: WorkspaceId, external_id: str) -> Profile | None: ...

    async def members_of(self, workspace_id: WorkspaceId, access: Access) -> list[str]:
        """External ids of the members of the group or channel that access is narrowed to."""
        ...
