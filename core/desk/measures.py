"""What may be decided about a violation: steps by tier, what is to be asked, what waits for a second stage."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from core.base.dated import END
from core.base.refusal import Refusal
from core.casework.gates import is_allowed
from core.casework.ladder import taken_up, tiers
from core.casework.lifecycle import ViolationState
from core.charter.steps import MONEY_STEPS, STEPS
from core.desk.casebook import Casebook
from core.desk.heads import head_of
from core.desk.violation_types import Measures
from core.store.people import read_members
from core.store.violations import ViolationRecord


def measures_of(session: Session, book: Casebook, record: ViolationRecord) -> Measures:
    """For an open violation what may be confirmed; for a confirmed one what may follow; else nothing."""
    state = book.state(record)
    if state is ViolationState.CONFIRMED:
        return _following(book, record)
    if state is not ViolationState.OPEN:
        return Measures()
    policy, kind = book.policy(record), book.member_type(record)
    known = tiers(policy, book.earlier(record), record.clause)
    minor, serious = book.proposal(record), book.serious(record)
    by_head = policy is not None and policy.answers == "head"

    def open_to(steps: Iterable[str]) -> tuple[str, ...]:
        return tuple(step for step in steps if is_allowed(step, kind))

    return Measures(
        step=minor.step,
        # A fallback agreed with the group stands in for what the charter says.
        minor=open_to(
            dict.fromkeys((*([minor.step] if minor.step else []), *(minor.choices or known.minor)))
        ),
        serious=open_to(known.serious),
        combines=(minor.effect.combines, serious.effect.combines),
        free=(minor.effect.free, serious.effect.free),
        unpriced=open_to(step for step in STEPS if step in MONEY_STEPS and _asks(book, record, step)),
        by_head=by_head,
        head=_head(session, book, record) if by_head else "",
        unit=book.rules.unit(record),
    )


def _asks(book: Casebook, record: ViolationRecord, step: str) -> bool:
    effect = book.effect_of_step(record, step)
    return not effect.amount_fen and effect.grows is None


def _head(session: Session, book: Casebook, record: ViolationRecord) -> str:
    try:
        row, _ = head_of(session, record, book, "")
    except Refusal:
        return ""
    return read_members(session, [row])[row].shown_name(END)


def _following(book: Casebook, record: ViolationRecord) -> Measures:
    policy, life = book.policy(record), book.life(record)
    pending = book.proposal(record).step if book.removal_pending(record) else ""
    move = taken_up(policy, book.events(record), record.id) if policy is not None else None
    second = move.effect.step if move is not None and life.taken_up_at is None else ""
    return Measures(pending=pending, second_stage=second, unit=book.rules.unit(record))
