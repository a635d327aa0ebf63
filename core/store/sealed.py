"""Sealed reporters in the store: who has the right, and what is sealed of each report."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.base.clock import Instant
from core.store.tables import SealedRow, SealKeyRow


@dataclass(frozen=True, slots=True)
class HeldKey:
    """The store's key as one operator with the right holds it; hexadecimal."""

    operator: str
    public: str
    salt: str
    wrapped: str


def held_keys(session: Session) -> list[HeldKey]:
    """By when the right was given, the first one first."""
    rows = session.exec(select(SealKeyRow).order_by(col(SealKeyRow.created_at), SealKeyRow.operator))
    return [HeldKey(row.operator, row.public, row.salt, row.wrapped) for row in rows]


def keep_key(session: Session, key: HeldKey, at: Instant) -> None:
    """Give the right, or change the passphrase of who has it."""
    session.merge(
        SealKeyRow(
            operator=key.operator, public=key.public, salt=key.salt, wrapped=key.wrapped, created_at=at
        )
    )
    session.flush()


def rename_holder(session: Session, name: str, new: str) -> None:
    """The right goes with the person; nothing where they have none."""
    row = session.get(SealKeyRow, name)
    if row is not None:
        row.operator = new
        session.add(row)
        session.flush()


def drop_key(session: Session, operator: str) -> None:
    row = session.get(SealKeyRow, operator)
    if row is not None:
        session.delete(row)
        session.flush()


def keep_sealed(session: Session, report: str, content: bytes) -> None:
    """`content` of a report under a name made up for its reporter."""
    session.add(SealedRow(report=report, reporter=new_name(), content=base64.b64encode(content).decode()))
    session.flush()


def sealed_contents(session: Session) -> dict[str, bytes]:
    """By report."""
    return {row.report: base64.b64decode(row.content) for row in session.exec(select(SealedRow))}


def made_up_names(session: Session) -> dict[str, str]:
    """By report: the name made up for its reporter."""
    return {row.report: row.reporter for row in session.exec(select(SealedRow))}


def name_reporter(session: Session, report: str, name: str) -> None:
    row = session.get_one(SealedRow, report)
    if row.reporter != name:
        row.reporter = name
        session.add(row)


def new_name() -> str:
    return secrets.token_hex(8)
