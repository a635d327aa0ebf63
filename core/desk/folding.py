"""One person, one decision: open violations folded into the case of one that was confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from core.base.clock import Instant
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.casework.lifecycle import ViolationState
from core.desk.approving import check_passphrase
from core.desk.changes import Changes, Noun, Outcome
from core.desk.claims import must_be_free
from core.desk.confirming import Wish
from core.desk.deciding import confirm_in, find_to_decide
from core.desk.desk import Desk
from core.desk.queue import read_one
from core.desk.violation_types import Violation
from core.store.cases import StoredCase, find_case
from core.store.decisions import decisions_about, record_decision
from core.store.evidence import take_evidence
from core.store.lookup import resolve_id
from core.store.operators import ensure_operator
from core.store.persons import person_rows
from core.store.tables import ViolationRow
from core.store.violations import ViolationRecord, Wanted, mirror, read_violations, violations_of

TOUCHED = Noun.VIOLATIONS | Noun.LEDGER | Noun.OBLIGATIONS | Noun.GROUPS


def link(desk: Desk, case: str, violation_ids: Sequence[str], reason: str) -> list[Outcome[Violation]]:
    """Put violations of the same person into a case. An open one is confirmed without a step of its own, so it
    counts no strike; a decided one moves there. All or none. `case`: 销售-0057."""
    with desk.store.write() as session:
        found = find_case(session, case)
        outcomes = [_link(desk, session, found, text, reason) for text in dict.fromkeys(violation_ids)]
    _announce(desk, outcomes)
    return outcomes


def confirm_together(
    desk: Desk,
    violation_id: str,
    others: Sequence[str],
    reason: str,
    approved_by: str = "",
    passphrase: str = "",
    wish: Wish = Wish(),
) -> list[Outcome[Violation]]:
    """Confirm one, and fold `others` of the same person into its case: all or none. The first outcome is the
    one confirmed."""
    check_passphrase(desk, approved_by, passphrase)
    with desk.store.write() as session:
        made = confirm_in(desk, session, violation_id, reason, wish, approved_by)
        case = find_case(session, made.value.case)
        rest = [text for text in dict.fromkeys(others) if text != made.value.id]
        outcomes = [made]
        outcomes += [_link(desk, session, case, text, reason, made.decision) for text in rest]
    _announce(desk, outcomes)
    return outcomes


def standing_folds(session: Session, violation_id: str) -> list[Decision]:
    """The decisions that folded others into the case of this violation and still stand, in order."""
    row = session.get(ViolationRow, violation_id)
    if row is None or row.case_id is None:
        return []
    inside = violations_of(session, case_id=row.case_id)
    made = decisions_about(session, Subject.VIOLATION, inside)
    return [each for each in standing(made, made[-1].at if made else 0) if _is_fold(each, violation_id)]


def _is_fold(decision: Decision, into: str) -> bool:
    return decision.kind is DecisionKind.FOLD and decision.details.get("into") == into


def _link(
    desk: Desk, session: Session, case: StoredCase, text: str, reason: str, cause: str = ""
) -> Outcome[Violation]:
    """`cause`: the decision that it is part of, and is taken back with."""
    now = desk.clock.now()
    record = read_violations(session, Wanted(ids=[resolve_id(session, ViolationRow, text)]))[0]
    if record.case_id == case.id:
        raise Refusal(P("this violation is in that case already."), record.id, P("There is nothing to do."))
    if record.group_id != case.group_id or not _same_person(session, record.member_id, case.member_id, now):
        raise Refusal(
            P("a case is about one person in one group."), record.id,
            P("Link only violations of the person whom {case} is about.", case=case.number),
        )  # fmt: skip
    ensure_operator(session, desk.operator, now)
    if record.case_id is None:
        decision = _fold(desk, session, case, record, reason, cause)
    else:
        decision = _decision(
            desk, DecisionKind.LINK, Subject.CASE, str(case.id), reason,
            {"violation": record.id, "from": record.case_id},
        )  # fmt: skip
        record_decision(session, decision, record.group_id)
    mirror(session, record.id, case.id)
    changes = Changes(TOUCHED, frozenset({record.group_id}))
    return Outcome(read_one(session, record.id, now), changes, decision.id)


def _same_person(session: Session, one: int, other: int, now: Instant) -> bool:
    rows = person_rows(session, now)
    return rows.stand_in(one) == rows.stand_in(other)


def _fold(
    desk: Desk, session: Session, case: StoredCase, record: ViolationRecord, reason: str, cause: str
) -> Decision:
    found = find_to_decide(session, record.id, desk.clock.now())
    must_be_free(session, desk, record.id)
    into = _confirmed_in(session, case)
    if found.state is not ViolationState.OPEN or into is None:
        raise Refusal(
            P("nothing in this case stands confirmed."), case.number, P("Confirm a violation of it first.")
        )
    decision = _decision(
        desk, DecisionKind.FOLD, Subject.VIOLATION, record.id, reason,
        {"into": into, "case": case.id, **({"cause": cause} if cause else {})},
    )  # fmt: skip
    record_decision(session, decision, record.group_id)
    take_evidence(session, record, desk.clock.now())
    return decision


def _confirmed_in(session: Session, case: StoredCase) -> str | None:
    """The violation whose confirmation carries the case: the first confirmed with a decision of its own."""
    inside = violations_of(session, case_id=case.id)
    made = decisions_about(session, Subject.VIOLATION, inside)
    if not made:
        return None
    confirmed = [d.subject for d in standing(made, made[-1].at) if d.kind is DecisionKind.CONFIRM]
    lost = {
        d.subject
        for d in standing(made, made[-1].at)
        if d.kind in (DecisionKind.OVERTURN, DecisionKind.DISMISS)
    }
    return next((each for each in confirmed if each not in lost), None)


def _decision(
    desk: Desk, kind: DecisionKind, about: Subject, subject: str, reason: str, details: Mapping[str, Any]
) -> Decision:
    now = desk.clock.now()
    acting = {"for": desk.acting_for} if desk.acting_for else {}
    return Decision(
        new_id(now), now, desk.operator, kind, about, subject, reason, details={**details, **acting}
    )


def _announce(desk: Desk, outcomes: Sequence[Outcome[Violation]]) -> None:
    for groups in {outcome.changes.groups for outcome in outcomes}:
        desk.announce(Changes(TOUCHED, groups))
