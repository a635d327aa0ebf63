"""Violations that lose their ground because what was owed is no longer: open ones are dropped, confirmed ones
overturned and refunded, all with the decision that takes the ground away and undone with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlmodel import Session

from core.base.clock import Instant
from core.base.dated import END
from core.base.ids import new_id
from core.casework.appeals import UPHELD
from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.casework.leave import granted_leave, leave_of
from core.casework.lifecycle import ViolationState
from core.casework.obligation_marks import marks_of
from core.desk.approving import approver_of_lifting
from core.desk.casebook import Casebook
from core.desk.desk import Desk
from core.judging.obligation import Obligation, ObligationState, reckon
from core.store.appeals import read_appeals
from core.store.decisions import decisions_about, record_decision
from core.store.findings import supersede_of_obligation
from core.store.ledger import Places, refund
from core.store.matters import matters
from core.store.obligations import coverage_of, filed_obligations
from core.store.tables import ObligationRow
from core.store.violations import ViolationRecord, Wanted, bring_back, mirror, read_violations

_LIFTS = (DecisionKind.EXCUSE, DecisionKind.VOID, DecisionKind.DONE)
"""What settles an obligation; a pause only moves its deadline."""


def lift(
    session: Session, desk: Desk, obligation: str, cause: str, ground: str, reason: str, approved_by: str = ""
) -> list[str]:
    """What came of `obligation` no longer holds; ids of the confirmed violations that were overturned.

    `cause`: the decision this follows from; `ground`: why, as leave, void or the kind of an excuse;
    `approved_by`: who approves refunds. Raises Refusal where a second person has to and none is named.
    """
    _, decided = supersede_of_obligation(session, obligation, desk.clock.now())
    return [each for each in decided if _overturn(session, desk, each, cause, ground, reason, approved_by)]


def reopen(session: Session, obligation: str, now: Instant) -> None:
    """Open again what was dropped because of a decision that was taken back, where something is owed once more.

    Other decisions may stand that settle it just as well, and other leave may cover it.
    """
    if _is_owed(session, obligation, now):
        bring_back(session, obligation)


def lift_again(session: Session, desk: Desk, obligation: str, approved_by: str = "") -> None:
    """What a decision had carried that was taken back is carried by another one that settles it just as well."""
    if _is_owed(session, obligation, desk.clock.now()):
        return
    for cause, ground, reason in _grounds(session, obligation):
        lift(session, desk, obligation, cause, ground, reason, approved_by)


def _is_owed(session: Session, obligation: str, now: Instant) -> bool:
    """Late or missing by every decision that stands."""
    found = _filed(session, obligation)
    if found is None:
        return False
    group_id = session.get_one(ObligationRow, obligation).group_id
    leave = granted_leave(leave_of(each) for each in matters(session, Subject.LEAVE, END, group_id).values())
    away = any(
        each.subject == found.member and each.period.overlaps(found.opened_at, found.due_at) for each in leave
    )
    # Whether leave covers it is on file as it was judged last, with what is taken back now.
    state = _reckoned(session, replace(found, on_leave=away), group_id, now, END)
    return state in (ObligationState.LATE, ObligationState.MISSING)


def _grounds(session: Session, obligation: str) -> Iterator[tuple[str, str, str]]:
    """Every decision that stands and settles it: (the decision that is undone for it, the ground, the reason)."""
    for made in standing(decisions_about(session, Subject.OBLIGATION, [obligation]), END):
        if made.kind in _LIFTS:
            yield made.id, str(made.details.get("kind", made.kind.value)), made.reason
    group_id = session.get_one(ObligationRow, obligation).group_id
    for matter in matters(session, Subject.LEAVE, END, group_id).values():
        settled = matter.settled
        if settled is not None and obligation in settled.details.get("excused", ()):
            yield str(settled.details.get("cause", settled.id)), "leave", settled.reason


def state_at(session: Session, obligation: str, now: Instant) -> ObligationState | None:
    """How it stands at `now` by what is on file and decided; None for one that follows from the record no more."""
    found = _filed(session, obligation)
    group_id = session.get_one(ObligationRow, obligation).group_id
    return None if found is None else _reckoned(session, found, group_id, now, now)


def _filed(session: Session, obligation: str) -> Obligation | None:
    group_id = session.get_one(ObligationRow, obligation).group_id
    filed = filed_obligations(session, group_id, END)
    return next((each.obligation for each in filed if each.obligation.id == obligation), None)


def _reckoned(
    session: Session, obligation: Obligation, group_id: int, now: Instant, decided_by: Instant
) -> ObligationState:
    made = decisions_about(session, Subject.OBLIGATION, [obligation.id])
    marks = marks_of(standing(made, decided_by))
    return reckon(obligation, coverage_of(session, group_id), now, marks).state


def _overturn(
    session: Session, desk: Desk, violation: str, cause: str, ground: str, reason: str, approved_by: str
) -> bool:
    now = desk.clock.now()
    (record,) = read_violations(session, Wanted(ids=[violation]))
    book = Casebook(session, [record], END)
    if book.state(record) is not ViolationState.CONFIRMED:
        return False
    approved = approver_of_lifting(session, desk, record.id, book.life(record).details, approved_by)
    made = Decision(
        new_id(now), now, desk.operator, DecisionKind.OVERTURN, Subject.VIOLATION, violation, reason,
        details={"cause": cause, "ground": ground, "approved_by": approved},
    )  # fmt: skip
    record_decision(session, made, record.group_id)
    places = Places(record.group_id, book.answerable(record), record.case_id, record.id, made.id, approved)
    refund(session, now, places, reason)
    _close_appeal(session, desk, record, cause, reason)
    mirror(session, violation)
    return True


def _close_appeal(session: Session, desk: Desk, record: ViolationRecord, cause: str, reason: str) -> None:
    """An appeal under way against this alone got what it asked for; nobody has to decide it any more."""
    for appeal in read_appeals(session, END, record.group_id).values():
        if appeal.decided is not None or record.id not in appeal.violations:
            continue
        others = read_violations(session, Wanted(ids=appeal.violations))
        book = Casebook(session, others, END)
        if any(book.state(each) is ViolationState.CONFIRMED for each in others):
            continue
        now = desk.clock.now()
        closed = Decision(
            new_id(now), now, desk.operator, DecisionKind.APPEAL_DECIDED, Subject.VIOLATION, record.id, reason,
            details={"appeal": appeal.id, "outcome": UPHELD, "cause": cause},
        )  # fmt: skip
        record_decision(session, closed, record.group_id)
