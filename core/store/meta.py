"""What a store knows of itself: small named values that are no record of anybody."""

from __future__ import annotations

import uuid

from sqlmodel import Session

from core.store.tables import MetaRow

STORE_ID = "store_id"


def read_meta(session: Session, key: str) -> str | None:
    row = session.get(MetaRow, key)
    return row.value if row else None


def write_meta(session: Session, key: str, value: str) -> None:
    session.merge(MetaRow(key=key, value=value))


def store_id(session: Session) -> str:
    """The id by which heads are remembered outside; made at the first asking, so a write session is needed."""
    known = read_meta(session, STORE_ID)
    if known is None:
        known = str(uuid.uuid4())
        write_meta(session, STORE_ID, known)
    return known
