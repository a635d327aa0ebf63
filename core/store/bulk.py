"""The driver's bulk path: rows by the hundred thousand, secondary indexes put off while they pour in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, SQLModel

from core.store.tables import metadata

WORTH_DEFERRING = 20_000
"""Rows; for fewer, keeping the indexes up to date costs less than building them anew."""
_CHUNK = 500


def insert_new(session: Session, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Insert rows, passing over those whose unique key is taken; answers how many went in."""
    if not rows:
        return 0
    raw = _sqlite(session)
    if raw is None:
        return _insert_elsewhere(session, metadata.tables[table], columns, rows)
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join("?" * len(columns))
    sql = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({places})'
    before = raw.total_changes
    try:
        raw.executemany(sql, rows)
    except sqlite3.DatabaseError as error:
        # As if it had come through SQLAlchemy, so that the store can say it plainly.
        raise DatabaseError(sql, None, error) from error
    return raw.total_changes - before


def _insert_elsewhere(
    session: Session, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> int:
    from sqlalchemy.dialects import postgresql

    statement = postgresql.insert(table).on_conflict_do_nothing().returning(table.c[columns[0]])
    done = session.execute(statement, [dict(zip(columns, row, strict=True)) for row in rows])
    return len(done.all())


def insert_one(session: Session, table: str, values: dict[str, Any]) -> int:
    """Insert one row and answer its id."""
    done = session.connection().execute(insert(metadata.tables[table]).values(**values))
    return int(cast(Any, done.inserted_primary_key)[0])


def largest_id(session: Session, table: str) -> int:
    return int(session.execute(text(f'SELECT coalesce(max(id), 0) FROM "{table}"')).scalar_one())


def chunked(session: Session, sql: str, values: Iterable[Any], **params: Any) -> Iterator[Any]:
    """Rows of `sql` for all `values`, which it names as `IN :values`, some hundred at a time."""
    statement = text(sql).bindparams(bindparam("values", expanding=True))
    wanted = list(values)
    for start in range(0, len(wanted), _CHUNK):
        yield from session.execute(statement, {"values": wanted[start : start + _CHUNK], **params})


def plain_rows(session: Session, sql: str, params: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver gives them, which is much faster by the hundred thousand."""
    raw = _sqlite(session)
    if raw is not None:
        return iter(raw.execute(sql, dict(params)))
    return (tuple(row) for row in session.execute(text(sql), dict(params)))


def drop_indexes(session: Session, model: type[SQLModel]) -> None:
    for index in _table(model).indexes:
        index.drop(session.connection())


def build_indexes(session: Session, model: type[SQLModel]) -> None:
    for index in _table(model).indexes:
        index.create(session.connection())


def defers(session: Session, expected: int) -> bool:
    """Whether a transaction that brings `expected` messages should build the indexes at its end."""
    return (
        _sqlite(session) is not None
        and expected > WORTH_DEFERRING
        and expected > 2 * largest_id(session, "message")
    )


def _table(model: type[SQLModel]) -> Table:
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def _sqlite(session: Session) -> sqlite3.Connection | None:
    raw = session.connection().connection.driver_connection
    return raw if isinstance(raw, sqlite3.Connection) else None
