"""Bad input: one clear line, and the store is as before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.refusal import Refusal
from core.intake.importing import scratch
from core.intake.reading import read_conversations
from core.intake.source import Source
from tests.helpers.exports import SAMPLES, bring, conversation, jsonl, said

NAMES = ("chatlab.json", "chatlab.jsonl", "weflow.json", "memotrace_utf8.csv")


def rows_of(store: object) -> int:
    return len(conversation(store).messages)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "data", "where", "what"),
    [
        ("a.json", b"", "a.json", "empty"),
        ("a.json", b"   \n\t\n", "a.json", "empty"),
        ("a.json", b"{}", "a.json", "no chat export"),
        ("a.json", b"[1,2]", "a.json", "no chat export"),
        ("a.txt", b"root:x:0:0\nname: value\n", "a.txt", "no chat export"),
        ("a.csv", b"a,b,c\n1,2,3\n", "a.csv:1", "other columns"),
        ("a.json", (SAMPLES / "chatlab.json").read_bytes()[:1500], "a.json:64:1", "broken or cut off"),
        ("a.jsonl", (SAMPLES / "chatlab.jsonl").read_bytes()[:-40], "a.jsonl:19", "cannot be read"),
        ("a.jsonl", jsonl([]), "a.jsonl", "no messages"),
        ("a.jsonl", jsonl([said(0, "x") | {"timestamp": 0}]), "a.jsonl:2", "cannot be read"),
        ("a.jsonl", jsonl([said(0, "x") | {"timestamp": "9999-12-31 23:59:59"}]), "a.jsonl:2", "cannot be read"),
        ("a.jsonl", jsonl([said(0, "x") | {"timestamp": "0001-01-01 00:00:00"}]), "a.jsonl:2", "cannot be read"),
        ("a.json", b'{"chatlab":{},"meta":' + b"[" * 500 + b"]" * 500 + b"}", "a.json", "nested too deeply"),
        ("a.json", b'{"weflow":{},"session":3,"messages":[]}', "a.json", "no “session”"),
        ("a.csv", (SAMPLES / "memotrace_utf8.csv").read_bytes() + b"9,218,1,0,0,1767240000,,x,,,,wxid_z\r\n",
         "a.csv:17", "several chats"),
    ],
)  # fmt: skip
def test_refused_in_one_line(name: str, data: bytes, where: str, what: str) -> None:
    with scratch() as store:
        bring(store, jsonl([said(0, "before")]), "first.jsonl")
        with pytest.raises(Refusal) as caught:
            bring(store, data, name, group="测试群")
        assert caught.value.where == where
        assert what in caught.value.line("en")
        assert "\n" not in caught.value.line("en")
        assert rows_of(store) == 1


def test_few_unreadable_rows_are_kept_and_counted() -> None:
    good = [said(n, str(n), id=str(n + 1)) for n in range(99)]
    with scratch() as store:
        row = bring(store, jsonl(good) + b'{"_type":"message","broken\n').row
        assert (row.messages_new, row.unparsed) == (99, 1)


def test_many_unreadable_rows_can_be_accepted() -> None:
    data = jsonl([said(0, "x")]) + b"not json\n" * 5
    with scratch() as store:
        with pytest.raises(Refusal, match="accept-unreadable"):
            bring(store, data)
        assert bring(store, data, accept_unreadable=True).row.unparsed == 5


def test_nothing_but_unreadable_rows_is_refused_even_then() -> None:
    with scratch() as store, pytest.raises(Refusal, match="no messages"):
        bring(store, jsonl([]) + b"not json\n" * 5, accept_unreadable=True)


def test_surrogates_nuls_and_odd_types_do_no_harm() -> None:
    rows = [
        said(0, "a\ud800b"), said(1, "nul\0nul"), said(2, "x", id=12345), said(3, "x") | {"timestamp": "1767240003"},
        said(4, "x") | {"timestamp": 1767240004000}, said(5, "x") | {"type": "0"}, said(6, "x") | {"content": None},
        said(7, "x") | {"groupNickname": None}, said(8, "x") | {"extra": {"deep": [1]}},
    ]  # fmt: skip
    with scratch() as store:
        assert bring(store, jsonl(rows)).row.messages_new == 9
        texts = [message.text for message in conversation(store).messages]
        assert texts[1] == "nul\ufffdnul"
        assert not any("\ud800" in text or "\0" in text for text in texts)


def test_later_keys_win_over_repeated_ones() -> None:
    line = b'{"_type":"message","sender":"wxid_a","sender":"wxid_b","timestamp":1767240000,"type":0,"content":"x"}\n'
    with scratch() as store:
        bring(store, jsonl([]) + line)
        assert conversation(store).messages[0].sender == "wxid_b"


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no such file"):
        read_conversations(tmp_path / "none.json")
    with pytest.raises(Refusal, match="no chat export was found"):
        read_conversations(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_files_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}")
    path.chmod(0)
    with pytest.raises(Refusal, match="no permission"):
        Source(str(path))


def test_unknown_formats_and_zones() -> None:
    with scratch() as store:
        with pytest.raises(Refusal, match="weflow"):
            bring(store, jsonl([said(0, "x")]), format="weflo")
        with pytest.raises(Refusal, match="time zone"):
            bring(store, jsonl([said(0, "x")]), zone="Mars/Olympus")


def test_a_group_is_asked_for_where_the_file_names_none() -> None:
    data = (SAMPLES / "memotrace_utf8.csv").read_bytes()
    with scratch() as store, pytest.raises(Refusal, match="--group"):
        bring(store, data, "messages.csv")


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, bytes]:
    name = draw(st.sampled_from(NAMES))
    data = bytearray((SAMPLES / name).read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(["cut", "drop", "put", "double", "flip"]))
        if kind == "cut":
            del data[place:]
        elif kind == "drop":
            del data[place : place + draw(st.integers(1, 60))]
        elif kind == "put":
            data[place:place] = draw(st.binary(min_size=1, max_size=8))
        elif kind == "double":
            data[place:place] = data[place : place + 80]
        elif place < len(data):
            data[place] ^= 1 << draw(st.integers(0, 7))
    return name, bytes(data)


@settings(max_examples=60, deadline=None)
@given(mutations(), st.booleans())
def test_damaged_samples_are_read_or_refused(damaged: tuple[str, bytes], accept: bool) -> None:
    name, data = damaged
    with scratch() as store:
        try:
            bring(store, data, name, group="干净群", accept_unreadable=accept)
        except Refusal:
            with store.read() as session:
                assert not session.connection().exec_driver_sql("SELECT 1 FROM import_").first()
        else:
            conversation(store)
