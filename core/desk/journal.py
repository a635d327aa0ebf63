"""What was decided lately: the decisions that stand, newest first, with whom they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.dated import END
from core.base.phrase import LocalText
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.persons import told_key
from core.charter.library import charter_ids, load_charter
from core.charter.registers import REGISTERS
from core.desk.desk import Desk
from core.store.chain import recording_order
from core.store.decisions import decision_of
from core.store.people import read_members
from core.store.tables import (
    AdoptionRow,
    CaseRow,
    CharterRow,
    DecisionRow,
    GroupRow,
    LedgerRow,
    ObligationRow,
    ViolationRow,
)

MATTERS: Mapping[Subject, LocalText] = {
    Subject.LEAVE: LocalText("请假", "leave"),
    Subject.PERMIT: LocalText("批准", "approval"),
    Subject.INBOX: LocalText("意见箱事项", "matter of the inbox"),
    Subject.REPORT: LocalText("举报", "report"),
    Subject.HEARD: LocalText("群聊中的请求", "message that asks for something"),
}
"""What people bring up, by name; whom it is about is left out, for reports must not tell."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One standing decision. `about` is the member's name, or the charter of an adoption. `clause` is its
    number within the charter, `case` the number within the group; both, and `step`, may be empty."""

    decision: str
    kind: DecisionKind
    at: Instant
    operator: str
    about: str | LocalText
    clause: str
    case: int
    step: str
    group: str


def recent(desk: Desk, limit: int = 5, group_id: int | None = None) -> list[Deed]:
    """The latest `limit` standing decisions made by the desk's clock, newest first."""
    now = desk.clock.now()
    with desk.store.read() as session:
        taken_back = select(DecisionRow.undoes).where(DecisionRow.kind == DecisionKind.UNDO.value)
        wanted = (
            select(DecisionRow)
            .where(
                DecisionRow.kind != DecisionKind.UNDO.value,
                DecisionRow.at <= now,
                col(DecisionRow.id).not_in(taken_back),
                # What came of another decision goes with it.
                col(DecisionRow.details).not_like('%"cause": %'),
            )
            .order_by(col(DecisionRow.at).desc(), recording_order(session, "decision").desc())
            .limit(limit)
        )
        if group_id is not None:
            wanted = wanted.where(DecisionRow.group_id == group_id)
        rows = session.exec(wanted).all()
        return [_deed(session, decision_of(row), row.group_id) for row in rows]


def _deed(session: Session, decision: Decision, group_id: int | None) -> Deed:
    about, clause, case = _subject(session, decision)
    group = session.get(GroupRow, group_id) if group_id is not None else None
    return Deed(
        decision.id, decision.kind, decision.at, decision.operator, about, clause, case, decision.step,
        group.name if group is not None else "",
    )  # fmt: skip


def _subject(session: Session, decision: Decision) -> tuple[str | LocalText, str, int]:
    """(whom or what it is about, clause, number of the case)."""
    member_id, clause, case_id = 0, "", None
    if decision.subject_kind in (Subject.VIOLATION, Subject.QUEUE):
        violation = session.get(ViolationRow, decision.subject)
        if violation is not None:
            member_id, case_id = violation.member_id, violation.case_id
            clause = violation.clause.removeprefix(f"{violation.charter_id}.")
    elif decision.subject_kind is Subject.OBLIGATION:
        obligation = session.get(ObligationRow, decision.subject)
        if obligation is not None:
            member_id = obligation.member_id
            clause = obligation.clause.removeprefix(f"{obligation.charter_id}.")
    elif decision.subject_kind is Subject.LEDGER:
        entry = session.exec(select(LedgerRow).where(LedgerRow.decision_id == decision.id)).first()
        if entry is not None:
            member_id, case_id = entry.member_id, entry.case_id
    elif decision.subject_kind is Subject.PERSON:
        return told_key(str(decision.details.get("other") or decision.details.get("person") or "")), "", 0
    elif decision.subject_kind is Subject.ENTRY:
        return REGISTERS[str(decision.details["register"])], "", 0
    elif decision.subject_kind in MATTERS:
        return MATTERS[decision.subject_kind], "", 0
    elif decision.subject_kind is Subject.ADOPTION:
        adoption = session.get(AdoptionRow, decision.subject)
        charter = session.get(CharterRow, adoption.charter_row) if adoption is not None else None
        return (_title(charter), "", 0)
    case = session.get(CaseRow, case_id) if case_id is not None else None
    number = case.number if case is not None else 0
    if not member_id:
        return "", clause, number
    return read_members(session, {member_id})[member_id].shown_name(END), clause, number


def _title(charter: CharterRow | None) -> str | LocalText:
    """The charter's title from the library, its id when it came from a file."""
    if charter is None:
        return ""
    known = charter.charter_id in charter_ids()
    return load_charter(charter.charter_id).title if known else charter.charter_id
