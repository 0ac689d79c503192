"""What people chose about what Everloop sends them."""

from core.domain.attention import HOURS, Preferences
from core.domain.errors import NotFound
from core.domain.ids import PersonId, WorkspaceId
from core.domain.messages import MessageState
from core.domain.people import Person
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.digest_topics import digest_at


class AttentionService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def preferences_of(self, workspace_id: WorkspaceId, person_id: PersonId) -> Preferences:
        async with self._store.reading(workspace_id) as unit:
            return await unit.preferences.of(person_id)

    async def choose(self, workspace_id: WorkspaceId, chosen: Preferences) -> None:
        """Counts from now on, also for what waits: without a digest, what was left to the next one comes now;
        at another hour, it comes then. The same again changes nothing. Raises NotFound."""
        if chosen.digest_hour is not None and chosen.digest_hour not in HOURS:
            raise NotFound("out-of-date")
        async with self._store.writing(workspace_id) as unit:
            person = await unit.people.get(chosen.person_id)
            if person is None:
                raise NotFound("error-gone")
            before = await unit.preferences.of(person.id)
            await unit.preferences.save(chosen)
            if before.digest_hour is not None and before.digest_hour != chosen.digest_hour:
                await self._move_digest(unit, person, before.digest_hour, chosen.digest_hour)
            await unit.commit()
        self._wake()

    async def _move_digest(self, unit: UnitOfWork, person: Person, before: int, hour: int | None) -> None:
        """The one that something was left to already."""
        now = self._clock.now()
        topic, _ = digest_at(person, before, now)
        planned = await unit.outbox.about(topic)
        if planned is None or planned.state is not MessageState.DUE or planned.ref is not None:
            return  # there is none, or it has come already
        if hour is None:
            await unit.outbox.tell(topic, now)
            return
        await unit.outbox.withdraw(topic)
        await unit.outbox.tell(*digest_at(person, hour, now))
