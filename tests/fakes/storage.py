"""The storage ports in memory, for tests of what stands on them. Passes the same contract suite as the
databases.

A unit of work changes a copy of the committed state; committing puts the copy in its place. Writers take
turns, readers see what was committed when they began.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from core.domain.ids import WorkspaceId, new_id
from core.domain.workspaces import Access, Workspace
from core.ports import (
    DELIVERY,
    Audit,
    Drafts,
    FeedbackRecords,
    Grants,
    Lease,
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
    UnitOfWork,
)
from tests.fakes.storage_delivery import FakeDrafts, FakeOutbox
from tests.fakes.storage_feedback import FakeFeedback
from tests.fakes.storage_people import FakeGrants, FakeMembers, FakePeople, FakeReportingLines
from tests.fakes.storage_preferences import FakePreferences
from tests.fakes.storage_requests import FakeRequests
from tests.fakes.storage_search import FakeNotes, FakeSearch
from tests.fakes.storage_state import State
from tests.fakes.storage_tags import FakeTags
from tests.fakes.storage_talk import FakeAudit, FakePauses, FakeReplies, FakeReports, FakeRevisions


@dataclass
class HeldLease:
    holder: str
    fence: int
    expires_at: float


class FakeStore:
    """Implements core.ports.Store and core.ports.Leases.

    `pass_time` moves the database's clock forward, by which leases end and sends grow old. Set `away` to an
    exception and every transaction raises it when it begins; set `refuse_commit` to one and the next commit
    raises it, changing nothing.
    """

    def __init__(self) -> None:
        self.states: dict[WorkspaceId, State] = {}
        self.leases: dict[tuple[WorkspaceId, str], HeldLease] = {}
        self.away: Exception | None = None
        self.refuse_commit: Exception | None = None
        self._turn = asyncio.Lock()
        self._passed = 0.0

    def pass_time(self, by: timedelta) -> None:
        self._passed += by.total_seconds()

    def now(self) -> float:
        """The database's clock, in seconds."""
        return time.monotonic() + self._passed

    def holds(self, workspace_id: WorkspaceId, fence: int) -> bool:
        lease = self.leases.get((workspace_id, DELIVERY))
        return lease is not None and lease.fence == fence and lease.expires_at > self.now()

    @asynccontextmanager
    async def writing(self, workspace_id: WorkspaceId) -> AsyncGenerator[UnitOfWork]:
        async with self._turn:
            self._answer()
            yield FakeUnitOfWork(self, self.states[workspace_id].copied())

    @asynccontextmanager
    async def reading(self, workspace_id: WorkspaceId) -> AsyncGenerator[UnitOfWork]:
        self._answer()
        yield FakeUnitOfWork(self, self.states[workspace_id].copied())

    def _answer(self) -> None:
        if self.away is not None:
            raise self.away

    async def ensure_workspace(
        self, platform: str, external_id: str, name: str, enterprise_id: str | None
    ) -> Workspace:
        async with self._turn:
            self._answer()
            for state in self.states.values():
                if (state.workspace.platform, state.workspace.external_id) == (platform, external_id):
                    state.workspace = replace(state.workspace, name=name, enterprise_id=enterprise_id)
                    return state.workspace
            workspace = Workspace(WorkspaceId(new_id()), platform, external_id, name, enterprise_id)
            self.states[workspace.id] = State(workspace)
            return workspace

    async def workspaces(self) -> list[Workspace]:
        self._answer()
        known = (state.workspace for state in self.states.values())
        return sorted(known, key=lambda workspace: (workspace.platform, workspace.external_id))

    async def acquire(
        self, workspace_id: WorkspaceId, name: str, holder: str, ttl: timedelta
    ) -> Lease | None:
        self._answer()
        lease, now = self.leases.get((workspace_id, name)), self.now()
        expires_at = now + ttl.total_seconds()
        if lease is None:
            lease = self.leases[workspace_id, name] = HeldLease(holder, 1, expires_at)
        elif lease.expires_at <= now:
            lease.holder, lease.fence, lease.expires_at = holder, lease.fence + 1, expires_at
        elif lease.holder == holder:
            lease.expires_at = expires_at
        else:
            return None
        return Lease(workspace_id, name, holder, lease.fence)

    async def release(self, lease: Lease) -> None:
        self._answer()
        held = self.leases.get((lease.workspace_id, lease.name))
        if held is not None and (held.holder, held.fence) == (lease.holder, lease.fence):
            held.expires_at = 0.0


class FakeUnitOfWork:
    def __init__(self, store: FakeStore, state: State) -> None:
        self._store, self._state = store, state
        self.workspace_id = state.workspace.id
        self.people: People = FakePeople(state)
        self.lines: ReportingLines = FakeReportingLines(state)
        self.grants: Grants = FakeGrants(state)
        self.members: Members = FakeMembers(state)
        self.tags: Tags = FakeTags(state)
        self.feedback: FeedbackRecords = FakeFeedback(state)
        self.search: Search = FakeSearch(state)
        self.requests: Requests = FakeRequests(state)
        self.revisions: Revisions = FakeRevisions(state)
        self.replies: Replies = FakeReplies(state)
        self.reports: Reports = FakeReports(state)
        self.pauses: Pauses = FakePauses(state)
        self.audit: Audit = FakeAudit(state)
        self.notes: Notes = FakeNotes(state)
        self.preferences: PersonalPreferences = FakePreferences(state)
        self.drafts: Drafts = FakeDrafts(state)
        self.outbox: Outbox = FakeOutbox(state, partial(store.holds, self.workspace_id), store.now)

    async def workspace(self) -> Workspace:
        return self._state.workspace

    async def save_access(self, access: Access) -> None:
        self._state.workspace = replace(self._state.workspace, access=access)

    async def commit(self) -> None:
        await asyncio.sleep(0)  # a real one lets others run, too
        if self._store.refuse_commit is not None:
            refused, self._store.refuse_commit = self._store.refuse_commit, None
            raise refused
        self._store.states[self.workspace_id] = self._state.copied()
