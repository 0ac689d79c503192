"""Report a problem with a feedback to the people team's admins, and have peace from whoever wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.domain import policies
from core.domain.errors import InvalidForm, NotAllowed, NotFound, Problem
from core.domain.feedback import FeedbackItem
from core.domain.ids import AuditId, DraftId, FeedbackId, PersonId, ReportId, WorkspaceId, new_id
from core.domain.messages import Message, Topic
from core.domain.people import PersonRef, Role
from core.domain.policies import Action
from core.domain.reports import (
    MAX_EVIDENCE,
    MAX_REASON,
    AuditAction,
    AuditEntry,
    Evidence,
    Pause,
    Report,
    ReportItem,
)
from core.notifications import ReportMade, ReportReceived
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.delivery import Describe, OnFailure
from core.services.drafts import use_up
from core.services.feedback_reading import without_words

FORM = "reports.make"  # the name its drafts go by
MAX_PAUSED = 5


@dataclass(frozen=True, slots=True)
class ReportProblem:
    """What somebody sent off. `admins` are those whom the form named as its readers; `pause`: no messages
    about what comes from the other one from now on."""

    workspace_id: WorkspaceId
    reporter_id: PersonId
    feedback_id: FeedbackId
    form_key: str
    reason: str
    pause: bool
    admins: frozenset[PersonId]
    draft_id: DraftId | None = None


class AdminsChanged(Exception):
    """The form named others than those who would read the report now: show it again, keeping what was typed.
    Nothing was changed."""

    def __init__(self, item: FeedbackItem, admins: tuple[PersonRef, ...]) -> None:
        super().__init__("the admins named in the form have changed")
        self.item, self.admins = item, admins


class ReportService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def readers_for(
        self, workspace_id: WorkspaceId, person_id: PersonId, feedback_id: FeedbackId
    ) -> tuple[FeedbackItem, tuple[PersonRef, ...]]:
        """The feedback, without its words, and who would read a report of it. Raises NotFound for those who
        may not report it, NotAllowed where no people team's admin could be told."""
        async with self._store.reading(workspace_id) as unit:
            item = await _reportable(unit, person_id, feedback_id)
            admins = await admins_for(unit, item)
        if not admins:
            raise NotAllowed("error-report-nobody")
        return without_words(item), admins

    async def may_report(self, workspace_id: WorkspaceId, person_id: PersonId, item: FeedbackItem) -> bool:
        """Whether to offer it."""
        if not policies.may(person_id, Action.REPORT, item):
            return False
        async with self._store.reading(workspace_id) as unit:
            return await _has_something(unit, person_id, item) and bool(await admins_for(unit, item))

    async def report_problem(self, command: ReportProblem) -> ReportItem:
        """Tells the admins, and whoever reports that they have it; whoever is reported isn't told. The same
        form again is the same report. Raises InvalidForm (field: reason), AdminsChanged, NotFound,
        NotAllowed."""
        if problems := _problems(command.reason):
            raise InvalidForm(problems)
        async with self._store.writing(command.workspace_id) as unit:
            item = await self._report(unit, command)
            if command.draft_id is not None:
                await use_up(unit, command.reporter_id, command.draft_id)
            await unit.commit()
        self._wake()
        return item

    async def _report(self, unit: UnitOfWork, command: ReportProblem) -> ReportItem:
        before = await unit.reports.by_form_key(command.form_key)
        if before is not None:
            if before.report.reporter_id != command.reporter_id:
                raise NotFound("error-gone")
            return before
        item = await _reportable(unit, command.reporter_id, command.feedback_id)
        admins = await admins_for(unit, item)
        if not admins:
            raise NotAllowed("error-report-nobody")
        if frozenset(admin.id for admin in admins) != command.admins:
            raise AdminsChanged(without_words(item), admins)
        report = self._made(command, item, admins)
        if await unit.reports.add(report):
            await self._follow_up(unit, command, report)
        return await self._report(unit, command)

    def _made(self, command: ReportProblem, item: FeedbackItem, admins: tuple[PersonRef, ...]) -> Report:
        return Report(
            id=ReportId(new_id()),
            workspace_id=command.workspace_id,
            feedback_id=command.feedback_id,
            form_key=command.form_key,
            reporter_id=command.reporter_id,
            about_id=_other(command.reporter_id, item),
            reason=command.reason,
            created_at=self._clock.now(),
            readers=tuple(admin.id for admin in admins),
        )

    async def _follow_up(self, unit: UnitOfWork, command: ReportProblem, report: Report) -> None:
        now = report.created_at
        await self._note(unit, report.reporter_id, AuditAction.REPORT_MADE, report.id)
        if command.pause and await unit.pauses.add(Pause(report.reporter_id, report.about_id, now)):
            await self._note(unit, report.reporter_id, AuditAction.PAUSE_BEGUN, report.about_id)
        for admin_id in report.readers:
            await unit.outbox.tell(Topic(ReportMade.kind, admin_id, report.id), now)
        await unit.outbox.tell(Topic(ReportReceived.kind, report.reporter_id, report.id), now)

    async def open_report(
        self, workspace_id: WorkspaceId, admin_id: PersonId, report_id: ReportId
    ) -> Evidence:
        """With all that it is about; that somebody looked is written down. Raises NotFound for everybody whom
        the report didn't name, and for who isn't a people team's admin any more."""
        async with self._store.writing(workspace_id) as unit:
            item = await _report_for(unit, admin_id, report_id)
            feedback = await unit.feedback.item(item.report.feedback_id)
            if feedback is None:
                raise NotFound("error-report-gone")
            versions = await unit.revisions.versions(feedback.submission.id, MAX_EVIDENCE)
            thread = await unit.replies.thread(feedback.feedback.id, MAX_EVIDENCE, deleted=True)
            await self._note(unit, admin_id, AuditAction.REPORT_OPENED, report_id)
            await unit.commit()
        unquoted = replace(feedback, submission=replace(feedback.submission, quote=None))
        return Evidence(item, unquoted, tuple(versions), thread.items)

    async def handle_report(
        self, workspace_id: WorkspaceId, admin_id: PersonId, report_id: ReportId
    ) -> ReportItem:
        """It has been looked into: all who know of the report read so. Handled already is fine. Raises
        NotFound as open_report does."""
        async with self._store.writing(workspace_id) as unit:
            item = await _report_for(unit, admin_id, report_id)
            if await unit.reports.handle(report_id, admin_id, self._clock.now()):
                await self._note(unit, admin_id, AuditAction.REPORT_HANDLED, report_id)
                for reader_id in item.report.readers:
                    await unit.outbox.refresh(Topic(ReportMade.kind, reader_id, report_id))
                await unit.outbox.refresh(Topic(ReportReceived.kind, item.report.reporter_id, report_id))
            item = await _report_for(unit, admin_id, report_id)
            await unit.commit()
        self._wake()
        return item

    # -- peace ---

    async def paused_by(self, workspace_id: WorkspaceId, person_id: PersonId) -> tuple[PersonRef, ...]:
        """From whom this person gets no messages, newest first. Two statements at most."""
        async with self._store.reading(workspace_id) as unit:
            pauses = await unit.pauses.of(person_id, MAX_PAUSED)
            people = await unit.people.get_many([one.from_id for one in pauses]) if pauses else {}
        return tuple(people[one.from_id].ref for one in pauses if one.from_id in people)

    async def end_pause(self, workspace_id: WorkspaceId, person_id: PersonId, from_id: PersonId) -> None:
        """Messages come again from now on. Ended already is fine."""
        async with self._store.writing(workspace_id) as unit:
            if await unit.pauses.remove(person_id, from_id):
                await self._note(unit, person_id, AuditAction.PAUSE_ENDED, from_id)
            await unit.commit()

    async def _note(self, unit: UnitOfWork, actor_id: PersonId, action: AuditAction, subject_id: str) -> None:
        await unit.audit.add(AuditEntry(AuditId(new_id()), actor_id, action, subject_id, self._clock.now()))


