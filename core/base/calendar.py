"""Working days and working hours. `rest` says which days are free: cn (the Chinese calendar with its working
weekends, resources/calendar/cn.txt), weekend (Saturday and Sunday) or none."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from core.base.clock import MINUTE, Instant, from_iso, to_datetime
from core.base.paths import RESOURCES

_SATURDAY = 5
_HORIZON = 731
"""Days looked ahead for working time."""
_FIXED = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})
"""Free in every year by law (month, day); the movable feasts need the year's announcement."""


def is_rest_day(day: date, rest: str) -> bool:
    if rest == "none":
        return False
    weekend = day.weekday() >= _SATURDAY
    if rest == "weekend":
        return weekend
    announced = _announced().get(day)
    if announced is not None:
        return announced
    return weekend or (day.year not in _years() and (day.month, day.day) in _FIXED)


def is_working_time(at: Instant, hours: tuple[int, int] | None, rest: str, zone: str) -> bool:
    """Whether `at` lies in the working hours (minutes of the day, the end excluded) of a working day.

    Nobody having said what the hours are, no time is known to be working time.
    """
    if hours is None:
        return False
    moment = to_datetime(at, zone)
    return hours[0] <= moment.hour * 60 + moment.minute < hours[1] and not is_rest_day(moment.date(), rest)


def working_time_after(at: Instant, span: Instant, hours: tuple[int, int], rest: str, zone: str) -> Instant:
    """The moment when `span` milliseconds of working time have passed since `at`; the last one belongs to the
    day on which it passes. No working day in two years: as by the wall clock."""
    day = to_datetime(at, zone).date()
    left = span
    for _ in range(_HORIZON):
        if not is_rest_day(day, rest):
            midnight = from_iso(day.isoformat(), zone)
            start, end = (midnight + minutes * MINUTE for minutes in hours)
            begin = max(at, start)
            if begin < end:
                if begin + left <= end:
                    return begin + left
                left -= end - begin
        day += timedelta(days=1)
    return at + span


@cache
def _announced() -> dict[date, bool]:
    """Days that the announcements name: True for a rest day, False for a working weekend."""
    days: dict[date, bool] = {}
    for year, kind, spans in _lines():
        for span in spans:
            first, _, last = span.partition("-")
            day, end = _day(year, first), _day(year, last or first)
            while day <= end:
                days[day] = kind == "rest"
                day += timedelta(days=1)
    return days


@cache
def _years() -> frozenset[int]:
    return frozenset(year for year, _, _ in _lines())


def _lines() -> list[tuple[int, str, list[str]]]:
    text = (RESOURCES / "calendar" / "cn.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return [(int(year), kind, spans) for year, kind, *spans in rows]


def _day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))
