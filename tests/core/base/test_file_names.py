from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.file_names import file_stem, is_portable


@given(st.text(max_size=300), st.sampled_from(["", ".yaml", ".part"]))
def test_any_wish_becomes_a_name_that_every_system_takes(wanted: str, ending: str) -> None:
    assert is_portable(file_stem(wanted, "charter") + ending)


@given(st.text(max_size=80))
def test_a_name_stays_what_it_became(wanted: str) -> None:
    once = file_stem(wanted, "charter")
    assert file_stem(once, "charter") == once


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("销售群 制度", "销售群-制度"), ("a:b@c|d", "a-b-c-d"), ("nul", "nul_"), ("COM1.v2", "COM1_.v2"), ("end. ", "end"),
        ("...", "charter"), ("😀", "charter"), ("console", "console"),
    ],
)  # fmt: skip
def test_names(wanted: str, name: str) -> None:
    assert file_stem(wanted, "charter") == name


@pytest.mark.parametrize(
    "name", ["", "a:b", "x/y", "end.", "end ", "Aux.txt", "nul", "a\nb", "字" * 100, "q?"]
)
def test_what_windows_refuses(name: str) -> None:
    assert not is_portable(name)
