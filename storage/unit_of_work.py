"""One transaction in one workspace, as the services see it."""

from core.domain.workspaces import Access, Workspace
from core.ports import (
    Audit,
    Drafts,
    FeedbackRecords,
    Grants,
    Members,
    Outbox,
    Pauses,
    People,
    Replies,
    ReportingLines,
    Reports,
    Requests,
    Revisions,
)
from storage.repositories import workspaces
from storage.repositories.audit import SqlAudit
from storage.repositories.drafts import SqlDrafts
from storage.repositories.feedback import SqlFeedback
from storage.repositories.grants import SqlGrants
from storage.repositories.lines import SqlReportingLines
from storage.repositories.members import SqlMembers
from storage.repositories.outbox import SqlOutbox
from storage.repositories.pauses import SqlPauses
from storage.repositories.people import SqlPeople
from storage.repositories.replies import SqlReplies
from storage.repositories.reports import SqlReports
from storage.repositories.requests import SqlRequests
from storage.repositories.revisions import SqlRevisions
from storage.statements import Scope


class SqlUnitOfWork:
    """Lives inside a transaction that storage.engine opened, and that is rolled back unless `commit` was
    called."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection
        self.workspace_id = scope.workspace_id
        self.people: People = SqlPeople(scope)
        self.lines: ReportingLines = SqlReportingLines(scope)
        self.grants: Grants = SqlGrants(scope)
        self.members: Members = SqlMembers(scope)
        self.feedback: FeedbackRecords = SqlFeedback(scope)
        self.requests: Requests = SqlRequests(scope)
        self.revisions: Revisions = SqlRevisions(scope)
        self.replies: Replies = SqlReplies(scope)
        self.reports: Reports = SqlReports(scope)
        self.pauses: Pauses = SqlPauses(scope)
        self.audit: Audit = SqlAudit(scope)
        self.drafts: Drafts = SqlDrafts(scope)
        self.outbox: Outbox = SqlOutbox(scope)

    async def workspace(self) -> Workspace:
        return await workspaces.get(self._connection, self.workspace_id)

    async def save_access(self, access: Access) -> None:
        await workspaces.save_access(self._connection, self.workspace_id, access)

    async def commit(self) -> None:
        await self._connection.commit()
