"""Time as integer UTC milliseconds, and the clock as a parameter.

Every operation that asks "what time is it" takes a Clock, so that any past moment can be answered.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

Instant = int
"""Milliseconds since 1970-01-01T00:00Z."""

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
DEFAULT_ZONE = "Asia/Shanghai"


class Clock(Protocol):
    def now(self) -> Instant: ...


class SystemClock:
    def now(self) -> Instant:
        return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: past `--now`, demos and tests."""

    at: Instant

    def now(self) -> Instant:
        return self.at


def whole_seconds(at: Instant) -> Instant:
    """`at` cut to its second: live feeds carry milliseconds, exports seconds; deadlines compare seconds."""
    return at - at % SECOND


def iso(at: Instant, zone: str = DEFAULT_ZONE) -> str:
    """ISO 8601 with offset in `zone`; milliseconds only when there are any."""
    moment = to_datetime(at, zone)
    return moment.isoformat(timespec="milliseconds" if at % SECOND else "seconds")


def to_datetime(at: Instant, zone: str = DEFAULT_ZONE) -> datetime:
    """The moment in `zone`. Safe for any instant in years 1 to 9999."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).astimezone(ZoneInfo(zone))


def from_datetime(moment: datetime, zone: str = DEFAULT_ZONE) -> Instant:
    """UTC milliseconds; a naive `moment` is read in `zone`."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def from_iso(text: str, zone: str = DEFAULT_ZONE) -> Instant:
    """Read ISO 8601 (date, or date and time, offset optional: else `zone`).

    Raises ValueError when `text` is not a time.
    """
    return from_datetime(datetime.fromisoformat(text.strip()), zone)


def day_start(at: Instant, zone: str = DEFAULT_ZONE) -> Instant:
    """Midnight before `at` in `zone`."""
    return from_datetime(to_datetime(at, zone).replace(hour=0, minute=0, second=0, microsecond=0))
