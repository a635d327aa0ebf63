"""Taking back a decision: another decision that says so, and entries that reverse what it entered."""

from __future__ import annotations

from sqlmodel import Session

from core.base.clock import FixedClock
from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.desk.approving import approver, check_passphrase
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.folding import standing_folds
from core.desk.lifting import lift_again, reopen
from core.desk.people import judged_again
from core.desk.report_violations import drop
from core.desk.withdrawn import BY_IMPORTS, restore_import
from core.store.adoptions import mark_adoption_undone
from core.store.decisions import (
    caused_by,
    decision_by_id,
    decisions_about,
    in_batch,
    is_taken_back,
    latest_standing,
    record_decision,
)
from core.store.groups import touch
from core.store.ledger import reverse
from core.store.lookup import find_id
from core.store.operators import ensure_operator
from core.store.tables import DecisionRow, GroupRow, ObligationRow, ViolationRow
from core.store.violations import mirror


def undo(
    desk: Desk, decision: str = "", reason: str = "", approved_by: str = "", passphrase: str = ""
) -> Outcome[str]:
    """Take back a decision, by default the latest that stands, with the whole batch it was made in. Its value
    is the id of what it was about.

    `decision` may also name a violation or an obligation: then the latest decision about that, alone.

    A compensating operation: ledger entries are reversed by new ones. Raises Refusal when nothing stands,
    when a later decision about the same thing stands on it, and where money or a removal that a second person
    approved is taken back without one.
    """
    return _undo(desk, decision, reason, approved_by, passphrase, whole=not decision)[0]


def undo_batch(
    desk: Desk, decision: str = "", reason: str = "", approved_by: str = "", passphrase: str = ""
) -> list[Outcome[str]]:
    """As `undo`, with every decision of the batch that `decision` was made in: all of them or none, the latest
    first. A decision that was made alone goes alone."""
    return _undo(desk, decision, reason, approved_by, passphrase, whole=True)


def _undo(
    desk: Desk, text: str, reason: str, approved_by: str, passphrase: str, whole: bool
) -> list[Outcome[str]]:
    check_passphrase(desk, approved_by, passphrase)
    with desk.store.write() as session:
        first, group_id = _chosen(session, desk, text)
        batch = str(first.details.get("batch", "")) if whole else ""
        together = in_batch(session, batch) if batch else [(first, group_id)]
        outcomes = []
        for taken, of_group in together:
            _check_stands(session, taken)
            outcomes.append(_take_back(session, desk, taken, of_group, reason, approved_by))
    for outcome in outcomes:
        desk.announce(outcome.changes)
    return outcomes


def _take_back(
    session: Session, desk: Desk, taken: Decision, group_id: int | None, reason: str, approved_by: str
) -> Outcome[str]:
    caused = caused_by(session, taken.id)
    # Somebody may undo "now" what bears a later time; it cannot be taken back before it was made.
    at = max(desk.clock.now(), taken.at)
    ensure_operator(session, desk.operator, at)
    approved = ""
    if any(each.details.get("approved_by") for each in (taken, *(each for each, _ in caused))):
        approved = approver(session, desk, approved_by)
    made = Decision(
        new_id(at), at, desk.operator, DecisionKind.UNDO, Subject.DECISION, taken.id, reason, undoes=taken.id,
        details={"kind": taken.kind.value, "subject": taken.subject, "approved_by": approved},
    )  # fmt: skip
    record_decision(session, made, group_id)
    reverse(session, at, taken.id, made.id, reason)
    nouns = _restore(session, taken, group_id, at)
    for each, of_group in caused:
        nouns |= _with(session, desk, each, of_group, made)
    for obligation in _settled_by(taken, *(each for each, _ in caused)):
        lift_again(session, desk.at(FixedClock(at)), obligation, approved_by)
    return Outcome(
        taken.subject, Changes(nouns, frozenset() if group_id is None else frozenset({group_id})), made.id
    )


def _settled_by(*decisions: Decision) -> list[str]:
    """Obligations that the decisions had settled."""
    found = [each.subject for each in decisions if each.subject_kind is Subject.OBLIGATION]
    for each in decisions:
        found += map(str, each.details.get("excused", ()))
    return list(dict.fromkeys(found))


def _with(session: Session, desk: Desk, caused: Decision, group_id: int | None, undo: Decision) -> Noun:
    """Take back what came of a decision that `undo` takes back."""
    made = Decision(
        new_id(undo.at), undo.at, desk.operator, DecisionKind.UNDO, Subject.DECISION, caused.id, undo.reason,
        undoes=caused.id, details={"kind": caused.kind.value, "subject": caused.subject, "with": undo.id},
    )  # fmt: skip
    record_decision(session, made, group_id)
    reverse(session, undo.at, caused.id, made.id, undo.reason)
    return _restore(session, caused, group_id, undo.at)


