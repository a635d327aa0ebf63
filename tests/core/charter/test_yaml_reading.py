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
        ("- " * 5000 + "x", 1),
        ("a: &a {c: *a}\n", 1),
        ("a: &x !!binary eA==\n", 1),
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


@pytest.mark.parametrize("text", ['a: 1\nb: "x\\ud800y"', "a: 1\nb: x\ud800y"])
def test_lone_surrogates_do_not_pass(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_yaml(text, "own.yaml")
    assert refused.value.where == "own.yaml:2"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("off", "off"), ("y", "y"), ("true", True), ("FALSE", False),
        ("Null", None), ("~", None), ("''", ""), ("'true'", "true"), ('"12"', "12"), ("|\n  12", "12\n"),
        ("-12", -12), ("1_000", 1000), ("1_0_", "1_0_"), ("+3", 3), ("0", 0), ("007", "007"), ("0x1f", "0x1f"), ("0o17", "0o17"),
        ("1.5", 1.5), ("1e3", 1000.0), (".5", 0.5), ("-.inf", "-.inf"), (".nan", ".nan"), ("1.", 1.0), ("-x", "-x"),
        ("1:30", "1:30"), ("2026-03-04", "2026-03-04"), ("!!str 12", "12"), ("!!int '12'", 12), ("<<", "<<"),
        ("=", "="), ("١", "١"), ("9" * 5000, "9" * 5000),
    ],
)  # fmt: skip
def test_words_mean_what_yaml_1_2_says(text: str, value: object) -> None:
    found = read_yaml(f"a: {text}\n", "own.yaml").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_as_written_keeps_every_value_a_text() -> None:
    assert read_yaml("a: 09:30\nb: 5\nc: true\nd: [1, ~]\n", "own.yaml", as_written=True).data == {
        "a": "09:30", "b": "5", "c": "true", "d": ["1", "~"],
    }  # fmt: skip


def test_an_alias_is_written_out_with_the_lines_of_its_anchor() -> None:
    document = read_yaml("a: &x\n  b: [1, 2]\nc: *x\nd: &y 3\ne: *y\n", "own.yaml")
    assert document.data == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": 3, "e": 3}
    assert document.line(("c", "b", 1)) == 2
    assert document.line(("c",)) == 3


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