async def admins_for(unit: UnitOfWork, item: FeedbackItem) -> tuple[PersonRef, ...]:
    """Who could be told of a problem with it, in the order in which they were named as admins. Two statements
    at most."""
    holders = [grant.person_id for grant in await unit.grants.holders(Role.PEOPLE_ADMIN)]
    people = await unit.people.get_many(holders) if holders else {}
    roles = frozenset({Role.PEOPLE_ADMIN})
    named = [people[one] for one in holders if one in people]
    return tuple(person.ref for person in named if policies.may_get_reports(person, roles, item))


def _problems(reason: str) -> list[Problem]:
    if not reason.strip():
        return [Problem("reason", "error-text-none")]
    if len(reason) > MAX_REASON:
        return [Problem("reason", "error-text-long", {"length": len(reason), "most": MAX_REASON})]
    return []


def _other(person_id: PersonId, item: FeedbackItem) -> PersonId:
    author_id = item.submission.author_id
    return item.feedback.recipient_id if person_id == author_id else author_id


async def _reportable(unit: UnitOfWork, person_id: PersonId, feedback_id: FeedbackId) -> FeedbackItem:
    item = await unit.feedback.item(feedback_id)
    allowed = item is not None and policies.may(person_id, Action.REPORT, item)
    if item is None or not allowed or not await _has_something(unit, person_id, item):
        raise NotFound("error-feedback-gone")
    return item


async def _has_something(unit: UnitOfWork, person_id: PersonId, item: FeedbackItem) -> bool:
    """Whoever received it has; its author has once the other one replied."""
    if person_id != item.submission.author_id:
        return True
    thread = await unit.replies.thread(item.feedback.id, MAX_EVIDENCE, deleted=True)
    return any(one.author.id != person_id for one in thread.items)


async def _report_for(unit: UnitOfWork, admin_id: PersonId, report_id: ReportId) -> ReportItem:
    item = await unit.reports.get(report_id)
    roles = await unit.grants.of(admin_id)
    if item is None or not policies.may_read_report(admin_id, roles, item.report):
        raise NotFound("error-report-gone")
    return item


# -- what the messages say ---


async def describe_made(unit: UnitOfWork, message: Message) -> ReportMade | None:
    item = await unit.reports.get(ReportId(message.topic.subject_id))
    admin_id = message.topic.recipient_id
    if item is None or not policies.may_read_report(admin_id, await unit.grants.of(admin_id), item.report):
        return None
    return ReportMade(item)


async def describe_received(unit: UnitOfWork, message: Message) -> ReportReceived | None:
    item = await unit.reports.get(ReportId(message.topic.subject_id))
    person_id = message.topic.recipient_id
    if item is None or item.report.reporter_id != person_id or item.reporter.erased:
        return None
    return ReportReceived(item, await unit.pauses.has(person_id, item.report.about_id))


DESCRIBE: Mapping[str, Describe] = {
    ReportMade.kind: describe_made,
    ReportReceived.kind: describe_received,
}

ON_FAILURE: Mapping[str, OnFailure] = {}
