"""What the record holds of each day of a group: counts behind the statement of completeness."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from core.base.clock import Instant
from core.store.imports import STANDING, hidden_rows

QUARTER = 15 * 60_000
"""All zones of today begin their days on a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One quarter of an hour since 1970: messages, notices, and recalls among them."""

    at: Instant
    messages: int
    notices: int
    recalled: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was wrong with a day ("": not known which) over all standing imports. `skew_s`: the largest difference."""

    unparsed: int
    skewed: int
    skew_s: int


def slots(session: Session, group_id: int) -> list[Slot]:
    """Every quarter of an hour that holds anything, in order."""
    hidden = hidden_rows(session)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for quarter, count in session.execute(
        text(
            f"SELECT at / {QUARTER}, count(*) FROM message WHERE group_id = :group {hidden} GROUP BY at / {QUARTER}"
        ),
        {"group": group_id},
    ):
        counts[quarter][0] = count
    for quarter, event, count in session.execute(
        text(
            f"SELECT at / {QUARTER}, event, count(*) FROM notice WHERE group_id = :group {hidden} "
            f"GROUP BY at / {QUARTER}, event"
        ),
        {"group": group_id},
    ):
        counts[quarter][1] += count
        counts[quarter][2] += count if event == "recall" else 0
    return [Slot(quarter * QUARTER, *counts[quarter]) for quarter in sorted(counts)]


def trouble_of(session: Session, import_id: int) -> Trouble:
    """What was wrong with all days of one import."""
    found = session.execute(
        text("SELECT sum(unparsed), sum(skewed), max(skew_s) FROM import_day WHERE import_id = :id"),
        {"id": import_id},
    ).one()
    return Trouble(*(int(value or 0) for value in found))


def troubles(session: Session, group_id: int) -> dict[str, Trouble]:
    """By day in the group's zone."""
    rows = session.execute(
        text(
            "SELECT day, sum(unparsed), sum(skewed), max(skew_s) FROM import_day WHERE import_id IN "
            f"(SELECT id FROM import_ WHERE group_id = :group) AND {STANDING} GROUP BY day ORDER BY day"
        ),
        {"group": group_id},
    )
    return {day: Trouble(int(unparsed), int(skewed), int(most)) for day, unparsed, skewed, most in rows}
