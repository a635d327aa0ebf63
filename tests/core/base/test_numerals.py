"""Numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.numerals import number

WORDS = [
    ("7", 7), ("二", 2), ("两", 2), ("十", 10), ("十五", 15), ("二十", 20), ("二十五", 25), ("廿五", 25), ("三十一", 31),
    ("二〇二六", 2026), ("一百", 100), ("一百二", 120), ("一百零二", 102), ("三千五", 3500), ("两万五", 25000), ("三十万", 300000),
    ("叁佰", 300), ("一千零五十", 1050), ("", None), ("几", None), ("一点", None), ("万", None), ("1" * 13, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), WORDS)
def test_numbers_in_words(text: str, value: int | None):
    assert number(text) == value


@given(st.text("零一二两三四五六七八九十百千万廿0123456789", max_size=14))
def test_nothing_raises(text: str):
    value = number(text)
    assert value is None or value >= 0
