"""What bytes from outside say, in whatever encoding they come."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.feed.decoding import decoded

LINE = '{"text":"大家好，今天开会"}'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_of_people_s_scripts(encoding: str) -> None:
    assert decoded(LINE.encode(encoding)) == LINE


def test_a_broken_character_costs_only_itself() -> None:
    body = f"{LINE}\n{LINE}".encode()
    assert decoded(body[:20] + body[21:]).split("\n") == ['{"text":"大家好\ufffd今天开会"}', LINE]


def test_lines_of_two_encodings() -> None:
    assert decoded(LINE.encode() + b"\n" + LINE.encode("gb18030")) == f"{LINE}\n{LINE}"


def test_messagepack_becomes_json() -> None:
    packed = msgspec.msgpack.encode({"text": "包", "raw": b"\xff", "n": [1, None, 1.5]})
    assert json.loads(decoded(packed)) == {"text": "包", "raw": "/w==", "n": [1, None, 1.5]}


@given(st.binary())
def test_anything_can_be_read(body: bytes) -> None:
    decoded(body)


@given(st.dictionaries(st.text(), st.none() | st.integers(-(2**53), 2**53) | st.text()))
def test_any_map_is_itself_again(row: dict[str, object]) -> None:
    assert json.loads(decoded(msgspec.msgpack.encode(row))) == row
    assert decoded(json.dumps(row).encode()) == json.dumps(row)
