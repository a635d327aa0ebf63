from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import FixedClock, from_iso, iso, whole_seconds
from core.base.dated import BEGINNING, END

instants = st.integers(min_value=0, max_value=4_000_000_000_000)


@given(instants)
def test_iso_and_back(at: int) -> None:
    assert from_iso(iso(at)) == at


def test_offset_is_the_zones() -> None:
    assert iso(0) == "1970-01-01T08:00:00+08:00"
    assert iso(1_500, "UTC") == "1970-01-01T00:00:01.500+00:00"


def test_naive_times_are_read_in_the_zone() -> None:
    assert from_iso("2026-03-01T09:30:00") == from_iso("2026-03-01T01:30:00+00:00")
    assert from_iso("2026-03-01") == from_iso("2026-03-01T00:00:00+08:00")


def test_ends_of_time_are_years_1_and_9999() -> None:
    assert iso(BEGINNING, "UTC").startswith("0001-01-01T00:00")
    assert iso(END, "UTC").startswith("9999-12-31T23:59")


def test_whole_seconds_cut_milliseconds() -> None:
    assert whole_seconds(1_999) == 1_000


def test_fixed_clock_stands_still() -> None:
    assert FixedClock(5).now() == FixedClock(5).now() == 5
