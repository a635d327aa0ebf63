"""Which rows an import brought that were known already, as ranges of row ids: what tells, when an import is
withdrawn, which rows another one brought too."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import text
from sqlmodel import Session

from core.store.bulk import insert_new

HIDING = ("message", "notice", "member", "member_fact")
"""Tables whose rows can be hidden."""
_SOME = 100_000
"""Ranges held before they are put in order."""


class RowSet:
    """Row ids, held as ranges: an export brought twice is one range however long it is."""

    def __init__(self) -> None:
        self._first, self._last = array("q"), array("q")
        self._limit = _SOME

    def __bool__(self) -> bool:
        return bool(self._first)

    def add(self, rows: Iterable[int]) -> None:
        first, last = self._first, self._last
        for row in sorted(rows):
            if last and last[-1] + 1 >= row >= first[-1]:
                last[-1] = max(last[-1], row)
            else:
                first.append(row)
                last.append(row)
        if len(first) > self._limit:
            self._order()
            self._limit = 2 * max(_SOME, len(self._first))

    def add_range(self, first: int, last: int) -> None:
        self._first.append(first)
        self._last.append(last)

    def add_all(self, other: RowSet) -> None:
        for first, last in other.ranges():
            self.add_range(first, last)

    def without(self, other: RowSet) -> Iterator[tuple[int, int]]:
        """What of these ranges lies in none of the other's."""
        taken = list(other.ranges())
        place = 0
        for first, last in self.ranges():
            while place < len(taken) and taken[place][1] < first:
                place += 1
            start, at = first, place
            while at < len(taken) and taken[at][0] <= last:
                if taken[at][0] > start:
                    yield start, taken[at][0] - 1
                start = max(start, taken[at][1] + 1)
                at += 1
            if start <= last:
                yield start, last

    def ranges(self) -> Iterator[tuple[int, int]]:
        """(first, last) of disjoint ranges in order."""
        self._order()
        return zip(self._first, self._last, strict=True)

    def _order(self) -> None:
        first, last = array("q"), array("q")
        for low, high in sorted(zip(self._first, self._last, strict=True)):
            if last and low <= last[-1] + 1:
                last[-1] = max(last[-1], high)
            else:
                first.append(low)
                last.append(high)
        self._first, self._last = first, last


class Brought:
    """What one import brought again, by table."""

    def __init__(self) -> None:
        self._sets: dict[str, RowSet] = defaultdict(RowSet)

    def __getitem__(self, table: str) -> RowSet:
        return self._sets[table]

    def lines(self) -> Iterator[tuple[str, int, int]]:
        """(table, first row, last row), in order."""
        for table in sorted(self._sets):
            yield from ((table, first, last) for first, last in self._sets[table].ranges())

    def write(self, session: Session, import_id: int) -> None:
        columns = ("import_id", "of", "first_row", "last_row")
        insert_new(session, "brought", columns, [(import_id, *line) for line in self.lines()])


def brought_lines(session: Session, import_id: int) -> Iterator[tuple[str, int, int]]:
    """As `Brought.lines`, of an import that is stored."""
    rows = session.execute(
        text(
            "SELECT of, first_row, last_row FROM brought WHERE import_id = :import_id ORDER BY of, first_row"
        ),
        {"import_id": import_id},
    )
    return ((of, first, last) for of, first, last in rows)
