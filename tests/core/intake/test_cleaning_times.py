from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.clock import from_iso
from core.intake.cleaning import EARLIEST, LATEST, NotATime, clean, instant, text_of

AT = from_iso("2026-03-01T09:00:00+08:00")


@pytest.mark.parametrize(
    "value",
    [
        AT // 1000, AT, AT * 1000, AT * 1_000_000, str(AT // 1000), str(AT), AT / 1000, "2026-03-01 09:00:00",
        "2026/3/1 9:00", "2026年3月1日 09:00", "2026-03-01T01:00:00Z", "2026-03-01T09:00:00+08:00",
        "2026-03-01 09:00:00.000",
    ],
)  # fmt: skip
def test_usual_times(value: object) -> None:
    assert instant(value, "Asia/Shanghai") == AT


@pytest.mark.parametrize(
    "value",
    [None, True, "", "gestern", "0", 0, -5, "2026-13-01 09:00", "2026-02-30", [], {}, float("nan"), float("inf"),
     "0001-01-01 00:00:00", "9999-12-31 23:59:59", 10**30, "９９９"],
)  # fmt: skip
def test_what_is_no_time(value: object) -> None:
    with pytest.raises(NotATime):
        instant(value, "Asia/Shanghai")


@given(st.one_of(st.integers(), st.floats(), st.text(), st.none(), st.booleans()))
def test_any_value_is_a_sane_time_or_none(value: object) -> None:
    with contextlib.suppress(NotATime):
        assert EARLIEST <= instant(value, "America/New_York") < LATEST


@given(st.text(st.characters()))
def test_clean_text_can_be_stored(text: str) -> None:
    done = clean(text)
    assert "\0" not in done
    done.encode("utf-8")


def test_a_split_pair_is_one_character() -> None:
    assert clean("\ud83d\ude00") == "😀"
    assert clean("a\ud800b") == "a\ufffdb"


def test_json_values_as_text() -> None:
    assert [text_of(value) for value in ("x", None, 7, True, [1])] == ["x", "", "7", "", ""]
