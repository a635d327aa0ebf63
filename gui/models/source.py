"""Where a table's rows come from: ids in order, and rows by id, both asked off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from gui.models.cell import Column

Key = Hashable


class Source(Protocol):
    """Both methods are called on a reader thread; a source must not touch widgets."""

    def ids(self, sort: str, descending: bool) -> Sequence[Key]:
        """All ids in order; `sort` is a column's key, "" the natural order."""
        ...

    def rows(self, ids: Sequence[Key]) -> Mapping[Key, Any]: ...


class RowsSource:
    """Rows that an operation of the desk has already given as a list."""

    def __init__(self, rows: Iterable[Any], key: Callable[[Any], Key], columns: Sequence[Column]) -> None:
        self._rows = {key(row): row for row in rows}
        self._sorts = {column.key: column.sort for column in columns}

    def ids(self, sort: str, descending: bool) -> Sequence[Key]:
        by = self._sorts.get(sort)
        if by is None:
            return list(self._rows)

        def value(item: tuple[Key, Any]) -> Any:
            return by(item[1])

        # What is unknown stands last in both directions, and ties keep their natural order.
        known = [item for item in self._rows.items() if value(item) is not None]
        unknown = [name for name, row in self._rows.items() if by(row) is None]
        return [name for name, _ in sorted(known, key=value, reverse=descending)] + unknown

    def rows(self, ids: Sequence[Key]) -> Mapping[Key, Any]:
        return {name: self._rows[name] for name in ids if name in self._rows}
