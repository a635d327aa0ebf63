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


FEASTS = ("new-year", "spring", "qingming", "labour", "dragon-boat", "mid-autumn", "national")
_BY_LAW = {"new-year": (1, 1), "labour": (5, 1), "national": (10, 1)}
_USUAL = {"spring": (1, 6), "national": (0, 6), "labour": (0, 4)}
"""Days before and after that are free as a rule, for a year whose announcement is not known yet."""
_BY_MOON = ("spring", "qingming", "dragon-boat", "mid-autumn")


def feast_day(name: str, year: int) -> date | None:
    """The day of the feast `name` (one of FEASTS) in `year`; None where it is unknown."""
    return date(year, *_BY_LAW[name]) if name in _BY_LAW else _moon_feasts().get((name, year))


def feast(name: str, year: int) -> tuple[date, date] | None:
    """First and last rest day around the feast `name` in `year`; None where its day is unknown."""
    day = feast_day(name, year)
    if day is None:
        return None
    before, after = (0, 0) if year in _years() else _USUAL.get(name, (0, 0))
    first, last = day - timedelta(days=before), day + timedelta(days=after)
    while is_rest_day(first - timedelta(days=1), "cn"):
        first -= timedelta(days=1)
    while is_rest_day(last + timedelta(days=1), "cn"):
        last += timedelta(days=1)
    return first, last


def working_day_after(day: date, count: int, rest: str) -> date:
    """The working day number `count` (from 1) after `day`, which itself does not count."""
    for _ in range(_HORIZON):
        day += timedelta(days=1)
        if not is_rest_day(day, rest):
            count -= 1
            if count <= 0:
                break
    return day


@cache
def _moon_feasts() -> dict[tuple[str, int], date]:
    text = (RESOURCES / "calendar" / "feasts.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {
        (name, int(row[0])): _day(int(row[0]), day)
        for row in rows
        for name, day in zip(_BY_MOON, row[1:], strict=True)
    }
