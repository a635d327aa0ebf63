"""Everything the charts show, read in one go, and the words for clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from core.base.clock import DAY, Instant, from_iso, to_datetime
from core.base.dated import Period
from core.base.phrase import LocalText
from core.base.refusal import Refusal
from core.charter.library import load_charter
from core.desk.desk import Desk
from core.insight.activity import DayActivity, activity
from core.insight.answers import AnswerTimes, MemberAnswers, answer_times, answers_per_member
from core.insight.compliance import GroupScore, scores
from core.insight.scope import Scope
from core.insight.violations import ClausePrecision, DayCount, HourCount, by_hour, per_day, precision

MOST_BARS = 62
SERIES = 3
"""Clauses with a colour of their own; the others share the fourth."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`since` 0: as far back as there is something. `clause` "" : all; `states` of violations to count."""

    group_id: int | None
    since: Instant
    now: Instant
    zone: str
    states: tuple[str, ...]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    asked: Asked
    days: tuple[DayCount, ...]
    hours: tuple[HourCount, ...]
    precision: tuple[ClausePrecision, ...]
    answers: AnswerTimes
    members: tuple[MemberAnswers, ...]
    activity: tuple[DayActivity, ...]
    scores: tuple[GroupScore, ...]
    before: tuple[GroupScore, ...]
    """The same over the stretch of time before; empty without a start."""
    names: dict[str, LocalText]
    """Short words by clause id, as far as the library knows them."""


def read_figures(desk: Desk, asked: Asked) -> Figures:
    """Off the GUI thread."""
    scope = Scope(asked.group_id, Period(asked.since, asked.now), asked.zone)
    earlier = Scope(asked.group_id, Period(2 * asked.since - asked.now, asked.since - 1), asked.zone)
    with desk.store.read() as session:
        days = per_day(session, scope, asked.states)
        found = precision(session, scope)
        figures = Figures(
            asked,
            tuple(row for row in days if asked.clause in ("", row.clause)),
            by_hour(session, scope, asked.states),
            found,
            answer_times(session, scope, asked.now, asked.clause),
            answers_per_member(session, scope, asked.now, asked.clause),
            activity(session, scope),
            scores(session, scope),
            scores(session, earlier) if asked.since else (),
            {},
        )
    for charter in {row.charter for row in found}:
        figures.names.update(clause_names(charter))
    return figures


@lru_cache(maxsize=64)
def clause_names(charter: str) -> dict[str, LocalText]:
    """Texts of a bundled charter's clauses; a charter of one's own is shown by numbers alone."""
    try:
        return {clause.id: clause.text for clause in load_charter(charter).clauses}
    except Refusal:
        return {}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bar's days, first and last included (ISO dates), and its instants in the zone."""

    first: str
    last: str

    def period(self, zone: str) -> Period:
        return Period(from_iso(self.first, zone), from_iso(self.last, zone) + DAY - 1)


def stretches(days: Sequence[str], asked: Asked, today: str) -> tuple[Stretch, ...]:
    """The bars from the period's first day (or the first with data) to today; long ones gather days."""
    first = min(days, default=today)
    if asked.since:
        first = _day_of(asked.since, asked.zone)
    start, end = date.fromisoformat(first), max(date.fromisoformat(today), date.fromisoformat(first))
    length = (end - start).days + 1
    step = -(-length // MOST_BARS)
    result = []
    for offset in range(0, length, step):
        last = min(offset + step, length) - 1
        result.append(
            Stretch((start + timedelta(days=offset)).isoformat(), (start + timedelta(days=last)).isoformat())
        )
    return tuple(result)


def _day_of(at: Instant, zone: str) -> str:
    return to_datetime(at, zone).date().isoformat()


def top_clauses(days: Sequence[DayCount]) -> tuple[tuple[str, int], ...]:
    """(clause, count) of the commonest few, then ("", count of the others) if there are any."""
    counts = Counter[str]()
    for row in days:
        counts[row.clause] += row.count
    top = counts.most_common(SERIES)
    rest = sum(counts.values()) - sum(count for _, count in top)
    return tuple(top) + ((("", rest),) if rest else ())
