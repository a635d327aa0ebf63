"""One value changed in the YAML: nothing else moves."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.charter.editing import scalar, with_item, with_value
from core.charter.library import charter_ids, charter_text, parse_charter
from core.charter.yaml_loading import Key, read_yaml

SMALL = """# kept
charter: own   # kept too
version: 1
title: {zh: 本群制度, en: "Our rules"}
scope: 本群
binds: {groups: [staff], members: [employee]}

settings:
  task.minutes: {value: 30, by: charter}   # from the text

clauses:

  - id: own.1
    text: |
      不骂人
      不打架
    kind: message
    state: enforced
    rules:
      - kind: message
        categories:
          - abuse    # first
          - vulgar
        terms: [笨蛋]
    examples: &shared
      - name: A
        expect: fires
        chat: [{at: "09:00", from: 甲, text: 你这个笨蛋}]
  - id: own.2
    text: 早睡
    kind: advice
    state: advice
"""


def changed(old: str, new: str) -> list[str]:
    """Lines that went and came, without the context."""
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))[2:]
    return [line for line in lines if not line.startswith("@")]


@pytest.mark.parametrize(
    ("keys", "value", "lines"),
    [
        (("version",), 2, ["-version: 1", "+version: 2"]),
        (("charter",), "ours", ["-charter: own   # kept too", "+charter: ours   # kept too"]),
        (("effective",), "2026-05-01", ['+effective: "2026-05-01"']),
        (("settings", "task.minutes", "value"), 20,
         ["-  task.minutes: {value: 30, by: charter}   # from the text",
          "+  task.minutes: {value: 20, by: charter}   # from the text"]),
        (("settings", "rest"), {"value": "cn", "by": "you"}, ["+  rest: {value: cn, by: you}"]),
        (("clauses", 0, "rules", 0, "severity"), "high", ["+        severity: high"]),
        (("clauses", 0, "rules", 0, "categories"), ["abuse"], ["-          - vulgar"]),
        (("clauses", 0, "rules", 0, "categories"), ["abuse", "vulgar", "spam"], ["+          - spam"]),
        (("clauses", 0, "rules", 0, "terms"), ["笨蛋", "a: b"],
         ["-        terms: [笨蛋]", '+        terms: [笨蛋, "a: b"]']),
        (("clauses", 0, "rules", 0, "terms"), None, ["-        terms: [笨蛋]"]),
        (("clauses", 1, "text"), "早睡早起", ["-    text: 早睡", "+    text: 早睡早起"]),
        (("title", "en"), None, ['-title: {zh: 本群制度, en: "Our rules"}', "+title: {zh: 本群制度}"]),
        (("title", "zh"), None, ['-title: {zh: 本群制度, en: "Our rules"}', '+title: {en: "Our rules"}']),
        (("clauses", 0, "text"), "不骂人",
         ["-    text: |", "-      不骂人", "-      不打架", "+    text: 不骂人"]),
        (("truncated",), True, ["+truncated: true"]),
    ],
)  # fmt: skip
def test_only_the_value_moves(keys: tuple[Key, ...], value: object, lines: list[str]):
    assert changed(SMALL, with_value(SMALL, keys, value)) == lines  # type: ignore[arg-type]


def test_keys_of_the_head_come_in_their_order():
    text = with_value(with_value(SMALL, ("effective",), "2026-05-01"), ("author",), "公司")
    lines = text.splitlines()
    assert lines.index("author: 公司") < lines.index('effective: "2026-05-01"') < lines.index("settings:")


def test_nothing_to_do_gives_the_same_text():
    assert with_value(SMALL, ("version",), 1) is SMALL
    assert with_value(SMALL, ("author",), None) is SMALL


def test_settings_are_made_where_there_are_none():
    bare = SMALL.replace(SMALL[SMALL.index("settings:") : SMALL.index("clauses:")], "")
    text = with_value(bare, ("settings", "task.minutes"), {"value": 30, "by": "you"})
    assert "settings:\n  task.minutes: {value: 30, by: you}" in text


def test_an_alias_is_replaced_where_it_stands():
    text = SMALL.replace("    text: 早睡\n", "    text: 早睡\n    examples: *shared\n")
    assert "examples: []" in with_value(text, ("clauses", 1, "examples"), [])
    assert read_yaml(with_value(text, ("clauses", 1, "ref"), "p. 1"), "").data["clauses"][1]["ref"] == "p. 1"


def test_what_stands_behind_an_anchor_cannot_be_changed_alone():
    text = SMALL.replace("    text: 早睡\n", "    text: 早睡\n    examples: *shared\n")
    with pytest.raises(Refusal) as refused:
        with_value(text, ("clauses", 1, "examples", 0, "name"), "B")
    assert refused.value.where == ":26"


def test_items_go_to_the_end_of_their_list():
    item = 'name: B\nexpect: silent\nchat:\n  - {at: "09:00", from: 甲, text: 早}'
    text = with_item(SMALL, ("clauses", 0, "examples"), item)
    assert changed(SMALL, text) == [
        "+      - name: B", "+        expect: silent", "+        chat:",
        '+          - {at: "09:00", from: 甲, text: 早}',
    ]  # fmt: skip
    text = with_item(SMALL, ("clauses", 1, "examples"), item)
    assert changed(SMALL, text)[:2] == ["+    examples:", "+      - name: B"]


def test_items_go_behind_an_alias_too():
    text = SMALL.replace(
        "        chat: [{", "        members: &people\n          - {id: a}\n        chat: [{"
    )
    text = text.replace(
        "  - id: own.2", "      - name: C\n        expect: silent\n        members: *people\n  - id: own.2"
    )
    added = with_item(text, ("clauses", 0, "examples"), "name: B\nexpect: silent")
    assert [each["name"] for each in read_yaml(added, "").data["clauses"][0]["examples"]] == ["A", "C", "B"]


def leaves(data: object, keys: tuple[Key, ...] = ()) -> list[tuple[Key, ...]]:
    if isinstance(data, dict):
        return [each for key, value in data.items() for each in leaves(value, (*keys, key))]
    if isinstance(data, list):
        return [each for place, value in enumerate(data) for each in leaves(value, (*keys, place))]
    return [keys]


LEAVES = leaves(read_yaml(SMALL, "").data)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.sampled_from(LEAVES), WORDS)
def test_any_text_can_stand_anywhere(keys: tuple[Key, ...], words: str):
    try:
        text = with_value(SMALL, keys, words)
    except Refusal:
        return
    found = read_yaml(text, "").data
    for key in keys:
        found = found[key]
    assert found == words
    for comment in ("# kept\n", "# kept too\n", "# from the text\n"):
        assert comment in text


@given(WORDS)
def test_scalars_read_back_as_themselves(words: str):
    said = scalar(words)
    assert read_yaml(f"a: {said}\nb: [{said}, {said}]\nc: {{d: {said}}}", "").data == {
        "a": words, "b": [words, words], "c": {"d": words},
    }  # fmt: skip


@pytest.mark.parametrize("name", charter_ids())
def test_every_bundled_charter_can_be_raised(name: str):
    text = charter_text(name)
    raised = with_value(text, ("version",), parse_charter(text, name).version + 1)
    assert len(changed(text, raised)) == 2
