"""How many violations when, of which clause, and how often people agreed with what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from core.insight.buckets import QUARTER, local_day, local_hour
from core.insight.scope import Scope, rows

STANDING = ("open", "confirmed")
STATES = frozenset({"open", "confirmed", "dismissed", "overturned"})


@dataclass(frozen=True, slots=True)
class DayCount:
    """`day` is an ISO date in the scope's zone."""

    day: str
    charter: str
    clause: str
    count: int


@dataclass(frozen=True, slots=True)
class HourCount:
    """`weekday`: Monday 0; `hour`: 0-23, both in the scope's zone."""

    weekday: int
    hour: int
    count: int


@dataclass(frozen=True, slots=True)
class ClausePrecision:
    """Decisions on what one clause's rules found. Superseded findings count nowhere."""

    charter: str
    clause: str
    confirmed: int
    dismissed: int
    overturned: int
    open: int

    @property
    def decided(self) -> int:
        return self.confirmed + self.dismissed + self.overturned

    @property
    def percent(self) -> int | None:
        """Share of the decided ones that stand, rounded half up; None while none is decided."""
        return (200 * self.confirmed + self.decided) // (2 * self.decided) if self.decided else None


def per_day(session: Session, scope: Scope, states: Sequence[str] = STANDING) -> tuple[DayCount, ...]:
    """Violations by the day they happened on and by clause, in order of day; empty days have no row."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for charter, clause, quarter, count in rows(
        session,
        f"SELECT charter_id, clause, at / {QUARTER} AS quarter, COUNT(*) FROM violation"
        f" WHERE {scope.where('at')}{_in_states(states)} GROUP BY charter_id, clause, quarter",
        scope.parameters,
    ):
        counts[local_day(quarter, scope.zone), charter, clause] += count
    return tuple(DayCount(*key, count) for key, count in sorted(counts.items()))


def by_hour(session: Session, scope: Scope, states: Sequence[str] = STANDING) -> tuple[HourCount, ...]:
    """Violations by weekday and hour, in that order; empty hours have no row."""
    counts: Counter[tuple[int, int]] = Counter()
    for quarter, count in rows(
        session,
        f"SELECT at / {QUARTER} AS quarter, COUNT(*) FROM violation"
        f" WHERE {scope.where('at')}{_in_states(states)} GROUP BY quarter",
        scope.parameters,
    ):
        counts[local_hour(quarter, scope.zone)] += count
    return tuple(HourCount(*key, count) for key, count in sorted(counts.items()))


def precision(session: Session, scope: Scope) -> tuple[ClausePrecision, ...]:
    """One record per clause, those with most decisions first."""
    found = rows(
        session,
        "SELECT charter_id, clause, COUNT(*) FILTER (WHERE state = 'confirmed'),"
        " COUNT(*) FILTER (WHERE state = 'dismissed'), COUNT(*) FILTER (WHERE state = 'overturned'),"
        " COUNT(*) FILTER (WHERE state = 'open') FROM violation"
        f" WHERE {scope.where('at')}{_in_states(tuple(sorted(STATES)))} GROUP BY charter_id, clause",
        scope.parameters,
    )
    records = [ClausePrecision(*row) for row in found]
    return tuple(sorted(records, key=lambda r: (-r.decided, -r.open, r.charter, r.clause)))


def _in_states(states: Sequence[str]) -> str:
    """SQL condition; the words are checked against the known ones, so that none comes from outside."""
    unknown = set(states) - STATES
    if unknown:
        raise ValueError(f"not a state of a violation: {sorted(unknown)}")
    return f" AND state IN ({', '.join(repr(state) for state in states)})"
