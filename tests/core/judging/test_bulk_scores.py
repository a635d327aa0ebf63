"""Many texts scored at once get the scores that each gets alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.message import Message, MessageKind
from core.judging.classifiers.families import bundled, opinions
from core.judging.detectors.reader import standard_reader
from core.judging.ranking import rank, ranked
from core.judging.text import prepare

WORDS = st.lists(
    st.sampled_from(["加微信", "薇❤", "赚钱", "房间又脏", "，", "。", "!!", "❤", "😀", "abc123", "ＶＸ", "\u200b", "\n", "𠮷",
                     "1.5元", "http://a.top/x", "⟦", "⟧", "Q", " "]) | st.text(max_size=6),
    max_size=20,
).map("".join)  # fmt: skip
TALK = [
    *(f"第{n}单今天发货，请查收{'！' * (n % 3)}" for n in range(150)),
    "",
    "加微信abc12345日入过千" * 900,
    "!!!",
    "。",
]


def test_the_same_to_the_last_digit() -> None:
    texts = [prepare(text) for text in TALK]
    model = bundled()
    assert model._fresh_of(texts) == [model._fresh(text) for text in texts]


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_whatever_is_said(said: list[str]) -> None:
    texts = [prepare(text) for text in said]
    model = bundled()
    assert model._fresh_of(texts) == [model._fresh(text) for text in texts]


@pytest.mark.parametrize("count", [3, 150])
def test_few_and_many_are_ranked_alike(count: int) -> None:
    messages = [
        Message(f"m{n}", n, "a", "", MessageKind.TEXT, text)
        for n, text in enumerate((TALK + ["高仿名表一比一，需要私我"])[-count:])
    ]
    reader = standard_reader()
    many = list(ranked(reader, messages))
    assert [each.message for each in many] == messages
    assert [each.families for each in many] == [rank(reader, message).families for message in messages]
    assert many[-1].seen
    assert [each.families for each in many] == [opinions(each.reading.text, each.seen) for each in many]
