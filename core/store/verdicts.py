"""What people decided about the findings of each rule of a group."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.casework.decision import DecisionKind
from core.store.decisions import standing_of_kind
from core.store.tables import ViolationRow

_TRUE, _FALSE = "confirmed", ("dismissed", "overturned")


def rule_verdicts(session: Session, group_id: int, now: Instant) -> dict[str, tuple[bool, ...]]:
    """True for confirmed, False for dismissed or overturned, in order of decision, by rule."""
    rows = session.exec(
        select(ViolationRow.rule, ViolationRow.state)
        .where(
            ViolationRow.group_id == group_id,
            col(ViolationRow.decided_at) <= now,
            col(ViolationRow.state).in_((_TRUE, *_FALSE)),
        )
        .order_by(col(ViolationRow.decided_at), col(ViolationRow.id))
    )
    found: dict[str, list[bool]] = defaultdict(list)
    for rule, state in rows:
        found[rule].append(state == _TRUE)
    return {rule: tuple(outcomes) for rule, outcomes in found.items()}


def set_by_hand(session: Session, group_id: int, now: Instant) -> dict[str, str]:
    """The trust that a person set, by rule; the last one counts, "learned" gives it back to the decisions."""
    held: dict[str, str] = {}
    for decision, _ in standing_of_kind(session, DecisionKind.TRUST, now, group_id):
        held[decision.subject] = str(decision.details.get("trust", ""))
    return {rule: trust for rule, trust in held.items() if trust and trust != "learned"}


def filed_per_rule(session: Session, group_id: int, now: Instant) -> dict[str, tuple[int, int]]:
    """(findings filed, of these still open) by rule; what was superseded is left out."""
    rows = session.exec(
        select(ViolationRow.rule, ViolationRow.state).where(
            ViolationRow.group_id == group_id,
            ViolationRow.at <= now,
            col(ViolationRow.superseded_at).is_(None),
        )
    )
    found: dict[str, tuple[int, int]] = {}
    for rule, state in rows:
        filed, waiting = found.get(rule, (0, 0))
        found[rule] = (filed + 1, waiting + (state == "open"))
    return found
