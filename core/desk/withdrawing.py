"""Imports withdrawn by a person and restored: a decision like any other, on record and undoable. Rows are hidden, not
deleted; what was decided stays, with a note that its record was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from core.base.dated import END
from core.base.ids import new_id
from core.base.phrase import Language, P, render
from core.base.refusal import Refusal
from core.base.system_language import system_language
from core.casework.decision import Decision, DecisionKind, Subject, standing
from core.desk.changes import Changes, Outcome
from core.desk.desk import Desk
from core.desk.undoing import undo
from core.desk.withdrawn import BY_IMPORTS, decided_on_hidden, hide_import, would_hide
from core.store.decisions import decisions_about, record_decision
from core.store.operators import ensure_operator
from core.store.tables import ImportRow


@dataclass(frozen=True, slots=True)
class Effect:
    """What withdrawing an import hides: rows that no other standing import brings."""

    import_id: int
    path: str
    messages: int
    notices: int
    members: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """`decided`: ids of decided violations whose messages are hidden now; they stand, and bear a note."""

    import_id: int
    path: str
    messages: int
    notices: int
    members: int
    decided: tuple[str, ...]


def effect(desk: Desk, import_id: int) -> Effect:
    """What would vanish. Raises Refusal for an import that cannot be withdrawn."""
    with desk.store.read() as session:
        row = _standing_import(session, import_id)
        hides = would_hide(session, import_id)
        return Effect(import_id, row.path, hides["message"], hides["notice"], hides["member"])


def withdraw(desk: Desk, import_id: int, reason: str, language: Language | None = None) -> Outcome[Withdrawn]:
    """Hide what the import alone brought. `language` is that of the notes on decided violations.

    Raises Refusal for an import that is not there, still runs, or was withdrawn already.
    """
    now = desk.clock.now()
    with desk.store.write() as session:
        row = _standing_import(session, import_id)
        assert row.group_id is not None
        group_id, path = row.group_id, row.path
        ensure_operator(session, desk.operator, now)
        hides = would_hide(session, import_id)
        before = decided_on_hidden(session, group_id)
        held = hide_import(session, row, now)
        made = Decision(
            new_id(now), now, desk.operator, DecisionKind.WITHDRAW, Subject.IMPORT, str(import_id), reason,
            details={**held, "path": path},
        )  # fmt: skip
        record_decision(session, made, group_id)
        decided = sorted(decided_on_hidden(session, group_id) - before)
        told = P(
            "The import that this rests on was withdrawn (no. {number}: {path}).", number=import_id, path=path
        )
        for violation in decided:
            _note(session, desk, made, violation, group_id, render(told, language or system_language()))
    changes = Changes(BY_IMPORTS, frozenset({group_id}))
    desk.announce(changes)
    gone = Withdrawn(import_id, path, hides["message"], hides["notice"], hides["member"], tuple(decided))
    return Outcome(gone, changes, made.id)


def restore(desk: Desk, import_id: int, reason: str = "") -> Outcome[str]:
    """Take back the withdrawal of an import. Its value is the import's id. Raises Refusal when it stands."""
    with desk.store.read() as session:
        if session.get(ImportRow, import_id) is None:
            raise unknown_import(import_id)
        made = standing(decisions_about(session, Subject.IMPORT, [str(import_id)]), END)
    if not made:
        raise Refusal(P("this import was not withdrawn."), str(import_id), P("There is nothing to restore."))
    return undo(desk, made[-1].id, reason)


def _standing_import(session: Session, import_id: int) -> ImportRow:
    row = session.get(ImportRow, import_id)
    if row is None or row.state == "running":
        raise unknown_import(import_id)
    if row.state != "complete":
        raise Refusal(
            P("this is no file that was imported: it still brings messages."), str(import_id),
            P("Stop what feeds it first."),
        )  # fmt: skip
    if row.withdrawn_at is not None:
        raise Refusal(
            P("this import is withdrawn already."), str(import_id), P("“imports restore” brings it back.")
        )
    return row


def unknown_import(import_id: int) -> Refusal:
    """The refusal of a number that no import has."""
    return Refusal(P("there is no such import."), str(import_id), P("See “imports list” for their numbers."))


def _note(session: Session, desk: Desk, cause: Decision, violation: str, group_id: int, words: str) -> None:
    """A note on the violation, which goes when the withdrawal is taken back."""
    made = new_id(cause.at)
    record_decision(
        session,
        Decision(
            made, cause.at, desk.operator, DecisionKind.NOTE, Subject.NOTE, made, words,
            details={"case": None, "violation": violation, "public": False, "for": "", "cause": cause.id},
        ),
        group_id,
    )  # fmt: skip
