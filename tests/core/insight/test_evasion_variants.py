"""Evasions: repeatable, and no more than a person reads over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.insight.evasions import EVASIONS, evade
from core.judging.text import prepare

AD = "加微信 jw0088 送礼品，点 http://a.example.com/x 群里强推好货"


@pytest.mark.parametrize("name", EVASIONS)
def test_an_advertisement_is_rewritten_the_same_way_again(name: str) -> None:
    once = evade(name, AD, "7")
    assert once != AD
    assert once == evade(name, AD, "7")


def test_another_seed_writes_another_text() -> None:
    assert evade("punctuation", AD, "1") != evade("punctuation", AD, "2")


@pytest.mark.parametrize("name", ["punctuation", "stacked"])
def test_links_and_file_endings_stay_whole(name: str) -> None:
    for seed in "12345":
        assert "http://a.example.com/x" in prepare(evade(name, AD, seed)).folded
        assert ".exe" in prepare(evade(name, "年终奖名单.exe", seed)).folded


@given(st.text(max_size=60), st.text(max_size=5), st.sampled_from(sorted(EVASIONS)))
def test_any_text_is_rewritten(text: str, seed: str, name: str) -> None:
    evaded = evade(name, text, seed)
    assert evaded == evade(name, text, seed)
    assert len(evaded) >= len(text)


@given(st.text(alphabet="加微信abXYZ0189领红包钱", min_size=1, max_size=40), st.text(max_size=3))
def test_what_is_folded_away_leaves_the_text_as_it_was(text: str, seed: str) -> None:
    plain = prepare(text).folded
    for name in ("zero-width", "fancy", "traditional", "emoji-digits"):
        assert prepare(evade(name, text, seed)).folded == plain
    assert prepare(evade("punctuation", text, seed)).skeleton == prepare(text).skeleton
