"""The life cycle of a violation: its state at a moment, folded from the decisions that stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from core.base.clock import Instant
from core.casework.decision import Decision, DecisionKind, Subject, standing


class ViolationState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    OVERTURNED = "overturned"
    SUPERSEDED = "superseded"
    """Not decided, and removed by later data, an excuse or a changed adoption."""


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """`confirmed_at` is the first standing confirmation; `step` the one confirmed last (a removal may
    follow a refused apology). `apology`: "" | given | refused. `settled_at`: paid or waived."""

    state: ViolationState = ViolationState.OPEN
    step: str = ""
    decided_at: Instant | None = None
    confirmed_at: Instant | None = None
    notified_at: Instant | None = None
    apology: str = ""
    apology_at: Instant | None = None
    settled_at: Instant | None = None
    latest: Decision | None = None
    """The latest decision that stands."""


def life_cycle(decisions: Iterable[Decision], now: Instant) -> LifeCycle:
    """Fold the decisions about one violation (undo decisions among them) as of `now`."""
    life = LifeCycle()
    for decision in standing(decisions, now):
        life = _after(life, decision)
    return life


def life_cycles(decisions: Iterable[Decision], now: Instant) -> dict[str, LifeCycle]:
    """As `life_cycle`, for the decisions about many violations at once; by violation id."""
    result: dict[str, LifeCycle] = {}
    for decision in standing(decisions, now):
        if decision.subject_kind is Subject.VIOLATION:
            result[decision.subject] = _after(result.get(decision.subject, LifeCycle()), decision)
    return result


def _after(life: LifeCycle, decision: Decision) -> LifeCycle:
    """Facts that presuppose a confirmation are kept, but count only while one stands."""
    life = replace(life, latest=decision)
    at = decision.at
    match decision.kind:
        case DecisionKind.CONFIRM:
            first = life.confirmed_at if life.confirmed_at is not None else at
            return replace(
                life, state=ViolationState.CONFIRMED, step=decision.step, decided_at=at, confirmed_at=first
            )
        case DecisionKind.DISMISS:
            return replace(life, state=ViolationState.DISMISSED, step="", decided_at=at)
        case DecisionKind.OVERTURN:
            return replace(life, state=ViolationState.OVERTURNED, decided_at=at)
        case _ if life.state is not ViolationState.CONFIRMED:
            return life
        case DecisionKind.NOTIFIED:
            return replace(life, notified_at=at)
        case DecisionKind.APOLOGY:
            return replace(life, apology=str(decision.details.get("outcome", "")), apology_at=at)
        case DecisionKind.PAY | DecisionKind.WAIVE:
            return replace(life, settled_at=at)
    return life
