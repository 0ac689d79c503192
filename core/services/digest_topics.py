"""Which digest is the next one of somebody: for all that leaves something to it, or changes what it shows."""

from datetime import datetime

from core.domain import attention
from core.domain.ids import PersonId
from core.domain.messages import MessageState, Topic
from core.domain.people import Person
from core.notifications import Digest
from core.ports import UnitOfWork


def digest_topic(person_id: PersonId, period: str = "") -> Topic:
    return Topic(Digest.kind, person_id, person_id, period)


async def next_digest(
    unit: UnitOfWork, person: Person, since: datetime, now: datetime
) -> tuple[Topic, datetime] | None:
    """The one for what arose at `since`, and when it comes: the first after that, or, where that one has been
    sent already, the first after `now`. None for those who chose none."""
    hour = (await unit.preferences.of(person.id)).digest_hour
    if hour is None:
        return None
    topic, at = digest_at(person, hour, since)
    if at <= now:
        missed = await unit.outbox.about(topic)
        if missed is not None and missed.state is not MessageState.DUE:
            return digest_at(person, hour, now)
    return topic, at


def digest_at(person: Person, hour: int, now: datetime) -> tuple[Topic, datetime]:
    digest = attention.next_digest(now, hour, person.profile.time_zone)
    return digest_topic(person.id, digest.period), digest.at


async def refresh_digests(unit: UnitOfWork, person_id: PersonId) -> None:
    """Something that a digest shows has changed."""
    await unit.outbox.refresh_all(digest_topic(person_id))
