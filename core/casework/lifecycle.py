"""The life cycle of a violation: its state at a moment, folded from the decisions that stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from core.base.clock import Instant
from core.base.dated import END, Period
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
    follow a refused apology). `apology`: "" | given | refused. `settled_at`: paid or waived. `stopped`: periods
    of appeals, one under way ends at END. `taken_up_at`: an opinion on file began to count."""

    state: ViolationState = ViolationState.OPEN
    step: str = ""
    decided_at: Instant | None = None
    confirmed_at: Instant | None = None
    notified_at: Instant | None = None
    apology: str = ""
    apology_at: Instant | None = None
    settled_at: Instant | None = None
    taken_up_at: Instant | None = None
    refunded_at: Instant | None = None
    stopped: tuple[Period, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    """Those of the confirmation that counts: tier, measure, amount, who answers."""
    latest: Decision | None = None
    """The latest decision that stands."""

    @property
    def appealed(self) -> bool:
        """Whether an appeal is under way."""
        return bool(self.stopped) and self.stopped[-1].end >= END


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
                life, state=ViolationState.CONFIRMED, step=decision.step, decided_at=at, confirmed_at=first,
                details=decision.details,
            )  # fmt: skip
        case DecisionKind.FOLD:
            first = life.confirmed_at if life.confirmed_at is not None else at
            return replace(life, state=ViolationState.CONFIRMED, step="", decided_at=at, confirmed_at=first)
        case DecisionKind.DISMISS:
            return replace(life, state=ViolationState.DISMISSED, step="", decided_at=at)
        case DecisionKind.OVERTURN:
            return replace(life, state=ViolationState.OVERTURNED, decided_at=at)
        case DecisionKind.APPEAL | DecisionKind.APPEAL_DECIDED:
            return replace(life, stopped=_stopped(life.stopped, decision))
    return _after_confirmation(life, decision) if life.state is ViolationState.CONFIRMED else life


def _after_confirmation(life: LifeCycle, decision: Decision) -> LifeCycle:
    at = decision.at
    match decision.kind:
        case DecisionKind.NOTIFIED:
            return replace(life, notified_at=at)
        case DecisionKind.APOLOGY:
            return replace(life, apology=str(decision.details.get("outcome", "")), apology_at=at)
        case DecisionKind.PAY | DecisionKind.WAIVE:
            return replace(life, settled_at=at)
        case DecisionKind.TAKE_UP:
            return replace(life, taken_up_at=at, step=decision.step or life.step)
        case DecisionKind.REFUND:
            return replace(life, refunded_at=at)
    return life


def _stopped(periods: tuple[Period, ...], decision: Decision) -> tuple[Period, ...]:
    """Appeals with one more opened or decided; deciding what is not open changes nothing."""
    under_way = bool(periods) and periods[-1].end >= END
    if decision.kind is DecisionKind.APPEAL:
        return periods if under_way else (*periods, Period(decision.at, END))
    return (*periods[:-1], Period(periods[-1].start, decision.at)) if under_way else periods
