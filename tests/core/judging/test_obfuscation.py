"""The obfuscation score: none for ordinary writing, much for hidden words; never out of bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.judging.obfuscation import obfuscation
from core.judging.text import prepare
from tests.helpers.evasions import evaded

AD = "长期招代理，加微信领资料，电话13800000000，微信号abc12345"


@pytest.mark.parametrize(
    "text",
    [
        "收到，谢谢！",
        "好的👌🏻👨‍👩‍👧‍👦❤️",
        "領導，報表已經發給您了",
        "see you at 10:30",
        "明天 3 点到 5 楼，带上 U 盘",
        "",
        "1、苹果；2、梨",
    ],
)
def test_ordinary_writing_scores_nothing(text: str) -> None:
    assert obfuscation(prepare(text)) == 0.0


@pytest.mark.parametrize("name", ["zero-width", "punctuated", "stacked", "homophones", "fancy"])
def test_evasions_score(name: str) -> None:
    assert obfuscation(prepare(evaded(name, AD))) >= 0.1


def test_more_tricks_score_more() -> None:
    assert obfuscation(prepare("加V❤：abc")) < obfuscation(prepare(evaded("stacked", "加微信：abc，快来")))


@given(st.text(max_size=60))
def test_bounds(text: str) -> None:
    assert 0.0 <= obfuscation(prepare(text)) <= 1.0
