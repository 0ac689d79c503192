"""The demo's past, lived through once more: the sandbox's clock is turned back, and the services do step by
step what its people did, so that each message stands in its conversation with its own date."""

import csv
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from bot.bootstrap import Services
from bot.history import Given, History, Named
from core.domain.feedback import Visibility
from core.domain.ids import FeedbackId, PersonId, TagId, WorkspaceId
from core.domain.people import Person
from core.services.feedback import GiveFeedback
from core.services.importing import ImportService
from sandbox.clock import Clock as SandboxClock
from sandbox.company import PEOPLE
from sandbox.team import Team

UNDO_WINDOW = timedelta(seconds=60)
UNREAD = timedelta(days=3)
"""What is older than this has been read."""

Step = tuple[datetime, Callable[[], Awaitable[object]]]


class FollowedClock:
    """The sandbox's clock, for the services. Implements core.ports.Clock."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.now(), UTC)


@dataclass(frozen=True)
class Replay:
    """`people` by handle. The services must have been built on a FollowedClock of the team's clock."""

    workspace_id: WorkspaceId
    services: Services
    imports: ImportService
    team: Team
    people: dict[str, Person]
    history: History
    tags: dict[str, TagId] = field(default_factory=dict[str, TagId])

    async def run(self) -> None:
        """Leaves the clock at the real time."""
        start = self._moment(1 + max(named.days_ago for named in self.history.named), 8, "alice")
        self.team.clock.advance_to(start)
        plan = await self.imports.plan_import(self.workspace_id, people_file(self.history.from_file))
        await self.imports.apply_import(plan)
        await self._keep_tags()
        steps = [*self._named(), *self._given()]
        for moment, act in sorted(steps, key=lambda step: step[0]):
            self.team.clock.advance_to(moment)
            await act()
        self.team.clock.reset()

    async def _keep_tags(self) -> None:
        kept_by = self.people[self.history.kept_by].id
        values, skills = "\n".join(self.history.values), "\n".join(self.history.skills)
        for tag in await self.services.tagging.keep_list(self.workspace_id, kept_by, values, skills):
            self.tags[tag.name] = tag.id

    def _named(self) -> Iterator[Step]:
        for named in self.history.named:
            moment = self._moment(named.days_ago, 9, named.person)
            yield moment, lambda named=named: self._name(named)
            if named.confirmed:
                yield moment + timedelta(hours=3), lambda named=named: self._confirm(named)

    def _given(self) -> Iterator[Step]:
        for number, given in enumerate(self.history.given):
            moment = self._moment(given.days_ago, given.hour, given.author)
            copies: list[tuple[PersonId, FeedbackId]] = []
            yield moment, lambda given=given, number=number, copies=copies: self._give(given, number, copies)
            yield moment + UNDO_WINDOW + timedelta(seconds=5), self._release
            if given.thanked_after is not None:
                later = moment + timedelta(hours=given.thanked_after)
                yield later, lambda copies=copies: self._thank(copies)
            if given.shared_after is not None:
                later = moment + timedelta(hours=given.shared_after)
                yield later, lambda copies=copies: self._share(copies)

    async def _name(self, named: Named) -> None:
        person, manager = self.people[named.person], self.people[named.manager]
        await self.services.people.name_manager(self.workspace_id, person.id, manager.id)
        await self._deliver()

    async def _confirm(self, named: Named) -> None:
        person, manager = self.people[named.person], self.people[named.manager]
        await self.services.people.decide_manager(self.workspace_id, manager.id, person.id, confirmed=True)
        await self._deliver()

    async def _give(self, given: Given, number: int, copies: list[tuple[PersonId, FeedbackId]]) -> None:
        author = self.people[given.author].id
        recipients = tuple(self.people[handle].id for handle in given.recipients)
        managers = await self.services.feedback.managers_of(self.workspace_id, recipients)
        form = await self.services.feedback.give_feedback(
            GiveFeedback(
                workspace_id=self.workspace_id,
                author_id=author,
                form_key=f"demo-{number}",
                recipients=recipients,
                kind=given.kind,
                text=given.text,
                visibility=_visibility(given),
                managers=managers.by_recipient,
                channel=self._channel(given.channel),
                tags=tuple(self.tags[name] for name in given.tags),
            )
        )
        copies += [(copy.recipient.id, copy.feedback.id) for copy in form.copies]
        if given.undone:
            await self.services.feedback.undo_feedback(self.workspace_id, author, form.submission.id)

    def _channel(self, name: str) -> str:
        """Its id; the app is in it from then on."""
        if not name:
            return ""
        channel = next(one for one in self.team.conversations.values() if one.name == name)
        self.team.join(channel, self.team.bot.id)
        return channel.id

    async def _release(self) -> None:
        await self.services.feedback.release_due(self.workspace_id)
        await self._deliver()

    async def _thank(self, copies: list[tuple[PersonId, FeedbackId]]) -> None:
        for recipient, feedback in copies:
            await self.services.feedback.thank_for_feedback(self.workspace_id, recipient, feedback)
        await self._deliver()

    async def _share(self, copies: list[tuple[PersonId, FeedbackId]]) -> None:
        for recipient, feedback in copies:
            await self.services.feedback.share_feedback(self.workspace_id, recipient, feedback)
        await self._deliver()

    async def _deliver(self) -> None:
        await self.services.deliverer.deliver_due(self.workspace_id)
        if self.team.clock.offset < -UNREAD.total_seconds():
            for person in self.people.values():
                self.team.app_im(person.profile.external_id).mark_read(person.profile.external_id)

    def _moment(self, days_ago: int, hour: int, handle: str) -> datetime:
        zone = ZoneInfo(self.people[handle].profile.time_zone)
        day = datetime.now(zone) - timedelta(days=days_ago)
        return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def _visibility(given: Given) -> Visibility:
    if given.channel:
        return Visibility.CHANNEL
    return Visibility.RECIPIENT_AND_MANAGER if given.with_manager else Visibility.RECIPIENT


def people_file(with_manager: tuple[str, ...]) -> str:
    """The company as the people team's file. Only those who work there; managers of those named only."""
    addresses = {one.handle: one.email for one in PEOPLE}
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(["email", "manager_email", "department", "title", "country"])
    for one in PEOPLE:
        if one.role in ("member", "admin", "guest"):
            manager = addresses[one.manager] if one.handle in with_manager else ""
            rows.writerow([one.email, manager, one.department, one.title, one.country])
    return out.getvalue()
