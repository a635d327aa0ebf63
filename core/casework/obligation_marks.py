"""What people decided about obligations, out of the decisions: excused, void, done, clocks that stood still."""

from __future__ import annotations

from collections.abc import Iterable

from core.base.clock import Instant
from core.base.dated import END, Period
from core.casework.decision import Decision, DecisionKind
from core.judging.binding import Facts
from core.judging.obligation import Marks

CLOSING = (
    DecisionKind.EXCUSE,
    DecisionKind.VOID,
    DecisionKind.DONE,
    DecisionKind.PAUSE,
    DecisionKind.RESUME,
)


def marks_of(standing: Iterable[Decision]) -> Marks:
    """From the decisions about one obligation that stand, in order."""
    excused = voided = done = None
    pauses: list[Period] = []
    for decision in standing:
        match decision.kind:
            case DecisionKind.EXCUSE:
                excused = excused or decision.at
            case DecisionKind.VOID:
                voided = voided or decision.at
            case DecisionKind.DONE:
                done = _at(decision, "at", decision.at)
            case DecisionKind.PAUSE:
                pauses.append(Period(_at(decision, "from", decision.at), _at(decision, "until", END)))
            case DecisionKind.RESUME if pauses and pauses[-1].end >= END:
                last = pauses.pop()
                pauses.append(Period(last.start, max(last.start, _at(decision, "until", decision.at))))
    return Marks(excused, voided, done, tuple(pauses))


def facts_of(standing: Iterable[Decision]) -> Facts:
    """What judging must know of the decisions about obligations that stand."""
    about: dict[str, list[Decision]] = {}
    for decision in standing:
        about.setdefault(decision.subject, []).append(decision)
    marks = {subject: marks_of(decisions) for subject, decisions in about.items()}
    closed = (key for key, each in marks.items() if each.excused_at is not None or each.voided_at is not None)
    return Facts(frozenset(closed), marks)


def _at(decision: Decision, key: str, default: Instant) -> Instant:
    value = decision.details.get(key)
    return default if value is None else int(value)
