"""Personal data: other people's numbers, plates and accounts; not one's own, and not what merely has digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.message import Message, MessageKind
from core.judging.detectors.personal_data import (
    is_bank_card,
    is_identity_card,
    is_old_identity_card,
    passes_luhn,
    personal_data,
)
from core.judging.detectors.reader import REVIEW, standard_reader
from core.judging.text import prepare

# Numbers that nobody holds: the standard's own examples, cards of zeros, mobile numbers with four zeros.
OTHERS = """
他的车牌是浙A·12345，天天停那儿
她老公的手机13800001111，打爆他
身份证 11010519491231002X
老赖信息：440524188001010014
他卡号 6222 0000 0000 0000 004 欠我钱
一三八零零零零一一一一是他的号
他的微信号是abc_12345，都去加他
她家座机0571-88880000
他护照号E12345678，查一下
身份证号110105491231002
他家住幸福里小区3栋2单元501
王姐手机138-0000-1111你们打
客户卡号6222000000000000004
她电话1380000 1111
"""
NOBODYS = """
快递单号 773012345678901
订单号：13800001111
浙A12345的车主麻烦挪一下车
我的电话13800001111，有事打我
客服热线400-800-1234
会议号 123 456 789
合同编号20260304123456789
我微信abc12345
前台电话0571-88880000
型号 6222000000000000004
物料编码13000000501，库存42
版本号 1.2.3.4.5.6
共计 1 2 3 4 5 6 7 8 9 10 11 12
专业防水，师傅上门，电话138 0000 1111
"""


def found(text: str) -> bool:
    message = Message("k", 0, "a", "a", MessageKind.TEXT, text)
    hits = standard_reader().read(message).hits
    return any(hit.category == "personal-data" and hit.score >= REVIEW for hit in hits)


@pytest.mark.parametrize("text", OTHERS.strip().splitlines())
def test_what_belongs_to_somebody_else_is_found(text: str):
    assert found(text)


@pytest.mark.parametrize("text", NOBODYS.strip().splitlines())
def test_ones_own_and_mere_numbers_are_not(text: str):
    assert not found(text)


def test_the_span_is_that_of_the_number():
    text = "她的电话１３８００００１１１１，快打"
    (hit,) = personal_data(prepare(text))
    assert (text[hit.start : hit.end], hit.term, hit.fold) == (
        "１３８００００１１１１",
        "13800001111",
        "folded",
    )


@pytest.mark.parametrize(
    ("number", "card"),
    [("6222000000000000004", True), ("6222000000000009", True), ("6222000000000000005", False), ("4111111111111111", True),
     ("41111111111111", False), ("1234567890123456", False), ("", False)],
)  # fmt: skip
def test_bank_cards_have_an_issuer_a_length_and_a_check_digit(number: str, card: bool):
    assert is_bank_card(number) is card


def test_identity_cards_have_a_province_a_birthday_and_a_check_character():
    assert is_identity_card("11010519491231002X")
    assert not is_identity_card("110105194912310021")
    assert not is_identity_card("990105194912310021")
    assert not is_identity_card("11010519491331002X")
    assert is_old_identity_card("110105491231002")
    assert not is_old_identity_card("110105491331002")


@given(st.integers(10**14, 10**18))
def test_one_check_digit_in_ten_fits(base: int):
    assert sum(passes_luhn(f"{base}{digit}") for digit in range(10)) == 1


@given(st.text(max_size=200) | st.text("0123456789 -.x一二三零年月身份证卡", max_size=60))
def test_nothing_raises_and_spans_lie_inside(text: str):
    for hit in personal_data(prepare(text)):
        assert 0 <= hit.start < hit.end <= len(text)
