"""Notes on cases and violations: internal ones for operators, public ones that a member may see. Each is a
decision of its own, so it can be added at any time and taken back."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from core.base.clock import Instant, iso
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.casework.templates import check_filled
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.desk.note import Note
from core.store.cases import case_id_of, find_case
from core.store.decisions import record_decision, standing_of_kind
from core.store.lookup import resolve_id
from core.store.operators import ensure_operator
from core.store.tables import ViolationRow

MOST = 4000
"""Characters of a note."""


def add_note(desk: Desk, about: str, text: str, public: bool = False) -> Outcome[Note]:
    """`about`: number of a case (销售-0057), or id of a violation. Raises Refusal for an empty note."""
    text = text.strip()
    if not text or len(text) > MOST:
        raise Refusal(
            P("a note has 1 to {n} characters.", n=MOST), about, P("Write what should be remembered.")
        )
    check_filled(text)
    now = desk.clock.now()
    with desk.store.write() as session:
        case_id, violation, group_id = _target(session, about)
        ensure_operator(session, desk.operator, now)
        made = new_id(now)
        decision = Decision(
            made, now, desk.operator, DecisionKind.NOTE, Subject.NOTE, made, text,
            details={"case": case_id, "violation": violation, "public": public, "for": desk.acting_for},
        )  # fmt: skip
        record_decision(session, decision, group_id)
    changes = Changes(Noun.VIOLATIONS, frozenset({group_id}))
    desk.announce(changes)
    return Outcome(_note(decision), changes, decision.id)


def notes_of(
    session: Session, group_id: int, now: Instant, case_id: int | None, violations: Collection[str]
) -> list[Note]:
    """Notes on a case or one of its violations that stand at `now`, oldest first."""
    found = (_note(decision) for decision, _ in standing_of_kind(session, DecisionKind.NOTE, now, group_id))
    return [
        note
        for note in found
        if (note.case is not None and note.case == case_id)
        or (note.violation and note.violation in violations)
    ]


def note_line(note: Note, zone: str) -> dict[str, object]:
    """The note as part of a JSON line."""
    return {
        "id": note.id, "at": iso(note.at, zone), "operator": note.operator, "for": note.acting_for,
        "public": note.public, "text": note.text,
    }  # fmt: skip


def _target(session: Session, about: str) -> tuple[int | None, str, int]:
    """(case, violation, group)."""
    if case_id_of(session, about) is not None:
        case = find_case(session, about)
        return case.id, "", case.group_id
    row = session.get_one(ViolationRow, resolve_id(session, ViolationRow, about))
    return row.case_id, row.id, row.group_id


def _note(decision: Decision) -> Note:
    held = decision.details
    return Note(
        decision.id, decision.at, decision.operator, decision.reason, bool(held.get("public")), held.get("case"),
        str(held.get("violation", "")), str(held.get("for", "")),
    )  # fmt: skip
