"""When people work: Monday to Friday, in their own time zone. They are asked for something only then."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MORNING = time(9)

_ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5


def day_at(moment: datetime, time_zone: str) -> date:
    """The day it is somewhere. `time_zone` is an IANA name; one that nobody knows counts as UTC."""
    return moment.astimezone(_zone(time_zone)).date()


def morning(day: date, time_zone: str) -> datetime:
    """Nine o'clock there, in UTC."""
    return moment_on(day, MORNING, time_zone)


def beginning_of(day: date, time_zone: str) -> datetime:
    """Midnight there, in UTC."""
    return moment_on(day, time(), time_zone)


def moment_on(day: date, at: time, time_zone: str) -> datetime:
    """That time of that day there, in UTC."""
    return datetime.combine(day, at, _zone(time_zone)).astimezone(UTC)


def days_later(day: date, count: int) -> date:
    """The working day so many working days after `day`."""
    while count:
        day += _ONE_DAY
        count -= is_working_day(day)
    return day


def day_before(day: date) -> date:
    """The last working day before `day`."""
    day -= _ONE_DAY
    while not is_working_day(day):
        day -= _ONE_DAY
    return day


def next_morning(moment: datetime, time_zone: str) -> datetime:
    """The morning of the next working day that begins after `moment`'s own."""
    return morning(days_later(day_at(moment, time_zone), 1), time_zone)


def next_week(moment: datetime, time_zone: str) -> datetime:
    """The first working morning of the week after this one."""
    today = day_at(moment, time_zone)
    return morning(today + timedelta(days=8 - today.isoweekday()), time_zone)


def at_work(moment: datetime, time_zone: str) -> datetime:
    """`moment` itself on a working day of theirs, else the next working morning."""
    return moment if is_working_day(day_at(moment, time_zone)) else next_morning(moment, time_zone)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
