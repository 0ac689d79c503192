"""Replies, versions, reports, pauses and the audit, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.domain.feedback import SubmissionState
from core.domain.ids import FeedbackId, PersonId, ReplyId, ReportId, SubmissionId
from core.domain.replies import Reply, Thread, ThreadItem
from core.domain.reports import AuditEntry, Pause, Report, ReportItem
from core.domain.revisions import Version
from tests.fakes.storage_state import State


class FakeRevisions:
    def __init__(self, state: State) -> None:
        self._submissions, self._versions = state.submissions, state.versions

    async def edit(self, submission_id: SubmissionId, text: str, seen: int, at: datetime) -> bool:
        stored = self._submissions.get(submission_id)
        if not self._open(submission_id, at) or stored is None or stored.edits != seen:
            return False
        self._versions[submission_id, seen] = Version(seen, stored.text, at)
        self._submissions[submission_id] = replace(stored, text=text, edits=seen + 1, edited_at=at)
        return True

    async def withdraw(self, submission_id: SubmissionId, at: datetime) -> bool:
        if not self._open(submission_id, at):
            return False
        stored = self._submissions[submission_id]
        self._submissions[submission_id] = replace(stored, state=SubmissionState.WITHDRAWN, edit_until=None)
        return True

    def _open(self, submission_id: SubmissionId, at: datetime) -> bool:
        stored = self._submissions.get(submission_id)
        if stored is None or stored.edit_until is None:
            return False
        return stored.state is SubmissionState.SENT and stored.edit_until > at

    async def any_window_over(self, until: datetime) -> bool:
        return any(one.edit_until and one.edit_until <= until for one in self._submissions.values())

    async def close_windows(self, until: datetime, limit: int) -> list[tuple[SubmissionId, PersonId]]:
        over = [one for one in self._submissions.values() if one.edit_until and one.edit_until <= until]
        closed = sorted(over, key=lambda one: (one.edit_until, one.id))[:limit]
        for one in closed:
            self._submissions[one.id] = replace(one, edit_until=None)
        return [(one.id, one.author_id) for one in closed]

    async def versions(self, submission_id: SubmissionId, limit: int) -> list[Version]:
        kept = [one for (of, _), one in self._versions.items() if of == submission_id]
        return sorted(kept, key=lambda one: one.number)[-limit:]


class FakeReplies:
    def __init__(self, state: State) -> None:
        self._state, self._replies = state, state.replies

    async def add(self, reply: Reply) -> bool:
        if await self.by_form_key(reply.form_key) is not None:
            return False
        self._replies[reply.id] = reply
        return True

    async def get(self, reply_id: ReplyId) -> Reply | None:
        reply = self._replies.get(reply_id)
        return reply if reply is not None and reply.feedback_id in self._state.copies else None

    async def by_form_key(self, form_key: str) -> Reply | None:
        return next((one for one in self._standing() if one.form_key == form_key), None)

    async def edit(self, reply_id: ReplyId, text: str, seen: int, at: datetime) -> bool:
        reply = await self.get(reply_id)
        if reply is None or reply.deleted_at is not None or reply.edits != seen:
            return False
        self._replies[reply_id] = replace(reply, text=text, edits=seen + 1, edited_at=at)
        return True

    async def delete(self, reply_id: ReplyId, at: datetime) -> bool:
        reply = await self.get(reply_id)
        if reply is None or reply.deleted_at is not None:
            return False
        self._replies[reply_id] = replace(reply, deleted_at=at)
        return True

    async def mark_unreachable(self, reply_id: ReplyId) -> None:
        if reply_id in self._replies:
            self._replies[reply_id] = replace(self._replies[reply_id], unreachable=True)

    async def thread(self, feedback_id: FeedbackId, limit: int, *, deleted: bool = False) -> Thread:
        about = [
            one
            for one in self._standing()
            if one.feedback_id == feedback_id and (deleted or one.deleted_at is None)
        ]
        people = self._state.people
        items = [ThreadItem(one, people[one.author_id].ref) for one in about]
        return Thread(tuple(items[-limit:]), len(items) > limit)

    async def about(self, feedback_ids: Sequence[FeedbackId]) -> list[Reply]:
        found = [r for r in self._standing() if r.feedback_id in feedback_ids and r.deleted_at is None]
        return sorted(found, key=lambda reply: reply.feedback_id)

    async def ids_of(self, feedback_ids: Sequence[FeedbackId]) -> list[tuple[FeedbackId, ReplyId]]:
        return [(one.feedback_id, one.id) for one in self._standing() if one.feedback_id in feedback_ids]

    def _standing(self) -> list[Reply]:
        """Those whose feedback has not been erased, oldest first."""
        there = (one for one in self._replies.values() if one.feedback_id in self._state.copies)
        return sorted(there, key=lambda one: (one.created_at, one.id))


class FakeReports:
    def __init__(self, state: State) -> None:
        self._state, self._reports = state, state.reports

    async def add(self, report: Report) -> bool:
        if any(one.form_key == report.form_key for one in self._standing()):
            return False
        self._reports[report.id] = report
        return True

    async def get(self, report_id: ReportId) -> ReportItem | None:
        return next((self._item(one) for one in self._standing() if one.id == report_id), None)

    async def by_form_key(self, form_key: str) -> ReportItem | None:
        return next((self._item(one) for one in self._standing() if one.form_key == form_key), None)

    async def made_by(self, reporter_id: PersonId, limit: int) -> list[ReportItem]:
        made = [one for one in self._standing() if one.reporter_id == reporter_id]
        newest = sorted(made, key=lambda one: (one.created_at, one.id), reverse=True)
        return [self._item(one) for one in newest[:limit]]

    async def handle(self, report_id: ReportId, by: PersonId, at: datetime) -> bool:
        report = self._reports.get(report_id)
        if report is None or report.handled_at is not None:
            return False
        self._reports[report_id] = replace(report, handled_at=at, handled_by=by)
        return True

    def _standing(self) -> list[Report]:
        return [one for one in self._reports.values() if one.feedback_id in self._state.copies]

    def _item(self, report: Report) -> ReportItem:
        people = self._state.people
        return ReportItem(
            report,
            people[report.reporter_id].ref,
            people[report.about_id].ref,
            tuple(people[one].ref for one in report.readers),
            people[report.handled_by].ref if report.handled_by else None,
        )


class FakePauses:
    def __init__(self, state: State) -> None:
        self._pauses = state.pauses

    async def add(self, pause: Pause) -> bool:
        if (pause.person_id, pause.from_id) in self._pauses:
            return False
        self._pauses[pause.person_id, pause.from_id] = pause
        return True

    async def remove(self, person_id: PersonId, from_id: PersonId) -> bool:
        return self._pauses.pop((person_id, from_id), None) is not None

    async def has(self, person_id: PersonId, from_id: PersonId) -> bool:
        return (person_id, from_id) in self._pauses

    async def of(self, person_id: PersonId, limit: int) -> list[Pause]:
        theirs = sorted((one for one in self._pauses.values() if one.person_id == person_id), key=_by_other)
        return sorted(theirs, key=lambda one: one.since, reverse=True)[:limit]

    async def remove_all(self, person_id: PersonId) -> None:
        for pair in [pair for pair in self._pauses if person_id in pair]:
            del self._pauses[pair]


def _by_other(pause: Pause) -> str:
    return pause.from_id


class FakeAudit:
    def __init__(self, state: State) -> None:
        self._audit = state.audit

    async def add(self, entry: AuditEntry) -> None:
        self._audit[entry.id] = entry

    async def of(self, subject_id: str, limit: int) -> list[AuditEntry]:
        about = [one for one in self._audit.values() if one.subject_id == subject_id]
        return sorted(about, key=lambda one: (one.at, one.id))[-limit:]
