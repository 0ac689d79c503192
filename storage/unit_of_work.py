"""One transaction in one workspace, as the services see it."""

from collections.abc import Callable, Mapping
from typing import Any

from core.domain.workspaces import Access, Workspace
from core.ports import (
    Audit,
    Drafts,
    FeedbackRecords,
    Grants,
    Members,
    Notes,
    Outbox,
    Pauses,
    People,
    PersonalPreferences,
    Replies,
    ReportingLines,
    Reports,
    Requests,
    Revisions,
    Search,
    Tags,
)
from storage.repositories import workspaces
from storage.repositories.audit import SqlAudit
from storage.repositories.drafts import SqlDrafts
from storage.repositories.feedback import SqlFeedback
from storage.repositories.grants import SqlGrants
from storage.repositories.lines import SqlReportingLines
from storage.repositories.members import SqlMembers
from storage.repositories.notes import SqlNotes
from storage.repositories.outbox import SqlOutbox
from storage.repositories.pauses import SqlPauses
from storage.repositories.people import SqlPeople
from storage.repositories.preferences import SqlPreferences
from storage.repositories.replies import SqlReplies
from storage.repositories.reports import SqlReports
from storage.repositories.requests import SqlRequests
from storage.repositories.revisions import SqlRevisions
from storage.repositories.search import SqlSearch
from storage.repositories.tags import SqlTags
from storage.statements import Scope


class SqlUnitOfWork:
    """Lives inside a transaction that storage.engine opened, and that is rolled back unless `commit` was
    called. A repository is made when it is first asked for: most transactions need only a few."""

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

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self.workspace_id = scope.workspace_id

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there yet: makes the repository of that name, once."""
        if name not in _REPOSITORIES:
            raise AttributeError(name)
        repository = _REPOSITORIES[name](self._scope)
        setattr(self, name, repository)
        return repository

    async def workspace(self) -> Workspace:
        return await workspaces.get(self._connection, self.workspace_id)

    async def save_access(self, access: Access) -> None:
        await workspaces.save_access(self._connection, self.workspace_id, access)

    async def commit(self) -> None:
        await self._connection.commit()


_REPOSITORIES: Mapping[str, Callable[[Scope], object]] = {
    "people": SqlPeople,
    "lines": SqlReportingLines,
    "grants": SqlGrants,
    "members": SqlMembers,
    "tags": SqlTags,
    "feedback": SqlFeedback,
    "search": SqlSearch,
    "requests": SqlRequests,
    "revisions": SqlRevisions,
    "replies": SqlReplies,
    "reports": SqlReports,
    "pauses": SqlPauses,
    "audit": SqlAudit,
    "notes": SqlNotes,
    "preferences": SqlPreferences,
    "drafts": SqlDrafts,
    "outbox": SqlOutbox,
}
