"""YAML from outside: read with line numbers, or refused with one."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.charter.yaml_loading import MAX_CHARACTERS, read_yaml

BILLION = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", 3),
        ("a:\n  b: 1\n  b: 2\n", 3),
        ("a: 1\nb: [1\n", 3),
        ("a: 1\nb: c: d\n", 2),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\nb: !!python/object:os.system x\n", 2),
        ("a: 1\nb: !own {x: 1}\n", 2),
        ("a: 1\nb: *nobody\n", 2),
        ("a: &a [*a]\n", 1),
        ("[" * 5000, 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("? [x]\n: 1\n", 1),
        ("a: \x01", 1),
        ("", 1),
        ("# only a remark\n", 1),
        (BILLION, 1),
    ],
)
def test_refused_with_the_line(text: str, line: int) -> None:
    with pytest.raises(Refusal) as refused:
        read_yaml(text, "own.yaml")
    assert refused.value.where == f"own.yaml:{line}"


def test_a_huge_file_is_refused_unread() -> None:
    with pytest.raises(Refusal):
        read_yaml("a" * (MAX_CHARACTERS + 1), "own.yaml")


def test_values_and_their_lines() -> None:
    document = read_yaml(
        "a: 09:30\nb: 2026-03-04\nc: yes\nd: true\ne: 007\nf: 12\ng: ~\nlist:\n  - x\n  - {k: 1.5}\n",
        "own.yaml",
    )
    assert document.data == {
        "a": "09:30", "b": "2026-03-04", "c": "yes", "d": True, "e": "007", "f": 12, "g": None,
        "list": ["x", {"k": 1.5}],
    }  # fmt: skip
    assert document.line(("list", 1, "k")) == 10
    assert document.where(("list", 1, "k", "deeper")) == "own.yaml:10"


def test_lone_surrogates_do_not_pass() -> None:
    data = read_yaml('a: "x\\ud800y"', "own.yaml").data
    assert data["a"].encode("utf-8")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(Refusal):
        read_yaml(text, "own.yaml")


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text("abc 张三:#-'\"\n", max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcd", min_size=1), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcd", min_size=1), plain, min_size=1, max_size=4))
def test_json_is_read_as_it_is(data: dict[str, object]) -> None:
    assert read_yaml(json.dumps(data), "own.yaml").data == data
