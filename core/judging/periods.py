"""Whole calendar periods of a group's zone: days, weeks from Monday, months, quarters, years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.base.calendar import is_rest_day
from core.base.clock import Instant, from_iso, to_datetime

SHOWN = 12
"""The last periods that are asked for: what was left undone longer ago stays undone."""


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """From `start` (included) to `end` (excluded). `name`: 2026-03-04, 2026-W10, 2026-03, 2026-Q1 or 2026."""

    name: str
    start: Instant
    end: Instant


def periods_over(kind: str, since: Instant, now: Instant, zone: str, rest: str) -> list[CalendarPeriod]:
    """The last whole periods that began at or after `since` and were over by `now`, in order of time.

    `kind`: day | week | month | quarter | year. Days of rest are no periods.
    """
    first = _first(kind, to_datetime(now, zone).date())
    found: list[CalendarPeriod] = []
    while len(found) < SHOWN:
        last, first = first, _first(kind, first - timedelta(days=1))
        start = _midnight(first, zone)
        if start < since:
            break
        if kind != "day" or not is_rest_day(first, rest):
            found.append(CalendarPeriod(_name(kind, first), start, _midnight(last, zone)))
    return found[::-1]


def period_of(kind: str, at: Instant, zone: str, rest: str) -> CalendarPeriod | None:
    """The period that a moment lies in; None for a day of rest. `kind` as of `periods_over`."""
    day = to_datetime(at, zone).date()
    first = _first(kind, day)
    if kind == "day" and is_rest_day(first, rest):
        return None
    # Whatever the length, the next period begins within as many days as a year has.
    later = next(
        then for days in range(1, 370) if (then := _first(kind, first + timedelta(days=days))) != first
    )
    return CalendarPeriod(_name(kind, first), _midnight(first, zone), _midnight(later, zone))


def _midnight(day: date, zone: str) -> Instant:
    return from_iso(day.isoformat(), zone)


def _first(kind: str, day: date) -> date:
    """The first day of the period that `day` lies in."""
    match kind:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
        case _:
            return day.replace(month=1, day=1)


def _name(kind: str, first: date) -> str:
    match kind:
        case "day":
            return first.isoformat()
        case "week":
            year, week, _ = first.isocalendar()
            return f"{year}-W{week:02d}"
        case "month":
            return f"{first:%Y-%m}"
        case "quarter":
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case _:
            return str(first.year)
