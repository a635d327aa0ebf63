"""Counts, shares and intervals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.insight.tally import Share, Tally


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Checked against the worked examples of Newcombe (1998), method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval == pytest.approx((low, high), abs=0.0001)


def test_nothing_counted_says_nothing() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Tally().f1 is None


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_an_interval_holds_its_share(hits: int, more: int) -> None:
    share = Share(hits, hits + more)
    low, high = share.interval
    assert share.value is not None
    assert 0 <= low <= share.value <= high <= 1


@given(st.integers(1, 200), st.integers(1, 200), st.integers(2, 20))
def test_more_of_the_same_makes_it_narrower(hits: int, misses: int, times: int) -> None:
    few = Share(hits, hits + misses).interval
    many = Share(hits * times, (hits + misses) * times).interval
    assert many[1] - many[0] < few[1] - few[0]


def test_a_tally_counts_each_way_to_be_right_and_wrong() -> None:
    tally = Tally()
    for wanted, found in ((True, True), (True, False), (False, True), (False, False), (True, True)):
        tally.count(wanted, found)
    assert (tally.found, tally.missed, tally.false) == (2, 1, 1)
    assert (tally.precision, tally.recall) == (Share(2, 3), Share(2, 3))
    assert tally.f1 == pytest.approx(2 / 3)
