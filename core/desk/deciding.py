"""Decisions about violations. Each is one transaction: decision, chain, case, mirrors, ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from core.base.clock import Instant
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.gates import barred, is_allowed
from core.casework.lifecycle import ViolationState
from core.charter.steps import SECOND_PERSON, STEPS
from core.desk.approving import approver
from core.desk.casebook import Casebook
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.queue import read_one
from core.desk.violation_types import Violation
from core.store import ledger
from core.store.cases import open_case
from core.store.decisions import record_decision
from core.store.evidence import take_evidence
from core.store.ledger import Posting
from core.store.lookup import resolve_id
from core.store.operators import ensure_operator
from core.store.tables import ViolationRow
from core.store.violations import ViolationRecord, Wanted, mirror, read_violations

OUTCOMES = ("given", "refused")
_TOUCHED = Noun.VIOLATIONS | Noun.LEDGER | Noun.OBLIGATIONS | Noun.GROUPS


@dataclass(frozen=True, slots=True)
class Found:
    """A violation to decide: as of now, and as it finally stands (a later decision may be on record)."""

    record: ViolationRecord
    book: Casebook
    finally_: Casebook

    @property
    def state(self) -> ViolationState:
        return self.finally_.state(self.record)


def confirm(
    desk: Desk, violation_id: str, reason: str, step: str = "", approved_by: str = ""
) -> Outcome[Violation]:
    """Confirm, with the proposed step or `step`. Raises Refusal when the member type does not allow it."""
    if step and step not in STEPS:
        raise Refusal(
            P("“{step}” is no step.", step=step), "--step", P("Choose one of: {steps}.", steps=STEPS)
        )
    with desk.store.write() as session:
        outcome = _confirm(desk, session, violation_id, reason, step, approved_by)
    desk.announce(outcome.changes)
    return outcome


def confirm_many(desk: Desk, violation_ids: Sequence[str], reason: str) -> list[Outcome[Violation]]:
    """Confirm each with what the policy proposes at its turn: all of them, or none when one is refused."""
    with desk.store.write() as session:
        outcomes = [
            _confirm(desk, session, violation_id, reason) for violation_id in dict.fromkeys(violation_ids)
        ]
    for groups in {outcome.changes.groups for outcome in outcomes}:
        desk.announce(Changes(_TOUCHED, groups))
    return outcomes


def _confirm(
    desk: Desk, session: Session, violation_id: str, reason: str, step: str = "", approved_by: str = ""
) -> Outcome[Violation]:
    found = find_to_decide(session, violation_id, desk.clock.now())
    record, book = found.record, found.book
    if not (found.state is ViolationState.OPEN or found.finally_.removal_pending(record)):
        raise decided_already(found)
    kind = book.member_type(record)
    if not is_allowed(step, kind):
        raise Refusal(barred(step, kind), record.id, P("Choose another step, or correct the member's type."))
    proposed = book.proposal(record).step
    chosen = step or proposed
    approved = approver(session, desk, approved_by) if chosen in SECOND_PERSON else ""
    effect = book.effect_of_step(record, chosen)
    amount = book.amount(record, effect)
    details = {
        "proposed": proposed, "approved_by": approved, "type": kind.value,
        "law": list(book.rules.law(record, chosen)),
    }  # fmt: skip
    outcome = _decide(desk, session, record, DecisionKind.CONFIRM, reason, chosen, details)
    if effect.grows is None and not amount.nothing:
        case_id = session.get_one(ViolationRow, record.id).case_id
        ledger.post(
            session,
            desk.clock.now(),
            Posting(
                record.group_id, record.member_id, case_id, record.id, outcome.decision, ledger.ASSESSED,
                amount.fen, amount.points, amount.arithmetic, reason, approved,
            ),
        )  # fmt: skip
    return outcome


def dismiss(desk: Desk, violation_id: str, reason: str) -> Outcome[Violation]:
    with desk.store.write() as session:
        found = find_to_decide(session, violation_id, desk.clock.now())
        if found.state is not ViolationState.OPEN:
            raise decided_already(found)
        outcome = _decide(desk, session, found.record, DecisionKind.DISMISS, reason)
    desk.announce(outcome.changes)
    return outcome


def apology(desk: Desk, violation_id: str, outcome: str, reason: str = "") -> Outcome[Violation]:
    """`outcome`: given | refused."""
    if outcome not in OUTCOMES:
        raise Refusal(
            P("“{outcome}” is no outcome.", outcome=outcome), "--outcome", P("Choose given or refused.")
        )
    with desk.store.write() as session:
        found = find_to_decide(session, violation_id, desk.clock.now())
        must_be_confirmed(found)
        life = found.finally_.life(found.record)
        if life.step != "apology":
            raise Refusal(
                P("no apology was asked for here."),
                found.record.id,
                P("Only a violation confirmed with the step apology waits for one."),
            )
        if life.apology:
            raise Refusal(
                P("whether the apology was given is on record already."), found.record.id, _UNDO_FIRST
            )
        done = _decide(
            desk, session, found.record, DecisionKind.APOLOGY, reason, details={"outcome": outcome}
        )
    desk.announce(done.changes)
    return done


def notified(desk: Desk, violation_id: str, reason: str = "") -> Outcome[Violation]:
    """The letter was sent: a growing amount starts (when so set)."""
    with desk.store.write() as session:
        found = find_to_decide(session, violation_id, desk.clock.now())
        must_be_confirmed(found)
        if found.finally_.life(found.record).notified_at is not None:
            raise Refusal(P("the letter is marked as sent already."), found.record.id, _UNDO_FIRST)
        outcome = _decide(desk, session, found.record, DecisionKind.NOTIFIED, reason)
    desk.announce(outcome.changes)
    return outcome


def find_to_decide(session: Session, text: str, now: Instant) -> Found:
    """Raises Refusal for an unknown id, and for a violation that judging no longer finds."""
    violation_id = resolve_id(session, ViolationRow, text)
    records = read_violations(session, Wanted(ids=[violation_id]))
    found = Found(records[0], Casebook(session, records, now), Casebook(session, records, END))
    if found.state is ViolationState.SUPERSEDED:
        raise Refusal(
            P("this violation no longer holds: later data, an excuse or a changed adoption removed it."),
            violation_id,
            P("There is nothing to decide."),
        )
    return found


_UNDO_FIRST = P("Take that back with undo first.")
_DECIDED: dict[ViolationState, Phrase] = {
    ViolationState.CONFIRMED: P("this violation is confirmed already."),
    ViolationState.DISMISSED: P("this violation was dismissed."),
    ViolationState.OVERTURNED: P("this violation was overturned."),
}


def decided_already(found: Found) -> Refusal:
    return Refusal(_DECIDED[found.state], found.record.id, _UNDO_FIRST)


def not_confirmed(violation_id: str) -> Refusal:
    return Refusal(
        P("this violation is not confirmed."), violation_id, P("Confirm it first: confirm ID --reason …")
    )


def must_be_confirmed(found: Found) -> None:
    """Confirmed by now, and not taken back or overturned later."""
    if found.state in (ViolationState.DISMISSED, ViolationState.OVERTURNED):
        raise decided_already(found)
    if found.state is not ViolationState.CONFIRMED:
        raise not_confirmed(found.record.id)
    if found.book.state(found.record) is not ViolationState.CONFIRMED:
        raise Refusal(
            P("at this moment it was not confirmed yet."), found.record.id, P("Give a later --now.")
        )


def _decide(
    desk: Desk,
    session: Session,
    record: ViolationRecord,
    kind: DecisionKind,
    reason: str,
    step: str = "",
    details: Mapping[str, Any] | None = None,
) -> Outcome[Violation]:
    now = desk.clock.now()
    ensure_operator(session, desk.operator, now)
    decision = Decision(
        new_id(now), now, desk.operator, kind, Subject.VIOLATION, record.id, reason, step,
        details={**(details or {}), **({"for": desk.acting_for} if desk.acting_for else {})},
    )  # fmt: skip
    record_decision(session, decision, record.group_id)
    opened = None
    if record.case_id is None:
        opened = open_case(session, record.group_id, record.member_id, now)
    take_evidence(session, record, now)
    mirror(session, record.id, opened)
    changes = Changes(_TOUCHED, frozenset({record.group_id}))
    return Outcome(read_one(session, record.id, now), changes, decision.id)
