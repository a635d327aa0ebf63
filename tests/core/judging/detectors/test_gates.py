"""A gate changes nothing but the time a search takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.judging.detectors import prevention
from core.judging.detectors.gates import Gated, needed_by_any

_EXCUSING = (
    prevention.WARNS, prevention._REBUTS, prevention._LESSON, prevention._TOLD, prevention._QUOTED,
    prevention._NEGATES,
)  # fmt: skip


@pytest.mark.parametrize("pattern", _EXCUSING)
@given(text=st.text("不要信别说我骂他的严禁被抓辟谣“”等假消息官方案例分享没有人,。", max_size=30))
def test_what_is_found_stays_found(pattern: re.Pattern[str], text: str) -> None:
    found = [match.span() for match in Gated(pattern).finditer(text)]
    assert found == [match.span() for match in pattern.finditer(text)]


def test_a_pattern_that_needs_nothing_always_runs() -> None:
    assert [match.group() for match in Gated(re.compile("[^a]")).finditer("aba")] == ["b"]


def test_one_look_before_several_patterns() -> None:
    some = needed_by_any([Gated(re.compile("严禁")), Gated(re.compile("别(?!人)"))])
    assert some is not None
    assert [some.stands_in(text) for text in ("严禁喝酒", "别喝", "别人喝")] == [True, True, True]
    assert not some.stands_in("喝茶")
    assert needed_by_any([Gated(re.compile("别")), Gated(re.compile("."))]) is None
