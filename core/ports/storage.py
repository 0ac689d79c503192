"""Transactions."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from core.domain.ids import (
    WorkspaceId,
)
from core.domain.workspaces import Access, Workspace
from core.ports.delivery import Outbox
from core.ports.feedback import Drafts, FeedbackRecords, Revisions, Tags
from core.ports.looking_back import Notes, Search
from core.ports.people import Grants, Members, People, PersonalPreferences, ReportingLines
from core.ports.requests import Requests
from core.ports.talking import Audit, Pauses, Replies, Reports


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
