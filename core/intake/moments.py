"""Times as WeChat's windows write them in Chinese of both scripts and in English: 昨天 20:15, 星期三 上午9:00, 週日 3:05,
3月1日 09:00, 2026年3月1日 09:00, 26/3/1 9:00, Mar 1, 2026 at 9:00 AM, 3/1/26, 9:00 AM, Yesterday 8:15 PM.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.base.clock import Instant, from_datetime, to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEK = r"(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
# "Sun" is a surname far more often than a day.
_WEEK_EN = r"(?:Mon|Tue|Wed|Thu|Fri|Sat)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE = (
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号號]?"
    r"|(?P<n1>\d{1,2})(?P<sign>[-/.])(?P<n2>\d{1,2})(?P=sign)(?P<n3>\d{4}|\d{1,2})"
    r"|(?P<month2>\d{1,2})(?:月(?P<day2>\d{1,2})[日号號]|[-/](?P<day3>\d{1,2}))"
    rf"|(?P<name1>{_MONTH})\s*(?P<day4>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|(?P<day5>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name2>{_MONTH})(?:,?\s+(?P<year3>\d{{4}}))?"
    r"|(?P<word>[今昨前][天日]|[Tt]oday|[Yy]esterday)"
    rf"|(?P<weekday>{_WEEK}|{_WEEK_EN}))"
)
_AFTER = rf"(?:\s*,?\s*[(（]?(?:{_WEEK}|{_WEEK_EN})[)）]?)?"
_TIME = (
    r"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚[间間]|[AaPp]\.?[Mm]\.?)?\s*"
    r"(?P<hour>[01]?\d|2[0-4])\s*(?:[:：](?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?"
    r"|[点點时時](?P<minute2>[0-5]?\d|半)?分?)(?:\s*(?P<part2>[AaPp]\.?[Mm]\.?))?"
)
_BETWEEN = r"(?:[\s,，T]|at\s)*"
MOMENT = rf"(?:{_DATE}{_AFTER}{_BETWEEN})?{_TIME}"
DATED_MOMENT = rf"{_DATE}{_AFTER}{_BETWEEN}{_TIME}"
_WHOLE = re.compile(rf"\s*{MOMENT}\s*")
_DAY_LINE = re.compile(rf"[\s—–\-─=]*{_DATE}{_AFTER}[\s—–\-─=]*")
_BACK = {"今": 0, "昨": 1, "前": 2, "t": 0, "y": 1}
_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LATER = ("下午", "傍晚", "晚上", "晚间", "晚間", "pm")
_EARLIER = ("凌晨", "清晨", "早上", "早晨", "上午", "am")
_OLDEST = 20
"""Years that a year of two digits may lie back."""


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
                          _minute(found), int(found["second"] or 0))  # fmt: skip
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
            if found["n1"]:
                return self._of_numbers(int(found["n1"]), int(found["n2"]), int(found["n3"]))
            if found["month2"]:
                return self._of_this_year(int(found["month2"]), int(found["day2"] or found["day3"]))
            if name := found["name1"] or found["name2"]:
                month, day = _MONTHS.index(name[:3].lower()) + 1, int(found["day4"] or found["day5"])
                year = found["year2"] or found["year3"]
                return date(int(year), month, day) if year else self._of_this_year(month, day)
            if found["word"]:
                return self.base - timedelta(days=_BACK[found["word"][0].lower()])
            if found["weekday"]:
                return self._weekday(found["weekday"])
        except (ValueError, OverflowError):
            pass
        return None

    def _of_this_year(self, month: int, day: int) -> date:
        """The last such day that is not in the future."""
        this = date(self.base.year, month, day)
        return this if this <= self.base + timedelta(days=1) else date(self.base.year - 1, month, day)

    def _of_numbers(self, first: int, second: int, third: int) -> date | None:
        """Three numbers, the year in two digits first or last: the order that makes a day not long ago."""
        for year, month, day in ((first, second, third), (third, first, second), (third, second, first)):
            year += 2000 if year < 100 else 0
            if year > 2000 + 99 or not 1 <= month <= 12 or not 1 <= day <= 31:
                continue
            if self.base.year - _OLDEST <= year <= self.base.year:
                return date(year, month, day)
        return None

    def _weekday(self, word: str) -> date:
        """The last such day before today: the window names days of the past week only."""
        short = word[:3].lower()
        wanted = _ENGLISH_DAYS.index(short) if short in _ENGLISH_DAYS else _DAYS[word[-1]]
        return self.base - timedelta(days=(self.base.weekday() - wanted - 1) % 7 + 1)


def _minute(found: re.Match[str]) -> int:
    text = found["minute"] or found["minute2"] or "0"
    return 30 if text == "半" else int(text)


def _hour(found: re.Match[str]) -> tuple[int, int]:
    """Hour of 24 and days to add."""
    hour = int(found["hour"])
    part = (found["part"] or found["part2"] or "").lower().replace(".", "")
    if part in _LATER and hour < 12:
        return hour + 12, 0
    if part == "晚上" and hour == 12:
        return 0, 1
    if part in _EARLIER and hour == 12:
        return 0, 0
    if part == "中午" and hour < 4:
        return hour + 12, 0
    return (0, 1) if hour == 24 else (hour, 0)