def _chosen(session: Session, desk: Desk, text: str) -> tuple[Decision, int | None]:
    if text:
        found = decision_by_id(session, find_id(session, DecisionRow, text) or _latest_about(session, text))
    else:
        found = latest_standing(session, desk.clock.now()) or latest_standing(session, END)
    if found is None:
        raise Refusal(P("there is nothing to undo."), "undo", P("No decision stands."))
    found = _latest_step(session, found)
    # What came of another decision goes with it, never alone.
    found = decision_by_id(session, str(found[0].details.get("cause", ""))) or found
    taken = found[0]
    if taken.kind is DecisionKind.UNDO:
        raise Refusal(P("an undo cannot be undone."), taken.id, P("Decide again instead."))
    if taken.kind is DecisionKind.OPERATOR:
        raise Refusal(
            P("changes of operators are not undone."), taken.id, P("Use operator add, passphrase or remove.")
        )
    return found


def _check_stands(session: Session, taken: Decision) -> None:
    """Raises Refusal for what was taken back already, and what a later decision stands on."""
    if is_taken_back(session, taken.id):
        raise Refusal(
            P("this decision was taken back already."), taken.id, P("Decide again if that was wrong.")
        )
    stand = standing(decisions_about(session, taken.subject_kind, [taken.subject]), END)
    about = tuple(each for each in stand if each.details.get("cause") != taken.id)
    if taken.kind is DecisionKind.CONFIRM and about[-1].id == taken.id:
        folded = standing_folds(session, taken.subject)
        about += tuple(each for each in folded if each.details.get("cause") != taken.id)
    if about[-1].id != taken.id:
        raise Refusal(
            P("a later decision stands on this one."), taken.id, P("Undo {later} first.", later=about[-1].id)
        )


def _latest_step(session: Session, found: tuple[Decision, int | None]) -> tuple[Decision, int | None]:
    """A matter or an appeal goes by the id of the decision that raised it; named so, its latest step is meant."""
    raised, group_id = found
    if raised.kind not in (DecisionKind.RAISE, DecisionKind.APPEAL):
        return found
    stand = standing(decisions_about(session, raised.subject_kind, [raised.subject]), END)
    own = [
        each for each in stand
        if each.details.get("cause") != raised.id
        and (raised.kind is DecisionKind.RAISE or each.details.get("appeal") == raised.id)
    ]  # fmt: skip
    return (own[-1], group_id) if own else found


def _latest_about(session: Session, text: str) -> str:
    """The latest standing decision about a violation or an obligation. Raises Refusal when there is none."""
    for kind, model in ((Subject.VIOLATION, ViolationRow), (Subject.OBLIGATION, ObligationRow)):
        subject = find_id(session, model, text)
        made = standing(decisions_about(session, kind, [subject]), END) if subject else ()
        if made:
            return made[-1].id
    raise Refusal(P("there is nothing to undo."), text, P("No decision stands."))


def _restore(session: Session, taken: Decision, group_id: int | None, at: int) -> Noun:
    """Bring everything that mirrors the decision back; what was touched."""
    match taken.subject_kind:
        case Subject.VIOLATION:
            _restore_violation(session, taken, at)
            return Noun.VIOLATIONS | Noun.LEDGER | Noun.GROUPS
        case Subject.OBLIGATION:
            reopen(session, taken.subject, at)
        case Subject.ADOPTION:
            mark_adoption_undone(session, taken.subject, at)
            return Noun.CHARTERS | Noun.OBLIGATIONS | Noun.VIOLATIONS | Noun.GROUPS
        case Subject.ENTRY | Subject.DUTY | Subject.INBOX | Subject.HEARD:
            return Noun.DUTIES
        case Subject.CASE:
            row = session.get_one(ViolationRow, str(taken.details["violation"]))
            row.case_id = int(taken.details["from"])
            session.add(row)
            return Noun.VIOLATIONS
        case Subject.IMPORT:
            restore_import(session, taken, at)
            return BY_IMPORTS
        case Subject.PERSON:
            return judged_again(session, taken, at)
        case Subject.NOTE | Subject.QUEUE | Subject.ACTION:
            return Noun.VIOLATIONS
    _restore_matter(session, taken, at)
    if group_id is not None:
        group = session.get_one(GroupRow, group_id)
        touch(group, at)
        session.add(group)
    return Noun.OBLIGATIONS | Noun.VIOLATIONS | Noun.GROUPS | Noun.DUTIES


def _restore_violation(session: Session, taken: Decision, at: int) -> None:
    """As the decisions that still stand have it; what was entered by hand goes with its entry."""
    if taken.kind is DecisionKind.FOLD:
        session.get_one(ViolationRow, taken.subject).case_id = None
    elif taken.kind is DecisionKind.RAISE:
        drop(session, taken.subject, at)
    mirror(session, taken.subject)


def _restore_matter(session: Session, taken: Decision, at: int) -> None:
    """What leave had excused is owed again; what a report had brought goes with it."""
    if taken.subject_kind is Subject.LEAVE:
        for obligation in taken.details.get("excused", ()):
            reopen(session, str(obligation), at)
    elif taken.subject_kind is Subject.REPORT:
        for violation in taken.details.get("made", ()):
            drop(session, str(violation), at)


def subject_kind(desk: Desk, undo_id: str) -> str:
    """What the decision taken back by `undo_id` was about: violation | obligation | ledger | adoption."""
    with desk.store.read() as session:
        undone = session.get_one(DecisionRow, undo_id).undoes
        return session.get_one(DecisionRow, undone).subject_kind
