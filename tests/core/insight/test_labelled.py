"""Labelled messages: both formats read, and every way to get them wrong refused at its line."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.chat.member import MemberType
from core.chat.message import MessageKind
from core.insight.labelled import read_labelled


def write(folder: Path, name: str, *rows: object) -> Path:
    (folder / name).write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return folder


def test_fields_are_read(tmp_path: Path) -> None:
    write(
        tmp_path, "a.jsonl",
        {"id": "x1", "text": "加我领券", "categories": ["ads-any"], "also": ["spam"], "sender": "agent"},
        {"id": "x2", "sequence": [{"after": 0, "sender": "A", "text": "", "kind": "image"},
                                  {"after": 5, "sender": "B", "text": "好"}], "categories": ["image-overuse"]},
        {"id": "x3", "text": "收到", "ordinary": True, "intents": []},
    )  # fmt: skip
    write(
        tmp_path, "deadlines.jsonl",
        {"id": "d", "text": "明早九点", "at": "2026-03-04T10:00:00+08:00", "expected": ["2026-03-05T09:00:00+08:00"]},
    )  # fmt: skip
    labelled = read_labelled(tmp_path)
    one, two, three = labelled.entries
    assert (one.categories, one.also, one.type) == ({"ads-any"}, {"spam"}, MemberType.AGENT)
    assert not one.is_sequence
    assert two.is_sequence
    assert [line.kind for line in two.lines] == [MessageKind.IMAGE, MessageKind.TEXT]
    assert one.intents is None
    assert (three.intents, three.ordinary) == (frozenset(), True)
    (due,) = labelled.deadlines
    assert due.expected == (due.at + 23 * 3_600_000,)


def test_a_table_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text('\ufefftext,label\n"加我,\n领券",ads-any+spam\n收到,\n', "utf-8")
    ad, talk = read_labelled(file).entries
    assert (ad.lines[0].text, ad.categories) == ("加我,\n领券", {"ads-any", "spam"})
    assert talk.ordinary


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("a.jsonl", '{"text": "a"}\n{', "a.jsonl:2"),
        ("a.jsonl", "[1]", "a.jsonl:1"),
        ("a.jsonl", "[" * 100_000, "a.jsonl:1"),
        ("a.jsonl", '{"id": "1"}', "a.jsonl:1"),
        ("a.jsonl", '{"sequence": []}', "a.jsonl:1"),
        ("a.jsonl", '{"text": "a", "kind": "smell"}', "a.jsonl:1"),
        ("a.jsonl", '{"text": "a", "categories": ["weather"]}', "a.jsonl:1"),
        ("a.jsonl", '{"text": "a", "categories": 3}', "a.jsonl:1"),
        ("deadlines.jsonl", '{"text": "a", "at": "soon", "expected": []}', "deadlines.jsonl:1"),
        ("a.csv", "words,label\na,", "a.csv:1"),
        ("a.csv", "text,label\na,weather", "a.csv:2"),
        ("a.csv", "", "a.csv:1"),
        ("notes.txt", "nothing here", ""),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_stands(
    tmp_path: Path, name: str, text: str, where: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(Refusal) as refusal:
        read_labelled(tmp_path)
    assert refusal.value.where.endswith(where)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("text,label\n加我,ads-any".encode("gbk"))
    with pytest.raises(Refusal):
        read_labelled(tmp_path)


@given(st.text(max_size=200), st.sampled_from(["a.jsonl", "deadlines.jsonl", "a.csv"]))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str, name: str) -> None:
    file = tmp_path_factory.mktemp("labelled") / name
    file.write_bytes(text.encode("utf-8", "replace"))
    with suppress(Refusal):
        read_labelled(file)
