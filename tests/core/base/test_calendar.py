"""Rest days by the Chinese calendar, working hours in the group's zone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.calendar import is_rest_day, is_working_time
from core.base.clock import from_iso

NINE_TO_SIX = (9 * 60, 18 * 60)


@pytest.mark.parametrize(
    ("day", "rest"),
    [
        ("2026-03-04", False),
        ("2026-03-07", True),
        ("2026-02-17", True),
        ("2026-02-28", False),
        ("2025-10-08", True),
        ("2025-10-11", False),
        ("2024-02-04", False),
        ("2031-05-01", True),
        ("2031-10-03", True),
        ("2031-10-08", False),
    ],
)
def test_rest_days_of_the_chinese_calendar(day: str, rest: bool) -> None:
    assert is_rest_day(date.fromisoformat(day), "cn") is rest


def test_other_calendars() -> None:
    working_saturday, holiday = date(2026, 2, 28), date(2026, 2, 17)
    assert is_rest_day(working_saturday, "weekend")
    assert not is_rest_day(holiday, "weekend")
    assert not is_rest_day(working_saturday, "none")


def test_working_hours_are_those_of_the_zone_and_end_is_free() -> None:
    def works(time: str, zone: str = "Asia/Shanghai") -> bool:
        return is_working_time(from_iso(time), NINE_TO_SIX, "cn", zone)

    assert works("2026-03-04T09:00:00")
    assert works("2026-03-04T17:59:59")
    assert not works("2026-03-04T18:00:00")
    assert not works("2026-03-04T08:59:59")
    assert not works("2026-03-07T10:00:00")
    assert not works("2026-03-04T10:00:00", "Europe/London")
    assert not is_working_time(from_iso("2026-03-04T10:00"), None, "cn", "Asia/Shanghai")


@given(st.dates(date(2011, 1, 1), date(2026, 12, 31)))
def test_a_year_of_the_list_has_about_as_many_working_days_as_the_law_gives(day: date) -> None:
    start = date(day.year, 1, 1)
    free = sum(is_rest_day(start + timedelta(days=n), "cn") for n in range(365))
    assert 112 <= free <= 122
