"""Time in quarters of an hour: what SQL can group by, and what still falls whole into one local hour and day.

Every zone's offset is a multiple of 15 minutes, so counts per quarter become counts per local hour or
day here, at one conversion per quarter instead of one per row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.base.clock import MINUTE, Instant, to_datetime
from core.base.dated import Period

QUARTER = 15 * MINUTE


def local_day(quarter: int, zone: str) -> str:
    """ISO date in `zone` of a quarter (`at // QUARTER`)."""
    return to_datetime(quarter * QUARTER, zone).date().isoformat()


def local_hour(quarter: int, zone: str) -> tuple[int, int]:
    """(weekday, Monday 0; hour 0-23) in `zone` of a quarter."""
    moment = to_datetime(quarter * QUARTER, zone)
    return moment.weekday(), moment.hour


def days(period: Period, zone: str) -> tuple[str, ...]:
    """ISO dates in `zone` that `period` touches, in order; for bounded periods only."""
    return tuple(_days(period.start, period.end, zone))


def _days(start: Instant, end: Instant, zone: str) -> Iterator[str]:
    day, last = to_datetime(start, zone).date(), to_datetime(end, zone).date()
    while day <= last:
        yield day.isoformat()
        if day == date.max:
            return
        day += timedelta(days=1)
