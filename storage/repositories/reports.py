"""Reports of problems, with whoever may read them; what they say is sealed."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from core.domain.ids import PersonId, ReportId
from core.domain.reports import Report, ReportItem
from storage.repositories.people import SqlPeople
from storage.sealing import Place
from storage.statements import Scope, insert
from storage.tables import report_readers, reports


class SqlReports:
    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._here = reports.c.workspace_id == scope.workspace_id

    async def add(self, report: Report) -> bool:
        statement = (
            insert(self._connection, reports)
            .values(
                workspace_id=self._scope.workspace_id,
                id=report.id,
                feedback_id=report.feedback_id,
                form_key=report.form_key,
                reporter_id=report.reporter_id,
                about_id=report.about_id,
                reason_sealed=self._scope.keyring.seal(report.reason, self._place(report.id)),
                created_at=report.created_at,
            )
            .on_conflict_do_nothing(index_elements=["workspace_id", "form_key"])
            .returning(reports.c.id)
        )
        if (await self._connection.execute(statement)).first() is None:
            return False
        rows = [
            {
                "workspace_id": self._scope.workspace_id,
                "report_id": report.id,
                "person_id": person_id,
                "position": position,
            }
            for position, person_id in enumerate(report.readers)
        ]
        if rows:
            await self._connection.execute(insert(self._connection, report_readers), rows)
        return True

    async def get(self, report_id: ReportId) -> ReportItem | None:
        return await self._where(reports.c.id == report_id)

    async def by_form_key(self, form_key: str) -> ReportItem | None:
        return await self._where(reports.c.form_key == form_key)

    async def _where(self, condition: ColumnElement[bool]) -> ReportItem | None:
        row = (await self._connection.execute(select(reports).where(self._here, condition))).one_or_none()
        if row is None:
            return None
        named = (
            select(report_readers.c.person_id)
            .where(
                report_readers.c.workspace_id == self._scope.workspace_id,
                report_readers.c.report_id == row.id,
            )
            .order_by(report_readers.c.position)
        )
        who_reads: tuple[PersonId, ...] = tuple(await self._connection.scalars(named))
        handled_by = [row.handled_by] if row.handled_by else []
        people = await SqlPeople(self._scope).get_many(
            list({row.reporter_id, row.about_id, *who_reads, *handled_by})
        )
        report = Report(
            id=row.id,
            workspace_id=row.workspace_id,
            feedback_id=row.feedback_id,
            form_key=row.form_key,
            reporter_id=row.reporter_id,
            about_id=row.about_id,
            reason=self._scope.keyring.open(row.reason_sealed, self._place(row.id)),
            created_at=row.created_at,
            readers=who_reads,
            handled_at=row.handled_at,
            handled_by=row.handled_by,
        )
        return ReportItem(
            report,
            people[row.reporter_id].ref,
            people[row.about_id].ref,
            tuple(people[one].ref for one in who_reads),
            people[row.handled_by].ref if row.handled_by else None,
        )

    async def made_by(self, reporter_id: PersonId, limit: int) -> list[ReportItem]:
        newest = (
            select(reports.c.id)
            .where(self._here, reports.c.reporter_id == reporter_id)
            .order_by(reports.c.created_at.desc(), reports.c.id.desc())
            .limit(limit)
        )
        found = [await self.get(report_id) for report_id in list(await self._connection.scalars(newest))]
        return [item for item in found if item is not None]

    async def handle(self, report_id: ReportId, by: PersonId, at: datetime) -> bool:
        changed = await self._connection.execute(
            update(reports)
            .where(self._here, reports.c.id == report_id, reports.c.handled_at.is_(None))
            .values(handled_at=at, handled_by=by)
        )
        return changed.rowcount == 1

    def _place(self, report_id: ReportId) -> Place:
        return Place(self._scope.workspace_id, "reports", "reason", report_id)
