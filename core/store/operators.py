"""Operators of this console."""

from __future__ import annotations

from sqlmodel import Session, select

from core.base.clock import Instant
from core.store.tables import OperatorRow


def operator_names(session: Session) -> list[str]:
    """In alphabetical order."""
    return sorted(session.exec(select(OperatorRow.name)))


def ensure_operator(session: Session, name: str, at: Instant) -> list[str]:
    """The operators; a store without any gets `name` as its first."""
    names = operator_names(session)
    if not names:
        session.add(OperatorRow(name=name, created_at=at))
        session.flush()
        names = [name]
    return names
