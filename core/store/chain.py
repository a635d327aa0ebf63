"""Appending to the store's hash chain: one link for one row, in the transaction that writes the row.

A link's digest covers every column of its row as the database holds it. Left out are only columns that mirror later decisions for quick reading; those decisions have links of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    TableClause,
    column,
    desc,
    insert,
    literal_column,
    select,
    table,
)
from sqlmodel import Session, SQLModel

from core.base.chain import GENESIS, link, row_digest
from core.store.tables import ChainRow, metadata

CHAINED: Mapping[str, str] = {
    "adoption": "id",
    "case_": "id",
    "charter": "id",
    "decision": "id",
    "evidence": "id",
    "import_": "id",
    "ledger": "id",
}
"""Chained tables, and the column that names a row of each."""
MIRRORS: Mapping[str, frozenset[str]] = {
    "adoption": frozenset({"undone_at"}),
    "evidence": frozenset({"salt", "content"}),
    "import_": frozenset({"withdrawn_at"}),
}
"""Columns that are not part of the digest: they follow from later decisions, or may be emptied one day."""
_CHUNK = 500


def append(session: Session, at: int, table: str, row_id: str) -> None:
    """Link one row, which must be complete and in the transaction already, to the head of the chain."""
    append_many(session, at, table, (row_id,))


def append_many(session: Session, at: int, table: str, row_ids: Iterable[str]) -> None:
    """Link several rows of one table in the order given.

    Raises LookupError when a row is not there: that is a bug of the caller.
    """
    ids = list(row_ids)
    session.flush()
    seq, previous = head(session)
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        fields = rows_by_id(session, table, part)
        links = []
        for row_id in part:
            if row_id not in fields:
                raise LookupError(f"{table}:{row_id}")
            seq += 1
            digest = digest_of(table, fields[row_id])
            this = link(previous, seq, table, row_id, digest, at)
            links.append(
                {"seq": seq, "at": at, "table_name": table, "row_id": row_id, "digest": digest,
                 "previous": previous, "hash": this}
            )  # fmt: skip
            previous = this
        session.execute(insert(ChainRow), links)


def record(session: Session, at: int, row: SQLModel) -> None:
    """Add a row of a chained table and link it."""
    session.add(row)
    session.flush()
    name = str(row.__tablename__)
    append(session, at, name, str(getattr(row, CHAINED[name])))


def head(session: Session) -> tuple[int, str]:
    """Number and hash of the newest link; (0, GENESIS) for an empty chain."""
    newest = session.execute(
        select(ChainRow.seq, ChainRow.hash).order_by(desc(ChainRow.seq)).limit(1)  # type: ignore[call-overload]
    ).first()
    return (int(newest[0]), str(newest[1])) if newest else (0, GENESIS)


def links_of(session: Session, table: str, row_ids: Iterable[str]) -> dict[str, str]:
    """The chain's hash for each of the rows named."""
    ids = list(row_ids)
    found: dict[str, str] = {}
    for start in range(0, len(ids), _CHUNK):
        found |= dict(
            session.execute(
                select(ChainRow.row_id, ChainRow.hash).where(  # type: ignore[call-overload]
                    ChainRow.table_name == table,
                    ChainRow.row_id.in_(ids[start : start + _CHUNK]),  # type: ignore[attr-defined]
                )
            ).all()
        )
    return found


def recording_order(session: Session, table: str) -> ColumnElement[Any]:
    """What to order the rows of a chained table by to get the order of recording.

    Ids sort by time only to the millisecond; SQLite's row ids keep the order within one.
    """
    if session.get_bind().dialect.name == "sqlite":
        return literal_column(f"{table}.rowid")
    return metadata.tables[table].columns[CHAINED[table]]


def digest_of(table: str, fields: Mapping[str, Any]) -> str:
    """The digest that a link holds for a row with these columns.

    Empty (NULL) columns are not named in it, so that a later version may add columns that old rows lack.
    """
    left_out = MIRRORS.get(table, frozenset())
    return row_digest(
        {name: _plain(value) for name, value in fields.items() if value is not None and name not in left_out}
    )


def rows_by_id(session: Session, name: str, row_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """All columns of the rows named, as the driver gives them: no type may smooth over a changed value.

    At most 500 ids at once; those without a row are left out.
    """
    key = metadata.tables[name].columns[CHAINED[name]]
    numbers = key.type.python_type is int
    keys: list[Any] = (
        [int(each) for each in row_ids if each.isascii() and each.isdigit()] if numbers else [*row_ids]
    )
    source = _raw(name)
    wanted = select(*source.columns).where(source.columns[key.name].in_(keys))
    return {str(row[key.name]): dict(row) for row in session.execute(wanted).mappings()}


def _raw(name: str) -> TableClause:
    columns: list[ColumnClause[Any]] = [column(each.name) for each in metadata.tables[name].columns]
    return table(name, *columns)


def _plain(value: Any) -> Any:
    """JSON-ready; databases differ in how they give a truth value, and a blob is never expected."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, bytes | memoryview):
        return {"blob": bytes(value).hex()}
    return value
