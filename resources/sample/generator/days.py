"""The six weeks and the morning after: which day is what, how loud each hour is, what the sky does."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from random import Random

CHINA = timezone(timedelta(hours=8))
FIRST = date(2026, 2, 2)
LAST = date(2026, 3, 15)
MORNING = date(2026, 3, 16)
"""The Monday on which the sample ends: its first hours only."""
FESTIVAL = (date(2026, 2, 15), date(2026, 2, 23))
EXTRA_WORK = frozenset({date(2026, 2, 14), date(2026, 2, 28)})
"""Saturdays that the State Council's calendar for 2026 turned into working days."""
ALL_DAYS = tuple(FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))

WORK = {8: 0.6, 9: 3, 10: 3, 11: 2.4, 12: 1.6, 13: 1.4, 14: 2.8, 15: 3, 16: 2.8, 17: 2.3, 18: 1.2, 19: 0.7,
        20: 0.6, 21: 0.5, 22: 0.15}  # fmt: skip
FREE = {
    8: 0.6,
    9: 1.2,
    10: 1.5,
    11: 1.3,
    12: 1,
    14: 0.8,
    15: 1,
    16: 1,
    17: 1,
    19: 1.2,
    20: 1.5,
    21: 1.3,
    22: 0.5,
}
SHOP = {7: 0.5, 8: 1.2, 9: 1.8, 10: 2.2, 11: 1.8, 12: 1.5, 13: 1, 14: 1.2, 15: 1.5, 16: 1.6, 17: 1.8, 18: 1.6,
        19: 2.2, 20: 2.8, 21: 2.2, 22: 0.8, 23: 0.15}  # fmt: skip
TALK = {7: 0.6, 8: 1.3, 9: 1.3, 10: 1.2, 11: 1, 12: 1.4, 13: 1, 14: 0.8, 15: 0.8, 16: 0.8, 17: 1, 18: 1.2, 19: 1.9,
        20: 2.6, 21: 2.8, 22: 1.4, 23: 0.3}  # fmt: skip
HOURS = {
    "beichen": {"w": WORK, "b": WORK, "r": FREE, "f": FREE},
    "qinghe": {"w": WORK, "b": WORK, "r": FREE, "f": FREE},
    "xiaoman": {"w": SHOP, "b": SHOP, "r": SHOP, "f": FREE},
    "yunshan": {"w": TALK, "b": TALK, "r": TALK, "f": FREE},
}


def kind(day: date) -> str:
    """f festival, b the busy week before it, r rest day, w working day."""
    if FESTIVAL[0] <= day <= FESTIVAL[1]:
        return "f"
    rest = day.weekday() >= 5 and day not in EXTRA_WORK
    if rest:
        return "r"
    return "b" if date(2026, 2, 9) <= day <= date(2026, 2, 14) else "w"


def is_work(day: date) -> bool:
    return kind(day) in "wb"


def stamp(day: date, hour: int, minute: int = 0, second: int = 0) -> int:
    """Seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=CHINA).timestamp())


def moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, CHINA)


def read_time(text: str) -> int:
    """Seconds since 1970 from `2026-02-05 14:20` or `… 14:20:30`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=CHINA).timestamp())


def skies(rng: Random) -> dict[date, str]:
    """sun | cloud | rain | cold per day: yesterday's sky is likely today's."""
    result: dict[date, str] = {}
    sky = "cloud"
    for day in ALL_DAYS:
        if rng.random() < 0.55:
            choices = ["sun", "cloud", "rain", "cold"] if day.month == 2 else ["sun", "sun", "cloud", "rain"]
            sky = rng.choice(choices)
        result[day] = sky
    return result


END = read_time("2026-03-16 10:26")
"""Nothing is said after that."""
HOLE = ("qinghe", read_time("2026-03-05 10:11"), read_time("2026-03-05 18:19"))
"""Nobody exported this part of that group: two files with nothing known between them."""


def in_hole(group: str, at: int) -> bool:
    return group == HOLE[0] and HOLE[1] <= at <= HOLE[2]
