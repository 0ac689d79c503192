"""What people typed and have not sent: kept, opened again, discarded."""

from collections.abc import Mapping
from datetime import datetime

from core.domain.drafts import KEEP_FOR, Draft, DraftValue
from core.domain.errors import NotFound
from core.domain.ids import DraftId, PersonId, WorkspaceId, new_id
from core.domain.messages import Message, Topic
from core.notifications import DraftKept
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.delivery import Describe, OnFailure
from core.services.digest_topics import refresh_digests


class DraftService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def keep_draft(
        self,
        workspace_id: WorkspaceId,
        person_id: PersonId,
        form: str,
        key: str,
        content: Mapping[str, DraftValue],
        *,
        tell: bool = False,
    ) -> DraftId:
        """Keeps it for 30 days from now, over what was kept for the same form and key. `tell`: also send the
        person a message with a button that opens it (where there is no other way to show them one)."""
        now = self._clock.now()
        draft = Draft(DraftId(new_id()), person_id, form, key, content, now, now + KEEP_FOR)
        async with self._store.writing(workspace_id) as unit:
            draft_id = await unit.drafts.put(draft)
            if tell:
                await unit.outbox.tell(Topic(DraftKept.kind, person_id, draft_id), now)
            await unit.commit()
        if tell:
            self._wake()
        return draft_id

    async def open_draft(self, workspace_id: WorkspaceId, person_id: PersonId, draft_id: DraftId) -> Draft:
        """Raises NotFound for anyone else's, and for one that is gone."""
        async with self._store.reading(workspace_id) as unit:
            draft = await unit.drafts.get(draft_id)
        if draft is None or draft.person_id != person_id or draft.expires_at <= self._clock.now():
            raise NotFound("error-draft-gone")
        return draft

    async def discard_draft(self, workspace_id: WorkspaceId, person_id: PersonId, draft_id: DraftId) -> None:
        """Once it is gone, discarding it again changes nothing. Somebody else's is left alone."""
        async with self._store.writing(workspace_id) as unit:
            discarded = await use_up(unit, person_id, draft_id)
            await unit.commit()
        if discarded:
            self._wake()

    async def list_drafts(
        self, workspace_id: WorkspaceId, person_id: PersonId, limit: int = 10
    ) -> list[Draft]:
        """Newest first."""
        async with self._store.reading(workspace_id) as unit:
            return await waiting_drafts(unit, person_id, self._clock.now(), limit)

    async def purge_drafts(self, workspace_id: WorkspaceId) -> int:
        """Deletes those that have expired, a batch a transaction; returns how many."""
        purged = 0
        while True:
            async with self._store.writing(workspace_id) as unit:
                batch = await unit.drafts.purge(self._clock.now())
                await unit.commit()
            purged += batch
            if not batch:
                return purged


async def use_up(unit: UnitOfWork, person_id: PersonId, draft_id: DraftId) -> bool:
    """Discards a draft of this person and brings the message about it up to date; False if it is not
    theirs."""
    draft = await unit.drafts.get(draft_id)
    if draft is None or draft.person_id != person_id:
        return False
    discarded = await unit.drafts.discard(draft_id)
    await unit.outbox.refresh(Topic(DraftKept.kind, person_id, draft_id))
    await refresh_digests(unit, person_id)
    return discarded


async def waiting_drafts(unit: UnitOfWork, person_id: PersonId, now: datetime, limit: int) -> list[Draft]:
    """Newest first, without those that have expired."""
    kept = await unit.drafts.of(person_id, limit)
    return [draft for draft in kept if draft.expires_at > now]


async def describe_kept(unit: UnitOfWork, message: Message) -> DraftKept | None:
    """Once the draft is used there is nothing to say, unless the message stands there already: then it says
    so."""
    draft_id = DraftId(message.topic.subject_id)
    draft = await unit.drafts.get(draft_id)
    if draft is not None:
        return DraftKept(draft_id, draft.form, waiting=True)
    return DraftKept(draft_id, "", waiting=False) if message.ref else None


DESCRIBE: Mapping[str, Describe] = {DraftKept.kind: describe_kept}

ON_FAILURE: Mapping[str, OnFailure] = {}
