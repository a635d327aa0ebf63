"""Prices of one's own beside the one that holds for all; concessions that go around the company."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.message import Message, MessageKind
from core.judging.detectors.reader import REVIEW, standard_reader
from core.judging.sensors.prices import prices, undercutting
from core.judging.text import prepare

UNDERCUT = """
统一价三百九，我给你三百二
群里价199，我这儿169给你
标价1280，我给您1100
官网卖59.9，我这45就行
公司价1.2万，我这1.1万拿走
群里卖59我这45，别说出去
咱俩熟，我给你按成本价走，别跟公司说
这单我自己掏五百补你，别让老板知道
总部规定九折封顶，我给你八五折，不上报
运费给您免掉，算我的
我悄悄给他改价了
合同上没写终身保修，我给您口头保证
"""
BUSINESS = """
原价299，活动价199
我买了3个，群里价20
全场八折，公司活动，今天截止
公司批了，给您九折
我问下公司能不能优惠
价格统一，不议价
不得私自改价
今天菜便宜，我买贵了
打八折还是九折，等总部通知
公司规定最低九折，别破价
这次降价是总部统一调整
给您优惠券，公司统一发的
我把价格改成含税价了，你看合同
"""


def found(text: str) -> bool:
    message = Message("k", 0, "a", "a", MessageKind.TEXT, text)
    hits = standard_reader().read(message).hits
    return any(hit.category == "price-deviation" and hit.score >= REVIEW for hit in hits)


@pytest.mark.parametrize("text", UNDERCUT.strip().splitlines())
def test_a_price_of_ones_own_is_found(text: str):
    assert found(text)


@pytest.mark.parametrize("text", BUSINESS.strip().splitlines())
def test_everyday_business_is_not(text: str):
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("统一价三百九", [39_000]), ("公司价1.2万", [1_200_000]), ("59.9元", [5_990]), ("一共两千五块", [250_000]), ("3折", []),
     ("15号", []), ("5个人", []), ("200元和100块", [20_000, 10_000])],
)  # fmt: skip
def test_amounts_of_money_in_figures_and_words(text: str, fen: list[int]):
    assert [price.fen for price in prices(prepare(text).folded)] == fen


@pytest.mark.parametrize(
    "text", ["群里59，我这69", "统一价399，我给您399", "原价299，活动价199", "群里价300，我这3个"]
)
def test_only_a_lower_price_of_ones_own_undercuts(text: str):
    assert not list(undercutting(prepare(text)))


@given(st.text(max_size=120) | st.text("统一价我给你卖公司0123456789.元块万一二三百千折", max_size=40))
def test_nothing_raises_and_spans_lie_inside(text: str):
    for hit in undercutting(prepare(text)):
        assert 0 <= hit.start < hit.end <= len(text)
