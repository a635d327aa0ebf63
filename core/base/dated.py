"""Facts that hold from a time on, and periods."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.base.clock import Instant

T = TypeVar("T")
BEGINNING: Instant = -62_135_596_800_000
"""Year 1: "since ever" for facts whose start nobody recorded."""
END: Instant = 253_402_300_799_999
"""Year 9999: "until further notice"."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` to `end`, both included."""

    start: Instant = BEGINNING
    end: Instant = END

    def contains(self, at: Instant) -> bool:
        return self.start <= at <= self.end

    def overlaps(self, start: Instant, end: Instant) -> bool:
        return self.start <= end and start <= self.end


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value with its history: `changes` are (from, value), in order of time."""

    changes: tuple[tuple[Instant, T], ...] = ()

    @classmethod
    def always(cls, value: T) -> Dated[T]:
        return cls(((BEGINNING, value),))

    @classmethod
    def of(cls, changes: Iterable[tuple[Instant, T]]) -> Dated[T]:
        """Sorted by time; of several changes at one moment the last given wins; repeats of a value fold."""
        ordered: list[tuple[Instant, T]] = []
        for at, value in sorted(changes, key=lambda change: change[0]):
            if ordered and ordered[-1][0] == at:
                ordered.pop()
            if not ordered or ordered[-1][1] != value:
                ordered.append((at, value))
        return cls(tuple(ordered))

    def at(self, moment: Instant, default: T | None = None) -> T | None:
        """The value in force at `moment`; before the first change `default`."""
        index = bisect_right(self.changes, moment, key=lambda change: change[0])
        return self.changes[index - 1][1] if index else default

    def latest(self, default: T | None = None) -> T | None:
        return self.changes[-1][1] if self.changes else default

    def values(self) -> tuple[T, ...]:
        return tuple(value for _, value in self.changes)


def merged(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same time span as few, disjoint periods in order."""
    result: list[Period] = []
    for period in sorted(periods):
        if result and period.start <= result[-1].end + 1:
            result[-1] = Period(result[-1].start, max(result[-1].end, period.end))
        else:
            result.append(period)
    return tuple(result)
