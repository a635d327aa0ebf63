"""Literals that patterns need: rare ones are found, and none is claimed that a match may lack."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.judging.detectors.literals import required_literals


@pytest.mark.parametrize(
    ("pattern", "choices"),
    [
        ("给回扣", [{"给回扣"}]),
        ("(给|塞)(他|采购)?.{0,3}(回扣|礼金)", [{"回扣", "礼金"}, {"给", "塞"}]),
        (
            "(收购|收)(闲置)?.{0,3}(银行卡|微信号)(?:.{0,8}(元|块))",
            [{"银行卡", "微信号"}, {"收"}, {"元", "块"}],
        ),
        ("滚[!。]*$", [{"滚"}]),
        ("(好)+的{2,}", [{"好"}, {"的"}]),
        ("[买卖]单", [{"买单", "卖单"}]),
        ("a?b*", []),
        (r"\d{11}", [set("0123456789")]),
        ("(?<!不)好(?!的)", [{"好"}]),
        ("(?=你)(?<=我).{3}", []),
        ("(?P<name>好)", []),
        ("[^好]", []),
        ("(?i)abc", []),
        ("(", []),
        ("[", []),
        ("a{2", []),
        ("x|", []),
    ],
)
def test_choices(pattern: str, choices: list[set[str]]) -> None:
    found = [set(choice) for choice in required_literals(pattern)]
    assert len(found) == len(choices)
    assert all(choice in found for choice in choices)


def test_the_rarest_choice_comes_first() -> None:
    assert required_literals("(你|我).{0,4}(钓鱼岛)")[0] == {"钓鱼岛"}


_ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "你",
        "好",
        "[ab]",
        "[^a]",
        ".",
        r"\d",
        "a{2}",
        "(?:a|你好)",
        "(b|)",
        "^",
        "$",
        r"\.",
        "(?!a)",
        "(?<=好)",
    ]
)
_PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: "(" + "|".join(parts) + ")"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "{1,}", "+?"])).map(
            lambda p: f"(?:{p[0]}){p[1]}"
        ),
    ),
    max_leaves=8,
)


@given(_PATTERNS, st.text("ab你好1.", max_size=12))
def test_every_match_holds_one_of_each(pattern: str, text: str) -> None:
    choices = required_literals(pattern)
    if re.search(pattern, text):
        assert all(any(literal in text for literal in choice) for choice in choices)


@given(st.text(max_size=30))
def test_any_text_is_read_as_a_pattern(pattern: str) -> None:
    for choice in required_literals(pattern):
        assert choice
        assert "" not in choice


def test_deep_nesting_is_left_alone() -> None:
    assert required_literals("(" * 5000 + "a" + ")" * 5000) == ()
