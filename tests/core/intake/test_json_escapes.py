"""JSON with halves of surrogate pairs in it: read whole, whatever is cut where, and nothing else touched."""

from __future__ import annotations

import io
import json
from pathlib import Path

import ijson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.json_escapes import WholeCharacters
from tests.helpers.console import Console

_PIECES = st.sampled_from(
    [
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\uDE00",
        "\\u0000",
        "\\\\",
        "\\n",
        '\\"',
        "\\u4e2d",
        "中",
        "😀",
        "u",
        "d83d",
        "\\/",
    ]
)


def _read(data: bytes, size: int) -> bytes:
    reader = WholeCharacters(io.BytesIO(data))
    return b"".join(iter(lambda: reader.read(size), b""))


@given(st.lists(_PIECES, max_size=30), st.integers(1, 40))
def test_every_block_size_gives_what_python_reads_with_halves_replaced(pieces: list[str], size: int) -> None:
    written = '["' + "".join(pieces) + '"]'
    given_back = _read(written.encode(), size)
    (expected,) = json.loads(written)
    halves = "".join("\ufffd" if 0xD800 <= ord(each) < 0xE000 else each for each in expected)
    assert json.loads(given_back) == [halves]
    assert list(ijson.items(io.BytesIO(given_back), "item")) == [halves]


@given(st.text(), st.integers(1, 12))
def test_what_is_whole_stays_byte_for_byte(text: str, size: int) -> None:
    for ascii_only in (True, False):
        written = json.dumps([text], ensure_ascii=ascii_only).encode("utf-8", "replace")
        if not any(0xD800 <= ord(each) < 0xE000 for each in text):
            assert _read(written, size) == written


@pytest.fixture
def console(store_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(store_path, capsys)


def _chatlab(*texts: str) -> str:
    rows = ",".join(
        f'{{"sender":"wxid_a","accountName":"甲","timestamp":{1_772_413_200 + n},"type":0,"content":"{text}",'
        f'"platformMessageId":"{n + 1}"}}'
        for n, text in enumerate(texts)
    )
    return (
        '{"chatlab":{"version":"0.0.2"},"meta":{"name":"群","platform":"wechat","groupId":"1@chatroom"},'
        f'"members":[{{"platformId":"wxid_a","accountName":"甲\\ud83d"}}],"messages":[{rows}]}}'
    )


def test_an_export_cut_within_characters_is_read_and_says_so(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text(
        _chatlab("a\\u0000\\ud83db", "x\\ud83d\\ude00y", "\\\\ud83d", "\\udc00\\ud83d", "好"),
        encoding="utf-8",
    )
    (report,) = console("import", path)
    assert (report["messages_new"], report["unparsed"], report["replaced"]) == (5, 0, 2)
    (again,) = console("import", path)
    assert (again["messages_new"], again["messages_known"]) == (0, 5)
    whole = tmp_path / "whole.json"
    whole.write_text(_chatlab("好", "都好"), encoding="utf-8")
    assert "replaced" not in console("import", whole, "--group", "x")[0]
