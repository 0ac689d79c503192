"""Mornings of working days, in everybody's own time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import working_days

MONDAY = date(2026, 11, 2)
FRIDAY = date(2026, 11, 6)
SATURDAY = date(2026, 11, 7)
ZONES = st.sampled_from(["UTC", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Kiritimati", "Nowhere/Such"])
MOMENTS = st.integers(0, 10**9).map(lambda seconds: datetime.fromtimestamp(1_000_000_000 + seconds, UTC))


def test_five_working_days_later_is_the_same_day_next_week() -> None:
    for number in range(5):
        day = MONDAY + timedelta(days=number)
        assert working_days.days_later(day, 5) == day + timedelta(days=7)
    assert working_days.days_later(SATURDAY, 5) == date(2026, 11, 13)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (MONDAY, date(2026, 10, 30)),
        (FRIDAY, date(2026, 11, 5)),
        (SATURDAY, FRIDAY),
        (date(2026, 11, 8), FRIDAY),
    ],
)
def test_the_working_day_before(day: date, before: date) -> None:
    assert working_days.day_before(day) == before


def test_nine_o_clock_is_theirs() -> None:
    assert working_days.morning(MONDAY, "Asia/Kolkata") == datetime(2026, 11, 2, 3, 30, tzinfo=UTC)
    assert working_days.morning(MONDAY, "America/New_York") == datetime(2026, 11, 2, 14, tzinfo=UTC)
    summer = date(2026, 7, 1)
    assert working_days.morning(summer, "America/New_York") == datetime(2026, 7, 1, 13, tzinfo=UTC)


def test_the_day_it_is_depends_on_where_one_is() -> None:
    late = datetime(2026, 11, 6, 22, tzinfo=UTC)
    assert working_days.day_at(late, "UTC") == FRIDAY
    assert working_days.day_at(late, "Asia/Tokyo") == SATURDAY
    assert working_days.at_work(late, "UTC") == late
    assert working_days.at_work(late, "Asia/Tokyo") == datetime(2026, 11, 9, 0, tzinfo=UTC)


@given(MOMENTS, ZONES)
def test_what_comes_next_is_later_and_a_working_morning(moment: datetime, zone: str) -> None:
    for found in (working_days.next_morning(moment, zone), working_days.next_week(moment, zone)):
        assert moment < found <= moment + timedelta(days=8)
        assert working_days.is_working_day(working_days.day_at(found, zone))
        assert working_days.morning(working_days.day_at(found, zone), zone) == found
    assert working_days.day_at(working_days.next_week(moment, zone), zone).isoweekday() == 1
    at_work = working_days.at_work(moment, zone)
    assert at_work >= moment
    assert working_days.is_working_day(working_days.day_at(at_work, zone))
