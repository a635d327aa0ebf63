"""Which time the record covers, so that absence is never read as breach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.base.clock import Instant, whole_seconds
from core.base.dated import Period


@dataclass(frozen=True, slots=True)
class Coverage:
    """Disjoint periods in order; each comes from files that cover their first to their last message."""

    periods: tuple[Period, ...] = ()

    @classmethod
    def of(cls, periods: Iterable[Period]) -> Coverage:
        """Files that overlap or share an edge second join; anything between them is a gap."""
        joined: list[Period] = []
        for period in sorted(periods):
            if joined and whole_seconds(period.start) <= whole_seconds(joined[-1].end):
                joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
            else:
                joined.append(period)
        return cls(tuple(joined))

    def covers(self, start: Instant, end: Instant) -> bool:
        """Whether every second from `start` to `end` lies in one covered period."""
        return any(
            whole_seconds(period.start) <= whole_seconds(start)
            and whole_seconds(end) <= whole_seconds(period.end)
            for period in self.periods
        )

    def gaps(self) -> tuple[Period, ...]:
        """The holes between covered periods, edges included (nothing is known between those moments)."""
        pairs = zip(self.periods, self.periods[1:], strict=False)
        return tuple(Period(before.end, after.start) for before, after in pairs)

    @property
    def start(self) -> Instant | None:
        return self.periods[0].start if self.periods else None

    @property
    def end(self) -> Instant | None:
        return self.periods[-1].end if self.periods else None

    def until(self, now: Instant) -> Coverage:
        """What was covered of the time up to `now`."""
        return Coverage(tuple(Period(p.start, min(p.end, now)) for p in self.periods if p.start <= now))
