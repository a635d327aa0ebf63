"""What was wrong on which day of an import: unreadable rows, and clocks that disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sqlmodel import Session

from core.base.clock import DAY, Instant, to_datetime
from core.chat.incoming import Item, Shown, Spoken, Unreadable
from core.store.bulk import insert_new

NO_DAY = ""
"""Stands for the day of unreadable rows before the first readable one."""


class Days:
    """Counts by day in a group's zone. `limit`: the moment of import; a day later, a clock was ahead."""

    def __init__(self, zone: str, limit: Instant) -> None:
        self._zone, self._limit = zone, limit + DAY
        self._unparsed: Counter[str] = Counter()
        self._skewed: Counter[str] = Counter()
        self._most: dict[str, int] = defaultdict(int)
        self._last: Instant | None = None

    def unreadable(self, items: Iterable[Item]) -> None:
        """Give the unreadable rows of a batch the day of the row before each."""
        for item in items:
            if type(item) is Unreadable:
                self._unparsed[self._day(self._last)] += 1
            elif isinstance(item, Spoken | Shown):
                self._last = item.at

    def passed(self, last: Instant) -> None:
        """The last row of a batch without unreadable ones."""
        self._last = last

    def ahead(self, moments: Sequence[Instant]) -> None:
        if max(moments) > self._limit:
            for at in moments:
                if at > self._limit:
                    self._skew(at, at - self._limit + DAY)

    def told_differently(self, skews: list[tuple[Instant, Instant]]) -> None:
        """Takes the pairs out of the list."""
        for at, stored in skews:
            self._skew(at, abs(at - stored))
        skews.clear()

    def write(self, session: Session, import_id: int) -> None:
        days = sorted(self._unparsed.keys() | self._skewed.keys())
        rows = [
            (import_id, day, self._unparsed[day], self._skewed[day], self._most.get(day, 0)) for day in days
        ]
        insert_new(session, "import_day", ("import_id", "day", "unparsed", "skewed", "skew_s"), rows)

    def _skew(self, at: Instant, difference: int) -> None:
        day = self._day(at)
        self._skewed[day] += 1
        self._most[day] = max(self._most[day], difference // 1000)

    def _day(self, at: Instant | None) -> str:
        return NO_DAY if at is None else to_datetime(at, self._zone).date().isoformat()
