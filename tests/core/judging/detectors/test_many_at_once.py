"""Texts read together say what each says by itself, and a hit stands where its words stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.charter.model import Severity
from core.chat.message import Message, MessageKind
from core.judging.detectors.lexicon_matcher import LexiconMatcher
from core.judging.detectors.reader import Reader, Reading
from core.judging.folding import BONES, SEPARATOR, together
from core.judging.lexicon import Entry, bundled
from core.judging.text import prepare, prepare_all

MATCHER = LexiconMatcher(bundled())
_SAID = (
    "加微信 abc12345，刷单日结", "严禁赌博", "你这個廢物，滾", "他骂我是废物", "傻*逼", "加.薇.芯", "弓虽女干", "138-0013-8000",
    "客户王女士的电话 13800138000", "房间 305", "12", "http://a-88.top/领取", "a.b", "．ｃｏｍ", "。。。。。。", "哈哈哈哈哈哈哈哈哈哈",
    "  ab", "啊啊啊啊啊啊啊啊啊啊啊啊", "群里价199，我这儿169给你", "我卖", "setup.exe", "[吃瓜]", "\u202e钱借\u202c", "百家乐来玩", "收到",
)  # fmt: skip
_TEXTS = st.lists(st.lists(st.sampled_from(_SAID), min_size=1, max_size=3).map("，".join), max_size=6)


def _message(text: str) -> Message:
    return Message("m", 0, "wxid_a", "", MessageKind.TEXT, text)


def _said(reading: Reading) -> tuple[object, ...]:
    return reading.hits, reading.links, reading.sells, reading.text


@given(_TEXTS)
def test_many_are_read_like_one_by_one(texts: list[str]) -> None:
    together = Reader(MATCHER).over([_message(text) for text in texts])
    alone = [Reader(MATCHER).read(_message(text)) for text in texts]
    assert [_said(reading) for _, reading in together] == [_said(reading) for reading in alone]


def test_a_number_ends_with_its_message() -> None:
    messages = [_message(text) for text in ("房间305", "13800138000是他家的电话")]
    (_, first), (_, second) = Reader(MATCHER).over(messages)
    assert not first.hits
    assert [hit.category for hit in second.hits] == ["personal-data"]


@given(st.lists(st.text("加薇微ＶX, ，\u200b❤é\ud800" + SEPARATOR, max_size=20), max_size=4))
def test_many_are_prepared_like_one_by_one(texts: list[str]) -> None:
    bones = together(texts).translate(BONES).split(SEPARATOR) if texts else []
    prepared = prepare_all(texts, bones)
    assert prepared == [prepare(text) for text in texts]


@given(st.text("加微薇，, .\u200b号", max_size=30))
def test_a_mark_stands_where_its_words_stand(text: str) -> None:
    matcher = LexiconMatcher((Entry("spam", Severity.LOW, 0.6, "加微号"),))
    prepared = prepare(text)
    for mark in matcher.marks(prepared):
        assert prepare(text[mark.start : mark.end]).skeleton == "加微号"
    if "加微号" in prepared.folded:
        assert any(
            text[mark.start : mark.end].translate(BONES) == "加微号" for mark in matcher.marks(prepared)
        )
