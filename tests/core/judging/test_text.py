"""Folding and skeleton: what is undone, and that every span leads back to the original."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.judging.folding import FOLD
from core.judging.text import prepare


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("加Ｖ信", "加v信"),
        ("領取優惠", "领取优惠"),
        ("百\u200b家\u200d樂", "百家乐"),
        ("①②③", "123"),
        ("1️⃣3️⃣8️⃣", "138"),
        ("後天見", "后天见"),
        ("普通的话", "普通的话"),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert prepare(written).folded == folded


def test_the_skeleton_undoes_contact_homophones_and_signs() -> None:
    assert prepare("加.薇-❤").skeleton == "加微信"
    assert prepare("佳 V 芯").skeleton == "加v信"


@given(st.text(max_size=80))
def test_every_position_leads_back(text: str) -> None:
    prepared = prepare(text)
    for i in range(len(prepared.folded)):
        start, end = prepared.folded_span(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert prepare(text[start:end]).folded == prepared.folded[i]
    spots = [prepared.skeleton_span(i, i + 1) for i in range(len(prepared.skeleton))]
    assert spots == sorted(spots)
    assert all(prepare(text[a:b]).skeleton == prepared.skeleton[i] for i, (a, b) in enumerate(spots))


def test_what_a_character_folds_to_folds_to_itself() -> None:
    folded = {answer for code in range(sys.maxunicode + 1) if (answer := FOLD[code]) is not None}
    assert [chr(code) for code in folded if FOLD[code] != code] == []


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = prepare(text).folded
    assert prepare(once).folded == once
