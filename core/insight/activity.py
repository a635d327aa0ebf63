"""How much was said, by how many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session

from core.insight.buckets import QUARTER, local_day
from core.insight.scope import Scope, of_complete_imports, rows
from core.store.persons import person_rows


@dataclass(frozen=True, slots=True)
class DayActivity:
    day: str
    messages: int
    members: int
    """Different members who spoke."""


def activity(session: Session, scope: Scope) -> tuple[DayActivity, ...]:
    """Messages and speakers per day in the scope's zone, in order; days of silence have no row."""
    visible = of_complete_imports(session)
    messages: Counter[str] = Counter()
    for quarter, count in rows(
        session,
        f"SELECT at / {QUARTER} AS quarter, COUNT(*) FROM message"
        f" WHERE {scope.where('at')}{visible} GROUP BY quarter",
        scope.parameters,
    ):
        messages[local_day(quarter, scope.zone)] += count
    speakers: dict[str, set[int]] = {}
    for quarter, sender in rows(
        session,
        f"SELECT DISTINCT at / {QUARTER} AS quarter, {person_rows(session).folded('sender_id')} FROM message"
        f" WHERE {scope.where('at')}{visible}",
        scope.parameters,
    ):
        speakers.setdefault(local_day(quarter, scope.zone), set()).add(sender)
    return tuple(DayActivity(day, count, len(speakers[day])) for day, count in sorted(messages.items()))
