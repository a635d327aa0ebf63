"""Second wordings: what is undone, that spans lead back, and that ordinary messages have none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.message import Message, MessageKind
from core.judging.detectors.reader import standard_reader
from core.judging.text import prepare
from core.judging.undoing import plainly, with_whole_numbers, wordings


def plain(text: str) -> str:
    return next((layer.text for layer in wordings(prepare(text))), "")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("弓虽力推荐", "强力推荐"),
        ("加wei信领红包", "加微信领红包"),
        ("加薇❤abc", "加微信abc"),
        ("jia微x领资料", "加微信领资料"),
        ("➕VX abc123", "加微信 abc123"),
        ("进裙：加Q裙领", "进群:加q群领"),
        ("加.微.信.领.红.包", "加微信领红包"),
        ("有，货，要，的，扫，码", "有货要的扫码"),
        ("\u202e信微加\u202c领", "加微信领"),
        ("🅥🅧：abc", "微信:abc"),
    ],
)
def test_plain_words(written: str, meant: str) -> None:
    assert plain(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "收到，马上处理。",
        "大家微信群里说",
        "下午三点开会，带上合同",
        "wxid_ab12 是谁",
        "威信很重要",
        "球球今天不来",
        "家里停电",
        "iphone 15 pro 不错",
    ],
)
def test_ordinary_messages_have_no_second_wording(text: str) -> None:
    assert plain(text) == ""


def test_numbers_are_put_together() -> None:
    assert with_whole_numbers(prepare("电话1*3_8*0013|8000")).folded == "电话13800138000"
    assert with_whole_numbers(prepare("2026-03-04 18:00")).folded == "2026-03-04 18:00"


@given(st.text("弓虽加薇❤信微vxq群裙.*，a1 \u200b\u202e\u202c[]十jia家", max_size=40))
def test_spans_lie_in_the_original(text: str) -> None:
    prepared = prepare(text)
    for layer in wordings(prepared):
        assert len(layer.text) == len(layer.starts) == len(layer.ends) == len(layer.kinds)
        for place in range(len(layer.text)):
            start, end = layer.span(place, place + 1)
            assert 0 <= start < end <= len(text)
    assert plainly(prepared).original == text


@pytest.mark.parametrize(
    "text",
    ["加微信领红包" * 160_000, "加.薇-❤" * 200_000, "赌" + "\u0336" * 1_000_000, "\u202e信微加" * 250_000, "\ud800\udfff啊" * 300_000,
     "[" * 1_000_000, "1-3*8" * 200_000, "www.a." * 160_000, "弓虽" * 500_000, "s h i t " * 125_000, "￥1" * 500_000, "\x1e\x00" * 500_000,
     "[色]" * 330_000, "严禁赌博！" * 200_000],
    ids=range(14),
)  # fmt: skip
def test_a_megabyte_is_read_in_bounded_time(text: str) -> None:
    began = time.process_time()
    reading = standard_reader().read(Message("k", 0, "a", "a", MessageKind.TEXT, text))
    assert time.process_time() - began < 5
    assert all(0 <= hit.start <= hit.end <= len(text) for hit in reading.hits)


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_characters_are_read(text: str) -> None:
    standard_reader().read(Message("k", 0, "a", "a", MessageKind.TEXT, text))
