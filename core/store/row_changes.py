"""What judging changes in a table: found by comparing while others may write, written within a moment.

The write lock keeps a listening feed waiting, so it is held for writing alone. What happened between the two is
respected: a row that exists by then is not added again, and one that was decided keeps what it was decided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, insert, select, update
from sqlmodel import Session, SQLModel

from core.store.decisions import batches

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowChanges:
    """`changed`: the id of a row, and the columns that become another value."""

    model: type[SQLModel]
    new: Sequence[Values] = ()
    changed: Sequence[Values] = ()

    def write(self, session: Session, only: Sequence[ColumnElement[bool]] = ()) -> None:
        """`only`: what must hold of a row that is changed. An IN of a list cannot be part of it, for the statement
        is run for many rows at once."""
        table = cast(Table, self.model.__table__)  # type: ignore[attr-defined]
        session.flush()
        connection = session.connection()
        taken = {
            row.id
            for some in batches(each["id"] for each in self.new)
            for row in connection.execute(select(table.c.id).where(table.c.id.in_(some)))
        }
        new = [dict(each) for each in self.new if each["id"] not in taken]
        if new:
            connection.execute(insert(table), new)
        for columns, some in _by_columns(self.changed).items():
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
            statement = update(table).where(table.c.id == bindparam("row"), *only).values(values)
            connection.execute(
                statement, [{"row": each["id"], **{f"new_{n}": each[n] for n in columns}} for each in some]
            )
        session.expire_all()


def _by_columns(changes: Iterable[Values]) -> dict[tuple[str, ...], list[Values]]:
    """One statement serves all changes of the same columns."""
    groups: dict[tuple[str, ...], list[Values]] = {}
    for change in changes:
        groups.setdefault(tuple(sorted(change.keys() - {"id"})), []).append(change)
    return groups
