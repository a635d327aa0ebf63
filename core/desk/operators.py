"""Operators of this console: who works here, in which role, with which passphrase. Each change is a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from core.base.clock import Clock, Instant, SystemClock
from core.base.ids import new_id
from core.base.phrase import P
from core.base.refusal import Refusal
from core.casework.decision import Decision, DecisionKind, Subject
from core.desk.approving import approver, check_passphrase, verify_operator
from core.desk.changes import Changes, Noun, Outcome
from core.desk.desk import Desk
from core.keeping.passphrases import hashed
from core.store import operators as stored
from core.store.decisions import record_decision
from core.store.operators import OWNER, ROLES, SUPERVISOR, find_operator
from core.store.sealed import rename_holder

MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Operator:
    """`role`: owner | admin | supervisor (reads only). `approves`: may confirm money and removals."""

    name: str
    role: str
    since: Instant
    has_passphrase: bool

    @property
    def approves(self) -> bool:
        return self.role != SUPERVISOR


def operators(desk: Desk) -> list[Operator]:
    """Those who work here now, by name."""
    with desk.store.read() as session:
        return [_shown(row) for row in stored.operators(session)]


def add(desk: Desk, name: str, role: str, passphrase: str) -> Outcome[Operator]:
    """Raises Refusal for a name that works here already, an unknown role or a passphrase that is too short."""
    name = name.strip()
    _check_name(name)
    if role not in ROLES:
        raise Refusal(
            P("“{role}” is no role.", role=role), "--role", P("Choose one of: {roles}.", roles=ROLES)
        )
    kept = hashed(passphrase)
    with desk.store.write() as session:
        known = stored.operator_names(session)
        if known:
            stored.ensure_operator(session, desk.operator, desk.clock.now())
        elif role == SUPERVISOR:
            raise Refusal(
                P("the first operator decides, and cannot be a supervisor."), "--role",
                P("Choose owner or admin."),
            )  # fmt: skip
        if name in known:
            raise Refusal(P("{name} works here already.", name=name), name, P("Choose another name."))
        if known and stored.renamed_away(session, name):
            raise Refusal(
                P("{name} works or worked here.", name=name), name,
                P("Choose another name: what stands under that one is somebody's record."),
            )  # fmt: skip
        stored.add_operator(session, name, role, kept, desk.clock.now())
        return _recorded(desk, session, name, {"did": "add", "role": role})


def set_passphrase(
    desk: Desk, name: str, passphrase: str, old: str = "", wall: Clock | None = None
) -> Outcome[Operator]:
    """Raises Refusal unless `old` is the one set before; the first one needs none."""
    kept = hashed(passphrase)
    with desk.store.read() as session:
        has_one = bool(find_operator(session, name).passphrase)
    if has_one:
        verify_operator(desk, name, old, (wall or SystemClock()).now())
    with desk.store.write() as session:
        row = find_operator(session, name)
        row.passphrase, row.failures, row.failed_at = kept, 0, None
        session.add(row)
        return _recorded(desk, session, name, {"did": "passphrase"})


def remove(desk: Desk, name: str, approved_by: str = "", approval: str = "") -> Outcome[Operator]:
    """The name stays on record. Raises Refusal for the last one who may decide.

    Where several approve, another one than the desk's approves this too: nobody becomes the only one alone.
    """
    check_passphrase(desk, approved_by, approval)
    with desk.store.write() as session:
        row = find_operator(session, name)
        approved = approver(session, desk, approved_by)
        if stored.approving_operators(session) == [name]:
            raise Refusal(
                P("{name} is the last one here who decides.", name=name), name,
                P("Add another admin first: operator add NAME."),
            )  # fmt: skip
        row.removed_at = desk.clock.now()
        session.add(row)
        return _recorded(desk, session, name, {"did": "remove", "approved_by": approved}, _shown(row))


def rename(desk: Desk, name: str, new: str, approved_by: str = "", approval: str = "") -> Outcome[Operator]:
    """The same person under another name from now on; what they decided stays under the old one.

    Raises Refusal for a name that works or ever worked here, and where somebody renames another one alone.
    """
    new = new.strip()
    _check_name(new)
    check_passphrase(desk, approved_by, approval)
    with desk.store.write() as session:
        row = find_operator(session, name)
        if stored.ever_worked(session, new):
            raise Refusal(
                P("{name} works or worked here.", name=new), new,
                P("Choose another name: what stands under that one is somebody's record."),
            )  # fmt: skip
        approved = approver(session, desk, approved_by) if name != desk.operator else ""
        row.name = new
        session.add(row)
        session.flush()
        rename_holder(session, name, new)
        return _recorded(desk, session, new, {"did": "rename", "from": name, "approved_by": approved})


def _check_name(name: str) -> None:
    if not name or len(name) > MOST_NAME:
        raise Refusal(P("an operator has a name of 1 to 60 characters."), "NAME", P("Write another one."))


def _recorded(
    desk: Desk, session: Session, name: str, details: Mapping[str, Any], value: Operator | None = None
) -> Outcome[Operator]:
    now = desk.clock.now()
    decision = Decision(
        new_id(now), now, desk.operator, DecisionKind.OPERATOR, Subject.OPERATOR, name, details=details
    )
    record_decision(session, decision, None)
    return Outcome(value or _shown(find_operator(session, name)), Changes(Noun.NOTHING), decision.id)


def _shown(row: stored.OperatorRow) -> Operator:
    return Operator(row.name, row.role or OWNER, row.created_at, bool(row.passphrase))
