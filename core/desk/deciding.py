"""Decisions about violations. Each is one transaction: decision, chain, case, mirrors, ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from core.base.clock import Instant, whole_seconds
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import P, Phrase
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.ladder import taken_up
from core.casework.lifecycle import ViolationState
from core.casework.templates import check_filled
from core.charter.steps import SECOND_PERSON
from core.desk.approving import approver, check_passphrase
from core.desk.casebook import Casebook
from core.desk.changes import Changes, Noun, Outcome
from core.desk.claims import must_be_free
from core.desk.confirming import Measure, Wish, measure_of, parse_steps
from core.desk.conflicting import conflicts_of
from core.desk.desk import Desk
from core.desk.queue import read_one
from core.desk.violation_types import Violation
from core.store.cases import open_case
from core.store.decisions import record_decision
from core.store.evidence import take_evidence
from core.store.ledger import Places, assess
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
    desk: Desk,
    violation_id: str,
    reason: str,
    step: str = "",
    approved_by: str = "",
    passphrase: str = "",
    wish: Wish = Wish(),
) -> Outcome[Violation]:
    """Confirm, with the proposed step or `step`, and whatever else `wish` says.

    Raises Refusal for what the charter or the member's type does not allow, where a person has yet to choose,
    and where a second operator does not approve with their passphrase.
    """
    if step:
        wish = replace(wish, step=step)
    parse_steps(wish.step)
    check_passphrase(desk, approved_by, passphrase)
    with desk.store.write() as session:
        outcome = _confirm(desk, session, violation_id, reason, wish, approved_by)
    desk.announce(outcome.changes)
    return outcome


def confirm_in(
    desk: Desk,
    session: Session,
    violation_id: str,
    reason: str,
    wish: Wish = Wish(),
    approved_by: str = "",
) -> Outcome[Violation]:
    """As `confirm`, within a transaction of the caller, who checks the passphrase and tells of the changes."""
    return _confirm(desk, session, violation_id, reason, wish, approved_by)


def confirm_many(
    desk: Desk, violation_ids: Sequence[str], reason: str, approved_by: str = "", passphrase: str = ""
) -> list[Outcome[Violation]]:
    """Confirm each with what the policy proposes at its turn: all of them, or none when one is refused. They
    are one batch, which one undo takes back."""
    check_passphrase(desk, approved_by, passphrase)
    batch = new_id(desk.clock.now())
    with desk.store.write() as session:
        outcomes = [
            _confirm(desk, session, violation_id, reason, Wish(), approved_by, batch)
            for violation_id in dict.fromkeys(violation_ids)
        ]
    for groups in {outcome.changes.groups for outcome in outcomes}:
        desk.announce(Changes(_TOUCHED, groups))
    return outcomes


def _confirm(
    desk: Desk,
    session: Session,
    violation_id: str,
    reason: str,
    wish: Wish = Wish(),
    approved_by: str = "",
    batch: str = "",
) -> Outcome[Violation]:
    found = find_to_decide(session, violation_id, desk.clock.now())
    record, book = found.record, found.book
    if not (found.state is ViolationState.OPEN or found.finally_.removal_pending(record)):
        raise decided_already(found)
    must_have_happened(found, desk.clock.now())
    final = found.state is not ViolationState.OPEN
    measure = measure_of(session, record, book, reason, wish, final)
    needed = not SECOND_PERSON.isdisjoint(measure.steps)
    approved = approver(session, desk, approved_by) if needed else ""
    before = found.finally_.life(record).details if final else {}
    details = {**before, **measure.details, "approved_by": approved, "batch": batch}
    outcome = _decide(
        desk, session, record, DecisionKind.CONFIRM, reason, measure.step, details, measure.member_id
    )
    _enter(desk, session, found, measure, outcome.decision, reason, approved)
    return outcome


def _enter(
    desk: Desk, session: Session, found: Found, measure: Measure, decision: str, reason: str, approved: str
) -> None:
    """What is owed from now on, in the ledger; a growing amount waits until it is settled."""
    record, book, effect = found.record, found.book, measure.effect
    full = book.full_amount(record, effect)
    if effect.grows is not None or full.nothing:
        return
    places = Places(
        record.group_id, measure.member_id, session.get_one(ViolationRow, record.id).case_id, record.id,
        decision, approved,
    )  # fmt: skip
    assess(session, desk.clock.now(), places, full, book.within_cap(record, effect, full), reason)


def take_up(
    desk: Desk, violation_id: str, reason: str, approved_by: str = "", passphrase: str = ""
) -> Outcome[Violation]:
    """The second stage of a measure: an opinion on file begins to count, a removal that was open is made.

    Raises Refusal where the policy has no second stage, or where it was made already.
    """
    check_passphrase(desk, approved_by, passphrase)
    with desk.store.write() as session:
        found = find_to_decide(session, violation_id, desk.clock.now())
        must_be_confirmed(found)
        record, book = found.record, found.book
        policy = book.policy(record)
        move = taken_up(policy, book.events(record), record.id) if policy is not None else None
        if move is None or not move.effect.step:
            raise Refusal(
                P("there is no second stage here."), record.id, P("Only an opinion on file can be taken up.")
            )
        if found.finally_.life(record).taken_up_at is not None:
            raise Refusal(P("this was taken up already."), record.id, _UNDO_FIRST)
        approved = approver(session, desk, approved_by) if move.effect.step in SECOND_PERSON else ""
        details = {"approved_by": approved, "law": list(book.rules.law(record, move.effect.step))}
        outcome = _decide(desk, session, record, DecisionKind.TAKE_UP, reason, move.effect.step, details)
    desk.announce(outcome.changes)
    return outcome


def dismiss(desk: Desk, violation_id: str, reason: str) -> Outcome[Violation]:
    with desk.store.write() as session:
        found = find_to_decide(session, violation_id, desk.clock.now())
        if found.state is not ViolationState.OPEN:
            raise decided_already(found)
        must_have_happened(found, desk.clock.now())
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
        details = {"outcome": outcome}
        if outcome == "refused":
            # What it leads to stands in the outbox from now on, and waits there for its confirmation.
            details["leads_to"] = found.book.after_refusal(found.record).step
        done = _decide(desk, session, found.record, DecisionKind.APOLOGY, reason, details=details)
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


def must_have_happened(found: Found, now: Instant) -> None:
    """Nobody decides about a breach before it: a record dated so would count in a time when nothing was wrong."""
    if whole_seconds(now) < whole_seconds(found.record.at):
        raise Refusal(P("at this moment it had not happened yet."), found.record.id, P("Give a later --now."))


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
    answerable: int | None = None,
) -> Outcome[Violation]:
    """`answerable`: the member's row whose case it becomes; by default the violation's own."""
    now = desk.clock.now()
    check_filled(reason, "--reason")
    must_be_free(session, desk, record.id)
    ensure_operator(session, desk.operator, now)
    circumstances: dict[str, Any] = {"for": desk.acting_for} if desk.acting_for else {}
    interests = conflicts_of(session, desk.operator, record)
    if interests:
        circumstances["conflicts"] = [each.value for each in interests]
    decision = Decision(
        new_id(now), now, desk.operator, kind, Subject.VIOLATION, record.id, reason, step,
        details={**(details or {}), **circumstances},
    )  # fmt: skip
    record_decision(session, decision, record.group_id)
    opened = None
    if record.case_id is None:
        opened = open_case(session, record.group_id, answerable or record.member_id, now)
    take_evidence(session, record, now)
    mirror(session, record.id, opened)
    changes = Changes(_TOUCHED, frozenset({record.group_id}))
    return Outcome(read_one(session, record.id, now), changes, decision.id)
