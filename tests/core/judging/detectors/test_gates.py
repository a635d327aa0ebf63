"""A gate changes nothing but the time a search takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.judging.detectors import prevention
from core.judging.detectors.gates import Gated, Gates

_EXCUSING = prevention._EXCUSING
_TEXTS = st.text("不要信别说我骂他的严禁被抓辟谣“”等假消息官方案例分享没有人,。", max_size=30)


def _spans(gates: Gates, text: str) -> list[list[tuple[int, int]]]:
    found = gates.finds(text) or [()] * len(gates.patterns)
    return [[match.span() for match in matches] for matches in found]


@given(_TEXTS)
def test_what_is_found_stays_found(text: str) -> None:
    plainly = [[match.span() for match in pattern.finditer(text)] for pattern in _EXCUSING.patterns]
    assert _spans(_EXCUSING, text) == plainly


def test_a_pattern_that_needs_nothing_always_runs() -> None:
    assert _spans(Gates((re.compile("[^a]"), re.compile("b"))), "aca") == [[(1, 2)], []]


@pytest.mark.parametrize(
    ("text", "may"), [("严禁喝酒", 1), ("别喝", 2), ("别人喝", 2), ("喝茶", 0), ("严禁别", 3)]
)
def test_one_look_tells_the_patterns_apart(text: str, may: int) -> None:
    gates = Gates((re.compile("严禁"), re.compile("别(?!人)")))
    assert gates.may_match(text) == may


@given(_TEXTS)
def test_a_gated_pattern_finds_the_same(text: str) -> None:
    for pattern in (*_EXCUSING.patterns, re.compile("[^不要]{3}$")):
        found, plainly = Gated(pattern.pattern).search(text), pattern.search(text)
        assert (found and found.span()) == (plainly and plainly.span())
