"""How long people took to answer what was owed: the distribution, and each member's own record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median_low

from sqlmodel import Session

from core.base.clock import Instant
from core.insight.obligations import Answered, answered_by
from core.insight.scope import Scope
from core.judging.obligation import ObligationState

SHOWN_STEPS = 16
"""Bars drawn before everything later falls into the last one."""
ANSWERED = frozenset({ObligationState.MET, ObligationState.LATE})
"""States whose answer counts: beside a gap in the record an earlier answer may be lost."""


@dataclass(frozen=True, slots=True)
class AnswerBar:
    """Answers that took `start` (included) to `start` + step (excluded) minutes."""

    start: int
    on_time: int
    late: int


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """`deadline` is in minutes, None when the obligations have different ones. The last bar also holds
    everything later. `missing` never includes what the record cannot show."""

    step: int
    bars: tuple[AnswerBar, ...]
    answered: int
    late: int
    missing: int
    unknown: int
    excused: int
    median: int | None
    deadline: int | None


@dataclass(frozen=True, slots=True)
class MemberAnswers:
    member_id: int
    name: str
    on_time: int
    late: int
    missing: int
    median: int | None
    """Minutes, None without any answer."""


def answer_times(session: Session, scope: Scope, now: Instant, clause: str = "") -> AnswerTimes:
    """Over the obligations that opened in the scope's period, as of `now`; `clause` narrows to one."""
    found = answered_by(session, scope, now, clause)
    taken = _taken(found)
    states = Counter(entry.state for entry in found)
    limits = {entry.limit for entry in found}
    limit = limits.pop() if len(limits) == 1 else None
    step = _step(limit, taken)
    return AnswerTimes(
        step=step,
        bars=_bars(found, step),
        answered=len(taken),
        late=states[ObligationState.LATE],
        missing=states[ObligationState.MISSING],
        unknown=states[ObligationState.UNKNOWN],
        excused=states[ObligationState.EXCUSED],
        median=median_low(taken) if taken else None,
        deadline=limit,
    )


def answers_per_member(
    session: Session, scope: Scope, now: Instant, clause: str = ""
) -> tuple[MemberAnswers, ...]:
    """Those who answered late or not at all first."""
    members: dict[int, list[Answered]] = {}
    for entry in answered_by(session, scope, now, clause):
        members.setdefault(entry.member_id, []).append(entry)
    records = []
    for member_id, entries in members.items():
        states = Counter(entry.state for entry in entries)
        taken = _taken(entries)
        records.append(
            MemberAnswers(
                member_id,
                entries[-1].member_name,
                states[ObligationState.MET],
                states[ObligationState.LATE],
                states[ObligationState.MISSING],
                median_low(taken) if taken else None,
            )
        )
    return tuple(sorted(records, key=lambda r: (-r.missing, -r.late, -(r.median or 0), r.name)))


def _taken(found: list[Answered]) -> list[int]:
    """Minutes in order, of the answers the record is sure of."""
    return sorted(e.minutes for e in found if e.minutes is not None and e.state in ANSWERED)


def _step(limit: int | None, taken: list[int]) -> int:
    """Minutes per bar: where there is one deadline, a divisor of it near an eighth, so that it falls
    between two bars."""
    if limit:
        return next(step for step in range(max(1, limit // 8), 0, -1) if limit % step == 0)
    reach = taken[len(taken) * 9 // 10] if taken else 0
    return max(1, reach // 8)


def _bars(found: list[Answered], step: int) -> tuple[AnswerBar, ...]:
    on_time: Counter[int] = Counter()
    late: Counter[int] = Counter()
    for entry in found:
        if entry.minutes is not None and entry.state in ANSWERED:
            counts = late if entry.state is ObligationState.LATE else on_time
            counts[min(entry.minutes // step, SHOWN_STEPS - 1)] += 1
    last = max((*on_time, *late), default=-1)
    return tuple(AnswerBar(index * step, on_time[index], late[index]) for index in range(last + 1))
