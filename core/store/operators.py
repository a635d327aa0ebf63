"""Operators of this console."""

from __future__ import annotations

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.base.phrase import P
from core.base.refusal import Refusal
from core.store.tables import DecisionRow, OperatorRow

OWNER, ADMIN, SUPERVISOR = "owner", "admin", "supervisor"
ROLES = (OWNER, ADMIN, SUPERVISOR)


def operators(session: Session) -> list[OperatorRow]:
    """Those who work here now, by name."""
    return list(
        session.exec(
            select(OperatorRow).where(col(OperatorRow.removed_at).is_(None)).order_by(OperatorRow.name)
        )
    )


def operator_names(session: Session) -> list[str]:
    """In alphabetical order."""
    return [row.name for row in operators(session)]


def approving_operators(session: Session) -> list[str]:
    """Names of those who may decide and approve: supervisors only read."""
    return [row.name for row in operators(session) if row.role != SUPERVISOR]


def find_operator(session: Session, name: str) -> OperatorRow:
    """Raises Refusal where nobody of that name works here."""
    known = {row.name: row for row in operators(session)}
    if name not in known:
        raise Refusal(
            P("there is no operator “{name}”.", name=name),
            name,
            P("Known are: {names}.", names=tuple(known)) if known else P("Add one: operator add NAME."),
        )
    return known[name]


def ensure_operator(session: Session, name: str, at: Instant) -> list[str]:
    """The operators; a store without any gets `name` as its first.

    Raises Refusal when `name` only reads: every decision asks here first.
    """
    known = operators(session)
    if not known:
        add_operator(session, name, ADMIN, None, at)
        return [name]
    if any(row.name == name and row.role == SUPERVISOR for row in known):
        raise Refusal(
            P("{name} is a supervisor and only reads.", name=name), name,
            P("Let an admin or the owner decide."),
        )  # fmt: skip
    return [row.name for row in known]


def ever_worked(session: Session, name: str) -> bool:
    """Whether decisions may stand under this name: of somebody here, or of one who was removed or renamed."""
    worked = session.exec(select(OperatorRow.id).where(OperatorRow.name == name)).first()
    decided = session.exec(select(DecisionRow.id).where(DecisionRow.operator == name).limit(1)).first()
    return worked is not None or decided is not None


def renamed_away(session: Session, name: str) -> bool:
    """Whether decisions stand under this name, and who made them goes by another one now."""
    known = session.exec(select(OperatorRow.id).where(OperatorRow.name == name)).first() is not None
    return not known and ever_worked(session, name)


def add_operator(session: Session, name: str, role: str, passphrase: str | None, at: Instant) -> None:
    """Add, or bring back one who was removed. `passphrase`: the hash to keep."""
    row = session.exec(select(OperatorRow).where(OperatorRow.name == name)).first()
    row = row or OperatorRow(name=name, created_at=at)
    row.role, row.passphrase, row.removed_at, row.failures, row.failed_at = role, passphrase, None, 0, None
    session.add(row)
    session.flush()


def note_failure(session: Session, name: str, at: Instant) -> None:
    """One more wrong passphrase."""
    row = find_operator(session, name)
    row.failures, row.failed_at = row.failures + 1, at
    session.add(row)


def note_success(session: Session, name: str) -> None:
    row = find_operator(session, name)
    if row.failures:
        row.failures, row.failed_at = 0, None
        session.add(row)
