"""What people typed and have not sent: kept, opened again, discarded."""

from collections.abc import Mapping
from datetime import datetime

from core.domain.drafts import Draft, DraftValue
from core.domain.ids import DraftId, PersonId, WorkspaceId
from core.ports import Clock, Store, Wake


class DraftService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def keep_draft(
        self, workspace_id: WorkspaceId, person_id: PersonId, form: str, key: str, content: Mapping[str, DraftValue], *, tell: bool = False
    ) -> DraftId:
        """`tell`: also send the person a message with a button that opens it (where there is no other way to show them one)."""
        ...

    async def open_draft(self, workspace_id: WorkspaceId, person_id: PersonId, draft_id: DraftId) -> Draft:
        """Raises NotFound for anyone else's, and for one that is gone."""
        ...

    async def discard_draft(self, workspace_id: WorkspaceId, person_id: PersonId, draft_id: DraftId) -> None: ...

    async def list_drafts(self, workspace_id: WorkspaceId, person_id: PersonId, limit: int = 10) -> list[Draft]: ...

    async def purge_drafts(self, workspace_id: WorkspaceId) -> int: ...
