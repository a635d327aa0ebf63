"""Obligations as facts with their times, and their state as a pure function of facts, coverage and now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.base.clock import Instant, whole_seconds
from core.base.dated import END, Period, merged
from core.chat.coverage import Coverage


class ObligationState(StrEnum):
    OPEN = "open"
    MET = "met"
    LATE = "late"
    MISSING = "missing"
    EXCUSED = "excused"
    UNKNOWN = "unknown"
    VOID = "void"


class Stage(StrEnum):
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    """Answered where more is owed: the thing itself."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something owed by a member before a deadline.

    `met_at`: first qualifying answer, however late. `unclear_at`: first sticker, voice or image by the
    right person. `explained_at`: a special case explained in the chat. `on_leave`: approved leave touches
    the time from opening to due. `claims_no_network_at`: the person says there was no network.

    A promise made in time moves the deadline: `due_at` is then what was promised at `promised_at`, and
    `first_due_at` what it was before. With `staged` an answer only acknowledges: what was asked for is to be
    done by `done_due_at` (None: whenever it is done).
    """

    id: str
    rule: str
    clause: str
    group: str
    member: str
    member_name: str
    trigger: str
    """Key of the message that opened it."""
    opened_at: Instant
    due_at: Instant
    met_at: Instant | None = None
    answer: str = ""
    """Key of the message that met it."""
    unclear_at: Instant | None = None
    explained_at: Instant | None = None
    claims_no_network_at: Instant | None = None
    on_leave: bool = False
    first_due_at: Instant | None = None
    promised_at: Instant | None = None
    staged: bool = False
    done_due_at: Instant | None = None
    done_at: Instant | None = None
    done_key: str = ""
    """Key of the message that says it is done."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What people decided about one obligation, as it stands: when they excused or voided it, when by their
    word it was done, and while which time its clock stood still (a pause without end lasts on)."""

    excused_at: Instant | None = None
    voided_at: Instant | None = None
    done_at: Instant | None = None
    pauses: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`due` and `met_at` are those of the stage that decides: the first one that was breached, else the last one
    reached. `due` is None where that stage has no deadline."""

    state: ObligationState
    stage: Stage
    due: Instant | None
    met_at: Instant | None
    late_by_s: int = 0
    paused: bool = False


def reckon(obligation: Obligation, coverage: Coverage, now: Instant, marks: Marks = Marks()) -> Reckoning:
    """How the obligation stands at `now`. Facts later than `now` do not exist yet.

    Equality counts as on time. While now ≤ due an unanswered obligation is open, before coverage is asked;
    after that, an answer in time is met; else anything the record cannot show is unknown, never missing.
    """

    def known(at: Instant | None) -> Instant | None:
        return at if at is not None and at <= now else None

    first = moved(obligation.due_at, obligation.opened_at, marks.pauses, now)
    marked = known(marks.done_at)
    done = _earliest(known(obligation.done_at), marked)
    met = _earliest(known(obligation.met_at), done)
    reached = Stage.ASKED if met is None else Stage.ACKNOWLEDGED if obligation.staged else Stage.DONE
    if obligation.staged and done is not None:
        reached = Stage.DONE
    paused = any(pause.start <= now < pause.end for pause in marks.pauses)

    def reckoned(state: ObligationState, due: Instant | None, at: Instant | None) -> Reckoning:
        return Reckoning(state, reached, due, at, _late_by(state, due, at, now), paused)

    if known(marks.voided_at) is not None:
        return reckoned(ObligationState.VOID, first, met)
    if known(marks.excused_at) is not None:
        return reckoned(ObligationState.EXCUSED, first, met)
    state = _stage_state(obligation, coverage, now, first, met)
    if state is not ObligationState.MET or not obligation.staged:
        return reckoned(state, first, met)
    if obligation.done_due_at is None:
        return reckoned(ObligationState.OPEN if done is None else ObligationState.MET, None, done)
    last = moved(obligation.done_due_at, obligation.opened_at, marks.pauses, now)
    return reckoned(_stage_state(obligation, coverage, now, last, done), last, done)


def obligation_state(
    obligation: Obligation,
    coverage: Coverage,
    now: Instant,
    excused_at: Instant | None = None,
    voided_at: Instant | None = None,
) -> ObligationState:
    """The state alone, where nobody paused the clock or marked it as done."""
    return reckon(obligation, coverage, now, Marks(excused_at, voided_at)).state


def late_by_seconds(obligation: Obligation, state: ObligationState, now: Instant) -> int:
    """As `Reckoning.late_by_s`, of an answer that nobody paused or marked."""
    return _late_by(state, obligation.due_at, obligation.met_at, now)


def moved(due: Instant, opened: Instant, pauses: Iterable[Period], now: Instant) -> Instant:
    """The deadline after pauses: each one that began by then puts it off by its length since the opening; one
    without end, by its length so far."""
    for pause in merged(pauses):
        start = max(pause.start, opened)
        if pause.start > now or start > due:
            continue
        due += max(0, (min(pause.end, now) if pause.end >= END else pause.end) - start)
    return due


def _stage_state(
    obligation: Obligation, coverage: Coverage, now: Instant, due: Instant, met: Instant | None
) -> ObligationState:
    due = whole_seconds(due)

    def in_time(at: Instant | None) -> bool:
        return at is not None and at <= now and whole_seconds(at) <= due

    if in_time(met):
        return ObligationState.MET
    if obligation.on_leave or in_time(obligation.explained_at):
        return ObligationState.EXCUSED
    if whole_seconds(now) <= due:
        return ObligationState.OPEN
    if in_time(obligation.unclear_at):
        return ObligationState.UNKNOWN
    if not coverage.until(now).covers(obligation.opened_at, due):
        return ObligationState.UNKNOWN
    return ObligationState.LATE if met is not None else ObligationState.MISSING


def _earliest(*moments: Instant | None) -> Instant | None:
    return min((at for at in moments if at is not None), default=None)


def _late_by(state: ObligationState, due: Instant | None, met: Instant | None, now: Instant) -> int:
    """Whole seconds between due and answer (late) or now (missing); 0 in every other state."""
    if due is None or state not in (ObligationState.LATE, ObligationState.MISSING):
        return 0
    end = met if state is ObligationState.LATE and met is not None else now
    return (whole_seconds(end) - whole_seconds(due)) // 1000
