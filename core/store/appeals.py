"""Appeals in the store: decisions about the violations they attack."""

from __future__ import annotations

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.dated import END
from core.casework.appeals import Appeal, appeals
from core.casework.decision import DecisionKind, Subject
from core.store.chain import recording_order
from core.store.decisions import batches, decision_of
from core.store.tables import DecisionRow

_KINDS = (DecisionKind.APPEAL.value, DecisionKind.REPLY.value, DecisionKind.APPEAL_DECIDED.value)


def read_appeals(session: Session, now: Instant = END, group_id: int | None = None) -> dict[str, Appeal]:
    """By id, as of `now`, in order of opening."""
    query = select(DecisionRow, recording_order(session, "decision")).where(
        DecisionRow.subject_kind == Subject.VIOLATION.value, col(DecisionRow.kind).in_(_KINDS)
    )
    if group_id is not None:
        query = query.where(DecisionRow.group_id == group_id)
    found = [(row, order) for row, order in session.exec(query)]
    for some in batches([row.id for row, _ in found]):
        undos = select(DecisionRow, recording_order(session, "decision"))
        found += [(row, order) for row, order in session.exec(undos.where(col(DecisionRow.undoes).in_(some)))]
    ordered = sorted(found, key=lambda pair: (pair[0].at, pair[1]))
    return appeals((decision_of(row) for row, _ in ordered), now)
