"""What the database can say of its own file (SQLite only; servers check themselves)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

from core.base.phrase import P
from core.keeping.problem import Problem
from core.store.chain import CHAINED


def damaged_pages(session: Session) -> Iterator[Problem]:
    if _is_sqlite(session):
        for (answer,) in session.execute(text("PRAGMA integrity_check(1)")):
            if answer != "ok":
                yield Problem("file", P("the file is damaged ({detail}).", detail=str(answer)))


def dangling_references(session: Session) -> Iterator[Problem]:
    """Rows that name a row that is not there."""
    if not _is_sqlite(session):
        return
    for name, row, parent, _ in session.execute(text("PRAGMA foreign_key_check")).all():
        key = CHAINED.get(name)
        if key:
            row = session.execute(
                text(f'SELECT "{key}" FROM "{name}" WHERE rowid = :row'), {"row": row}
            ).scalar()
        yield Problem(
            f"{name}:{row}", P("the row refers to a row of {table} that is gone.", table=str(parent))
        )


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
