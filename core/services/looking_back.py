"""Look back: find feedback again among all that one may read."""

from dataclasses import replace

from core.domain.feedback import FeedbackItem
from core.domain.ids import PersonId, WorkspaceId
from core.domain.looking_back import LISTED, Filters
from core.domain.paging import Cursor, Page
from core.domain.tags import Tag
from core.ports import Store, Wake
from core.services.feedback_reading import as_seen_by

BATCH = 5
"""So many submissions are indexed in one transaction: few enough that nobody waits for it. Whoever saves
something meanwhile has their turn after each."""

AT_A_TIME = 100
"""So many are indexed before other work has its turn."""


class LookingBackService:
    def __init__(self, store: Store, wake: Wake) -> None:
        self._store, self._wake = store, wake

    async def search(
        self,
        workspace_id: WorkspaceId,
        viewer: PersonId,
        filters: Filters,
        cursor: Cursor | None = None,
        limit: int = 5,
    ) -> Page[FeedbackItem]:
        """Newest first, each as this person may see it."""
        async with self._store.reading(workspace_id) as unit:
            page = await unit.search.page(viewer, filters, cursor, limit)
        listed = (item for item in page.items if item.submission.state in LISTED)
        seen = (as_seen_by(viewer, item) for item in listed)
        return replace(page, items=tuple(item for item in seen if item is not None))

    async def offered_tags(self, workspace_id: WorkspaceId) -> tuple[Tag, ...]:
        async with self._store.reading(workspace_id) as unit:
            return tuple(await unit.tags.offered())

    async def catch_up(self, workspace_id: WorkspaceId) -> int:
        """Makes findable what has changed, up to AT_A_TIME submissions. Returns how many."""
        async with self._store.reading(workspace_id) as unit:
            if not await unit.search.is_behind():
                return 0
        done = 0
        while done < AT_A_TIME:
            async with self._store.writing(workspace_id) as unit:
                batch = await unit.search.catch_up(BATCH)
                await unit.commit()
            done += batch
            if batch < BATCH:
                break
        return done
