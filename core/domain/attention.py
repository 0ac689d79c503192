"""Guarding attention: when Everloop writes to somebody, and how much one person may write to another."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.domain import working_days
from core.domain.ids import PersonId

HOURS = range(6, 21)
"""The hours at which a digest can come, where its reader lives."""

DEFAULT_HOUR = 9

LITTLE_LATER = timedelta(minutes=1)
"""A digest is made up so long after its hour: what falls due on the hour stands in it."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody chose, for everything that Everloop sends them; whoever chose nothing has the defaults.

    `reminders`: False where Everloop doesn't remind them by itself. `digest_hour`: what asks for work comes
    once a working day, in one message, at this hour of theirs; None: as it arises. What people tell them
    comes at once in any case.
    """

    person_id: PersonId
    reminders: bool = True
    digest_hour: int | None = None


@dataclass(frozen=True, slots=True)
class DigestTime:
    """When the next digest comes (in UTC), and the name that tells it from all others of this person."""

    at: datetime
    period: str


def next_digest(now: datetime, hour: int, time_zone: str) -> DigestTime:
    """The first one after `now`, on a working day of theirs. `time_zone` is an IANA name."""
    day = working_days.day_at(now, time_zone)
    while True:
        at = working_days.moment_on(day, time(hour), time_zone) + LITTLE_LATER
        if working_days.is_working_day(day) and at > now:
            return DigestTime(at, f"{day.isoformat()}T{hour:02}")
        day += timedelta(days=1)


def day_began(now: datetime, time_zone: str) -> datetime:
    """The midnight before `now` there, in UTC: since when today's feedback is counted."""
    return working_days.beginning_of(working_days.day_at(now, time_zone), time_zone)
