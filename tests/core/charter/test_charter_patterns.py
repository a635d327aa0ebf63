"""Patterns that charters write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charter.patterns import can_match, compiled, filled, matches_everything, unknown_places


@given(st.text(min_size=1, max_size=8).filter(lambda t: "\x00" not in t and t.isprintable()))
def test_the_company_is_taken_literally(company: str) -> None:
    assert compiled(filled("^{company}$", company)).search(company)
    assert not compiled(filled("^{company}$", company)).search(f"{company}x")


@pytest.mark.parametrize("pattern", ["(a", "(?=a)", r"(a)\1", "a{9999}", "[z-a]", r"\u4e00"])
def test_what_is_no_pattern_says_why(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        compiled(pattern)


@pytest.mark.parametrize("pattern", ["^a$", "(^a|b$)", "[$^]a", r"\$a\^", "a|^b", "(?:^a)", "(?m)a$b"])
def test_what_can_match(pattern: str) -> None:
    assert can_match(pattern)


@pytest.mark.parametrize("pattern", ["a$b", "a^b", "$a", "x(a$)?b^"])
def test_what_cannot_match(pattern: str) -> None:
    assert not can_match(pattern)


def test_places_and_emptiness() -> None:
    assert unknown_places("{company}{x}a{2,}b{3}") == ("x",)
    assert matches_everything("a*")
    assert not matches_everything("a+")
