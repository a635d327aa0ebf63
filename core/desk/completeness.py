"""The statement of completeness: what the record covers of each day of a group, and what is missing or doubtful in it.

Obligations and absences are judged by the same coverage: where it has a hole, nothing is missed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from core.base.clock import Instant, from_datetime, to_datetime
from core.base.dated import Period
from core.chat.coverage import Coverage
from core.desk.desk import Desk
from core.store.completeness import Slot, Trouble, slots, troubles
from core.store.days import NO_DAY
from core.store.groups import find_group
from core.store.obligations import coverage_of
from core.store.tables import GroupRow

_NOTHING = Trouble(0, 0, 0)


class DayState(StrEnum):
    COVERED = "covered"
    PARTLY = "partly"
    """Some of it lies in a gap, or before the first or after the last thing known."""
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Day:
    """One day in the group's zone. `covered_s`: seconds of it that the record covers; `missing`: the rest of it,
    within the time between the first and the last thing known."""

    day: str
    state: DayState
    covered_s: int
    missing: tuple[Period, ...]
    messages: int
    notices: int
    recalled: int
    unparsed: int
    skewed: int
    skew_s: int

    @property
    def is_sound(self) -> bool:
        return self.state is DayState.COVERED and not (self.recalled or self.unparsed or self.skewed)


@dataclass(frozen=True, slots=True)
class Statement:
    """`undated`: unreadable rows that stand before every readable one of their file."""

    group: str
    zone: str
    start: Instant | None
    end: Instant | None
    days: tuple[Day, ...]
    undated: int


def statement(desk: Desk, group: str) -> Statement:
    """Of one group, from the first to the last day known. Raises Refusal for an unknown group."""
    with desk.store.read() as session:
        return _of(session, find_group(session, group))


def statements(desk: Desk) -> list[Statement]:
    """Of all groups, in order of their first import."""
    with desk.store.read() as session:
        return [_of(session, row) for row in session.exec(select(GroupRow).order_by(col(GroupRow.id))).all()]


def _of(session: Session, row: GroupRow) -> Statement:
    assert row.id is not None
    coverage = coverage_of(session, row.id)
    held, wrong = slots(session, row.id), troubles(session, row.id)
    days = _days(coverage, held, wrong, row.zone)
    return Statement(
        row.name, row.zone, coverage.start, coverage.end, days, wrong.get(NO_DAY, _NOTHING).unparsed
    )


def _days(coverage: Coverage, held: list[Slot], wrong: dict[str, Trouble], zone: str) -> tuple[Day, ...]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for slot in held:
        mine = counts[_day_of(slot.at, zone).isoformat()]
        mine[0] += slot.messages
        mine[1] += slot.notices
        mine[2] += slot.recalled
    if coverage.start is None or coverage.end is None:
        return ()
    day, last = _day_of(coverage.start, zone), _day_of(coverage.end, zone)
    gaps = coverage.gaps()
    result = []
    while day <= last:
        name = day.isoformat()
        start, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
        covered = sum(_overlap(period, start, end) for period in coverage.periods)
        missing = tuple(
            Period(max(gap.start, start), min(gap.end, end))
            for gap in gaps
            if gap.start < end and gap.end > start
        )
        trouble = wrong.get(name, _NOTHING)
        messages, notices, recalled = counts[name]
        result.append(
            Day(name, _state(coverage, start, end), covered // 1000, missing, messages, notices, recalled,
                trouble.unparsed, trouble.skewed, trouble.skew_s)
        )  # fmt: skip
        day += timedelta(days=1)
    return tuple(result)


def _state(coverage: Coverage, start: Instant, end: Instant) -> DayState:
    """A moment at which a period begins or ends counts as covered, so a day of one message is covered in part."""
    if any(period.start <= start and end <= period.end for period in coverage.periods):
        return DayState.COVERED
    touched = any(period.start < end and start <= period.end for period in coverage.periods)
    return DayState.PARTLY if touched else DayState.GAP


def _overlap(period: Period, start: Instant, end: Instant) -> int:
    return max(0, min(period.end, end) - max(period.start, start))


def _day_of(at: Instant, zone: str) -> date:
    return to_datetime(at, zone).date()


def _midnight(day: date, zone: str) -> Instant:
    return from_datetime(datetime(day.year, day.month, day.day), zone)
