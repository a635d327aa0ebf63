"""Money that the ledger holds against a person: what a cap per month is measured by."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, func, select

from core.base.clock import Instant
from core.casework.decision import DecisionKind
from core.store.ledger import ASSESSED, CAPPED, REFUND
from core.store.tables import DecisionRow, LedgerRow


def assessed_fen(
    session: Session,
    group_id: int,
    member_ids: Collection[int],
    since: Instant,
    until: Instant,
    but: str = "",
) -> int:
    """Fen assessed to a person (all rows of theirs) within the cap and not refunded, from `since` to `until` (both included) and not taken back, the violation `but` left out."""
    taken_back = select(DecisionRow.undoes).where(DecisionRow.kind == DecisionKind.UNDO.value)
    found = session.exec(
        select(func.sum(LedgerRow.fen)).where(
            col(LedgerRow.kind).in_((ASSESSED, CAPPED, REFUND)),
            LedgerRow.group_id == group_id,
            col(LedgerRow.member_id).in_(member_ids),
            LedgerRow.at >= since,
            LedgerRow.at <= until,
            LedgerRow.violation_id != but,
            col(LedgerRow.decision_id).not_in(taken_back),
        )
    ).one()
    return int(found or 0)
