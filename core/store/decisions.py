"""Decisions in and out of the store. They are appended and chained, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.casework.decision import Decision, DecisionKind, Subject
from core.store.chain import record, recording_order
from core.store.tables import DecisionRow

BATCH = 400
"""Ids per query: SQLite bounds the number of variables of a statement."""


def record_decision(session: Session, decision: Decision, group_id: int | None) -> None:
    """Append the decision and its link of the chain."""
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
    """All decisions about `subjects` and the undo decisions that took some of them back, in order of
    time (then of recording): what `core.casework.decision.standing` needs."""
    found: list[tuple[DecisionRow, int]] = []
    for some in batches(subjects):
        found += _read(session, col(DecisionRow.subject).in_(some), subject_kind)
    undos: list[tuple[DecisionRow, int]] = []
    for some in batches(row.id for row, _ in found):
        undos += _read(session, col(DecisionRow.undoes).in_(some))
    unique = {row.id: (row.at, order, row) for row, order in [*found, *undos]}
    return [decision_of(row) for _, _, row in sorted(unique.values(), key=lambda one: one[:2])]


def latest_standing(session: Session, now: Instant) -> tuple[Decision, int | None] | None:
    """The decision recorded last, of those made by `now`, not taken back and of a kind that can be undone; with
    its group's id."""
    taken_back = select(DecisionRow.undoes).where(DecisionRow.kind == DecisionKind.UNDO.value)
    row = session.exec(
        select(DecisionRow)
        .where(
            col(DecisionRow.kind).not_in((DecisionKind.UNDO.value, DecisionKind.OPERATOR.value)),
            DecisionRow.at <= now,
            col(DecisionRow.id).not_in(taken_back),
        )
        .order_by(recording_order(session, "decision").desc())
        .limit(1)
    ).first()
    return (decision_of(row), row.group_id) if row is not None else None


def standing_of_kind(
    session: Session, kind: DecisionKind, now: Instant, group_id: int | None = None
) -> list[tuple[Decision, int]]:
    """Decisions of `kind` about groups, made by `now` and not taken back by `now`, with their group's id."""
    undone = select(DecisionRow.undoes).where(
        DecisionRow.kind == DecisionKind.UNDO.value, DecisionRow.at <= now
    )
    query = select(DecisionRow).where(
        DecisionRow.kind == kind.value, DecisionRow.at <= now, col(DecisionRow.id).not_in(undone)
    )
    if group_id is not None:
        query = query.where(DecisionRow.group_id == group_id)
    rows = session.exec(query.order_by(col(DecisionRow.at), recording_order(session, "decision")))
    return [(decision_of(row), row.group_id) for row in rows if row.group_id is not None]


def decision_by_id(session: Session, decision_id: str) -> tuple[Decision, int | None] | None:
    row = session.get(DecisionRow, decision_id)
    return (decision_of(row), row.group_id) if row is not None else None


def caused_by(session: Session, decision_id: str) -> list[tuple[Decision, int | None]]:
    """Standing decisions that name this one as their cause, the latest first, with their group's id."""
    return _standing_with(session, "cause", decision_id)


def in_batch(session: Session, batch: str) -> list[tuple[Decision, int | None]]:
    """Standing decisions that were made as one batch, the latest first, with their group's id."""
    return _standing_with(session, "batch", batch)


def _standing_with(session: Session, key: str, value: str) -> list[tuple[Decision, int | None]]:
    undone = select(DecisionRow.undoes).where(DecisionRow.undoes != "")
    rows = session.exec(
        select(DecisionRow)
        .where(
            col(DecisionRow.details).contains(json.dumps({key: value})[1:-1], autoescape=True),
            col(DecisionRow.id).not_in(undone),
        )
        .order_by(recording_order(session, "decision").desc())
    )
    return [(decision_of(row), row.group_id) for row in rows]


def is_taken_back(session: Session, decision_id: str) -> bool:
    return session.exec(select(DecisionRow.id).where(DecisionRow.undoes == decision_id)).first() is not None


def last_decided_at(session: Session) -> Instant | None:
    """The latest time any decision bears."""
    return session.exec(select(func.max(DecisionRow.at))).one()


def batches(items: Iterable[Any], size: int = BATCH) -> Iterator[Sequence[Any]]:
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some


def _read(session: Session, condition: Any, kind: Subject | None = None) -> list[tuple[DecisionRow, int]]:
    query = select(DecisionRow, recording_order(session, "decision")).where(condition)
    if kind is not None:
        query = query.where(DecisionRow.subject_kind == kind.value)
    return [(row, order) for row, order in session.exec(query)]


def decision_of(row: DecisionRow) -> Decision:
    return Decision(
        row.id,
        row.at,
        row.operator,
        DecisionKind(row.kind),
        Subject(row.subject_kind),
        row.subject,
        row.reason,
        row.step,
        row.undoes,
        json.loads(row.details),
    )
