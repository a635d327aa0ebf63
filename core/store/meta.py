"""What a store knows of itself: small named values that are no record of anybody."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

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


def is_marked(path: Path, key: str) -> bool:
    """Whether the file at `path` is a store that holds `key`; looks without opening, migrating or changing it."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as raw:
            return raw.execute("select 1 from meta where key = ?", (key,)).fetchone() is not None
    except sqlite3.DatabaseError:
        return False
