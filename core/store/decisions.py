"""Decisions in and out of the store; every one is a link of the chain."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlmodel import Session, col, select

from core.casework.decision import Decision, DecisionKind, Subject
from core.store.chain import record
from core.store.tables import DecisionRow

_CHUNK = 500


def record_decision(session: Session, decision: Decision, group_id: int | None) -> None:
    """Add a decision and its link."""
    record(
        session,
        decision.at,
        DecisionRow(
            id=decision.id,
            at=decision.at,
            operator=decision.operator,
            kind=decision.kind.value,
            subject_kind=decision.subject_kind.value,
            subject=decision.subject,
            group_id=group_id,
            reason=decision.reason,
            step=decision.step,
            undoes=decision.undoes,
            details=json.dumps(dict(decision.details), ensure_ascii=False, sort_keys=True),
        ),
    )


def decisions_about(session: Session, subject_kind: Subject, subjects: Iterable[str]) -> list[Decision]:
    """All decisions about these subjects and those that undo them, in order of time."""
    wanted = list(subjects)
    rows: list[DecisionRow] = []
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        about = session.exec(
            select(DecisionRow).where(
                DecisionRow.subject_kind == subject_kind.value, col(DecisionRow.subject).in_(part)
            )
        ).all()
        rows += about
        ids = [row.id for row in about]
        for offset in range(0, len(ids), _CHUNK):
            rows += session.exec(
                select(DecisionRow).where(col(DecisionRow.undoes).in_(ids[offset : offset + _CHUNK]))
            ).all()
    unique = {row.id: row for row in rows}
    return [decision_of(row) for row in sorted(unique.values(), key=lambda row: (row.at, row.id))]


def decision_of(row: DecisionRow) -> Decision:
    return Decision(
        id=row.id,
        at=row.at,
        operator=row.operator,
        kind=DecisionKind(row.kind),
        subject_kind=Subject(row.subject_kind),
        subject=row.subject,
        reason=row.reason,
        step=row.step,
        undoes=row.undoes,
        details=json.loads(row.details),
    )
