from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.store.provenance import RowSet

ROWS = st.lists(st.lists(st.integers(1, 60), max_size=20), max_size=6)


def held(batches: list[list[int]]) -> RowSet:
    rows = RowSet()
    for batch in batches:
        rows.add(batch)
    return rows


def spelt_out(ranges: object) -> list[int]:
    return [row for first, last in ranges for row in range(first, last + 1)]  # type: ignore[attr-defined]


@given(ROWS)
def test_ranges_hold_each_row_once(batches: list[list[int]]) -> None:
    rows = held(batches)
    ranges = list(rows.ranges())
    assert spelt_out(ranges) == sorted({row for batch in batches for row in batch})
    assert all(last + 1 < first for (_, last), (first, _) in zip(ranges, ranges[1:], strict=False))


@given(ROWS, ROWS)
def test_what_one_holds_and_the_other_does_not(mine: list[list[int]], other: list[list[int]]) -> None:
    left = {row for batch in mine for row in batch} - {row for batch in other for row in batch}
    assert spelt_out(held(mine).without(held(other))) == sorted(left)


def test_an_export_brought_twice_is_one_range() -> None:
    rows = RowSet()
    for start in range(0, 500_000, 5_000):
        rows.add(range(start, start + 5_000))
    assert list(rows.ranges()) == [(0, 499_999)]
