"""Local dates and times as other platforms write them: any order of day and month, 12-hour clocks in several
languages. The order of a file is decided over the whole of it, never line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.base.clock import Instant, from_datetime

DATE = r"(?P<d1>\d{1,4})\s?(?P<sep>[/.\-年])\s?(?P<d2>\d{1,2})\s?[/.\-月]\s?(?P<d3>\d{1,4})日?\.?"
_HALF = r"上午|下午|凌晨|清晨|早上|中午|傍晚|晚上|午前|午後|오전|오후|[AaPp]\.?\s?[Mm]\.?"
TIME = rf"(?:(?P<half1>{_HALF})\s?)?(?P<h>\d{{1,2}})[:.](?P<m>\d{{2}})(?:[:.](?P<s>\d{{2}}))?(?:\s?(?P<half2>{_HALF}))?"
SPACES = str.maketrans(
    {"\u202f": " ", "\u2009": " ", "\u00a0": " ", "\u200e": None, "\u200f": None, "\ufeff": None}
)
"""Narrow spaces and direction marks that the platforms put around times and names."""
_LATER = ("下午", "傍晚", "晚上", "午後", "오후", "pm")
_EARLIER = ("上午", "凌晨", "清晨", "早上", "午前", "오전", "am")


@dataclass(frozen=True, slots=True)
class DateOrder:
    """Which of the three numbers is what: "ymd", "dmy" or "mdy"."""

    name: str

    def date(self, found: re.Match[str]) -> tuple[int, int, int] | None:
        """(year, month, day) of a match of DATE; None for a year that cannot be."""
        numbers = [int(found[key]) for key in ("d1", "d2", "d3")]
        if len(found["d1"]) == 4:
            year, month, day = numbers
        elif self.name == "mdy":
            month, day, year = numbers
        elif self.name == "ymd":
            year, month, day = numbers
        else:
            day, month, year = numbers
        return (year + 2000 if year < 100 else year), month, day


def order_of(dates: Iterable[re.Match[str]], clock_of_twelve: bool) -> DateOrder:
    """The order that makes every date exist; where both do, the one in which time does not run backwards;
    else what goes with the separator and the clock."""
    first = second = 0
    dot = False
    seen: list[tuple[int, int, int]] = []
    for found in dates:
        if len(found["d1"]) == 4:
            return DateOrder("ymd")
        a, b, c = int(found["d1"]), int(found["d2"]), int(found["d3"])
        first, second, dot = max(first, a), max(second, b), dot or found["sep"] == "."
        if not seen or seen[-1] != (a, b, c):
            seen.append((a, b, c))
    if first > 31:
        return DateOrder("ymd")
    if first > 12 or second > 12:
        return DateOrder("dmy" if first > 12 else "mdy")
    back = {
        name: sum(later < earlier for earlier, later in zip(keys, keys[1:], strict=False))
        for name, keys in (("dmy", [(c, b, a) for a, b, c in seen]), ("mdy", [(c, a, b) for a, b, c in seen]))
    }
    if back["dmy"] != back["mdy"]:
        return DateOrder(min(back, key=lambda name: back[name]))
    return DateOrder("mdy" if clock_of_twelve and not dot else "dmy")


def moment(found: re.Match[str], order: DateOrder, zone: str) -> Instant | None:
    """The instant of a match of DATE and TIME; None for one that does not exist."""
    date = order.date(found)
    clock = hour_and_minute(found)
    if date is None or clock is None:
        return None
    return at(date, clock, zone)


def at(date: tuple[int, int, int], clock: tuple[int, int, int], zone: str) -> Instant | None:
    """UTC milliseconds; None for a day or time that does not exist."""
    try:
        if not 1990 <= date[0] < 3000:
            return None
        return from_datetime(datetime(*date, *clock), zone)
    except (ValueError, OverflowError):
        return None


def hour_and_minute(found: re.Match[str]) -> tuple[int, int, int] | None:
    """(hour of 24, minute, second) of a match of TIME."""
    hour, half = int(found["h"]), (found["half1"] or found["half2"] or "").lower()
    half = half.replace(".", "").replace(" ", "")
    if hour < (4 if half == "中午" else 12 if half in _LATER else 0):
        hour += 12
    elif half in _EARLIER and hour == 12:
        hour = 0
    return (hour, int(found["m"]), int(found["s"] or 0)) if hour < 24 else None
