"""A small company to try things in, and ready-made forms: what a test doesn't care about has a default."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any, Protocol

from core.domain.feedback import FeedbackItem, FeedbackKind, Quote, SentForm, Visibility
from core.domain.ids import PersonId, WorkspaceId
from core.domain.people import LineSource, LineState, Person, PersonKind, Profile, ReportingLine
from core.domain.requests import RequestItem, default_due
from core.notifications import Notification
from core.ports import Leases, Store, UnitOfWork
from core.services import (
    channel_posts,
    digests,
    drafts,
    feedback,
    notes,
    own_data,
    people,
    replies,
    reports,
    requests,
    team_chart,
)
from core.services.attention import AttentionService
from core.services.delivery import Deliverer
from core.services.drafts import DraftService
from core.services.erasing import ErasingService
from core.services.feedback import FeedbackService, GiveFeedback
from core.services.importing import ImportService
from core.services.looking_back import LookingBackService
from core.services.notes import NotesService
from core.services.own_data import OwnDataService
from core.services.people import PeopleService
from core.services.replies import ReplyService
from core.services.reports import ReportService
from core.services.requests import AskForFeedback, RequestService
from core.services.revising import RevisingService
from core.services.tagging import TaggingService
from core.services.team_chart import TeamChartService
from tests.fakes.clock import FakeClock
from tests.fakes.directory import FakeDirectory
from tests.fakes.messenger import FakeMessenger

UNDO = timedelta(seconds=60)
DESCRIBE = {
    **feedback.DESCRIBE,
    **channel_posts.DESCRIBE,
    **people.DESCRIBE,
    **drafts.DESCRIBE,
    **digests.DESCRIBE,
    **replies.DESCRIBE,
    **reports.DESCRIBE,
    **requests.DESCRIBE,
    **own_data.DESCRIBE,
    **notes.DESCRIBE,
    **team_chart.DESCRIBE,
}
ON_FAILURE = {
    **feedback.ON_FAILURE,
    **channel_posts.ON_FAILURE,
    **people.ON_FAILURE,
    **drafts.ON_FAILURE,
    **digests.ON_FAILURE,
    **replies.ON_FAILURE,
    **reports.ON_FAILURE,
    **requests.ON_FAILURE,
    **own_data.ON_FAILURE,
    **notes.ON_FAILURE,
    **team_chart.ON_FAILURE,
}

_numbers = count(1)


class Storage(Store, Leases, Protocol):
    """Both storage ports in one: a database, or the fake."""


def profile(name: str, kind: PersonKind = PersonKind.MEMBER, **more: Any) -> Profile:
    """Somebody with an id and an address of their own."""
    number = next(_numbers)
    given = Profile(f"U{number:05}", kind, name, email=f"{name.split()[0].lower()}.{number}@example.com")
    return replace(given, **more)


@dataclass
class Company:
    """One workspace, its services, and a deliverer that fills its conversations."""

    storage: Storage
    workspace_id: WorkspaceId
    undo_window: timedelta = UNDO
    clock: FakeClock = field(default_factory=FakeClock)
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    messenger: FakeMessenger = field(default_factory=FakeMessenger)
    woken: int = 0

    def __post_init__(self) -> None:
        store, clock = self.storage, self.clock
        self.feedback = FeedbackService(store, clock, self.wake, self.undo_window)
        self.people = PeopleService(store, self.directory, clock, self.wake)
        self.drafts = DraftService(store, clock, self.wake)
        self.tagging = TaggingService(store)
        self.replies = ReplyService(store, clock, self.wake)
        self.revising = RevisingService(store, clock, self.wake)
        self.reports = ReportService(store, clock, self.wake)
        self.team_chart = TeamChartService(store, clock, self.wake)
        self.notes = NotesService(store, clock, self.wake)
        self.own_data = OwnDataService(store, clock, self.wake)
        self.looking_back = LookingBackService(store, self.wake)
        self.requests = RequestService(store, clock, self.wake, self.undo_window)
        self.attention = AttentionService(store, clock, self.wake)
        self.imports = ImportService(store, clock, self.wake)
        self.erasing = ErasingService(store, self.wake)
        self.deliverer = Deliverer(
            store, store, self.messenger, clock, DESCRIBE, ON_FAILURE, digests.AFTER_SHOWING, holder="tests"
        )

    def wake(self) -> None:
        self.woken += 1

    # -- people ---

    async def hire(self, name: str, kind: PersonKind = PersonKind.MEMBER, **more: Any) -> Person:
        """Somebody whom the platform lists and Everloop knows."""
        known = profile(name, kind, **more)
        self.directory.profiles[known.external_id] = known
        return await self.people.save_profile(self.workspace_id, known)

    async def becomes(self, person: Person, **changes: Any) -> Person:
        """The platform says something else about them from now on."""
        changed = replace(person.profile, **changes)
        self.directory.profiles[changed.external_id] = changed
        return await self.people.save_profile(self.workspace_id, changed)

    async def manages(
        self,
        manager: Person,
        *reports: Person,
        source: LineSource = LineSource.SELF,
        state: LineState = LineState.CONFIRMED,
    ) -> None:
        lines = [ReportingLine(one.id, manager.id, source, state, self.clock.now()) for one in reports]
        async with self.writing() as unit:
            await unit.lines.save(lines)
            await unit.commit()

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.storage.writing(self.workspace_id)

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.storage.reading(self.workspace_id)

    # -- feedback ---

    def form(
        self,
        author: Person,
        *recipients: Person,
        text: str = "Great review of the parser",
        kind: FeedbackKind = FeedbackKind.PRAISE,
        managers: Mapping[Person, Person | None] | None = None,
        quote: Quote | None = None,
        form_key: str = "",
        **more: Any,
    ) -> GiveFeedback:
        """Visible to the managers too if `managers` is given: those that the form named."""
        named: dict[PersonId, PersonId | None] | None = None
        if managers is not None:
            named = {one.id: manager.id if manager else None for one, manager in managers.items()}
        command = GiveFeedback(
            workspace_id=self.workspace_id,
            author_id=author.id,
            form_key=form_key or f"V{next(_numbers)}",
            recipients=tuple(one.id for one in recipients),
            kind=kind,
            text=text,
            visibility=Visibility.RECIPIENT if managers is None else Visibility.RECIPIENT_AND_MANAGER,
            managers=named,
            quote=quote,
        )
        return replace(command, **more)

    async def give(self, author: Person, *recipients: Person, **more: Any) -> SentForm:
        return await self.feedback.give_feedback(self.form(author, *recipients, **more))

    async def send(self, author: Person, *recipients: Person, **more: Any) -> list[FeedbackItem]:
        """Given, and the undo window over; nothing is delivered yet."""
        form = await self.give(author, *recipients, **more)
        self.clock.advance(seconds=self.undo_window.total_seconds())
        await self.feedback.release_due(self.workspace_id)
        sent = await self.feedback.open_submission(self.workspace_id, author.id, form.submission.id)
        return list(sent.copies)

    # -- requests ---

    def question(self, requester: Person, *people: Person, form_key: str = "", **more: Any) -> AskForFeedback:
        """About the requester themselves, due in five working days."""
        command = AskForFeedback(
            workspace_id=self.workspace_id,
            requester_id=requester.id,
            form_key=form_key or f"V{next(_numbers)}",
            people=tuple(one.id for one in people),
            about_id=requester.id,
            question="What should I do more of?",
            due_on=default_due(self.clock.now(), requester.profile.time_zone),
        )
        return replace(command, **more)

    async def asks(self, requester: Person, *people: Person, **more: Any) -> RequestItem:
        return await self.requests.ask_for_feedback(self.question(requester, *people, **more))

    # -- messages ---

    async def reads(self, person: Person) -> list[Notification]:
        """What stands in somebody's conversation once everything due is delivered, oldest first."""
        async with asyncio.timeout(20):
            while await self._is_something_on_its_way():
                await self.deliverer.deliver_due(self.workspace_id)
                await asyncio.sleep(0)
        return [standing.what for standing in self.messenger.read(person)]

    async def _is_something_on_its_way(self) -> bool:
        async with self.reading() as unit:
            return (await unit.outbox.waiting())[0] > 0


@asynccontextmanager
async def company_in(storage: Storage, undo_window: timedelta = UNDO) -> AsyncGenerator[Company]:
    """A fresh workspace in this storage."""
    workspace = await storage.ensure_workspace("slack", f"T{next(_numbers):05}", "Little Company", None)
    company = Company(storage, workspace.id, undo_window)
    try:
        yield company
    finally:
        await company.deliverer.close()
