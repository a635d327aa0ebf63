"""Deadlines that run in working time only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.calendar import is_working_time, working_time_after
from core.base.clock import DAY, HOUR, MINUTE, from_iso

ZONE = "Asia/Shanghai"
HOURS = (9 * 60, 18 * 60)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-03-04T10:00", 30, "2026-03-04T10:30"),
        ("2026-03-04T17:30", 30, "2026-03-04T18:00"),
        ("2026-03-04T17:30", 31, "2026-03-05T09:01"),
        ("2026-03-04T20:00", 30, "2026-03-05T09:30"),
        ("2026-03-06T17:45", 30, "2026-03-09T09:15"),
        ("2026-02-14T17:45", 30, "2026-02-24T09:15"),
        ("2026-03-04T10:00", 9 * 60 * 2, "2026-03-06T10:00"),
    ],
)
def test_the_clock_stands_still_outside_working_hours(start: str, minutes: int, end: str) -> None:
    assert working_time_after(from_iso(start), minutes * MINUTE, HOURS, "cn", ZONE) == from_iso(end)


@given(st.integers(from_iso("2025-01-01"), from_iso("2026-12-01")), st.integers(1, 40 * 60))
def test_a_deadline_lies_in_working_time_and_never_before_the_wall_clock(at: int, minutes: int) -> None:
    end = working_time_after(at, minutes * MINUTE, HOURS, "cn", ZONE)
    assert end >= at + minutes * MINUTE
    assert is_working_time(end - 1, HOURS, "cn", ZONE)
    later = working_time_after(at, minutes * MINUTE + HOUR, HOURS, "cn", ZONE)
    assert end < later <= end + 12 * DAY
