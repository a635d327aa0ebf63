"""Counts per member and per group, by SQL alone: what the roster and the overview show at a glance."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, text
from sqlmodel import Session

from core.base.clock import DAY, Instant
from core.store.imports import STANDING, hidden_rows
from core.store.persons import person_rows

OF_NAMES = (
    "v.kind = 'roster' AND v.category IN ('nickname', 'account_name') AND v.superseded_at IS NULL "
    "AND v.state IN ('open', 'confirmed')"
)
"""Of all that rosters show (silence, unapproved invitations, absence), what is about names."""


def spoken_counts(session: Session, group_id: int, now: Instant) -> dict[int, tuple[Instant, int]]:
    """(last message, messages) by member row, up to `now`."""
    rows = session.execute(
        text(
            "SELECT m.sender_id, max(m.at), count(*) FROM message m JOIN member p ON p.id = m.sender_id "
            f"WHERE p.group_id = :group AND m.at <= :now {hidden_rows(session, 'm.')} GROUP BY m.sender_id"
        ),
        {"group": group_id, "now": now},
    )
    return {row: (last, count) for row, last, count in rows}


def spoken_together(session: Session, rows: Sequence[int], now: Instant) -> tuple[Instant | None, int]:
    """(last message, messages) of one person's rows up to `now`; what two exports hold under two of them is
    counted once."""
    found = session.execute(
        text(
            "SELECT max(last), sum(n) FROM (SELECT max(last) AS last, max(n) AS n FROM (SELECT sender_id, "
            "m.at / 1000 AS second, m.kind, m.text, max(m.at) AS last, count(*) AS n FROM message m WHERE "
            f"m.sender_id IN :rows AND m.at <= :now {hidden_rows(session, 'm.')} "
            "GROUP BY sender_id, second, m.kind, m.text) GROUP BY second, kind, text)"
        ).bindparams(bindparam("rows", expanding=True)),
        {"rows": list(rows), "now": now},
    ).one()
    return found[0], int(found[1] or 0)


def balances(session: Session, group_id: int, now: Instant) -> dict[int, tuple[int, int]]:
    """(points, fen) owed by member row."""
    rows = session.execute(
        text(
            "SELECT member_id, sum(points), sum(fen) FROM ledger WHERE group_id = :group AND at <= :now "
            "GROUP BY member_id"
        ),
        {"group": group_id, "now": now},
    )
    return {row: (points, fen) for row, points, fen in rows}


def violation_counts(session: Session, group_id: int, now: Instant) -> dict[int, int]:
    """Open and confirmed violations by member row."""
    rows = session.execute(
        text(
            "SELECT member_id, count(*) FROM violation WHERE group_id = :group AND superseded_at IS NULL "
            "AND state IN ('open', 'confirmed') AND at <= :now GROUP BY member_id"
        ),
        {"group": group_id, "now": now},
    )
    return {row: count for row, count in rows}


class NameFinding(NamedTuple):
    """What findings say about a member's names. `names`: account_name | nickname, in this order."""

    suggestion: str
    """"" if there is none."""
    names: tuple[str, ...]


def name_findings(session: Session, group_id: int, now: Instant) -> dict[int, NameFinding]:
    """By row of each member whose name an open or confirmed finding is about."""
    rows = session.execute(
        text(
            f"SELECT v.member_id, v.why, v.category FROM violation v WHERE v.group_id = :group AND v.at <= :now AND {OF_NAMES}"
        ),
        {"group": group_id, "now": now},
    )
    found: dict[int, NameFinding] = {}
    for row, why, category in rows:
        before = found.get(row, NameFinding("", ()))
        names = tuple(sorted({*before.names, category}))
        found[row] = NameFinding(before.suggestion or _suggestion(why), names)
    return found


def _suggestion(why: str) -> str:
    try:
        args: Any = json.loads(why).get("args", {})
    except (ValueError, AttributeError):
        return ""
    value = args.get("suggestion", "") if isinstance(args, dict) else ""
    return value if isinstance(value, str) else ""


def group_counts(session: Session, now: Instant) -> dict[str, dict[int, int]]:
    """Figures by name, each by group row."""
    persons = person_rows(session, now).folded("p.id")
    params = {"now": now, "day": now - DAY}
    hidden = hidden_rows(session)
    queries = {
        "members": (
            f"SELECT group_id, count(DISTINCT {persons}) FROM member p WHERE NOT p.withdrawn AND coalesce((SELECT f.value "
            "FROM member_fact f WHERE f.member_id = p.id AND f.field = 'present' AND f.at <= :now "
            "AND NOT f.withdrawn ORDER BY f.at DESC LIMIT 1), '1') = '1' "
            "GROUP BY group_id"
        ),
        "open": (
            "SELECT group_id, count(*) FROM violation WHERE state = 'open' AND superseded_at IS NULL AND at <= :now "
            "GROUP BY group_id"
        ),
        "overdue": (
            "SELECT o.group_id, count(*) FROM obligation o LEFT JOIN violation v ON v.obligation_id = o.id "
            "AND v.obligation_id <> '' AND v.superseded_at IS NULL AND v.state <> 'open' "
            "WHERE o.superseded_at IS NULL AND v.id IS NULL AND o.due_at < :now AND o.on_leave = :no "
            "AND (o.met_at IS NULL OR o.met_at / 1000 > o.due_at / 1000 OR o.met_at > :now) "
            "AND (o.explained_at IS NULL OR o.explained_at / 1000 > o.due_at / 1000) "
            "AND (o.unclear_at IS NULL OR o.unclear_at / 1000 > o.due_at / 1000) "
            "AND EXISTS (SELECT 1 FROM coverage c WHERE c.group_id = o.group_id AND c.start_at / 1000 <= o.opened_at / 1000 "
            f"AND c.end_at / 1000 >= o.due_at / 1000 AND c.{STANDING}) "
            "AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.subject_kind = 'obligation' AND d.subject = o.id "
            "AND d.kind IN ('excuse', 'void', 'done') AND d.at <= :now "
            "AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id AND u.at <= :now)) GROUP BY o.group_id"
        ),
        "fen": "SELECT group_id, sum(fen) FROM ledger WHERE at <= :now GROUP BY group_id",
        "points": "SELECT group_id, sum(points) FROM ledger WHERE at <= :now GROUP BY group_id",
        "names": (
            f"SELECT v.group_id, count(DISTINCT v.member_id) FROM violation v WHERE v.at <= :now AND {OF_NAMES} "
            "GROUP BY v.group_id"
        ),
        "last": (
            "SELECT g.id, (SELECT m.at FROM message m WHERE m.group_id = g.id AND m.at <= :now "
            f"{hidden} ORDER BY m.at DESC LIMIT 1) FROM group_ g"
        ),
    }
    return {
        name: {
            group: value
            for group, value in session.execute(text(sql), {**params, "no": False})
            if value is not None
        }
        for name, sql in queries.items()
    }


def filed_per_day(session: Session, midnight: Instant, days: int, now: Instant) -> dict[int, list[int]]:
    """Violations filed on each of the last `days` days, the day that began at `midnight` last, by group row."""
    start = midnight - (days - 1) * DAY
    rows = session.execute(
        text(
            "SELECT group_id, (filed_at - :start) / :day AS n, count(*) FROM violation WHERE superseded_at IS NULL "
            "AND filed_at BETWEEN :start AND :now GROUP BY group_id, n"
        ),
        {"start": start, "day": DAY, "now": now},
    )
    found: dict[int, list[int]] = defaultdict(lambda: [0] * days)
    for group, day, count in rows:
        if 0 <= day < days:
            found[group][int(day)] = count
    return found
