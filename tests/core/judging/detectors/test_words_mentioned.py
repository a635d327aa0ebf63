"""What is mentioned is not shown, what is told of others is never sure; the same words on offer stay what they are."""

from __future__ import annotations

import pytest

from core.chat.message import Message, MessageKind
from core.judging.detectors.reader import ACT, REVIEW, standard_reader


def score(text: str, category: str) -> float:
    message = Message("m", 0, "a", "", MessageKind.TEXT, text)
    return max(
        (hit.score for hit in standard_reader().read(message).hits if hit.category == category), default=0.0
    )


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("昨天收缴的猎枪今天移送了", "illegal"),
        ("吗啡下周开始双人复核", "drugs"),
        ("代写论文的小广告都撕掉了", "illegal"),
        ("病历里写着“根治”，主任让改", "false-efficacy"),
        ("办公电脑上的盗版软件全部卸载", "illegal"),
        ("黑车太吵，睡不着", "illegal"),
        ("活动室的wifi密码改成20261122，别外传", "leak-company"),
        ("手机号换了：13600000000，存一下", "personal-data"),
    ],
)
def test_what_is_handled_named_or_put_away_is_not_shown(text: str, category: str) -> None:
    assert score(text, category) < REVIEW


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("表哥去年打牌输了六十", "gambling"),
        ("有人冒充老板找会计转账", "impersonation"),
        ("差点被拉进炒股群", "poaching"),
        ("不走平台没保障", "private-trade"),
        ("收货人孙女士，13900000000，白马镇工业区28栋", "leak-customer"),
    ],
)
def test_what_befell_others_is_never_sure(text: str, category: str) -> None:
    assert score(text, category) < ACT


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("代开各类发票，点位低，可先验后付", "illegal"),
        ("出猎枪，要的私，包安全", "illegal"),
        ("收闲置对公账户，月租两千", "illegal"),
        ("这单我私下给您打六折，发票就别开了", "price-deviation"),
        ("拉你们去一个投资交流群，里面大佬带", "poaching"),
        ("客户王女士的电话 138-0013-8000", "leak-customer"),
        ("我家这蜂胶，糖尿病人吃了三个月把药都停了，高血压也能根治，无效退款。", "false-efficacy"),
    ],
)
def test_what_is_meant_for_readers_is_sure(text: str, category: str) -> None:
    assert score(text, category) >= ACT


def test_a_phrase_that_nothing_speaks_for_hints() -> None:
    assert REVIEW <= score("卖过期的酸奶改下日期接着卖", "counterfeit") < ACT


def test_a_disguised_word_is_meant_as_it_reads() -> None:
    assert score("代.开.发.票，谁去报了案也不怕", "illegal") >= REVIEW
