"""What people decided about the findings of each rule of a group."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.casework.decision import DecisionKind
from core.store.decisions import standing_of_kind
from core.store.tables import ViolationRow

_TRUE, _FALSE = "confirmed", ("dismissed", "overturned")


def rule_verdicts(session: Session, group_id: int, now: Instant) -> dict[str, tuple[bool, ...]]:
    """True for confirmed, False for dismissed or overturned, in order of decision, by rule. Hints of classifiers
    say nothing of a rule."""
    return _verdicts(session, group_id, now, by_model=False)


def family_verdicts(session: Session, group_id: int, now: Instant) -> dict[str, tuple[bool, ...]]:
    """The same of what classifiers alone spoke for, by family."""
    return _verdicts(session, group_id, now, by_model=True)


def _verdicts(session: Session, group_id: int, now: Instant, by_model: bool) -> dict[str, tuple[bool, ...]]:
    model = col(ViolationRow.model)
    rows = session.exec(
        select(ViolationRow.model if by_model else ViolationRow.rule, ViolationRow.state)
        .where(
            model != "" if by_model else model == "",
            ViolationRow.group_id == group_id,
            col(ViolationRow.decided_at) <= now,
            col(ViolationRow.state).in_((_TRUE, *_FALSE)),
        )
        .order_by(col(ViolationRow.decided_at), col(ViolationRow.id))
    )
    found: dict[str, list[bool]] = defaultdict(list)
    for name, state in rows:
        found[name].append(state == _TRUE)
    return {name: tuple(outcomes) for name, outcomes in found.items()}


def calibrated(session: Session, group_id: int, now: Instant) -> dict[str, dict[str, Any]]:
    """What was last decided about the classifier of each family: details of the decision that stands."""
    held: dict[str, dict[str, Any]] = {}
    for decision, _ in standing_of_kind(session, DecisionKind.CALIBRATE, now, group_id):
        held |= decision.details.get("families", {})
    return held


def set_by_hand(session: Session, group_id: int, now: Instant) -> dict[str, str]:
    """The trust that a person set, by rule; the last one counts, "learned" gives it back to the decisions."""
    held: dict[str, str] = {}
    for decision, _ in standing_of_kind(session, DecisionKind.TRUST, now, group_id):
        held[decision.subject] = str(decision.details.get("trust", ""))
    return {rule: trust for rule, trust in held.items() if trust and trust != "learned"}


def filed_per_rule(session: Session, group_id: int, now: Instant) -> dict[str, tuple[int, int]]:
    """(findings filed, of these still open) by rule; what was superseded, and what classifiers alone spoke for, is
    left out."""
    rows = session.exec(
        select(ViolationRow.rule, ViolationRow.state).where(
            ViolationRow.group_id == group_id,
            ViolationRow.at <= now,
            ViolationRow.model == "",
            col(ViolationRow.superseded_at).is_(None),
        )
    )
    found: dict[str, tuple[int, int]] = {}
    for rule, state in rows:
        filed, waiting = found.get(rule, (0, 0))
        found[rule] = (filed + 1, waiting + (state == "open"))
    return found
