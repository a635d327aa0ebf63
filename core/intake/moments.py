"""Times as WeChat's window writes them: 昨天 20:15, 星期三 上午9:00, 3月1日 09:00, 2026年3月1日 09:00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.base.clock import Instant, from_datetime, to_datetime

_DATE = (
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"|(?P<month2>\d{1,2})(?:月(?P<day2>\d{1,2})日|[-/](?P<day3>\d{1,2}))"
    r"|(?P<word>今天|昨天|前天|[Tt]oday|[Yy]esterday)"
    r"|(?P<weekday>(?:星期|周|礼拜)[一二三四五六日天]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))"
)
_AFTER = r"(?:\s*,?\s*(?:星期|周)[一二三四五六日天])?"
_TIME = (
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|[AaPp][Mm])?\s*"
    r"(?P<hour>[01]?\d|2[0-4])\s*(?:[:：](?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?|点(?P<minute2>[0-5]?\d)?分?)"
    r"(?:\s*(?P<part2>[AaPp][Mm]))?"
)
MOMENT = rf"(?:{_DATE}{_AFTER}[\s,T]*)?{_TIME}"
_WHOLE = re.compile(rf"\s*{MOMENT}\s*")
_DAY_LINE = re.compile(rf"[\s—–\-─=]*{_DATE}{_AFTER}[\s—–\-─=]*")
_BACK = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}
_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LATER = ("下午", "傍晚", "晚上", "pm")
_EARLIER = ("凌晨", "清晨", "早上", "早晨", "上午", "am")


@dataclass
class Calendar:
    """Turns what is written into moments. `base` is the day the text was copied; `current` the day that
    times without a date belong to; `assumed` tells that no text named it."""

    zone: str
    base: date
    current: date | None = None
    assumed: bool = False
    _last: datetime | None = None

    @classmethod
    def of(cls, zone: str, now: Instant, day: str) -> Calendar:
        """`day` (YYYY-MM-DD, may be "") stands for today. Raises ValueError for other text."""
        return cls(zone, date.fromisoformat(day) if day else to_datetime(now, zone).date())

    def day_line(self, line: str) -> bool:
        """Take in a line that holds a date only, such as "—— 2026-03-01 ——"."""
        if len(line) > 60 or not (found := _DAY_LINE.fullmatch(line)):
            return False
        day = self._day(found)
        if day is None:
            return False
        self.current, self._last = day, None
        return True

    def moment(self, text: str) -> Instant | None:
        """The moment a whole text stands for, None if it is no time."""
        found = _WHOLE.fullmatch(text) if len(text) <= 60 else None
        return self.read(found) if found else None

    def read(self, found: re.Match[str]) -> Instant | None:
        """The moment of a match of MOMENT; None for dates that do not exist."""
        day = self._day(found)
        if day is not None:
            self.current = day
        elif self.current is None:
            self.current, self.assumed = self.base, True
        hour, extra = _hour(found)
        try:
            assert self.current is not None
            at = datetime(self.current.year, self.current.month, self.current.day, hour,
                          int(found["minute"] or found["minute2"] or 0), int(found["second"] or 0))  # fmt: skip
            at += timedelta(days=extra)
            if day is None and self._last is not None and at < self._last - timedelta(hours=12):
                at += timedelta(days=1)
                self.current += timedelta(days=1)
            self._last = at
            return from_datetime(at, self.zone)
        except (ValueError, OverflowError):
            return None

    def start_of_day(self) -> Instant:
        """Where nothing tells a time."""
        if self.current is None:
            self.current, self.assumed = self.base, True
        return from_datetime(datetime(self.current.year, self.current.month, self.current.day), self.zone)

    def _day(self, found: re.Match[str]) -> date | None:
        try:
            if found["year"]:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            if found["month2"]:
                month, day = int(found["month2"]), int(found["day2"] or found["day3"])
                this = date(self.base.year, month, day)
                return this if this <= self.base + timedelta(days=1) else date(self.base.year - 1, month, day)
            if found["word"]:
                return self.base - timedelta(days=_BACK[found["word"].lower()])
            if found["weekday"]:
                return self._weekday(found["weekday"])
        except (ValueError, OverflowError):
            pass
        return None

    def _weekday(self, word: str) -> date:
        """The last such day before today: the window names days of the past week only."""
        lowered = word.lower()
        wanted = _ENGLISH_DAYS.index(lowered) if lowered in _ENGLISH_DAYS else _DAYS[word[-1]]
        return self.base - timedelta(days=(self.base.weekday() - wanted - 1) % 7 + 1)


def _hour(found: re.Match[str]) -> tuple[int, int]:
    """Hour of 24 and days to add."""
    hour = int(found["hour"])
    part = (found["part"] or found["part2"] or "").lower()
    if part in _LATER and hour < 12:
        return hour + 12, 0
    if part == "晚上" and hour == 12:
        return 0, 1
    if part in _EARLIER and hour == 12:
        return 0, 0
    if part == "中午" and hour < 4:
        return hour + 12, 0
    return (0, 1) if hour == 24 else (hour, 0)
