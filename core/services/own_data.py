"""My data: everything about and by somebody, as files that only they get."""

import asyncio
from collections.abc import Mapping

from core.domain.ids import PersonId, WorkspaceId
from core.domain.messages import Message, Topic
from core.notifications import OwnDataReady
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.own_data_files import files_of
from core.services.own_data_reading import read_own_data
from core.services.sending import Describe, OnFailure


class OwnDataService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def send_own_data(self, workspace_id: WorkspaceId, person_id: PersonId) -> None:
        """By message, in a moment. Asked for again within the same minute, it is the same message."""
        now = self._clock.now()
        topic = Topic(OwnDataReady.kind, person_id, person_id, now.strftime("%Y-%m-%dT%H:%MZ"))
        async with self._store.writing(workspace_id) as unit:
            if await unit.outbox.about(topic) is None:
                await unit.outbox.tell(topic, now)
                await unit.commit()
        self._wake()


async def describe_ready(unit: UnitOfWork, message: Message) -> OwnDataReady | None:
    """Read when it is sent, and put together beside the event loop."""
    person = await unit.people.get(message.topic.recipient_id)
    if person is None or person.erased:
        return None
    data = await read_own_data(unit, person, message.due_at)
    return OwnDataReady(await asyncio.to_thread(files_of, data, message.due_at))


DESCRIBE: Mapping[str, Describe] = {OwnDataReady.kind: describe_ready}
ON_FAILURE: Mapping[str, OnFailure] = {}
