"""The manager's own team over time, as a picture that only they get."""

from collections.abc import Mapping
from datetime import datetime

from core.domain import working_days
from core.domain.errors import NotAllowed
from core.domain.ids import PersonId, WorkspaceId
from core.domain.messages import Message, Topic
from core.domain.people import Person
from core.domain.team_chart import Month, by_month, first_of_months
from core.notifications import TeamChart
from core.ports import Clock, Store, UnitOfWork, Wake
from core.services.notes import team_of
from core.services.sending import Describe, OnFailure


class TeamChartService:
    def __init__(self, store: Store, clock: Clock, wake: Wake) -> None:
        self._store, self._clock, self._wake = store, clock, wake

    async def send_team_chart(self, workspace_id: WorkspaceId, manager_id: PersonId) -> None:
        """By message, in a moment. Asked for again within the same minute, it is the same message. Raises
        NotAllowed where there is nothing to show."""
        now = self._clock.now()
        topic = Topic(TeamChart.kind, manager_id, manager_id, now.strftime("%Y-%m-%dT%H:%MZ"))
        async with self._store.writing(workspace_id) as unit:
            people = await unit.people.get_many([manager_id])
            months = await _months(unit, people[manager_id], topic_at=now)
            if not any(count for month in months for count in month.counts.values()):
                raise NotAllowed("error-chart-nothing")
            if await unit.outbox.about(topic) is None:
                await unit.outbox.tell(topic, now)
                await unit.commit()
        self._wake()


async def _months(unit: UnitOfWork, manager: Person, topic_at: datetime) -> tuple[Month, ...]:
    team = [person.id for person in await team_of(unit, manager.id)]
    if not team:
        return ()
    zone = manager.profile.time_zone
    oldest = first_of_months(working_days.day_at(topic_at, zone))[0]
    since = working_days.beginning_of(oldest, zone)
    return by_month(await unit.search.said_about(manager.id, team, since), topic_at, zone)


async def describe_chart(unit: UnitOfWork, message: Message) -> TeamChart | None:
    manager = await unit.people.get(message.topic.recipient_id)
    if manager is None or manager.erased:
        return None
    months = await _months(unit, manager, message.due_at)
    return TeamChart(months) if months else None


DESCRIBE: Mapping[str, Describe] = {TeamChart.kind: describe_chart}
ON_FAILURE: Mapping[str, OnFailure] = {}
