"""Certain is what proposes a step: one everyday word, or words that merely stand together, do not."""

from __future__ import annotations

import pytest

from core.chat.message import Message, MessageKind
from core.judging.detectors.reader import ACT, REVIEW, standard_reader
from core.judging.lexicon import bundled


def score(text: str, category: str) -> float:
    message = Message("m", 0, "a", "", MessageKind.TEXT, text)
    return max(
        (hit.score for hit in standard_reader().read(message).hits if hit.category == category), default=0.0
    )


@pytest.mark.parametrize(
    ("text", "category"),
    [("又在画饼", "negativity"), ("油价明天涨价", "inducement"), ("这个是祖传秘方", "false-advertising")],
)
def test_one_word_tells_no_deed(text: str, category: str):
    assert REVIEW <= score(text, category) < ACT


def test_two_words_do():
    assert score("老板又画大饼，天天画大饼，员工牛马不如", "negativity") >= ACT


@pytest.mark.parametrize(("text", "category"), [("百家乐来玩", "gambling"), ("你就是个王八蛋", "abuse")])
def test_some_words_are_the_breach(text: str, category: str):
    assert score(text, category) >= ACT


def test_company_alone_is_never_certain():
    assert all(entry.score < ACT for entry in bundled() if entry.near and not entry.pattern)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("有人私聊我卖茶叶，我举报一下", "ads-any"),
        ("电话里说保本保息，一听就知道是骗子", "fraud"),
        ("有客户塞购物卡，交给纪检了", "bribery"),
        ("不看征信的都是坑", "fraud"),
        ("公司机密四个字不是挂墙上的", "leak-company"),
        ("上课签到，别代签", "false-info"),
    ],
)
def test_what_was_seen_through_or_handed_in_is_no_breach(text: str, category: str):
    assert score(text, category) < REVIEW


def test_a_family_tomb_that_smokes_is_good_luck():
    assert score("祖坟冒青烟了", "abuse") == 0.0


def test_one_strong_word_of_selling_is_shown_only_where_it_is_said_to_somebody() -> None:
    assert score("代购的小票别扔", "ads-any") < REVIEW
    assert score("日本代购，需要的说一声", "ads-any") >= REVIEW
