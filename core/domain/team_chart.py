"""A team over time: what its manager could read about all of it, month by month. Never by person."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.domain import working_days
from core.domain.feedback import FeedbackKind

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    counts: Mapping[FeedbackKind, int]  # of every kind


def first_of_months(today: date) -> tuple[date, ...]:
    """The first days of the last twelve months, this one included, oldest first."""
    number = today.year * 12 + today.month - 1
    return tuple(date(one // 12, one % 12 + 1, 1) for one in range(number - MONTHS + 1, number + 1))


def by_month(
    said: Iterable[tuple[datetime, FeedbackKind]], now: datetime, time_zone: str
) -> tuple[Month, ...]:
    """Months as they are where `time_zone` is; what is older than they are doesn't count."""
    counts = Counter((working_days.day_at(at, time_zone).replace(day=1), kind) for at, kind in said)
    months = first_of_months(working_days.day_at(now, time_zone))
    return tuple(Month(first, {kind: counts[first, kind] for kind in FeedbackKind}) for first in months)
