"""Obligations as facts with their times, and their state as a pure function of facts, coverage and now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.base.clock import Instant, whole_seconds
from core.chat.coverage import Coverage


class ObligationState(StrEnum):
    OPEN = "open"
    MET = "met"
    LATE = "late"
    MISSING = "missing"
    EXCUSED = "excused"
    UNKNOWN = "unknown"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something owed by a member before a deadline.

    `met_at`: first qualifying answer, however late. `unclear_at`: first sticker, voice or image by the
    right person. `explained_at`: a special case explained in the chat. `on_leave`: approved leave touches
    the time from opening to due. `claims_no_network_at`: the person says there was no network.
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


def obligation_state(
    obligation: Obligation,
    coverage: Coverage,
    now: Instant,
    excused_at: Instant | None = None,
    voided_at: Instant | None = None,
) -> ObligationState:
    """The state at `now`. Facts later than `now` do not exist yet.

    Equality counts as on time. While now ≤ due an unanswered obligation is open, before coverage is asked;
    after that, an answer in time is met; else anything the record cannot show is unknown, never missing.
    """

    def known(at: Instant | None) -> Instant | None:
        return at if at is not None and at <= now else None

    due = whole_seconds(obligation.due_at)
    if known(voided_at) is not None:
        return ObligationState.VOID
    if known(excused_at) is not None:
        return ObligationState.EXCUSED
    met = known(obligation.met_at)
    if met is not None and whole_seconds(met) <= due:
        return ObligationState.MET
    explained = known(obligation.explained_at)
    if obligation.on_leave or (explained is not None and whole_seconds(explained) <= due):
        return ObligationState.EXCUSED
    unclear = known(obligation.unclear_at)
    if whole_seconds(now) <= due:
        return ObligationState.OPEN
    if unclear is not None and whole_seconds(unclear) <= due:
        return ObligationState.UNKNOWN
    if not coverage.until(now).covers(obligation.opened_at, due):
        return ObligationState.UNKNOWN
    return ObligationState.LATE if met is not None else ObligationState.MISSING


def late_by_seconds(obligation: Obligation, state: ObligationState, now: Instant) -> int:
    """Whole seconds between due and answer (late) or now (missing); 0 in every other state."""
    due = whole_seconds(obligation.due_at)
    if state is ObligationState.LATE and obligation.met_at is not None:
        return (whole_seconds(obligation.met_at) - due) // 1000
    if state is ObligationState.MISSING:
        return (whole_seconds(now) - due) // 1000
    return 0
