"""Money, ids, dated values and periods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.dated import Dated, Period, merged
from core.base.ids import digest, new_id
from core.base.money import from_yuan, yuan


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_yuan_and_back_to_the_fen(fen: int) -> None:
    text = yuan(fen).replace("¥", "").replace(",", "").replace("−", "-")
    assert from_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "1.005", "1e3", "五", "1.2.3", "--1", "1,000"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        from_yuan(text)


def test_ids_sort_by_time() -> None:
    early, late = new_id(1_000), new_id(2_000)
    assert early < late
    assert early[14] == "7"


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_digest_tells_parts_apart(first: list[str], second: list[str]) -> None:
    assert (digest(*first) == digest(*second)) == (first == second)


def test_digest_takes_lone_surrogates() -> None:
    assert len(digest("\ud800")) == 40


@given(st.lists(st.tuples(st.integers(0, 50), st.sampled_from("abc"))), st.integers(-1, 51))
def test_dated_answers_like_a_replay(changes: list[tuple[int, str]], moment: int) -> None:
    expected = None
    for at, value in sorted(changes, key=lambda change: change[0]):
        if at <= moment:
            expected = value
    assert Dated.of(changes).at(moment) == expected


periods = st.tuples(st.integers(0, 40), st.integers(0, 10)).map(lambda pair: Period(pair[0], sum(pair)))


@given(st.lists(periods), st.integers(-1, 60))
def test_merged_periods_cover_the_same_time(given_periods: list[Period], moment: int) -> None:
    joined = merged(given_periods)
    assert any(p.contains(moment) for p in joined) == any(p.contains(moment) for p in given_periods)
    assert all(a.end + 1 < b.start for a, b in zip(joined, joined[1:], strict=False))
